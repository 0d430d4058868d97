"""What a running terminal consists of, for those who service it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from kiosk.backend.client import CollectionService
from kiosk.devices.api import (
    Auxiliaries,
    CodeScanner,
    DocumentPrinter,
    IdCardReader,
    Light,
    ReceiptPrinter,
    SocialCardReader,
)
from kiosk.devices.codecs.printer_profile import PrinterProfile
from kiosk.domain.terminal import TerminalFacts
from kiosk.ledger import Ledger
from kiosk.observe import EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.cards.acquirer_desk import AcquirerDesk
from kiosk.runtime.cards.counter import CardEquipment
from kiosk.runtime.clock import Clock
from kiosk.runtime.health_board import HealthBoard
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.press import Press
from kiosk.runtime.supervision import Supervisor
from kiosk.runtime.timing import Timing
from kiosk.session.events import Event
from kiosk.session.health import Situation
from kiosk.session.position import Move


@dataclass(frozen=True, slots=True)
class Equipment:
    """What the terminal is connected to. None for a device that it does not have.

    ``document_authorities`` are certificates in PEM: who issues the signers of documents.
    """

    reader: IdCardReader
    printer: ReceiptPrinter
    printer_profile: PrinterProfile
    service: CollectionService
    ledger: Ledger
    social_card_reader: SocialCardReader | None = None
    scanner: CodeScanner | None = None
    document_printer: DocumentPrinter | None = None
    document_authorities: bytes = b""
    cards: CardEquipment | None = None
    auxiliaries: Auxiliaries | None = None


@dataclass(frozen=True, slots=True)
class Workings:
    """The parts of a running terminal. ``keepers`` watch its devices, ``line`` is that to the
    acquirer, ``post`` gives the machine an event, ``lights_wanted`` tells which lights of the
    cabinet are to shine now."""

    equipment: Equipment
    means: Means
    board: HealthBoard
    books: Bookkeeping
    keepers: tuple[Supervisor, ...]
    press: Press
    line: AcquirerDesk | None
    facts: TerminalFacts
    clock: Clock
    timing: Timing
    log: EventLog
    post: Callable[[Event], None]
    lights_wanted: Callable[[], frozenset[Light]] = frozenset


class Staffing(Protocol):
    """Staff of a terminal: who they are, and what they can have done."""

    def serve(self, situation: Situation) -> Move:
        """How a staff visit begins."""
        ...

    def add_to(self, repertoire: Repertoire, workings: Workings) -> None:
        """Everything that staff can ask for."""
        ...

    async def run(self) -> None:
        """Never return. What became of the list of staff meanwhile is in the audit trail soon."""
        ...

    async def list_changed(self, number: str, who: str) -> None:
        """Somebody says that they have changed what the list of staff says of this number."""
        ...

    def left(self, why: str) -> None:
        """Whoever was on duty has logged out, or was away for too long."""
        ...
