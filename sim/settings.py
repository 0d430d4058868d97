"""What a simulated hall is made of, as written in ``config/sim.toml``."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Port = Annotated[int, Field(ge=0, le=65535)]
"""A TCP port on loopback; 0 takes a free one."""

CardWire = Literal["socket", "pcsc"]
"""How the kiosk reaches a chip card: over a plain socket, which needs no rights and no service, or
through a ``pcscd`` of the hall's own, as in a real terminal."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TerminalSection(_Section):
    """The terminal the hall is built around; ``number`` is also the name in its certificate."""

    number: str = "JN-03"
    name: str = "社保费自助缴费终端"
    hall_name: str = "市民服务大厅"


class ScreenSection(_Section):
    """The panel of the kiosk, and where its picture is served when there is no display."""

    width_px: Annotated[int, Field(gt=0)] = 1080
    height_px: Annotated[int, Field(gt=0)] = 1920
    width_mm: Annotated[float, Field(gt=0)] = 268.0
    full_screen: bool = False
    vnc_port: Port = 0


class ControlSection(_Section):
    """The control API and the bench page."""

    port: Port = 0


class ServiceSection(_Section):
    """The collection service. An empty ``database`` is an SQLite file in the run directory,
    otherwise an SQLAlchemy URL such as ``postgresql+psycopg://…``."""

    port: Port = 0
    wallet_port: Port = 0
    database: str = ""


class NetworkSection(_Section):
    """The line between the kiosk and the collection service."""

    port: Port = 0


class ReaderSection(_Section):
    """The identity-card reader."""

    baud: Literal[9600, 19200, 38400, 57600, 115200] = 115200
    poll_seconds: Annotated[float, Field(gt=0)] = 0.3
    quick: bool = False
    """Whether the module answers at once instead of taking the second or so a real one takes."""


class PrinterSection(_Section):
    """The receipt printer: its paper, and the cable the kiosk uses (it always has both)."""

    port: Port = 0
    paper_mm: Literal[80, 58] = 80
    transport: Literal["tcp", "serial"] = "tcp"
    bytes_per_second: Annotated[float, Field(gt=0)] | None = None
    """How fast it works its buffer off; None at once."""
    mm_per_second: Annotated[float, Field(gt=0)] | None = None
    """How fast paper comes out; None at once. Real ones print 60 to 250."""


class DocumentPrinterSection(_Section):
    """The A4 printer: how long a page takes, and how many sheets its tray holds. A machine without
    ippeveprinter has none, ``fitted`` or not."""

    fitted: bool = True
    port: Port = 0
    page_seconds: Annotated[float, Field(ge=0)] = 2.0
    sheets: Annotated[int, Field(ge=1)] = 250


class ScannerSection(_Section):
    """The scanner of payment codes; a kiosk that is not ``fitted`` with it knows of none."""

    fitted: bool = True
    baud: Literal[9600, 19200, 38400, 57600, 115200] = 9600
    profile: Literal["honeywell", "continuous"] = "honeywell"


class SocialCardReaderSection(_Section):
    """The reader of social-security cards."""

    fitted: bool = True
    via: CardWire = "socket"


class BankCardReaderSection(_Section):
    """The reader of bank cards: one that a card is dipped into, or a motorised CRT-571 on a serial
    line. ``via`` is for the former; a ``quick`` motor moves cards at once."""

    fitted: bool = True
    model: Literal["dip", "crt-571"] = "dip"
    via: CardWire = "socket"
    quick: bool = False


class PinPadSection(_Section):
    """The encrypting PIN pad."""

    fitted: bool = True
    model: Literal["zt598", "xz-f35"] = "zt598"


class AcquirerSection(_Section):
    """The acquirer's host (收单机构): the cipher of its dialect, whether its line is TLS, and how
    long the kiosk waits for it."""

    port: Port = 0
    dialect: Literal["3des", "sm4"] = "3des"
    tls: bool = False
    answer_seconds: Annotated[float, Field(gt=0, le=90)] = 60.0


class AuxiliariesSection(_Section):
    """The board of key switch, door contact and lights; a kiosk that is not ``fitted`` with it
    knows of none."""

    fitted: bool = True
    baud: Literal[9600, 19200, 38400, 57600, 115200] = 9600


class HoursSection(_Section):
    """When the kiosk serves, written as in its own configuration; empty for always."""

    weekly: str = ""


class ClockSection(_Section):
    """``start`` is the hour in the hall when it opens; None is the hour of the real world."""

    start: datetime | None = None


class HallSettings(_Section):
    """The whole of ``config/sim.toml``."""

    terminal: TerminalSection = TerminalSection()
    screen: ScreenSection = ScreenSection()
    control: ControlSection = ControlSection()
    service: ServiceSection = ServiceSection()
    network: NetworkSection = NetworkSection()
    id_card_reader: ReaderSection = ReaderSection()
    receipt_printer: PrinterSection = PrinterSection()
    document_printer: DocumentPrinterSection = DocumentPrinterSection()
    code_scanner: ScannerSection = ScannerSection()
    social_card_reader: SocialCardReaderSection = SocialCardReaderSection()
    bank_card_reader: BankCardReaderSection = BankCardReaderSection()
    pin_pad: PinPadSection = PinPadSection()
    acquirer: AcquirerSection = AcquirerSection()
    auxiliaries: AuxiliariesSection = AuxiliariesSection()
    hours: HoursSection = HoursSection()
    clock: ClockSection = ClockSection()
    timing: dict[str, float] = {}
    """Seconds the kiosk shall use instead of its own, written into its ``[timing]``."""


def load_settings(path: Path | None) -> HallSettings:
    """Read a configuration; None gives the defaults, with every port free.

    Raises OSError when it cannot be read, tomllib.TOMLDecodeError and pydantic.ValidationError when
    it does not say what it should.
    """
    if path is None:
        return HallSettings()
    return HallSettings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
