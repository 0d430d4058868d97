from __future__ import annotations

from dataclasses import replace
from typing import Literal
from uuid import uuid4

import pytest

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim.backend import ratchet
from sim.backend.admin import ALWAYS
from sim.backend.channels.platform import WalletResult
from sim.backend.order_book import change
from sim.backend.policy_tables import Rate
from sim.backend.problems import Code, Problem
from sim.backend.wire import PlaceOrder, TenderName
from tests.sim.backend.desk import ELSEWHERE, Desk, Intent, placing

PENSION = InsuranceKind.FLEXIBLE_PENSION
TENDERS: tuple[TenderName, ...] = ("alipay", "wechat")
both_tenders = pytest.mark.parametrize("tender", TENDERS)

PAID_PATH = (
    OrderState.CREATED,
    OrderState.PAYING,
    OrderState.PAID,
    OrderState.POSTING,
    OrderState.POSTED,
)


def _refused(desk: Desk, intent: Intent) -> Code:
    with pytest.raises(Problem) as refusal:
        desk.place(intent)
    return refusal.value.code


@both_tenders
def test_an_order_is_placed_paid_posted_and_ticketed(desk: Desk, tender: TenderName) -> None:
    number = desk.order(tender=tender)
    waiting = desk.look(number)
    assert waiting.state is OrderState.PAYING
    assert waiting.qr_payload is not None
    assert waiting.qr_payload.startswith("http://wallet.example/w/")
    assert waiting.expires_in == 180
    assert desk.admin.pay(number) is WalletResult.PAID
    paid = desk.look(number)
    assert (paid.state, paid.qr_payload, paid.expires_in) == (OrderState.PAID, None, None)
    assert paid.paid_at == desk.clock.now()
    desk.admin.settle()
    posted = desk.look(number)
    assert posted.state is OrderState.POSTED
    assert posted.posting_serial
    assert posted.tax_ticket_number
    assert posted.channel_trade_number == paid.channel_trade_number
    assert desk.admin.history(number) == PAID_PATH
    _, enrolment = desk.pension("zhang-san")
    assert enrolment.paid == ["202601", "202602", "202603"]
    assert enrolment.payable[0] == "202604"


async def test_placing_answers_201_once_and_200_when_repeated(desk: Desk) -> None:
    intent = desk.intent(desk.quote())
    path, headers, body = placing(intent)
    async with desk.line() as line:
        first = await line.put(path, headers=headers, json=body)
        second = await line.put(path, headers=headers, json=body)
        assert (first.status_code, second.status_code) == (201, 200)
        assert first.json() == second.json()
        desk.admin.pay(intent.number)
        third = await line.put(path, headers=headers, json=body)
        assert third.json()["state"] == "paid"
        for wrong in ({}, {"Idempotency-Key": "seven"}):
            refused = await line.put(path, headers=wrong, json=body)
            assert refused.json()["code"] == "invalid_request"
    assert len(desk.admin.orders()) == 1


def test_a_number_or_key_used_for_anything_else_is_a_conflict(desk: Desk) -> None:
    intent = desk.intent(desk.quote())
    other_body = PlaceOrder(
        quote_number=intent.body.quote_number, total_fen=intent.body.total_fen, tender="alipay"
    )
    desk.place(intent)
    assert _refused(desk, replace(intent, key=str(uuid4()))) is Code.IDEMPOTENCY_CONFLICT
    assert _refused(desk, replace(intent, body=other_body)) is Code.IDEMPOTENCY_CONFLICT
    assert _refused(desk, replace(intent, number=desk.number())) is Code.IDEMPOTENCY_CONFLICT
    with pytest.raises(Problem) as elsewhere:
        desk.place(intent, ELSEWHERE)
    assert elsewhere.value.code is Code.IDEMPOTENCY_CONFLICT


def test_an_order_is_known_only_to_the_terminal_that_placed_it(desk: Desk) -> None:
    number = desk.order()
    for ask in (desk.look, desk.give_up):
        with pytest.raises(Problem) as refusal:
            ask(number, ELSEWHERE)
        assert refusal.value.code is Code.ORDER_UNKNOWN
    with pytest.raises(Problem) as unknown:
        desk.look(desk.number())
    assert unknown.value.code is Code.ORDER_UNKNOWN
    assert desk.state(number) is OrderState.PAYING


