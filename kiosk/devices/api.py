"""What the terminal asks of its devices, and how they say that they cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from kiosk.devices.auxiliary_api import (
    Auxiliaries as Auxiliaries,
)
from kiosk.devices.auxiliary_api import (
    AuxiliaryInputs as AuxiliaryInputs,
)
from kiosk.devices.auxiliary_api import (
    Glow as Glow,
)
from kiosk.devices.auxiliary_api import (
    Light as Light,
)
from kiosk.devices.device import (
    Device as Device,
)
from kiosk.devices.device import (
    DeviceCause as DeviceCause,
)
from kiosk.devices.device import (
    DeviceError as DeviceError,
)
from kiosk.devices.device import (
    Effect as Effect,
)
from kiosk.domain.citizen import IdentityCard, SocialSecurityCard
from kiosk.domain.paper import PaperDocument
from kiosk.domain.terminal import Condition


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

    async def insert(self) -> ChipCard:
        """Wait as long as it takes for a chip card of whatever kind, power it and return it: staff
        use the slot for cards of their own. It is not read as a social-security card afterwards.

        A card that is in already counts. Raises DeviceError: CARD_MUTE, and what concerns the
        reader.
        """
        ...

    async def eject(self) -> None:
        """Cut the power of the card that ``insert`` gave; without one, nothing. Never raises."""
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


@dataclass(frozen=True, slots=True)
class Supply:
    """Something an A4 printer uses up, by the printer's own word for it. ``percent`` is None where
    the printer cannot tell."""

    name: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class DocumentPrinterReading:
    """Everything an A4 printer says of itself at one moment.

    ``concerns`` are causes that do not stop it yet (little paper, little toner: PAPER_OUT and
    TONER_EMPTY). ``sheets_out`` is its own counter of pages in all its life, None where it has
    none.
    """

    condition: Condition
    concerns: tuple[DeviceCause, ...] = ()
    supplies: tuple[Supply, ...] = ()
    sheets_out: int | None = None


@dataclass(frozen=True, slots=True)
class PrintProgress:
    """How far a job has come: pages out of the printer, and what it waits for (paper, a closed
    cover), None while it goes on."""

    pages_out: int
    waits_for: DeviceCause | None = None


class JobEnd(Enum):
    """How a job ended at the printer."""

    COMPLETED = "completed"
    CANCELLED = "cancelled"
    ABORTED = "aborted"


@dataclass(frozen=True, slots=True)
class JobReport:
    """What became of a job. ``pages_out`` is None where the printer does not count."""

    end: JobEnd
    pages_out: int | None


class DocumentPrinter(Device, Protocol):
    """Printer of documents on A4."""

    async def reading(self) -> DocumentPrinterReading:
        """Ask about tray, covers, toner and counters. Raises DeviceError."""
        ...

    async def print_pdf(
        self, pdf: bytes, *, job: str, pages: int, tell: Callable[[PrintProgress], None]
    ) -> int:
        """Print every page once, on one side of plain A4, and return how many came out.

        Waits as long as the printer waits for people (paper, a jam), and tells of it and of each
        page. ``job`` names the job in the printer's own queue; it names nobody and is never used
        twice. Raises DeviceError, whose ``effect`` says whether nothing, part or an unknown part is
        on paper. Cancelled, it cancels the job at the printer before it ends; ``find_job`` then
        tells what came out.
        """
        ...

    async def find_job(self, job: str) -> JobReport | None:
        """What became of a job, perhaps of an earlier life of this program: one that still waits or
        prints is cancelled first. None when the printer knows no such job. Raises DeviceError.
        """
        ...


@dataclass(frozen=True, slots=True)
class CardReply:
    """What a chip card answered: ``data`` without the status words, and ``sw``, both status bytes
    as one number (0x9000 is well). ``data`` may be an account number and is never shown."""

    data: bytes = field(repr=False)
    sw: int


class ChipCard(Protocol):
    """A chip card that is inserted and powered (ISO/IEC 7816-3, T=0 or T=1)."""

    @property
    def historical(self) -> bytes:
        """Historical bytes of the answer to reset."""
        ...

    async def exchange(self, command: bytes) -> CardReply:
        """Send one command APDU and return the whole answer; 61xx and 6Cxx are followed here.

        Raises DeviceError: CARD_REMOVED when it is not there any more, CARD_UNREADABLE when it
        stops answering, and what concerns the reader itself.
        """
        ...


class BankCardReader(Device, Protocol):
    """Reader of contact chip cards in which the card stays while it pays (XFS4IoT CardReader)."""

    @property
    def captures(self) -> bool:
        """Whether it can keep a card that nobody takes."""
        ...

    async def insert(self) -> ChipCard:
        """Let a card in, wait as long as it takes, power it and return it.

        A card that is in already counts. Cancelled, it lets no card in any more and gives back one
        that is on its way. Raises DeviceError: CARD_MUTE when the chip does not answer (upside
        down, dirty, or no chip), CARD_JAMMED, and what concerns the reader.
        """
        ...

    async def eject(self) -> None:
        """Cut the power and push the card out as far as the reader can; without a card, nothing.
        Raises DeviceError."""
        ...

    async def taken(self) -> None:
        """Wait as long as it takes until no card is in the reader or in its mouth. Raises
        DeviceError when the reader is lost."""
        ...

    async def capture(self) -> bool:
        """Pull the card in for good. False where the reader cannot, or no card is there. Raises
        DeviceError."""
        ...


class PinBlockForm(Enum):
    """ISO 9564-1 format and cipher of the PIN block (devices.md 4.2)."""

    ISO0_3DES = "iso0_3des"
    """Format 0, 8 bytes, under a double-length 3DES key."""
    ISO0_SM4 = "iso0_sm4"
    """The 16-byte form of format 0, under SM4."""
    ISO0_PADDED_SM4 = "iso0_padded_sm4"
    """The 8-byte block of format 0 and eight zero bytes, under SM4."""


class KeyUse(Enum):
    """What a working key may do, and nothing else (attribute kept by the pad)."""

    PIN = "pin"
    MAC = "mac"
    DATA = "data"


class KeyCipher(Enum):
    """Cipher of a working key."""

    DES = "des"
    """Single length, 8 bytes: the MAC key of the 3DES dialect."""
    TRIPLE_DES = "triple_des"
    """Double length, 16 bytes."""
    SM4 = "sm4"


@dataclass(frozen=True, slots=True)
class WorkingKey:
    """A working key as the acquirer sends it: enciphered under the pad's master key, with the first
    four bytes of its zero check value."""

    use: KeyUse
    cipher: KeyCipher
    cryptogram: bytes = field(repr=False)
    check_value: bytes


class PinPad(Device, Protocol):
    """Encrypting PIN pad (EPP). No method returns a figure, a clear PIN block or a key."""

    async def load_working_keys(self, keys: tuple[WorkingKey, ...]) -> None:
        """Take working keys into the pad, each checked there. Raises DeviceError: KEY_MISSING when
        there is no master key, KEY_REFUSED when a check value is wrong (no key of these is used
        then), and what concerns the pad."""
        ...

    async def enter_pin(
        self, *, least: int, most: int, seconds: float, heard: Callable[[int], None]
    ) -> int:
        """Have a PIN of ``least`` to ``most`` figures entered within ``seconds`` and return how
        many figures it has; ``heard`` is told how many there are by now: 0 once the pad takes keys,
        and again after every key. What is pressed before is lost. The pad keeps the PIN for one
        block.

        Cancelled, the pad takes no more keys and forgets. An entry that is too short is not taken;
        the pad goes on. Raises DeviceError: PIN_CANCELLED, PIN_TIMEOUT, TAMPERED, and what concerns
        the pad.
        """
        ...

    async def pin_block(self, account: str, form: PinBlockForm) -> bytes:
        """The PIN entered last, enciphered: 8 bytes (3DES) or 16 (SM4). ``account`` is the twelve
        figures of the account number before its check digit. Raises DeviceError: PIN_MISSING,
        KEY_MISSING, KEY_MISUSED."""
        ...

    async def mac(self, data: bytes, cipher: KeyCipher) -> bytes:
        """CBC-MAC under the MAC key, zero IV, no padding (ISO/IEC 9797-1 algorithm 1): one block.
        ``data`` is a whole number of blocks (8 bytes; 16 with SM4). Raises DeviceError."""
        ...

    async def beep(self) -> None:
        """Sound once. Raises DeviceError."""
        ...
