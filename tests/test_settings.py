"""The configuration: typed, nothing unknown, nothing simulated in a real hall."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from kiosk.settings import Settings
from tests.support.configuration import GOOD, Section, changed, write


def load(folder: Path, **changes: Section) -> Settings:
    return Settings.load(write(folder / "kiosk.toml", changed(changes)))


def complaint(folder: Path, **changes: Section) -> str:
    with pytest.raises(ValidationError) as refused:
        load(folder, **changes)
    return str(refused.value)


def test_a_good_file_is_read_and_the_rest_has_defaults(tmp_path: Path) -> None:
    settings = load(tmp_path)
    assert settings.terminal.number == "JN-03"
    assert settings.terminal.hotline == "12366"
    assert settings.id_card_reader.baud == 115_200
    assert settings.screen.full_screen
    assert settings.timing == {}


def test_a_terminal_may_have_a_code_scanner_or_none(tmp_path: Path) -> None:
    assert load(tmp_path).code_scanner is None
    scanner = load(tmp_path, code_scanner={"port": "/dev/ttyACM0"}).code_scanner
    assert scanner is not None
    assert (scanner.baud, scanner.profile) == (9600, "honeywell")
    assert "code_scanner.port" in complaint(tmp_path, code_scanner={"baud": 9600})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"weekly": ""}, "hours.weekly"),
        ({"weekly": "Mon-Fri 17:00-08:30"}, "a span ends after it begins"),
        ({"weekly": "Mo-Fr 08:30-17:00"}, "no days such as Mon-Fri"),
        ({"weekly": "Mon 08:30-17:00", "exceptions": "1. Oktober closed"}, "no span such as"),
        ({"weekly": "Mon 08:30-17:00", "window": "always"}, "has no hours"),
        ({"weekly": "Mon 08:30-17:00", "doors": 2}, "hours.doors"),
    ],
)
def test_hours_that_cannot_be_meant_are_refused(tmp_path: Path, values: Section, said: str) -> None:
    assert said in complaint(tmp_path, hours=values)


BOARD: Section = {"port": "/dev/ttyS4", "cabinet_door_input": 1, "good_light": 7}


def test_a_terminal_may_have_a_board_of_key_door_and_lights_or_none(tmp_path: Path) -> None:
    assert load(tmp_path).auxiliaries is None
    board = load(tmp_path, auxiliaries=BOARD).auxiliaries
    assert board is not None
    assert (board.baud, board.unit, board.cabinet_door_reads) == (9600, 1, 1)
    assert (board.operator_switch_input, board.tamper_input, board.bad_light) == (None, None, None)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"cabinet_door_input": 256}, "auxiliaries.cabinet_door_input"),
        ({"cabinet_door_reads": 2}, "auxiliaries.cabinet_door_reads"),
        ({"unit": 0}, "auxiliaries.unit"),
        ({"unit": 248}, "auxiliaries.unit"),
        ({"baud": 4800}, "auxiliaries.baud"),
        ({"tamper_input": 1}, "each contact has an input of its own"),
        ({"bad_light": 7}, "each light has a coil of its own"),
        ({"port": "socket://127.0.0.1:4001"}, "refuses simulated ports"),
    ],
)
def test_a_board_is_not_configured_into_nonsense(
    tmp_path: Path, values: Section, said: str
) -> None:
    assert said in complaint(tmp_path, auxiliaries={**BOARD, **values})


def test_a_board_without_any_contact_is_refused(tmp_path: Path) -> None:
    assert "one input at least" in complaint(tmp_path, auxiliaries={"port": "/dev/ttyS4"})


def test_relative_paths_are_relative_to_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "etc"
    folder.mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write(folder / "kiosk.toml", GOOD)
    monkeypatch.chdir(folder)
    settings = Settings.load(Path("kiosk.toml"))
    monkeypatch.chdir(elsewhere)
    assert settings.service.ca == folder / "certificates" / "ca.pem"
    assert settings.service.certificate == folder / "certificates" / "terminal.pem"
    assert settings.service.key == folder / "certificates" / "terminal.key"
    assert settings.ledger.path == folder / "var" / "ledger.sqlite"
    assert settings.ledger.key_file == folder / "secret" / "ledger.key"
    assert settings.log.path == folder / "var" / "kiosk.jsonl"


def test_absolute_paths_stay_as_they_are(tmp_path: Path) -> None:
    settings = load(tmp_path, log={"path": "/var/log/kiosk.jsonl"})
    assert settings.log.path == Path("/var/log/kiosk.jsonl")


@pytest.mark.parametrize("section", sorted(GOOD))
def test_no_section_may_be_missing(tmp_path: Path, section: str) -> None:
    sections = {name: values for name, values in GOOD.items() if name != section}
    with pytest.raises(ValidationError, match=section):
        Settings.load(write(tmp_path / "kiosk.toml", sections))


@pytest.mark.parametrize("section", [*sorted(GOOD), "code_scanner", "surprise"])
def test_nothing_unknown_is_accepted(tmp_path: Path, section: str) -> None:
    assert "Extra inputs are not permitted" in complaint(tmp_path, **{section: {"misspelt": 1}})


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("terminal", "number", "jn 03"),
        ("terminal", "number", "JINAN-LIXIA-03"),
        ("terminal", "number", "--"),
        ("terminal", "profile", "staging"),
        ("screen", "width_px", 320),
        ("screen", "width_mm", 5.0),
        ("id_card_reader", "poll_seconds", 0),
        ("receipt_printer", "transport", "parallel"),
        ("receipt_printer", "port", 70_000),
        ("code_scanner", "port", ""),
        ("code_scanner", "profile", "crystal-ball"),
        ("service", "url", "http://service.example/"),
        ("service", "url", "ftp://service.example/"),
        ("service", "url", "service.example"),
        ("timing", "order_poll", 0),
        ("timing", "order_poll", -1.0),
        ("timing", "order_poll", float("inf")),
        ("timing", "order_poll", float("nan")),
        ("timing", "order_poll", "soon"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_place(
    tmp_path: Path, section: str, key: str, value: str | float
) -> None:
    assert f"{section}.{key}" in complaint(tmp_path, **{section: {key: value}})


@pytest.mark.parametrize(
    ("transport", "address"),
    [("tcp", {"host": "10.0.0.9"}), ("serial", {"device": "/dev/ttyS3"}), ("usb", {"vendor": 7})],
)
def test_a_printer_needs_the_address_of_its_own_kind(
    tmp_path: Path, transport: str, address: Section
) -> None:
    empty: Section = {"transport": transport, "device": ""}
    assert "needs its address" in complaint(tmp_path, receipt_printer=empty)
    whole = load(tmp_path, receipt_printer={**empty, **address})
    assert whole.receipt_printer.transport == transport


REAL_PORTS = ["/dev/ttyS1", "/dev/ttyUSB0", "/dev/serial/by-id/usb-reader", "usb://0400:c35a"]
SIMULATED_PORTS = [
    "/dev/pts/7",
    "/dev/pts/../pts/7",
    "/dev/ptmx",
    "/dev",
    "/tmp/reader",
    "reader",
    "../dev/ttyS1",
    "socket://10.0.0.9:4001",
    "socket://127.0.0.1:4001",
    "rfc2217://10.0.0.9:4001",
    "loop://",
    "spy:///dev/ttyS1",
    "hwgrep://reader",
]


@pytest.mark.parametrize("port", REAL_PORTS)
def test_production_takes_devices(tmp_path: Path, port: str) -> None:
    scanner = load(tmp_path, code_scanner={"port": port}).code_scanner
    assert scanner is not None
    assert scanner.port == port
    assert load(tmp_path, id_card_reader={"port": port}).id_card_reader.port == port


@pytest.mark.parametrize("port", SIMULATED_PORTS)
def test_production_refuses_what_may_be_a_program(tmp_path: Path, port: str) -> None:
    for section, key in (
        ("id_card_reader", "port"),
        ("receipt_printer", "device"),
        ("code_scanner", "port"),
    ):
        said = complaint(tmp_path, **{section: {key: port}})
        assert "the production profile refuses simulated ports" in said


@pytest.mark.parametrize("port", [*SIMULATED_PORTS, *REAL_PORTS])
def test_a_simulated_hall_takes_anything(tmp_path: Path, port: str) -> None:
    hall: Section = {"profile": "simulated-hall"}
    taken = load(
        tmp_path,
        terminal=hall,
        id_card_reader={"port": port},
        code_scanner={"port": port},
        service={"url": "https://127.0.0.1:8443/"},
    )
    assert taken.id_card_reader.port == port


def test_production_sees_through_symbolic_links_to_pseudo_terminals(tmp_path: Path) -> None:
    master, slave = os.openpty()
    try:
        link = tmp_path / "ttyS1"
        link.symlink_to(os.ttyname(slave))
        chain = tmp_path / "reader"
        chain.symlink_to(link)
        for port in (link, chain):
            said = complaint(tmp_path, id_card_reader={"port": str(port)})
            assert "the production profile refuses simulated ports" in said
    finally:
        os.close(master)
        os.close(slave)


def test_production_takes_symbolic_links_to_devices(tmp_path: Path) -> None:
    link = tmp_path / "reader"
    link.symlink_to("/dev/null")
    assert load(tmp_path, id_card_reader={"port": str(link)}).id_card_reader.port == str(link)


HERE = [
    "127.0.0.1",
    "127.8.9.10",
    "127.1",
    "0x7f000001",
    "2130706433",
    "0.0.0.0",
    "0",
    "localhost",
    "LocalHost",
    "localhost.",
    "printer.localhost",
    "localhost.localdomain",
    "::1",
    "::",
    "::ffff:127.0.0.1",
]


@pytest.mark.parametrize("host", [*HERE, "[::1]"])
def test_production_refuses_a_printer_on_this_machine(tmp_path: Path, host: str) -> None:
    said = complaint(tmp_path, receipt_printer={"transport": "tcp", "host": host})
    assert "the production profile refuses simulated ports" in said


@pytest.mark.parametrize("host", ["10.20.30.40", "printer-3.hall.example", "fd00::9", "8.8.8.8"])
def test_production_takes_a_printer_in_the_network(tmp_path: Path, host: str) -> None:
    printer: Section = {"transport": "tcp", "host": host, "device": ""}
    assert load(tmp_path, receipt_printer=printer).receipt_printer.host == host


@pytest.mark.parametrize(
    "uri",
    [
        "ipp://127.0.0.1:8631/ipp/print",
        "ipp://localhost/ipp/print",
        "ipps://localhost:8631/printers/A4",
        "ipp://[::1]:60000/ipp/print",
    ],
)
def test_production_refuses_a_document_printer_on_this_machine(tmp_path: Path, uri: str) -> None:
    said = complaint(tmp_path, document_printer={"uri": uri})
    assert "the production profile refuses simulated ports" in said


@pytest.mark.parametrize(
    "uri",
    [
        "ipp://10.20.30.40/ipp/print",
        "ipps://printer-3.hall.example:443/ipp/print",
        "ipp://localhost:631/printers/A4",
        "ipp://localhost/classes/A4",
    ],
)
def test_production_takes_a_document_printer_in_the_network_and_queues_of_cups(
    tmp_path: Path, uri: str
) -> None:
    printer = load(tmp_path, document_printer={"uri": uri}).document_printer
    assert printer is not None
    assert str(printer.uri) == uri
    assert (printer.media, printer.tray, printer.confirms) == ("iso_a4_210x297mm", "", True)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"uri": "http://10.0.0.7/ipp/print"}, "document_printer.uri"),
        ({"uri": "ipp:///ipp/print"}, "document_printer.uri"),
        ({"uri": "ipp://kiosk:secret@10.0.0.7/ipp/print"}, "no user and no password"),
        ({"uri": "ipp://10.0.0.7/ipp/print", "ca": "ca.pem"}, "reached over ipps"),
        ({"uri": "ipp://10.0.0.7/ipp/print", "media": "A4 plain"}, "document_printer.media"),
        ({"uri": "ipp://10.0.0.7/ipp/print", "tray": "Tray 1"}, "document_printer.tray"),
    ],
)
def test_a_document_printer_is_not_configured_into_nonsense(
    tmp_path: Path, values: Section, said: str
) -> None:
    assert said in complaint(tmp_path, document_printer=values)


def test_certificates_of_documents_lie_beside_the_file(tmp_path: Path) -> None:
    taken = load(
        tmp_path,
        documents={"trusted": "ca/documents.pem"},
        document_printer={"uri": "ipps://10.0.0.7/ipp/print", "ca": "ca/printer.pem"},
    )
    assert taken.documents is not None
    assert taken.documents.trusted == tmp_path / "ca" / "documents.pem"
    assert taken.document_printer is not None
    assert taken.document_printer.ca == tmp_path / "ca" / "printer.pem"


@pytest.mark.parametrize("host", HERE)
def test_production_refuses_a_service_on_this_machine(tmp_path: Path, host: str) -> None:
    url = f"https://[{host}]:8443/" if ":" in host else f"https://{host}:8443/"
    said = complaint(tmp_path, service={"url": url})
    assert "the production profile refuses simulated ports" in said


CARDS: dict[str, Section] = {
    "bank_card_reader": {"port": "pcsc://"},
    "pin_pad": {"port": "/dev/ttyS3"},
    "acquirer": {
        "host": "10.0.0.8",
        "port": 8583,
        "terminal_id": "12345678",
        "merchant_id": "102440000000001",
    },
}


def test_a_terminal_takes_cards_with_everything_that_needs(tmp_path: Path) -> None:
    assert load(tmp_path).acquirer is None
    assert load(tmp_path, **CARDS).acquirer is not None
    for missing in CARDS:
        rest = {name: section for name, section in CARDS.items() if name != missing}
        assert "together" in complaint(tmp_path, **rest)


@pytest.mark.parametrize(
    ("section", "values", "why"),
    [
        ("pin_pad", {"pin_key": 1}, "a place of its own"),
        ("pin_pad", {"shortest_pin": 8}, "longer than the longest"),
        ("pin_pad", {"driver": "xz-f35", "data_key": 100}, "places 0 to 63"),
        ("pin_pad", {"port": "/dev/pts/3"}, "simulated"),
        ("acquirer", {"host": "127.0.0.1"}, "simulated"),
        ("acquirer", {"certificate": "a.pem"}, "needs its key"),
        ("acquirer", {"certificate": "a.pem", "key": "a.key"}, "needs the acquirer's ca"),
        ("acquirer", {"terminal_id": "1"}, "terminal_id"),
        ("bank_card_reader", {"port": "socket://10.0.0.9:1"}, "simulated"),
    ],
)
def test_cards_are_not_configured_into_nonsense(
    tmp_path: Path, section: str, values: Section, why: str
) -> None:
    assert why in complaint(tmp_path, **{**CARDS, section: {**CARDS[section], **values}})