def test_a_quote_is_good_for_its_time_its_amount_and_its_terminal(desk: Desk) -> None:
    quote = desk.quote()
    good = desk.intent(quote)
    other_amount = good.body.model_copy(update={"total_fen": quote.total_fen - 1})
    assert _refused(desk, replace(good, body=other_amount)) is Code.AMOUNT_CHANGED
    unknown = good.body.model_copy(update={"quote_number": "HD20261123000000000000"})
    assert _refused(desk, replace(good, body=unknown)) is Code.QUOTE_EXPIRED
    with pytest.raises(Problem) as elsewhere:
        desk.place(good, ELSEWHERE)
    assert elsewhere.value.code is Code.QUOTE_EXPIRED
    desk.clock.advance(599)
    assert desk.place(good).first
    desk.give_up(good.number)
    desk.clock.advance(1)
    assert _refused(desk, desk.intent(quote)) is Code.QUOTE_EXPIRED


def test_a_policy_that_changed_since_the_quote_changes_nothing_silently(desk: Desk) -> None:
    intent = desk.intent(desk.quote(base_fen=450_400))
    desk.admin.publish_bounds(PENSION, lower_fen=460_000, upper_fen=2_300_000)
    assert _refused(desk, intent) is Code.BASE_OUT_OF_BOUNDS
    assert desk.admin.orders() == ()


def test_a_rate_that_changed_since_the_quote_changes_the_amount(desk: Desk) -> None:
    intent = desk.intent(desk.quote())
    rate = Rate(
        insurance=PENSION,
        effective_from=desk.clock.today(),
        rate_bp=2100,
        source="test",
        demonstration=True,
    )
    desk.store.run(lambda session: session.add(rate))
    assert _refused(desk, intent) is Code.AMOUNT_CHANGED
    assert desk.quote().total_fen == 315_000


def test_a_tender_that_is_not_offered_is_refused(desk: Desk) -> None:
    quote = desk.quote()
    for tender in (Tender.BANK_CARD, Tender.WECHAT):
        desk.admin.set_tender(tender, available=False, reason="暂停")
        assert _refused(desk, desk.intent(quote, tender.value)) is Code.TENDER_UNAVAILABLE
    assert desk.place(desk.intent(quote, "alipay")).first


@pytest.mark.parametrize(
    ("first", "last", "blocked"),
    [
        ("202601", "202603", True),
        ("202603", "202603", True),
        ("202603", "202605", True),
        ("202604", "202605", False),
    ],
)
def test_an_open_order_blocks_every_overlapping_period(
    desk: Desk, first: str, last: str, blocked: bool
) -> None:
    desk.order("zhang-san", "202601", "202603")
    if not blocked:
        desk.order("zhang-san", first, last)
        return
    with pytest.raises(Problem) as refusal:
        desk.quote("zhang-san", first, last)
    assert refusal.value.code is Code.ORDER_OPEN


def test_a_quote_taken_before_the_other_order_is_blocked_all_the_same(desk: Desk) -> None:
    early = desk.intent(desk.quote())
    number = desk.order()
    assert _refused(desk, early) is Code.ORDER_OPEN
    desk.admin.pay(number)
    assert _refused(desk, early) is Code.ORDER_OPEN
    desk.admin.settle()
    assert _refused(desk, early) is Code.ALREADY_PAID


def test_a_refused_placement_leaves_no_trace_and_may_be_tried_again(desk: Desk) -> None:
    early = desk.intent(desk.quote())
    number = desk.order()
    assert _refused(desk, early) is Code.ORDER_OPEN
    desk.give_up(number)
    assert desk.place(early).first


@both_tenders
def test_an_order_that_is_given_up_is_closed_and_frees_the_period(
    desk: Desk, tender: TenderName
) -> None:
    number = desk.order(tender=tender)
    for _ in range(2):
        assert desk.give_up(number).state is OrderState.CLOSED
    assert desk.order(tender=tender) != number


