"""What can be seen of the hall from outside, as the control API tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kiosk.domain.order import OrderState as State
from sim.actions import Wallet
from sim.auxiliary_hall.state import CabinetState
from sim.backend.instructions import Progress
from sim.card_hall.state import CardHallState
from sim.devices.id_reader import CardState
from sim.devices.receipt_printer import PaperLevel
from sim.network import Line
from sim.paper_hall.state import DocumentPrinterState


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PersonState(_Fact):
    """An invented citizen whose card can be laid on the reader."""

    key: str
    name: str
    number: str
    cases: tuple[str, ...]
    note: str


class ReaderState(_Fact):
    """The identity-card reader; ``person`` is whose card lies on it."""

    connected: bool
    card: CardState
    person: str | None


class PaperState(_Fact):
    """A paper that came out of the printer. ``complete`` means printed to its end and cut."""

    number: int
    complete: bool
    text: str


class PrinterState(_Fact):
    """The receipt printer and the papers it has put out since the last reset."""

    connected: bool
    paper: PaperLevel
    dots_left: int | None
    cover_open: bool
    cutter_jammed: bool
    overheated: bool
    silent: bool
    broken: bool
    hanging: int
    papers: tuple[PaperState, ...]


class ScannerState(_Fact):
    """The code scanner; ``looking`` while its light is on, ``showing`` while something is held
    before it."""

    connected: bool
    looking: bool
    showing: bool


class NetworkState(_Fact):
    """The line to the collection service."""

    line: Line
    latency_seconds: float
    connections: int


class ServiceState(_Fact):
    """How the collection service behaves. ``channels`` says which wallets it reaches, ``faults``
    are those that still have to strike, ``instructions`` how far what it wanted of terminals has
    come, the oldest first."""

    maintenance: bool
    posting: Literal["accept", "refuse", "delay"]
    channels: dict[Wallet, bool]
    notifications_lost: bool
    faults: tuple[str, ...]
    instructions: tuple[Progress, ...]


class OrderState(_Fact):
    """An order as the collection service sees it.

    ``payable`` while a phone may pay it, ``payable_late`` while a payment begun in time may still
    arrive. ``wallet_url`` is what its code says.
    """

    number: str
    state: State
    tender: str
    amount_fen: int
    period: str
    person: str
    payable: bool
    payable_late: bool
    wallet_url: str | None


class DocumentState(_Fact):
    """A certificate or list that the service has made; the first is 1. ``reprint`` 0 is the
    original."""

    number: int
    title: str
    reprint: int


class EventState(_Fact):
    """Something that happened; ``number`` rises by one."""

    number: int
    at: datetime
    what: str


class HallState(_Fact):
    """Everything at one moment. ``ahead_seconds`` is how far the hall's clock is from the real one.
    ``orders``, ``documents`` and ``papers`` are the oldest first. ``document_printer`` and
    ``cabinet`` are None where there is none."""

    now: datetime
    ahead_seconds: float
    reader: ReaderState
    printer: PrinterState
    document_printer: DocumentPrinterState | None
    scanner: ScannerState
    cards: CardHallState
    cabinet: CabinetState | None
    network: NetworkState
    service: ServiceState
    orders: tuple[OrderState, ...]
    documents: tuple[DocumentState, ...]
    events: tuple[EventState, ...]
