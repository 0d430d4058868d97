from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.domain.basis import Basis, BasisKind, monthly_base
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import ZERO, Money
from kiosk.domain.order import OrderNumber, OrderState, may_become
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.receipt import ReceiptLine
from kiosk.ledger import (
    NO_FACTS,
    Ledger,
    LedgerOrder,
    NewOrder,
    OrderExists,
    OrderFacts,
    OrderUnknown,
    PaymentBlocked,
    RatchetViolation,
)
from kiosk.ledger.errors import LedgerError
from kiosk.ledger.order import PrintState, ReceiptPrint
from kiosk.ledger.ratchet import RATCHET, Rule, check_ratchet
from tests.ledger.given import (
    BEIJING,
    NAME,
    SUMMER,
    Clock,
    created,
    new_order,
    opened,
    posted,
)

_UNFIT = r"fit for the ledger|needs an offset|of nothing|of no month|not its amount"
NOWHERE = OrderNumber("JN0320260131090000009999Z")


def test_a_new_order_is_there_as_it_was_given(ledger: Ledger, clock: Clock) -> None:
    number = ledger.mint_order_number("JN-03")
    new = new_order(ledger, number)
    ledger.create_order(new)
    order = ledger.order(number)
    assert order.terms == new
    assert (order.number, order.state, order.facts, order.prints) == (
        number,
        OrderState.CREATED,
        NO_FACTS,
        (),
    )
    assert order.state_since == clock.moment


def test_bills_tiers_and_proxies_are_kept_as_they_were_given(path: Path, clock: Clock) -> None:
    bases = (
        Basis(BasisKind.TIER, Money.yuan(300), "300元档"),
        Basis(BasisKind.BILLS, ZERO, "社保（医保）费补缴"),
        monthly_base(Money.yuan(5_200), "统账结合"),
    )
    given = []
    with opened(path, clock) as ledger:
        for year, basis in enumerate(bases, 2024):
            number = ledger.mint_order_number("JN-03")
            periods = (ContributionPeriod.whole_year(year), SUMMER)
            new = new_order(ledger, number, periods=periods, proxy="李样本")
            given.append(replace(new, basis=basis, lines=(), payer_digest=f"{year:064d}"))
            ledger.create_order(given[-1])
    with opened(path, clock) as ledger:
        assert [order.terms for order in ledger.orders()] == given
        assert {order.terms.proxy_name_masked for order in ledger.orders()} == {"李*本"}


def test_an_order_survives_the_process(path: Path, clock: Clock) -> None:
    with opened(path, clock) as ledger:
        number = posted(ledger)
        before = ledger.order(number)
    with opened(path, clock) as ledger:
        assert ledger.order(number) == before


def test_an_unknown_order_is_said_to_be_unknown(ledger: Ledger) -> None:
    with pytest.raises(OrderUnknown) as refusal:
        ledger.order(NOWHERE)
    assert refusal.value.order_number == NOWHERE
    with pytest.raises(OrderUnknown):
        ledger.advance(NOWHERE, OrderState.PAYING, NO_FACTS)
    with pytest.raises(OrderUnknown):
        ledger.note("asked", NOWHERE, {})


def test_a_number_or_a_key_is_taken_once(ledger: Ledger) -> None:
    number = created(ledger)
    again = new_order(ledger, number, payer="37010219900101001X")
    with pytest.raises(OrderExists):
        ledger.create_order(again)
    other = ledger.mint_order_number("JN-03")
    with pytest.raises(OrderExists) as refusal:
        ledger.create_order(replace(again, number=other))
    assert refusal.value.order_number == number


@pytest.mark.parametrize(
    "state", [state for state in OrderState if not state.is_final], ids=lambda state: state.value
)
def test_a_second_payment_is_blocked_until_the_first_is_final(
    ledger: Ledger, state: OrderState
) -> None:
    first = created(ledger)
    ledger.advance(first, state, NO_FACTS)
    second = new_order(
        ledger,
        ledger.mint_order_number("JN-03"),
        periods=(SUMMER, ContributionPeriod(Month(2026, 3), Month(2026, 5))),
    )
    with pytest.raises(PaymentBlocked) as refusal:
        ledger.create_order(second)
    assert refusal.value.order_number == first
    with pytest.raises(OrderUnknown):
        ledger.order(second.number)


@pytest.mark.parametrize("state", [OrderState.CLOSED, OrderState.POSTED, OrderState.REFUNDED])
def test_a_final_order_blocks_nothing(ledger: Ledger, state: OrderState) -> None:
    first = created(ledger)
    ledger.advance(first, state, NO_FACTS)
    created(ledger)


def test_a_late_refund_blocks_again(ledger: Ledger) -> None:
    first = created(ledger)
    ledger.advance(first, OrderState.CLOSED, NO_FACTS)
    ledger.advance(first, OrderState.REFUNDING, NO_FACTS)
    with pytest.raises(PaymentBlocked):
        created(ledger)