def test_a_number_closed_before_it_was_seen_is_dead(desk: Desk) -> None:
    intent = desk.intent(desk.quote())
    for _ in range(2):
        tombstone = desk.give_up(intent.number)
        assert (tombstone.state, tombstone.amount_fen) == (OrderState.CLOSED, 0)
    assert _refused(desk, intent) is Code.ORDER_CLOSED
    assert desk.look(intent.number).state is OrderState.CLOSED
    assert desk.admin.orders() == ()
    with pytest.raises(Problem) as elsewhere:
        desk.give_up(intent.number, ELSEWHERE)
    assert elsewhere.value.code is Code.ORDER_UNKNOWN


@both_tenders
def test_a_paid_order_is_never_closed(desk: Desk, tender: TenderName) -> None:
    desk.admin.lose_notifications()
    number = desk.order(tender=tender)
    desk.admin.pay(number)
    assert desk.state(number) is OrderState.PAYING
    assert desk.give_up(number).state is OrderState.PAID
    desk.admin.settle()
    assert desk.give_up(number).state is OrderState.POSTED


@both_tenders
def test_a_lost_notification_is_made_good_by_asking(desk: Desk, tender: TenderName) -> None:
    desk.admin.lose_notifications(ALWAYS)
    number = desk.order(tender=tender)
    desk.admin.pay(number)
    assert desk.look(number).state is OrderState.PAID


@both_tenders
def test_a_code_that_expires_is_closed_without_anybody_asking(
    desk: Desk, tender: TenderName
) -> None:
    number = desk.order(tender=tender)
    desk.later(179)
    assert desk.state(number) is OrderState.PAYING
    assert desk.look(number).expires_in == 1
    desk.later(1)
    assert desk.state(number) is OrderState.CLOSED
    assert desk.admin.pay(number) in (WalletResult.CLOSED, WalletResult.EXPIRED)


@both_tenders
def test_a_payment_after_the_close_is_refunded(desk: Desk, tender: TenderName) -> None:
    number = desk.order(tender=tender)
    desk.give_up(number)
    assert desk.admin.pay_late(number) is WalletResult.PAID
    late = desk.look(number)
    assert late.state is OrderState.REFUNDING
    assert late.paid_at is not None
    desk.admin.settle()
    assert desk.look(number).state is OrderState.REFUNDED
    assert desk.admin.history(number)[-3:] == (
        OrderState.CLOSED,
        OrderState.REFUNDING,
        OrderState.REFUNDED,
    )


def test_a_late_payment_nobody_told_of_is_found_in_the_bill(desk: Desk) -> None:
    number = desk.order()
    desk.give_up(number)
    desk.admin.lose_notifications()
    desk.admin.pay_late(number)
    desk.admin.settle()
    assert desk.state(number) is OrderState.CLOSED
    desk.admin.reconcile()
    assert desk.state(number) is OrderState.REFUNDING


def test_an_alipay_code_can_still_be_scanned_after_the_close_and_is_refunded(desk: Desk) -> None:
    number = desk.order(tender="alipay")
    assert desk.give_up(number).state is OrderState.CLOSED
    assert desk.admin.pay(number) is WalletResult.PAID
    desk.admin.settle()
    assert desk.state(number) is OrderState.REFUNDED


@both_tenders
def test_while_the_channel_is_down_a_close_is_unknown_and_resolves_itself(
    desk: Desk, tender: TenderName
) -> None:
    number = desk.order(tender=tender)
    desk.admin.set_channel(Tender(tender), reachable=False)
    assert desk.look(number).state is OrderState.PAYING
    assert desk.give_up(number).state is OrderState.UNKNOWN
    with pytest.raises(Problem) as refusal:
        desk.quote()
    assert refusal.value.code is Code.ORDER_OPEN
    desk.later(400)
    assert desk.state(number) is OrderState.UNKNOWN
    desk.admin.set_channel(Tender(tender), reachable=True)
    desk.admin.settle()
    assert desk.state(number) is OrderState.CLOSED


@both_tenders
def test_a_payment_during_the_outage_is_found_afterwards(desk: Desk, tender: TenderName) -> None:
    number = desk.order(tender=tender)
    desk.admin.set_channel(Tender(tender), reachable=False)
    assert desk.admin.pay(number) is WalletResult.PAID
    desk.later(200)
    assert desk.state(number) is OrderState.UNKNOWN
    desk.admin.set_channel(Tender(tender), reachable=True)
    desk.admin.settle()
    assert desk.look(number).state is OrderState.POSTED


