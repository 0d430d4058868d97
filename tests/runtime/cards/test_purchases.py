"""Cards that pay, and cards that do not: everybody knows the same afterwards."""

from __future__ import annotations

import pytest

from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.order import OrderState
from kiosk.flows.requests.card import CardSeen, PinProgress
from kiosk.ledger import TracesUsedUp
from kiosk.runtime.cards import charging
from kiosk.session.faults import FaultCode
from kiosk.session.health import AcquirerStatus
from sim.acquirer.books import PurchaseState
from sim.acquirer.faults import named_fault
from sim.cards.cast import find_card
from tests.runtime.cards.bench import Bank, Counter
from tests.runtime.conftest import events_in
from tests.runtime.fake_service import service_error
from tests.support.samples import PAYEE


@pytest.mark.parametrize(
    "card", ["zhang-san-debit", "li-si-debit", "wang-wu-credit", "chen-li-credit", "tao-li-debit"]
)
async def test_a_card_pays(counter: Counter, card: str) -> None:
    number = await counter.order()
    status = await counter.pay(number, card)
    assert status.state is OrderState.PAID
    assert counter.agree(number, card)
    payment = counter.ledger.order(number).card
    assert payment is not None
    assert payment.card_masked == find_card(card).masked


async def test_the_screen_hears_of_the_card_and_how_many_figures_there_are(
    counter: Counter,
) -> None:
    await counter.pay(await counter.order())
    assert counter.told == [CardSeen(), *(PinProgress(figures) for figures in range(7))]


async def test_a_wrong_pin_may_be_entered_again_with_the_same_card(counter: Counter) -> None:
    number = await counter.order()
    assert await counter.fails(number, pin="000000") is FaultCode.BANK_PIN_WRONG
    await counter.types("123456")
    assert (await counter.cards.charge(number)).state is OrderState.PAID
    assert counter.agree(number)
    assert len({attempt.trace for attempt in counter.ledger.attempts(number)}) == 2


@pytest.mark.parametrize(
    ("card", "why"),
    [
        ("zhao-liu-debit", FaultCode.BANK_FUNDS),
        ("qian-qi-debit", FaultCode.BANK_KEEP_CARD),
        ("sun-ba-debit", FaultCode.BANK_LIMIT),
        ("zhou-jiu-debit", FaultCode.BANK_CARD_EXPIRED),
        ("wu-shi-debit", FaultCode.BANK_CARD_EXPIRED),
        ("zheng-yi-debit", FaultCode.BANK_CARD_BLOCKED),
        ("feng-er-debit", FaultCode.BANK_REFUSED),
        ("wei-shi-debit", FaultCode.BANK_PIN_TRIES_USED),
        ("zou-li-foreign", FaultCode.BANK_CARD_WRONG_KIND),
    ],
)
async def test_a_card_that_cannot_pay_says_why_and_nothing_moves(
    counter: Counter, card: str, why: FaultCode
) -> None:
    number = await counter.order()
    assert await counter.fails(number, card) is why
    await counter.orders.close(number)
    assert not counter.agree(number, card)


async def test_keys_that_no_longer_agree_are_renewed(counter: Counter, bank: Bank) -> None:
    number = await counter.order()
    bank.host.fail(named_fault("keys_disagree"))
    assert await counter.fails(number) is FaultCode.BANK_BUSY
    counter.reader.take()
    assert (await counter.pay(number)).state is OrderState.PAID
    assert counter.agree(number)


async def test_a_pad_that_lost_its_keys_is_given_new_ones(counter: Counter) -> None:
    number = await counter.order()
    counter.pad.keys.clear()
    assert await counter.fails(number) is FaultCode.PIN_PAD_LOST
    counter.reader.take()
    assert (await counter.pay(number)).state is OrderState.PAID


