"""Receipts and slips: begun in the ledger before the printer gets a byte."""

from __future__ import annotations

import contextlib

from kiosk.backend.client import CollectionService
from kiosk.devices.api import DeviceError
from kiosk.documents.receipt_layout import lay_out_receipt
from kiosk.documents.referral_layout import lay_out_referral
from kiosk.documents.resolution_layout import lay_out_resolution
from kiosk.documents.slip_layout import lay_out_slip
from kiosk.domain.citizen import Citizen
from kiosk.domain.order import OrderNumber
from kiosk.domain.payment_record import PaymentRecord
from kiosk.domain.terminal import TerminalFacts
from kiosk.flows.requests.receipt import Printed
from kiosk.ledger import NOTE_PREFIX, LedgerOrder, OrderUnknown
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.paper_facts import (
    receipt_of_order,
    receipt_of_record,
    referral_slip,
    resolution_of_record,
    slip_of_order,
)
from kiosk.runtime.press import Press
from kiosk.runtime.visit_keys import VisitKeys
from kiosk.session.requests import PrintReferral, SlipPrinted

_REPRINTED, _MARKED = "receipt_reprint_started", "receipt_marked"
_NUMBERED = frozenset({NOTE_PREFIX + _REPRINTED, NOTE_PREFIX + _MARKED})


class PaperDesk:
    """Prints for citizens. A failed print never changes a payment."""

    def __init__(
        self,
        *,
        press: Press,
        books: Bookkeeping,
        service: CollectionService,
        keys: VisitKeys,
        clock: Clock,
        facts: TerminalFacts,
        log: EventLog,
    ) -> None:
        self._press = press
        self._books = books
        self._service = service
        self._keys = keys
        self._clock = clock
        self._facts = facts
        self._log = log

    async def free(self) -> None:
        """Return once the printer is not for staff."""
        await self._press.free()

    async def print_receipt(self, number: OrderNumber) -> Printed:
        """The receipt of a posted order; from the second attempt on it says 补打, under a number
        that no other receipt of this order from this terminal bears.

        A printer known not to print is not tried, so that the attempt does not count. Nobody is
        asked, for the paper must not wait for the line: the service hears of the number with the
        next reprint of this order here. If another terminal is asked for one before that, its paper
        may bear the same number. Raises RequestFailed.
        """
        ledger = self._books.ledger
        order = await self._books(ledger.order, number)
        await self._press.make_sure()
        # Drawn for the attempt that will count: the mark 补打 is on the paper itself.
        last = await self._last_begun(order)
        reprint = 0 if last is None else last + 1
        receipt = receipt_of_order(order, self._facts, reprint)
        document = await self._press.drawn(lay_out_receipt(receipt, self._press.columns))
        ordinal = await self._books(ledger.receipt_started, number)
        if reprint != ordinal:
            await self._books(ledger.note, _MARKED, number, {"ordinal": reprint})
        try:
            await self._press.print(document)
        except DeviceError as error:
            failure = self._press.failed(error)
            await self._books(ledger.receipt_failed, number, ordinal, error.cause.value)
            self._log.record(
                Event.RECEIPT_FAILED, order=number, cause=error.cause.value, reprint=reprint
            )
            raise failure from error
        # The paper is out, whether or not that can be written down: never deny it to the citizen.
        with contextlib.suppress(RequestFailed):
            await self._books(ledger.receipt_finished, number, ordinal)
        self._log.record(Event.RECEIPT_PRINTED, order=number, reprint=reprint)
        return Printed(reprint)

    async def reprint_receipt(self, citizen: Citizen, record: PaymentRecord) -> Printed:
        """The receipt of a payment of the past, wherever it was made. The service counts it first,
        so that no two pieces of paper bear the same number.

        Raises RequestFailed, ServiceError.
        """
        await self._press.make_sure()
        order = await self._order_of(citizen, record)
        reprint = await self._counted(citizen, record, order)
        receipt = receipt_of_record(record, citizen, self._facts, reprint, order)
        document = await self._press.drawn(lay_out_receipt(receipt, self._press.columns))
        number = None if order is None else order.number
        named = {} if number is None else {"order": number}
        note, facts = self._books.ledger.note, {"ordinal": reprint}
        await self._books(note, _REPRINTED, number, facts)
        try:
            await self._press.print(document)
        except DeviceError as error:
            failure, cause = self._press.failed(error), error.cause.value
            await self._books(note, "receipt_reprint_failed", number, {**facts, "cause": cause})
            self._log.record(Event.RECEIPT_FAILED, **named, cause=cause, reprint=reprint)
            raise failure from error
        with contextlib.suppress(RequestFailed):
            await self._books(note, "receipt_reprint_finished", number, facts)
        self._log.record(Event.RECEIPT_REPRINTED, **named, reprint=reprint)
        return Printed(reprint)

    async def print_slip(
        self, number: OrderNumber, heading: str, lines: tuple[str, ...]
    ) -> Printed:
        """A slip about an order whose outcome is not simple. Raises RequestFailed."""
        order = await self._books(self._books.ledger.order, number)
        slip = slip_of_order(order, self._facts, self._clock.now(), heading, lines)
        await self._press.print_uncounted(lay_out_slip(slip, self._press.columns))
        self._log.record(Event.SLIP_PRINTED, order=number)
        return Printed(0)

    async def print_resolution(self, citizen: Citizen, record: PaymentRecord) -> Printed:
        """How a payment of the citizen ended. Raises RequestFailed, and ValueError for one that is
        still under way."""
        slip = resolution_of_record(record, citizen, self._facts, self._clock.now())
        order = await self._order_of(citizen, record)
        await self._press.print_uncounted(lay_out_resolution(slip, self._press.columns))
        named = {} if order is None else {"order": order.number}
        self._log.record(Event.SLIP_PRINTED, **named)
        return Printed(0)

    async def print_referral(self, asked: PrintReferral) -> SlipPrinted:
        """A slip for the window. It concerns no order and nobody, and the ledger hears nothing of
        it. Raises RequestFailed."""
        slip = referral_slip(asked, self._facts, self._clock.now())
        await self._press.print_uncounted(lay_out_referral(slip, self._press.columns))
        self._log.record(Event.REFERRAL_PRINTED)
        return SlipPrinted()

    async def _order_of(self, citizen: Citizen, record: PaymentRecord) -> LedgerOrder | None:
        """The order of a payment that this citizen made here, None for all others."""
        ledger = self._books.ledger
        try:
            order = await self._books(ledger.order, OrderNumber(record.number))
        except OrderUnknown:
            return None
        payer = ledger.digest(citizen.number.value)
        return order if order.terms.payer_digest == payer else None

    async def _last_begun(self, order: LedgerOrder) -> int | None:
        """The highest number of any receipt of this order begun here: 0 for the original, n for
        补打 第n次, None where none was begun. Reprints by query are noted beside the order, and so
        is a print whose number is not that of its place among the prints."""
        notes = await self._books(self._books.ledger.notes, order.number)
        noted = (entry.facts["ordinal"] for entry in notes if entry.kind in _NUMBERED)
        begun = [*range(len(order.prints)), *(one for one in noted if isinstance(one, int))]
        return max(begun, default=None)

    async def _counted(
        self, citizen: Citizen, record: PaymentRecord, order: LedgerOrder | None
    ) -> int:
        # The first print is the original, and its number 0.
        printed = 0 if order is None else await self._last_begun(order) or 0
        what = ("receipt", record.number)
        key = self._keys.key(what)
        reprint = await self._service.count_receipt_print(citizen, record.number, key, printed)
        self._keys.settle(what)
        return reprint
