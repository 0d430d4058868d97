"""What a cashier has done: open money, end of day with every verdict, reversals, and paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.citizen import Citizen
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.terminal import Remedy
from kiosk.flows.requests.maintenance.money import (
    AskOpenMoney,
    AskRecentPayments,
    Batch,
    DayEnded,
    EndDay,
    LineTried,
    MoneyPrinted,
    Open,
    OpenMoney,
    PrintCopy,
    PrintOpenMoney,
    PrintSettlement,
    RecentPayments,
    ReverseNow,
    UnansweredDay,
    Verdict,
)
from kiosk.session.faults import FaultCode
from sim.acquirer.faults import Heard, HostFault, HostFaultKind, named_fault
from sim.people import PEOPLE
from tests.maintenance.serviced import Serviced
from tests.runtime.cards.bench import Counter
from tests.runtime.conftest import Room
from tests.support.samples import CITIZEN, SECRETS, quote

AMOUNT = quote().total


@pytest.fixture
async def cashier(terminal: Serviced) -> Serviced:
    """At a terminal without cards."""
    await terminal.come("cashier")
    return terminal


@pytest.fixture
async def at_the_till(at_the_bank: Serviced, counter: Counter) -> Serviced:
    """At a terminal with cards, after one purchase."""
    counter.line.line.resume()
    assert (await counter.pay(await counter.order())).state is OrderState.PAID
    await counter.line.line.rest()
    await at_the_bank.come("cashier")
    return at_the_bank


def somebody(place: int) -> Citizen:
    """Each another one, and none of them the citizen of the samples."""
    others = [one.identity for one in PEOPLE if one.identity != CITIZEN.number]
    return replace(CITIZEN, number=others[place])


def settling(kind: HostFaultKind, code: str = "96") -> HostFault:
    return HostFault(kind, Heard.SETTLEMENT, code=code)


async def reversal_waits(counter: Counter) -> OrderNumber:
    """A purchase whose answer was lost, and which nobody could reverse yet."""
    counter.line.line.resume()
    counter.reader.take()
    number = await counter.order(somebody(0))
    counter.bank.host.fail(named_fault("lost_answer"))
    counter.bank.host.fail(named_fault("reversal_dead"))
    assert (await counter.pay(number)).state is OrderState.UNKNOWN
    await counter.line.line.rest()
    return number


async def test_a_day_is_ended_and_the_next_batch_begins(
    at_the_till: Serviced, counter: Counter
) -> None:
    batch = Batch(1, 1, AMOUNT)
    assert (await at_the_till.ask(AskOpenMoney(), OpenMoney)).batch == batch
    assert await at_the_till.ask(EndDay(), DayEnded) == DayEnded(Verdict.BALANCED, batch)
    assert counter.ledger.batch() == 2
    assert at_the_till.done() == [
        "C0301 money.end_day begun",
        "C0301 money.end_day batch 000001 count 1 balanced",
    ]
    again = await at_the_till.ask(EndDay(), DayEnded)
    assert again == DayEnded(Verdict.BALANCED, Batch(2, 0, Money(0)))


async def test_a_host_that_counts_otherwise_says_so(
    at_the_till: Serviced, counter: Counter
) -> None:
    counter.bank.books.forget()
    ended = await at_the_till.ask(EndDay(), DayEnded)
    assert ended == DayEnded(Verdict.UNBALANCED, Batch(1, 1, AMOUNT))
    assert at_the_till.done()[-1] == "C0301 money.end_day batch 000001 count 1 unbalanced"
    assert counter.ledger.batch() == 2


async def test_a_batch_is_not_closed_while_a_purchase_waits(
    at_the_till: Serviced, counter: Counter
) -> None:
    await reversal_waits(counter)
    ended = await at_the_till.ask(EndDay(), DayEnded)
    assert (ended.verdict, ended.cause) == (Verdict.PURCHASES_WAIT, "")
    assert counter.ledger.batch() == 1
    assert not any(entry.heard is Heard.SETTLEMENT for entry in counter.bank.host.entries)


async def test_without_a_sign_in_there_is_no_batch(
    at_the_bank: Serviced, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(at_the_bank.ledger, "batch", lambda: None)
    await at_the_bank.come("cashier")
    assert await at_the_bank.ask(EndDay(), DayEnded) == DayEnded(Verdict.NO_BATCH)
    assert (await at_the_bank.ask(AskOpenMoney(), OpenMoney)).batch is None
    assert at_the_bank.done()[-1] == "C0301 money.end_day no_batch"


@pytest.mark.parametrize(
    ("kind", "verdict", "cause"),
    [
        (HostFaultKind.REFUSE, Verdict.REFUSED, "96"),
        (HostFaultKind.DEAF, Verdict.NO_ANSWER, "silent"),
        (HostFaultKind.HANG_UP, Verdict.NO_ANSWER, "silent"),
    ],
)
async def test_a_day_that_is_not_ended_can_be_ended_again(
    at_the_till: Serviced,
    counter: Counter,
    kind: HostFaultKind,
    verdict: Verdict,
    cause: str,
) -> None:
    counter.bank.host.fail(settling(kind))
    batch = Batch(1, 1, AMOUNT)
    assert await at_the_till.ask(EndDay(), DayEnded) == DayEnded(verdict, batch, cause)
    assert counter.ledger.batch() == 1
    assert await at_the_till.ask(EndDay(), DayEnded) == DayEnded(Verdict.BALANCED, batch)


async def test_a_day_that_nobody_answered_is_shown_until_one_is(
    at_the_till: Serviced, counter: Counter
) -> None:
    async def unanswered() -> UnansweredDay | None:
        return (await at_the_till.ask(AskOpenMoney(), OpenMoney)).unanswered

    assert await unanswered() is None
    counter.bank.host.fail(settling(HostFaultKind.DEAF))
    await at_the_till.ask(EndDay(), DayEnded)
    begun = at_the_till.trail()[-2]
    assert await unanswered() == UnansweredDay(begun.moment)
    await at_the_till.ask(EndDay(), DayEnded)
    assert await unanswered() is None


async def test_a_batch_that_was_closed_unheard_is_not_said_to_be_open(
    at_the_till: Serviced, counter: Counter
) -> None:
    counter.bank.host.fail(settling(HostFaultKind.LOST_ANSWER))
    assert (await at_the_till.ask(EndDay(), DayEnded)).verdict is Verdict.NO_ANSWER
    again = await at_the_till.ask(EndDay(), DayEnded)
    assert again == DayEnded(Verdict.REFUSED, Batch(1, 1, AMOUNT), "77")
    assert again.batch_was_over
    assert counter.ledger.batch() == 2
    assert (await at_the_till.ask(EndDay(), DayEnded)).verdict is Verdict.BALANCED


async def test_a_pad_that_fails_meanwhile_ends_nothing(
    at_the_till: Serviced, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_settlement: object) -> None:
        raise DeviceError(DeviceCause.SILENT, Remedy.MAINTENANCE)

    monkeypatch.setattr(counter.equipment.acquirer, "settle", broken)
    ended = await at_the_till.ask(EndDay(), DayEnded)
    assert ended == DayEnded(Verdict.NO_ANSWER, Batch(1, 1, AMOUNT), "silent")


async def test_reversals_are_tried_again_until_none_waits(
    at_the_till: Serviced, counter: Counter
) -> None:
    number = await reversal_waits(counter)
    tried = await at_the_till.ask(ReverseNow(), LineTried)
    assert (tried.waiting, tried.cause) == (1, "silent")
    (open_one,) = (
        one
        for one in (await at_the_till.ask(AskOpenMoney(), OpenMoney)).payments
        if one.number == number
    )
    (attempt,) = counter.ledger.attempts(number)
    assert (open_one.why, open_one.trace) == (Open.REVERSAL, attempt.trace)
    assert open_one.reason == attempt.reason
    counter.bank.host.heal()
    assert await at_the_till.ask(ReverseNow(), LineTried) == LineTried("", 0)
    outcomes = [one.rsplit(" ", 1)[1] for one in at_the_till.done()]
    assert outcomes == ["begun", "waiting", "begun", "done"]


async def test_where_no_cards_are_taken_nothing_is_asked_of_an_acquirer(cashier: Serviced) -> None:
    for request in (ReverseNow(), EndDay()):
        assert (await cashier.fault(request)).code is FaultCode.INTERNAL
    money = await cashier.ask(AskOpenMoney(), OpenMoney)
    assert (money.takes_cards, money.batch) == (False, None)
    assert cashier.done() == []


async def test_what_needs_a_person_comes_first_and_then_what_is_oldest(
    cashier: Serviced, room: Room
) -> None:
    states = OrderState
    paths = {
        Open.WAITING: (),
        Open.UNKNOWN: (states.PAYING, states.UNKNOWN),
        Open.UNPOSTED: (states.PAYING, states.PAID),
        Open.REFUNDING: (states.PAYING, states.PAID, states.REFUNDING),
        Open.NEEDS_PERSON: (states.PAYING, states.PAID, states.POSTING, states.NEEDS_PERSON),
    }
    numbers = {}
    for place, (why, path) in enumerate(paths.items()):
        await room.clock.advance(60)
        numbers[why] = await room.written(*path, citizen=somebody(place))
    await room.clock.advance(60)
    later = await room.written(states.PAYING, citizen=somebody(6))
    posted = (states.PAYING, states.PAID, states.POSTING, states.POSTED)
    done = await room.written(*posted, citizen=somebody(7))
    money = await cashier.ask(AskOpenMoney(), OpenMoney)
    assert [(one.why, one.number) for one in money.payments] == [
        *((why, numbers[why]) for why in Open if why in numbers),
        (Open.WAITING, later),
    ]
    assert done not in {one.number for one in money.payments}
    assert all(one.amount == AMOUNT for one in money.payments)
    recent = (await cashier.ask(AskRecentPayments(2), RecentPayments)).payments
    assert [(one.number, one.state) for one in recent] == [
        (done, states.POSTED),
        (later, states.PAYING),
    ]


async def test_open_money_is_printed_for_staff_and_names_nobody(
    cashier: Serviced, room: Room
) -> None:
    number = await room.written(OrderState.PAYING, OrderState.UNKNOWN, citizen=CITIZEN)
    await cashier.ask(PrintOpenMoney(), MoneyPrinted)
    said = room.printer.says()
    assert number in said
    assert "不知道有没有付成" in said
    assert not [secret for secret in SECRETS if secret in said]
    assert cashier.done() == ["C0301 money.print_open begun", "C0301 money.print_open done"]


async def test_a_copy_has_all_that_finds_a_payment_again_and_nobodys_name(
    at_the_till: Serviced, counter: Counter, room: Room
) -> None:
    (order,) = counter.ledger.orders()
    await at_the_till.ask(PrintCopy(order.number), MoneyPrinted)
    said = room.printer.says()
    assert order.card is not None
    for fact in (order.number, order.card.reference, order.card.authorisation, "12345678"):
        assert fact in said
    assert not [secret for secret in SECRETS if secret in said]
    assert order.card.card_masked not in said
    assert at_the_till.done() == ["C0301 money.print_copy begun", "C0301 money.print_copy done"]


async def test_a_settlement_is_printed_with_its_verdict(cashier: Serviced, room: Room) -> None:
    ended = DayEnded(Verdict.UNBALANCED, Batch(7, 3, Money(123_456)))
    await cashier.ask(PrintSettlement(ended), MoneyPrinted)
    said = room.printer.says()
    for fact in ("日终完成，账不平", "000007", "1,234.56", "不作为缴费凭证"):
        assert fact in said
    await cashier.ask(PrintSettlement(DayEnded(Verdict.NO_BATCH)), MoneyPrinted)
    assert "批次" in room.printer.says()


async def test_what_does_not_print_is_said(cashier: Serviced, room: Room) -> None:
    room.printer.ruins.append(DeviceError(DeviceCause.PAPER_OUT, Remedy.CLEAR))
    assert (await cashier.fault(PrintOpenMoney())).code is FaultCode.PAPER_OUT
    unknown = OrderNumber("JN032026030509300000000099")
    assert (await cashier.fault(PrintCopy(unknown))).code is FaultCode.INTERNAL
    assert cashier.done() == ["C0301 money.print_open begun"]
