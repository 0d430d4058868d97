"""What the terminal asks of its devices, and how they say that they cannot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from kiosk.domain.citizen import IdentityCard, SocialSecurityCard
from kiosk.domain.paper import PaperDocument
from kiosk.domain.terminal import Condition, DeviceKind, Remedy


class DeviceCause(Enum):
    """Why a device command did not complete."""

    DISCONNECTED = "disconnected"
    SILENT = "silent"
    PROTOCOL = "protocol"
    SELF_TEST = "self_test"
    UNAUTHORISED = "unauthorised"
    CONFIGURATION = "configuration"
    CARD_REMOVED = "card_removed"
    CARD_UNREADABLE = "card_unreadable"
    CARD_NOT_GENUINE = "card_not_genuine"
    CARD_WRONG_KIND = "card_wrong_kind"
    CARD_CONTRADICTS_ITSELF = "card_contradicts_itself"
    CARD_PROTECTED = "card_protected"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    PRINTER_ERROR = "printer_error"


class Effect(Enum):
    """How much of a command happened before it failed."""

    NOTHING = "nothing"
    PARTLY = "partly"
    UNKNOWN = "unknown"


class DeviceError(Exception):
    """A device command failed. Carries no personal data."""

    def __init__(self, cause: DeviceCause, remedy: Remedy, effect: Effect = Effect.NOTHING) -> None:
        super().__init__(cause.value)
        self.cause = cause
        self.remedy = remedy
        self.effect = effect


class PaperLevel(Enum):
    """How much paper is left."""

    ENOUGH = "enough"
    NEAR_END = "near_end"
    END = "end"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrinterReading:
    """Everything a printer says of itself at one moment."""

    condition: Condition
    paper: PaperLevel


class Device(Protocol):
    """Any device: opened, asked how it is, closed. All commands are cancellable."""

    @property
    def kind(self) -> DeviceKind:
        """Which device this is."""
        ...

    async def open(self) -> None:
        """Connect and make ready. Raises DeviceError."""
        ...

    async def close(self) -> None:
        """Disconnect; never raises, may be called twice."""
        ...

    async def condition(self) -> Condition:
        """Ask the device itself. Raises DeviceError when it does not answer sensibly."""
        ...


class IdCardReader(Device, Protocol):
    """Reader of resident identity cards and permanent-residence cards (GA/T 467)."""

    async def read_card(self) -> IdentityCard:
        """Wait as long as it takes for a card, read it and return what it says.

        Raises DeviceError: CARD_* causes concern the card and the reader stays usable; others the
        reader itself.
        """
        ...


class SocialCardReader(Device, Protocol):
    """Reader of social-security cards (LD/T 32)."""

    async def read_card(self) -> SocialSecurityCard:
        """Wait as long as it takes for a card, read it and return what it says without a PIN.

        Raises DeviceError as IdCardReader does; CARD_PROTECTED for a card that keeps the name to
        itself.
        """
        ...


class CodeScanner(Device, Protocol):
    """Scanner of codes on phones and paper; XFS4IoT calls it a bar-code reader."""

    async def read_code(self) -> str:
        """Look for a code until one is read, and return its text: printable ASCII, never empty.

        Waits as long as it takes. What was scanned before the call is never returned: a code may be
        money, and an old one somebody else's. Whether the text is a payment code is for the caller
        to find out; it must not be logged. Raises DeviceError when the scanner is lost. Cancelled
        or not, the scanner looks no longer when this ends.
        """
        ...


class ReceiptPrinter(Device, Protocol):
    """Thermal printer with cutter."""

    @property
    def columns(self) -> int:
        """Latin columns of a line: 48 (80 mm) or 32 (58 mm)."""
        ...

    async def reading(self) -> PrinterReading:
        """Ask about paper, cover, cutter and head. Raises DeviceError."""
        ...

    async def print_document(self, document: PaperDocument) -> None:
        """Print and cut; returns only when the printer has confirmed that the paper is out.

        Raises DeviceError with ``effect`` telling whether nothing, part or an unknown part of the
        document is on paper.
        """
        ...


class DocumentPrinter(Device, Protocol):
    """Printer of documents on A4."""

    async def print_pdf(self, pdf: bytes, title: str) -> None:
        """Print every page on plain paper; returns when the printer has them out.

        ``title`` names the job in the printer's own queue and names nobody. Raises DeviceError.
        """
        ...
