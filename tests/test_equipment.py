"""Devices, service and ledger as the settings describe them; the ledger's key is made once."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
import trustme

from kiosk.devices.api import Light
from kiosk.devices.codecs.printer_profile import GENERIC_80
from kiosk.devices.codecs.scanner_line import TRIGGER_PROFILES
from kiosk.domain.hours import read_hours
from kiosk.domain.terminal import DeviceKind
from kiosk.equipment import (
    Misconfigured,
    auxiliaries_of,
    document_printer_of,
    facts_of,
    hours_of,
    ledger_key,
    ledger_of,
    printer_of,
    printer_profile_of,
    reader_of,
    rehearsal_with,
    scanner_of,
    service_of,
    timing_of,
)
from kiosk.ledger import LedgerKeyRefused
from kiosk.runtime.timing import Timing
from kiosk.settings import Settings
from tests.support.configuration import Section, changed, write
from tests.support.manual_clock import ManualClock


def settings(folder: Path, **changes: Section) -> Settings:
    return Settings.load(write(folder / "kiosk.toml", changed(changes)))


def test_the_terminal_is_called_as_the_settings_say(tmp_path: Path) -> None:
    facts = facts_of(settings(tmp_path, terminal={"window": "3号窗口"}))
    assert (facts.number, facts.window, facts.hotline) == ("JN-03", "3号窗口", "12366")


def test_waits_are_overridden_by_their_names(tmp_path: Path) -> None:
    assert timing_of(settings(tmp_path)) == Timing()
    timing = timing_of(settings(tmp_path, timing={"order_poll": 0.25}))
    assert (timing.order_poll, timing.follow_up) == (0.25, Timing().follow_up)


def test_a_wait_nobody_knows_is_a_misconfiguration(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="order_pol"):
        timing_of(settings(tmp_path, timing={"order_pol": 1.0}))


def test_a_printer_model_nobody_knows_is_a_misconfiguration(tmp_path: Path) -> None:
    printer = settings(tmp_path, receipt_printer={"profile": "typewriter"}).receipt_printer
    with pytest.raises(Misconfigured, match=r"'typewriter' is none of: .*generic-80"):
        printer_profile_of(printer)


def test_devices_are_made_but_not_opened(tmp_path: Path) -> None:
    made = settings(tmp_path)
    clock = ManualClock()
    assert reader_of(made, clock).kind is DeviceKind.ID_CARD_READER
    assert printer_of(made, clock).profile is GENERIC_80


@pytest.mark.parametrize("profile", TRIGGER_PROFILES)
def test_a_scanner_is_made_where_there_is_one(tmp_path: Path, profile: str) -> None:
    clock = ManualClock()
    assert scanner_of(settings(tmp_path), clock) is None
    section: Section = {"port": "/dev/ttyACM0", "profile": profile}
    scanner = scanner_of(settings(tmp_path, code_scanner=section), clock)
    assert scanner is not None
    assert scanner.kind is DeviceKind.CODE_SCANNER


def test_a_scanner_on_bare_usb_is_a_misconfiguration(tmp_path: Path) -> None:
    made = settings(tmp_path, code_scanner={"port": "usb://0c2e:0b6a"})
    with pytest.raises(Misconfigured, match="code scanner"):
        scanner_of(made, ManualClock())


def test_a_board_is_made_where_there_is_one_with_what_is_wired(tmp_path: Path) -> None:
    clock = ManualClock()
    assert auxiliaries_of(settings(tmp_path), clock) is None
    section: Section = {
        "port": "/dev/ttyS4",
        "cabinet_door_input": 1,
        "contactless_light": 0,
        "supervisor_light": 3,
    }
    board = auxiliaries_of(settings(tmp_path, auxiliaries=section), clock)
    assert board is not None
    assert board.kind is DeviceKind.AUXILIARIES
    assert board.lights == {Light.CONTACTLESS, Light.STATUS_SUPERVISOR}


def test_a_board_on_bare_usb_is_a_misconfiguration(tmp_path: Path) -> None:
    made = settings(tmp_path, auxiliaries={"port": "usb://0403:6001", "cabinet_door_input": 1})
    with pytest.raises(Misconfigured, match="auxiliaries"):
        auxiliaries_of(made, ManualClock())


def test_a_document_printer_is_made_where_there_is_one(tmp_path: Path) -> None:
    clock = ManualClock()
    assert document_printer_of(settings(tmp_path), clock) is None
    section: Section = {"uri": "ipps://10.0.0.7/ipp/print", "tray": "main", "confirms": False}
    printer = document_printer_of(settings(tmp_path, document_printer=section), clock)
    assert printer is not None
    assert printer.kind is DeviceKind.DOCUMENT_PRINTER


def test_a_document_printer_without_its_certificates_is_a_misconfiguration(tmp_path: Path) -> None:
    section: Section = {"uri": "ipps://10.0.0.7/ipp/print", "ca": "nothing.pem"}
    with pytest.raises(Misconfigured, match=r"document printer: .*nothing\.pem"):
        document_printer_of(settings(tmp_path, document_printer=section), ManualClock())


@pytest.mark.parametrize(
    "address",
    [
        {"transport": "tcp", "host": "10.0.0.9"},
        {"transport": "serial", "device": "/dev/ttyS2"},
        {"transport": "usb", "vendor": 0x04B8, "product": 0x0202},
    ],
    ids=lambda address: str(address["transport"]),
)
def test_a_printer_is_reached_in_any_of_three_ways(tmp_path: Path, address: Section) -> None:
    assert printer_of(settings(tmp_path, receipt_printer=address), ManualClock()).columns == 48


def test_a_port_that_cannot_be_is_a_misconfiguration(tmp_path: Path) -> None:
    made = settings(tmp_path, id_card_reader={"port": "usb://nonsense"})
    with pytest.raises(Misconfigured, match="identity-card reader"):
        reader_of(made, ManualClock())


async def test_the_service_is_reached_with_the_terminals_certificate(tmp_path: Path) -> None:
    made = settings(tmp_path)
    folder = tmp_path / "certificates"
    folder.mkdir()
    with pytest.raises(Misconfigured, match="certificates of the service"):
        service_of(made)
    authority = trustme.CA()
    leaf = authority.issue_cert(common_name="JN-03")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    leaf.cert_chain_pems[0].write_to_path(folder / "terminal.pem")
    trustme.CA().issue_cert(common_name="x").private_key_pem.write_to_path(folder / "terminal.key")
    with pytest.raises(Misconfigured, match="certificates of the service"):
        service_of(made)
    leaf.private_key_pem.write_to_path(folder / "terminal.key")
    await service_of(made).close()


def test_a_new_terminal_begins_its_ledger_and_makes_its_key(tmp_path: Path) -> None:
    made, clock = settings(tmp_path), ManualClock()
    old_mask = os.umask(0)
    try:
        ledger_of(made, clock.now).close()
    finally:
        os.umask(old_mask)
    key = made.ledger.key_file.read_bytes()
    assert len(key) == 32
    assert stat.S_IMODE(made.ledger.key_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.ledger.key_file.parent.stat().st_mode) == 0o700
    assert [path.name for path in made.ledger.key_file.parent.iterdir()] == ["ledger.key"]
    ledger_of(made, clock.now).close()
    assert ledger_key(made) == key


def test_every_terminal_has_a_key_of_its_own(tmp_path: Path) -> None:
    keys = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made = settings(tmp_path / name)
        ledger_of(made, ManualClock().now).close()
        keys.add(ledger_key(made))
    assert len(keys) == 2


def test_a_ledger_whose_key_is_missing_gets_no_new_one(tmp_path: Path) -> None:
    made, clock = settings(tmp_path), ManualClock()
    ledger_of(made, clock.now).close()
    made.ledger.key_file.unlink()
    with pytest.raises(Misconfigured, match="key is missing"):
        ledger_of(made, clock.now)
    assert not made.ledger.key_file.exists()


def test_looking_for_the_key_makes_none(tmp_path: Path) -> None:
    made = settings(tmp_path)
    with pytest.raises(Misconfigured, match="key is missing"):
        ledger_key(made)
    assert not made.ledger.key_file.parent.exists()


def test_a_key_that_is_too_short_or_no_file_is_a_misconfiguration(tmp_path: Path) -> None:
    made = settings(tmp_path)
    made.ledger.key_file.parent.mkdir()
    made.ledger.key_file.write_bytes(b"short")
    with pytest.raises(Misconfigured, match="32 bytes"):
        ledger_of(made, ManualClock().now)
    made.ledger.key_file.unlink()
    made.ledger.key_file.mkdir()
    with pytest.raises(Misconfigured, match="Is a directory"):
        ledger_key(made)


def test_a_place_where_no_key_can_be_made_is_a_misconfiguration(tmp_path: Path) -> None:
    made = settings(tmp_path)
    made.ledger.key_file.parent.write_text("a file in the way")
    with pytest.raises(Misconfigured, match="File exists"):
        ledger_of(made, ManualClock().now)


def test_another_key_is_refused_by_the_ledger(tmp_path: Path) -> None:
    made, clock = settings(tmp_path), ManualClock()
    ledger_of(made, clock.now).close()
    made.ledger.key_file.write_bytes(bytes(32))
    with pytest.raises(LedgerKeyRefused):
        ledger_of(made, clock.now)


def test_a_start_is_rehearsed_before_settings_are_written(tmp_path: Path) -> None:
    authority = trustme.CA()
    good = tmp_path / "certificates"
    good.mkdir()
    leaf = authority.issue_cert(common_name="JN-03")
    authority.cert_pem.write_to_path(good / "ca.pem")
    leaf.cert_chain_pems[0].write_to_path(good / "terminal.pem")
    leaf.private_key_pem.write_to_path(good / "terminal.key")
    rehearse = rehearsal_with(ManualClock())
    assert rehearse(settings(tmp_path)) == ""
    for section, values in (
        ("receipt_printer", {"profile": "typewriter"}),
        ("timing", {"order_pol": 1.0}),
        ("documents", {"trusted": "nowhere.pem"}),
        ("service", {"ca": "nowhere.pem"}),
        ("code_scanner", {"port": "usb://0400:c35a"}),
    ):
        title = Settings.model_fields[section].title
        assert f"“{title}”" in rehearse(settings(tmp_path, **{section: values}))


def test_hours_are_known_to_the_machine_and_told_to_people(tmp_path: Path) -> None:
    assert hours_of(settings(tmp_path)) is None
    assert facts_of(settings(tmp_path)).hours == ""
    open_late = settings(tmp_path, hours={"weekly": "Mon-Fri 08:30-17:00"})
    assert hours_of(open_late) == read_hours("Mon-Fri 08:30-17:00")
    assert facts_of(open_late).hours == "周一至周五 08:30–17:00"
    assert facts_of(open_late).window_hours == ""
    staffed: Section = {"weekly": "Sat 09:00-12:00", "window": "Mon 09:00-12:00"}
    assert facts_of(settings(tmp_path, hours=staffed)).window_hours == "周一 09:00–12:00"
