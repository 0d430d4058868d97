"""Receipts and slips: begun in the ledger before the printer gets a byte."""

from __future__ import annotations

import contextlib
from functools import partial

from kiosk.devices.api import DeviceCause, DeviceError, ReceiptPrinter
from kiosk.devices.codecs.printer_profile import PrinterProfile
from kiosk.documents.rasterise import rasterise_document
from kiosk.documents.receipt_layout import lay_out_receipt
from kiosk.documents.slip_layout import lay_out_slip
from kiosk.domain.order import OrderNumber
from kiosk.domain.paper import PaperDocument
from kiosk.domain.receipt import OutcomeSlip, Receipt
from kiosk.domain.terminal import DeviceKind, TerminalFacts
from kiosk.flows.requests.receipt import Printed
from kiosk.ledger import LedgerOrder
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.failures import RequestFailed, device_fault
from kiosk.runtime.supervision import Supervisor
from kiosk.runtime.workshop import Workshop

_CAUSES = {cause.value: cause for cause in DeviceCause}
_UNNAMED = DeviceCause.PRINTER_ERROR


class PaperDesk:
    """Prints for citizens. A failed print never changes a payment."""

    def __init__(
        self,
        *,
        printer: ReceiptPrinter,
        profile: PrinterProfile,
        supervisor: Supervisor,
        books: Bookkeeping,
        workshop: Workshop,
        clock: Clock,
        facts: TerminalFacts,
        log: EventLog,
    ) -> None:
        self._printer = printer
        self._profile = profile
        self._supervisor = supervisor
        self._books = books
        self._workshop = workshop
        self._clock = clock
        self._facts = facts
        self._log = log

    async def print_receipt(self, number: OrderNumber) -> Printed:
        """The receipt of a posted order; from the second attempt on it says 补打.

        A printer known not to print is not tried, so that the attempt does not count. Raises
        RequestFailed.
        """
        ledger = self._books.ledger
        order = await self._books(ledger.order, number)
        await self._make_sure_of_printer()
        # Drawn for the attempt that will count: the mark 补打 is on the paper itself.
        document = await self._drawn(self._receipt(order, len(order.prints)))
        reprint = await self._books(ledger.receipt_started, number)
        try:
            await self._printer.print_document(document)
        except DeviceError as error:
            self._supervisor.report(error)
            await self._books(ledger.receipt_failed, number, reprint, error.cause.value)
            self._log.record(
                Event.RECEIPT_FAILED, order=number, cause=error.cause.value, reprint=reprint
            )
            raise RequestFailed(device_fault(DeviceKind.RECEIPT_PRINTER, error)) from error
        # The paper is out, whether or not that can be written down: never deny it to the citizen.
        with contextlib.suppress(RequestFailed):
            await self._books(ledger.receipt_finished, number, reprint)
        self._log.record(Event.RECEIPT_PRINTED, order=number, reprint=reprint)
        return Printed(reprint)

    async def print_slip(
        self, number: OrderNumber, heading: str, lines: tuple[str, ...]
    ) -> Printed:
        """A slip about an order whose outcome is not simple. Raises RequestFailed."""
        terms = (await self._books(self._books.ledger.order, number)).terms
        slip = OutcomeSlip(
            terminal_number=self._facts.number,
            hall_name=self._facts.hall_name,
            payer_name_masked=terms.payer_name_masked,
            insurance=terms.insurance,
            period=terms.period,
            amount=terms.amount,
            tender=terms.tender,
            order_number=number,
            printed_at=self._clock.now(),
            heading=heading,
            lines=lines,
        )
        await self._make_sure_of_printer()
        document = await self._drawn(lay_out_slip(slip, self._printer.columns))
        try:
            await self._printer.print_document(document)
        except DeviceError as error:
            self._supervisor.report(error)
            raise RequestFailed(device_fault(DeviceKind.RECEIPT_PRINTER, error)) from error
        self._log.record(Event.SLIP_PRINTED, order=number)
        return Printed(0)

    async def _make_sure_of_printer(self) -> None:
        try:
            condition = (await self._printer.reading()).condition
        except DeviceError as error:
            self._supervisor.report(error)
            raise RequestFailed(device_fault(DeviceKind.RECEIPT_PRINTER, error)) from error
        if not condition.usable:
            unusable = DeviceError(_CAUSES.get(condition.cause, _UNNAMED), condition.remedy)
            raise RequestFailed(device_fault(DeviceKind.RECEIPT_PRINTER, unusable))

    def _receipt(self, order: LedgerOrder, reprint: int) -> PaperDocument:
        terms, facts = order.terms, order.facts
        receipt = Receipt(
            terminal_number=self._facts.number,
            hall_name=self._facts.hall_name,
            tax_authority=self._facts.tax_authority,
            payer_name_masked=terms.payer_name_masked,
            payer_number_masked=terms.payer_number_masked,
            insurance=terms.insurance,
            agency_name=terms.agency_name,
            period=terms.period,
            base=terms.base,
            amount=terms.amount,
            tender=terms.tender,
            order_number=order.number,
            posting_serial=facts.posting_serial or "",
            channel_trade_number=facts.channel_trade_number or "",
            tax_ticket_number=facts.tax_ticket_number or "",
            paid_at=facts.paid_at or order.state_since,
            demonstration=terms.demonstration,
            reprint=reprint,
        )
        return lay_out_receipt(receipt, self._printer.columns)

    async def _drawn(self, document: PaperDocument) -> PaperDocument:
        return await self._workshop.do(
            partial(
                rasterise_document,
                document,
                can_draw=self._profile.repertoire.draws,
                dots=self._profile.dots,
                prints_qr=self._profile.prints_qr,
            )
        )
