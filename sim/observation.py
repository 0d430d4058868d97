"""How the parts of the hall look from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from kiosk.domain.order import OrderState as State
from sim import actions
from sim.actions import Action, Wallet
from sim.backend.admin import OrderRecord
from sim.backend.copies import Copy
from sim.backend.faults import Fault, FaultKind, FaultTable
from sim.backend.instructions import InstructionRecord
from sim.chronicle import Entry
from sim.devices.code_scanner import CodeScannerSimulator
from sim.devices.id_reader import CardState, IdReaderSimulator
from sim.devices.receipt_printer import ReceiptPrinterSimulator
from sim.network import Network
from sim.state import (
    DocumentState,
    EventState,
    NetworkState,
    OrderState,
    PaperState,
    PrinterState,
    ReaderState,
    ScannerState,
    ServiceState,
)
from sim.telling import STATES
from sim.wallets import WAITING, awaits_phone

_TAIL = 7


@dataclass(slots=True)
class Arrangements:
    """What was arranged with the parts of the hall and cannot be read back from them."""

    person: str | None = None
    maintenance: bool = False
    posting: Literal["accept", "refuse", "delay"] = "accept"
    notifications_lost: bool = False
    channels: dict[Wallet, bool] = field(
        default_factory=lambda: {"alipay": True, "wechat": True, "unionpay_qr": True}
    )
    told: dict[str, State] = field(default_factory=dict)

    def take(self, action: Action) -> None:
        """Remember what was done."""
        match action:
            case actions.CardPlaced():
                self.person = action.person
            case actions.CardLifted():
                self.person = None
            case actions.Posting():
                self.posting = action.state
            case actions.ServiceMaintenance():
                self.maintenance = action.state == "on"
            case actions.Notifications():
                self.notifications_lost = action.state == "lost"
            case actions.ChannelLine():
                self.channels[action.wallet] = action.state == "up"
            case _:
                pass

    def changed_orders(self, records: tuple[OrderRecord, ...]) -> Iterator[str]:
        """Sentences about orders whose state is not the one last told."""
        for record in records:
            if self.told.get(record.number) is not record.state:
                self.told[record.number] = record.state
                yield f"订单 …{record.number[-_TAIL:]}：{STATES[record.state]}"


def see_reader(reader: IdReaderSimulator, arranged: Arrangements) -> ReaderState:
    """The identity-card reader."""
    there = reader.card is not CardState.NONE
    return ReaderState(
        connected=reader.plugged, card=reader.card, person=arranged.person if there else None
    )


def see_printer(printer: ReceiptPrinterSimulator) -> PrinterState:
    """The receipt printer."""
    return PrinterState(
        connected=printer.plugged,
        paper=printer.paper,
        dots_left=printer.dots_left,
        cover_open=printer.cover_open,
        cutter_jammed=printer.cutter_jammed,
        overheated=printer.overheated,
        silent=printer.silent,
        broken=printer.broken,
        hanging=len(printer.hanging),
        papers=tuple(
            PaperState(number=number, complete=paper.complete, text=paper.transcript)
            for number, paper in enumerate(printer.papers, start=1)
        ),
    )


def see_scanner(scanner: CodeScannerSimulator) -> ScannerState:
    """The code scanner."""
    return ScannerState(connected=scanner.plugged, looking=scanner.looking, showing=scanner.showing)


def see_network(network: Network) -> NetworkState:
    """The line to the collection service."""
    return NetworkState(
        line=network.line,
        latency_seconds=network.latency_seconds,
        connections=network.connections,
    )


def see_service(
    faults: FaultTable, arranged: Arrangements, instructed: tuple[InstructionRecord, ...]
) -> ServiceState:
    """How the collection service behaves."""
    return ServiceState(
        maintenance=arranged.maintenance,
        posting=arranged.posting,
        channels=dict(arranged.channels),
        notifications_lost=arranged.notifications_lost,
        faults=tuple(_fault_words(fault) for fault in faults.current.values()),
        instructions=tuple(one.progress for one in instructed),
    )


def _fault_words(fault: Fault) -> str:
    particulars = {
        FaultKind.STATUS: f" {fault.status}",
        FaultKind.HOSTILE: f" {fault.hostility.value}",
        FaultKind.SLOW: f" {fault.seconds:g} s",
        FaultKind.SLOW_ANSWER: f" {fault.seconds:g} s",
        FaultKind.SKEWED_DATE: f" {fault.seconds:g} s",
    }
    times = "∞" if fault.times is None else f"×{fault.times}"
    where = f"{fault.method or ''} {fault.path}".strip()
    return f"{fault.kind.value}{particulars.get(fault.kind, '')} · {where} · {times}"


def see_order(record: OrderRecord) -> OrderState:
    """An order and what a phone can do about it."""
    has_code = awaits_phone(record)
    return OrderState(
        number=record.number,
        state=record.state,
        tender=record.tender.value,
        amount_fen=record.amount_fen,
        period=record.period,
        person=record.person_name,
        payable=has_code and record.state in WAITING,
        payable_late=has_code and record.paid_at is None,
        wallet_url=record.wallet_url,
    )


def see_document(number: int, copy: Copy) -> DocumentState:
    """What a terminal was given."""
    return DocumentState(number=number, title=copy.title, reprint=copy.reprint)


def see_event(entry: Entry) -> EventState:
    """Something that happened."""
    return EventState(number=entry.number, at=entry.at, what=entry.what)
