"""Payments that are not finished, the end of day, and paper about them."""

from __future__ import annotations

from kiosk.devices.api import DeviceError
from kiosk.documents.staff_slip_layout import lay_out_staff_slip
from kiosk.domain.staff import Task
from kiosk.domain.staff_slip import StaffSlip
from kiosk.flows.requests.maintenance.money import (
    AskOpenMoney,
    AskRecentPayments,
    Batch,
    DayEnded,
    EndDay,
    LineTried,
    MoneyPrinted,
    OpenMoney,
    PrintCopy,
    PrintOpenMoney,
    PrintSettlement,
    RecentPayments,
    ReverseNow,
    Verdict,
)
from kiosk.maintenance.open_money import (
    batch_of,
    copy_slip,
    open_money,
    open_money_slip,
    recent_payments,
    settlement_slip,
)
from kiosk.maintenance.toolbox import Toolbox
from kiosk.maintenance.unanswered_day import END_DAY
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.runtime.cards.acquirer_desk import AcquirerDesk
from kiosk.runtime.cards.end_of_day import NotSettled, WhyNot
from kiosk.runtime.performing.repertoire import Repertoire

_WHY_NOT = {
    WhyNot.NO_BATCH: Verdict.NO_BATCH,
    WhyNot.PURCHASES_WAIT: Verdict.PURCHASES_WAIT,
}


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """What a cashier can ask for."""
    cashier = _Cashier(toolbox)
    repertoire.add(AskOpenMoney, cashier.open_money)
    repertoire.add(AskRecentPayments, cashier.recent)
    repertoire.add(ReverseNow, cashier.reverse)
    repertoire.add(EndDay, cashier.end_day)
    repertoire.add(PrintOpenMoney, cashier.print_open)
    repertoire.add(PrintSettlement, cashier.print_settlement)
    repertoire.add(PrintCopy, cashier.print_copy)


class _Cashier:
    def __init__(self, toolbox: Toolbox) -> None:
        self._workings = toolbox.workings
        self._duty = toolbox.duty
        self._books = toolbox.workings.books

    async def open_money(self, _request: AskOpenMoney) -> OpenMoney:
        self._duty.allowed(Task.MONEY)
        ledger, line = self._books.ledger, self._workings.line
        return await self._books(open_money, ledger, takes_cards=line is not None)

    async def recent(self, request: AskRecentPayments) -> RecentPayments:
        self._duty.allowed(Task.MONEY)
        return await self._books(recent_payments, self._books.ledger, request.most)

    async def reverse(self, _request: ReverseNow) -> LineTried:
        line = self._line()
        await self._duty.did(Task.MONEY, "money.reverse", outcome="begun")
        await line.try_line()
        waiting = len(await self._books(self._books.ledger.at_risk))
        outcome = "waiting" if waiting else "done"
        await self._duty.did(Task.MONEY, "money.reverse", outcome=outcome)
        return LineTried(line.cause, waiting)

    async def end_day(self, _request: EndDay) -> DayEnded:
        line = self._line()
        await self._duty.did(Task.MONEY, END_DAY, outcome="begun")
        ended = await self._end_day(line)
        batch = ended.batch
        counted = "" if batch is None else f"batch {batch.number:06d} count {batch.count}"
        outcome = ended.verdict.value
        await self._duty.did(Task.MONEY, END_DAY, after=counted, outcome=outcome)
        return ended

    async def _end_day(self, line: AcquirerDesk) -> DayEnded:
        batch = await self._books(batch_of, self._books.ledger)
        try:
            closed = await line.close_batch()
        except NotSettled as refused:
            return DayEnded(_WHY_NOT[refused.why], batch)
        except AcquirerTrouble as trouble:
            refused_by_host = trouble.cause is AcquirerCause.REFUSED
            verdict = Verdict.REFUSED if refused_by_host else Verdict.NO_ANSWER
            ended = DayEnded(verdict, batch, trouble.code or trouble.cause.value)
            if ended.batch_was_over:
                await line.sign_in_now()
            return ended
        except DeviceError as error:
            return DayEnded(Verdict.NO_ANSWER, batch, error.cause.value)
        # The number of the next batch comes with new keys; if not now, then when the line is back.
        await line.sign_in_now()
        verdict = Verdict.BALANCED if closed.balanced else Verdict.UNBALANCED
        return DayEnded(verdict, Batch(closed.batch, closed.count, closed.amount))

    def _line(self) -> AcquirerDesk:
        self._duty.allowed(Task.MONEY)
        if self._workings.line is None:
            raise LookupError("this terminal takes no cards")
        return self._workings.line

    async def print_open(self, _request: PrintOpenMoney) -> MoneyPrinted:
        money = await self.open_money(AskOpenMoney())
        slip = open_money_slip(money, self._workings.facts, self._workings.clock.now())
        return await self._print(slip, "money.print_open")

    async def print_settlement(self, request: PrintSettlement) -> MoneyPrinted:
        slip = settlement_slip(request.ended, self._workings.facts, self._workings.clock.now())
        return await self._print(slip, "money.print_settlement")

    async def print_copy(self, request: PrintCopy) -> MoneyPrinted:
        self._duty.allowed(Task.MONEY)
        order = await self._books(self._books.ledger.order, request.number)
        slip = copy_slip(order, self._workings.facts, self._workings.clock.now())
        return await self._print(slip, "money.print_copy")

    async def _print(self, slip: StaffSlip, what: str) -> MoneyPrinted:
        """Raises RequestFailed of the printer."""
        self._duty.allowed(Task.MONEY)
        press = self._workings.press
        await self._duty.did(Task.MONEY, what, outcome="begun")
        await press.print_uncounted(lay_out_staff_slip(slip, press.columns))
        await self._duty.did(Task.MONEY, what)
        return MoneyPrinted()