def test_another_period_insurance_or_person_is_not_blocked(ledger: Ledger) -> None:
    created(ledger)
    numbers = [ledger.mint_order_number("JN-03") for _ in range(3)]
    ledger.create_order(new_order(ledger, numbers[0], periods=(SUMMER,)))
    ledger.create_order(new_order(ledger, numbers[1], insurance=InsuranceKind.FLEXIBLE_MEDICAL))
    ledger.create_order(new_order(ledger, numbers[2], payer="37010219900101001X"))
    assert {order.number for order in ledger.open_orders()} >= set(numbers)


@pytest.mark.parametrize("now", OrderState, ids=lambda state: state.value)
@pytest.mark.parametrize("later", OrderState, ids=lambda state: state.value)
def test_a_state_only_moves_forward(ledger: Ledger, now: OrderState, later: OrderState) -> None:
    number = created(ledger)
    ledger.advance(number, now, NO_FACTS)
    before = ledger.order(number)
    if may_become(now, later):
        assert ledger.advance(number, later, NO_FACTS).state is later
    else:
        with pytest.raises(RatchetViolation) as refusal:
            ledger.advance(number, later, NO_FACTS)
        assert (refusal.value.order_number, refusal.value.field) == (number, "state")
        assert ledger.order(number) == before
    assert ledger.verify().sound


def test_nothing_new_leaves_no_entry(ledger: Ledger) -> None:
    number = created(ledger)
    facts = OrderFacts(posting_serial="3701", qr_issued_at=datetime(2026, 1, 31, tzinfo=BEIJING))
    first = ledger.advance(number, OrderState.PAYING, facts)
    entries = len(ledger.entries())
    assert ledger.advance(number, OrderState.PAYING, facts) == first
    assert ledger.advance(number, OrderState.PAYING, NO_FACTS) == first
    assert len(ledger.entries()) == entries


def test_new_facts_in_the_same_state_are_kept_beside_the_old(ledger: Ledger) -> None:
    number = posted(ledger)
    number = created(ledger)
    ledger.advance(number, OrderState.POSTED, OrderFacts(posting_serial="3701"))
    since = ledger.order(number).state_since
    order = ledger.advance(number, OrderState.POSTED, OrderFacts(tax_ticket_number="33701"))
    assert order.facts == OrderFacts(posting_serial="3701", tax_ticket_number="33701")
    assert order.state_since == since
    assert ledger.entries()[-1].facts == {"state": "posted", "tax_ticket_number": "33701"}


@pytest.mark.parametrize(
    ("field", "first", "second"),
    [
        (
            "qr_issued_at",
            OrderFacts(qr_issued_at=datetime(2026, 1, 1, tzinfo=BEIJING)),
            OrderFacts(qr_issued_at=datetime(2026, 1, 2, tzinfo=BEIJING)),
        ),
        (
            "paid_at",
            OrderFacts(paid_at=datetime(2026, 1, 1, tzinfo=BEIJING)),
            OrderFacts(paid_at=datetime(2026, 1, 2, tzinfo=BEIJING)),
        ),
        ("posting_serial", OrderFacts(posting_serial="1"), OrderFacts(posting_serial="2")),
        (
            "channel_trade_number",
            OrderFacts(channel_trade_number="1"),
            OrderFacts(channel_trade_number="2"),
        ),
        (
            "tax_ticket_number",
            OrderFacts(tax_ticket_number="1"),
            OrderFacts(tax_ticket_number="2"),
        ),
        (
            "check_url",
            OrderFacts(check_url="https://check.example/1"),
            OrderFacts(check_url="https://check.example/2"),
        ),
    ],
)
def test_a_fact_is_written_once(
    ledger: Ledger, field: str, first: OrderFacts, second: OrderFacts
) -> None:
    number = created(ledger)
    ledger.advance(number, OrderState.POSTED, first)
    with pytest.raises(RatchetViolation) as refusal:
        ledger.advance(number, OrderState.POSTED, second)
    assert refusal.value.field == field
    assert ledger.order(number).facts == first


def test_every_field_of_an_order_is_declared() -> None:
    known = {field.name for kind in (NewOrder, OrderFacts, LedgerOrder) for field in fields(kind)}
    assert {tooth.field for tooth in RATCHET} == known - {"terms", "facts"}
    assert len(RATCHET) == len({tooth.field for tooth in RATCHET})


def test_no_term_may_change_once_written(ledger: Ledger) -> None:
    order = ledger.order(created(ledger))
    other = LedgerOrder(
        NewOrder(
            number=NOWHERE,
            idempotency_key="other",
            quote_number="other",
            insurance=InsuranceKind.RESIDENT_MEDICAL,
            periods=(SUMMER,),
            basis=Basis(BasisKind.BILLS, ZERO, "特殊缴费"),
            lines=(),
            amount=Money(1),
            tender=next(t for t in type(order.terms.tender) if t is not order.terms.tender),
            payer_name_masked="李*",
            payer_number_masked="11**",
            payer_digest="0" * 64,
            proxy_name_masked="李*",
            agency_name="other",
            demonstration=not order.terms.demonstration,
            created_at=datetime(2027, 1, 1, tzinfo=BEIJING),
        ),
        order.state,
        order.state_since,
    )
    immutable = {tooth.field for tooth in RATCHET if tooth.rule is Rule.IMMUTABLE}
    assert immutable == {field.name for field in fields(NewOrder)}
    for tooth in RATCHET:
        if tooth.rule is Rule.IMMUTABLE:
            assert tooth.read(order) != tooth.read(other), tooth.field
    with pytest.raises(RatchetViolation):
        check_ratchet(order, other)


