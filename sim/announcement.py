"""The one line of JSON by which a started hall says where everything is."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from sim.card_hall.ports import CardPorts


class Announcement(BaseModel):
    """Addresses and paths of a running hall.

    ``service_url`` leads through the relay of the hall's network, ``direct_service_url`` does not.
    ``vnc_port`` is where a kiosk without a display shall draw, so that the bench finds its picture.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    run_dir: Path
    kiosk_config: Path
    control_url: str
    bench_url: str
    wallet_url: str
    service_url: str
    direct_service_url: str
    ca: Path
    certificate: Path
    key: Path
    id_card_reader: Path
    printer_host: str
    printer_port: int
    printer_device: Path
    document_printer: str | None
    """The A4 printer's IPP address; None where there is none."""
    code_scanner: Path
    auxiliaries: Path | None
    """The board of key, door and lights; None where there is none."""
    cards: CardPorts
    """Where card readers, PIN pad and acquirer are, and what a kiosk needs in its environment to
    see readers of PC/SC."""
    vnc_port: int
    qt_platform: str
    """``QT_QPA_PLATFORM`` for a kiosk without a display."""