def test_an_order_without_a_code_is_closed_and_the_tender_unavailable(desk: Desk) -> None:
    desk.admin.set_channel(Tender.WECHAT, reachable=False)
    intent = desk.intent(desk.quote())
    assert _refused(desk, intent) is Code.TENDER_UNAVAILABLE
    repeated = desk.place(intent)
    assert (repeated.first, repeated.answer.state) == (False, OrderState.CLOSED)
    assert desk.place(desk.intent(desk.quote(), "alipay")).answer.state is OrderState.PAYING


@both_tenders
def test_a_refused_posting_is_refunded_and_frees_the_months(desk: Desk, tender: TenderName) -> None:
    number = desk.order(tender=tender)
    desk.admin.refuse_posting(number)
    desk.admin.pay(number)
    desk.admin.settle()
    assert desk.look(number).state is OrderState.REFUNDED
    assert OrderState.POSTED not in desk.admin.history(number)
    assert desk.order(tender=tender) != number


def test_posting_takes_as_long_as_it_is_told_to(desk: Desk) -> None:
    desk.admin.delay_posting(30)
    desk.admin.delay_tickets(60)
    number = desk.order()
    desk.admin.pay(number)
    desk.later(0)
    assert desk.look(number).state is OrderState.POSTING
    desk.later(30)
    posted = desk.look(number)
    assert (posted.state, posted.tax_ticket_number) == (OrderState.POSTED, None)
    desk.later(60)
    assert desk.look(number).tax_ticket_number


def test_a_wechat_refund_takes_its_time(desk: Desk) -> None:
    desk.admin.delay_refunds(3600)
    desk.admin.refuse_next_postings()
    number = desk.order()
    desk.admin.pay(number)
    desk.later(0)
    assert desk.state(number) is OrderState.REFUNDING
    desk.later(3600)
    assert desk.state(number) is OrderState.REFUNDED


@pytest.mark.parametrize("outcome", [OrderState.POSTED, OrderState.REFUNDED])
def test_a_refund_that_is_turned_down_needs_a_person(
    desk: Desk, outcome: Literal[OrderState.POSTED, OrderState.REFUNDED]
) -> None:
    desk.admin.refuse_refunds(Tender.WECHAT)
    desk.admin.refuse_next_postings()
    number = desk.order()
    desk.admin.pay(number)
    desk.admin.settle()
    assert desk.look(number).state is OrderState.NEEDS_PERSON
    desk.admin.settle_by_hand(number, outcome)
    assert desk.look(number).state is outcome
    _, enrolment = desk.pension("zhang-san")
    assert bool(enrolment.paid) is (outcome is OrderState.POSTED)
    with pytest.raises(ratchet.RatchetViolation):
        desk.admin.settle_by_hand(number, outcome)


def test_an_unreachable_channel_postpones_a_refund(desk: Desk) -> None:
    number = desk.order()
    desk.give_up(number)
    desk.admin.pay_late(number)
    desk.admin.set_channel(Tender.WECHAT, reachable=False)
    desk.admin.settle()
    desk.admin.reconcile()
    assert desk.state(number) is OrderState.REFUNDING
    desk.admin.set_channel(Tender.WECHAT, reachable=True)
    desk.admin.settle()
    assert desk.state(number) is OrderState.REFUNDED


def test_the_ratchet_does_not_turn_back(desk: Desk) -> None:
    number = desk.order()
    desk.give_up(number)
    with pytest.raises(ratchet.RatchetViolation):
        change(
            desk.collection,
            number,
            lambda session, order, at: ratchet.advance(session, order, OrderState.PAYING, at),
        )
    assert desk.state(number) is OrderState.CLOSED


def test_a_reset_forgets_everything_and_begins_with_the_seed(desk: Desk) -> None:
    number = desk.order()
    desk.admin.pay(number)
    desk.admin.settle()
    desk.admin.set_maintenance(on=True)
    desk.admin.set_channel(Tender.ALIPAY, reachable=False)
    desk.admin.reset()
    assert desk.admin.orders() == ()
    _, enrolment = desk.pension("zhang-san")
    assert enrolment.paid == []
    assert desk.order(tender="alipay")
    with pytest.raises(KeyError):
        desk.admin.order(number)