async def test_an_approval_the_service_cannot_hear_of_is_told_until_it_has(
    counter: Counter, bank: Bank
) -> None:
    number = await counter.order()
    bank.service.lose("report_card_payment", times=2)
    assert (await counter.pay(number)).state is OrderState.PAID
    assert counter.ledger.order(number).state is OrderState.PAID
    assert bank.service.orders[number].state is OrderState.PAYING
    assert "CARD_PAYMENT_NOT_REPORTED" in events_in(counter.log_path)
    assert (await counter.orders.await_posting(number)).state is OrderState.PAID
    assert counter.agree(number)


async def test_no_order_is_closed_while_its_purchase_has_no_outcome(
    counter: Counter, bank: Bank
) -> None:
    number = await counter.order()
    bank.host.fail(named_fault("lost_answer"))
    bank.host.fail(named_fault("reversal_dead"))
    assert (await counter.pay(number)).state is OrderState.UNKNOWN
    assert (await counter.orders.close(number)).state is OrderState.UNKNOWN
    assert bank.service.orders[number].state is OrderState.PAYING
    bank.host.heal()
    await counter.recovered(number)
    assert not counter.agree(number)
    assert bank.standing() == [PurchaseState.REVERSED]


async def test_no_card_is_charged_while_an_earlier_purchase_has_no_outcome(
    counter: Counter, bank: Bank
) -> None:
    first = await counter.order()
    bank.host.fail(named_fault("lost_answer"))
    bank.host.fail(named_fault("reversal_dead"))
    assert (await counter.pay(first)).state is OrderState.UNKNOWN
    other = await counter.order(PAYEE)
    assert await counter.fails(other) is FaultCode.ACQUIRER_LOST
    bank.host.heal()
    await counter.recovered(first)
    assert (await counter.pay(other)).state is OrderState.PAID
    assert bank.standing() == [PurchaseState.REVERSED, PurchaseState.APPROVED]


async def test_an_outage_uses_up_no_trace_numbers(counter: Counter, bank: Bank) -> None:
    await bank.host.stop()
    counter.line.line.sign_in_anew()
    before = counter.ledger.next_trace()
    for _ in range(5):
        assert await counter.fails(await counter.order()) is FaultCode.ACQUIRER_LOST
        counter.reader.take()
    assert counter.ledger.next_trace() <= before + 2
    await bank.host.start()
    await counter.quiet()


async def test_a_pad_that_was_opened_anew_is_given_its_keys_again(counter: Counter) -> None:
    assert (await counter.pay(await counter.order())).state is OrderState.PAID
    counter.reader.take()
    counter.pad.keys.clear()
    counter.pad_keeper.openings += 1
    number = await counter.order(PAYEE)
    assert (await counter.pay(number)).state is OrderState.PAID


async def test_what_was_approved_is_paid_whatever_goes_wrong_afterwards(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await counter.order()

    async def broken(_number: object) -> object:
        raise RuntimeError("whatever")

    monkeypatch.setattr(counter.orders, "report_card", broken)
    assert (await counter.pay(number)).state is OrderState.PAID
    assert counter.ledger.order(number).state is OrderState.PAID


async def test_a_payment_that_the_service_refuses_to_hear_of_is_for_people(
    counter: Counter, bank: Bank
) -> None:
    number = await counter.order()
    refusal = service_error(ServiceErrorKind.REFUSED, "card_payment_conflict")
    bank.service.trouble("report_card_payment", refusal)
    assert (await counter.pay(number)).state is OrderState.NEEDS_PERSON
    assert bank.standing() == [PurchaseState.APPROVED]


async def test_a_line_that_is_busy_too_long_has_charged_nothing(
    counter: Counter, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await counter.order()
    monkeypatch.setattr(charging, "LONGEST_CHARGE_S", 0.05)
    async with counter.line.line.held():
        assert await counter.fails(number) is FaultCode.ACQUIRER_LOST
    assert bank.standing() == []


async def test_a_batch_without_trace_numbers_left_does_not_end_the_terminal(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left() -> int:
        raise TracesUsedUp(1)

    monkeypatch.setattr(counter.ledger, "next_trace", none_left)
    counter.line.line.sign_in_anew()
    assert await counter.fails(await counter.order()) is FaultCode.ACQUIRER_LOST
    assert counter.line.line.status is AcquirerStatus.READY
