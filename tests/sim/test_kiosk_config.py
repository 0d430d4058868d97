"""The configuration of the kiosk that stands in a simulated hall, for every hardware for cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.settings import Settings
from sim.card_hall.ports import CardPorts
from sim.kiosk_config import Connections, write_kiosk_config
from sim.settings import (
    AcquirerSection,
    BankCardReaderSection,
    DocumentPrinterSection,
    HallSettings,
    PinPadSection,
    SocialCardReaderSection,
)


def written(room: Path, hall: HallSettings, ports: CardPorts) -> Settings:
    """What the kiosk reads in a hall with these ports for cards."""
    ends = Connections(
        id_card_reader=room / "id-reader",
        printer_host="127.0.0.1",
        printer_port=9100,
        printer_device=room / "printer",
        code_scanner=room / "scanner",
        cards=ports,
        document_printer="ipp://localhost:6310/ipp/print" if hall.document_printer.fitted else None,
        auxiliaries=room / "auxiliaries" if hall.auxiliaries.fitted else None,
        service_url="https://127.0.0.1:8443",
        ca=room / "ca.pem",
        documents=room / "documents-ca.pem",
        certificate=room / "terminal.pem",
        key=room / "terminal.key",
    )
    return Settings.load(write_kiosk_config(room, hall, ends))


@pytest.fixture
def ports(tmp_path: Path) -> CardPorts:
    return CardPorts(
        social="socket://127.0.0.1:5001",
        bank="socket://127.0.0.1:5002",
        pad=tmp_path / "pin-pad",
        acquirer=5003,
        environment={},
    )


def test_only_a_hall_with_an_a4_printer_tells_of_one(tmp_path: Path, ports: CardPorts) -> None:
    usual = written(tmp_path, HallSettings(), ports)
    assert usual.document_printer is not None
    assert str(usual.document_printer.uri) == "ipp://localhost:6310/ipp/print"
    without = HallSettings(document_printer=DocumentPrinterSection(fitted=False))
    assert written(tmp_path, without, ports).document_printer is None


def test_a_usual_hall_has_everything_for_cards(tmp_path: Path, ports: CardPorts) -> None:
    kiosk = written(tmp_path, HallSettings(), ports)
    assert kiosk.social_card_reader is not None
    assert kiosk.social_card_reader.port == "socket://127.0.0.1:5001"
    assert kiosk.bank_card_reader is not None
    assert kiosk.bank_card_reader.driver == "pcsc"
    assert kiosk.bank_card_reader.port == "socket://127.0.0.1:5002"
    assert not kiosk.bank_card_reader.capture
    assert kiosk.pin_pad is not None
    assert (kiosk.pin_pad.driver, kiosk.pin_pad.port) == ("zt598", str(ports.pad))
    assert kiosk.acquirer is not None
    assert (kiosk.acquirer.host, kiosk.acquirer.port) == ("127.0.0.1", 5003)
    assert (kiosk.acquirer.dialect, kiosk.acquirer.ca) == ("3des", None)


def test_a_hall_may_have_the_other_reader_pad_and_cipher(tmp_path: Path, ports: CardPorts) -> None:
    hall = HallSettings(
        bank_card_reader=BankCardReaderSection(model="crt-571"),
        pin_pad=PinPadSection(model="xz-f35"),
        acquirer=AcquirerSection(dialect="sm4", tls=True, answer_seconds=5),
    )
    kiosk = written(tmp_path, hall, ports.model_copy(update={"bank": str(tmp_path / "reader")}))
    assert kiosk.bank_card_reader is not None
    assert kiosk.bank_card_reader.driver == "crt-571"
    assert kiosk.bank_card_reader.capture
    assert kiosk.pin_pad is not None
    assert kiosk.pin_pad.driver == "xz-f35"
    acquirer = kiosk.acquirer
    assert acquirer is not None
    assert (acquirer.dialect, acquirer.answer_seconds) == ("sm4", 5)
    files = (acquirer.ca, acquirer.certificate, acquirer.key)
    assert files == (tmp_path / "ca.pem", tmp_path / "terminal.pem", tmp_path / "terminal.key")


@pytest.mark.parametrize("missing", ["bank", "pad"])
def test_a_terminal_pays_by_card_with_everything_or_not_at_all(
    tmp_path: Path, ports: CardPorts, missing: str
) -> None:
    hall = HallSettings(social_card_reader=SocialCardReaderSection(fitted=False))
    kiosk = written(tmp_path, hall, ports.model_copy(update={missing: None, "social": None}))
    assert kiosk.social_card_reader is None
    assert (kiosk.bank_card_reader, kiosk.pin_pad, kiosk.acquirer) == (None, None, None)