def test_prints_only_grow_and_end_once(ledger: Ledger) -> None:
    order = ledger.order(created(ledger))
    started = ReceiptPrint(0, PrintState.STARTED)
    finished = ReceiptPrint(0, PrintState.FINISHED)
    check_ratchet(order, replace(order, prints=(started,)))
    check_ratchet(replace(order, prints=(started,)), replace(order, prints=(finished,)))
    for was, becomes in (
        ((started,), ()),
        ((finished,), (started,)),
        ((finished,), (ReceiptPrint(0, PrintState.FAILED, "paper_out"),)),
        ((), (ReceiptPrint(1, PrintState.STARTED),)),
    ):
        with pytest.raises(RatchetViolation):
            check_ratchet(replace(order, prints=was), replace(order, prints=becomes))


def test_open_orders_are_those_not_final_oldest_first(ledger: Ledger) -> None:
    payers = ["37010219900101001X", "370102199002020017", "370102199003030014"]
    numbers = [created(ledger, payer=payer) for payer in payers]
    ledger.advance(numbers[1], OrderState.CLOSED, NO_FACTS)
    ledger.advance(numbers[2], OrderState.NEEDS_PERSON, NO_FACTS)
    assert [order.number for order in ledger.open_orders()] == [numbers[0], numbers[2]]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda right: replace(right, number=OrderNumber("jn03")),
        lambda right: replace(right, idempotency_key=""),
        lambda right: replace(right, quote_number="two words"),
        lambda right: replace(right, payer_name_masked=NAME),
        lambda right: replace(right, payer_name_masked="张*370102194912310029"),
        lambda right: replace(right, payer_number_masked="370102194912310029"),
        lambda right: replace(right, payer_number_masked="3701021949123100*X"),
        lambda right: replace(right, payer_digest="370102194912310029"),
        lambda right: replace(right, agency_name="中心370102194912310029"),
        lambda right: replace(right, agency_name="中心\n"),
        lambda right: replace(right, proxy_name_masked=NAME),
        lambda right: replace(right, proxy_name_masked="李*370102194912310029"),
        lambda right: replace(right, basis=monthly_base(right.basis.amount, "档次3701021")),
        lambda right: replace(right, lines=(*right.lines, ReceiptLine("370102194912310029", ZERO))),
        lambda right: replace(right, lines=(*right.lines, ReceiptLine("1月\n2月", ZERO))),
        lambda right: replace(right, lines=(*right.lines, ReceiptLine("", ZERO))),
        lambda right: replace(right, lines=(ReceiptLine("1月", right.amount),)),
        lambda right: replace(right, lines=right.lines[1:]),
        lambda right: replace(right, lines=(*right.lines, *[ReceiptLine("1月", ZERO)] * 60)),
        lambda right: replace(right, periods=()),
        lambda right: replace(right, amount=ZERO),
        lambda right: replace(right, created_at=datetime(2026, 1, 31)),
    ],
    ids=(
        "number key quote full_name number_in_name full_number seven_digits no_digest "
        "number_in_agency line_in_agency full_proxy number_in_proxy number_in_plan number_in_line "
        "line_in_line nameless_line one_line too_little too_many no_month nothing naive"
    ).split(),
)
def test_what_is_unmasked_or_malformed_never_becomes_an_order(
    ledger: Ledger, spoil: Callable[[NewOrder], NewOrder]
) -> None:
    right = new_order(ledger, ledger.mint_order_number("JN-03"))
    with pytest.raises(ValueError, match=_UNFIT) as no:
        spoil(right)
    assert NAME not in str(no.value)
    assert "3701" not in str(no.value)


def test_facts_need_an_offset_and_a_reference() -> None:
    with pytest.raises(ValueError, match="needs an offset"):
        OrderFacts(paid_at=datetime(2026, 1, 31))
    with pytest.raises(ValueError, match="posting_serial"):
        OrderFacts(posting_serial="张三")
    for bad in (
        "",
        "check.example/1",
        "ftp://check.example/1",
        "https://a b",
        "https://" + "x" * 193,
    ):
        with pytest.raises(ValueError, match="check_url"):
            OrderFacts(check_url=bad)


def test_refusals_have_one_parent() -> None:
    for refusal in (PaymentBlocked, OrderUnknown, OrderExists, RatchetViolation):
        assert issubclass(refusal, LedgerError)
