"""The ledger against a model of it made of dictionaries, through restarts."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, precondition, rule

from kiosk.domain.bank_card import CardPayment
from kiosk.domain.order import OrderNumber, OrderState, may_become
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.tender import Tender
from kiosk.ledger import (
    Ledger,
    OrderFacts,
    PaymentBlocked,
    PrintState,
    PurchaseAtRisk,
    RatchetViolation,
)
from tests.ledger.cards import SECRET, attempt
from tests.ledger.given import BEIJING, KEY, Clock, new_order
from tests.support.begun_ledger import lay_begun_ledger

PAYERS = ("37010219900101001X", "370102199002020017")
MOMENTS = st.sampled_from([None, *(datetime(2026, 1, day, tzinfo=BEIJING) for day in (1, 2))])
REFERENCES = st.sampled_from([None, "A1", "B2"])
ADDRESSES = st.sampled_from([None, "https://check.example/A1", "http://check.example/B2"])
FACTS = st.builds(
    OrderFacts,
    qr_issued_at=MOMENTS,
    paid_at=MOMENTS,
    posting_serial=REFERENCES,
    channel_trade_number=REFERENCES,
    tax_ticket_number=REFERENCES,
    check_url=ADDRESSES,
)
PAID_AT = datetime(2026, 1, 31, 9, 5, tzinfo=BEIJING)
PERIODS = st.builds(
    lambda first, more: ContributionPeriod(Month(2026, first), Month(2026, min(first + more, 12))),
    st.integers(1, 12),
    st.integers(0, 3),
)
NAMES = (
    "qr_issued_at",
    "paid_at",
    "posting_serial",
    "channel_trade_number",
    "tax_ticket_number",
    "check_url",
)


@dataclass
class ModelAttempt:
    trace: int
    state: str = "sent"
    reason: str = ""
    code: str = ""


@dataclass
class ModelOrder:
    payer: str
    periods: tuple[ContributionPeriod, ...]

    @property
    def months(self) -> set[Month]:
        return {month for period in self.periods for month in period.months}

    state: OrderState = OrderState.CREATED
    facts: dict[str, object] = field(default_factory=dict)
    prints: list[str] = field(default_factory=list)
    attempts: list[ModelAttempt] = field(default_factory=list)

    @property
    def at_risk(self) -> bool:
        return any(one.state == "sent" for one in self.attempts)


def known(facts: OrderFacts) -> dict[str, object]:
    values = (
        facts.qr_issued_at,
        facts.paid_at,
        facts.posting_serial,
        facts.channel_trade_number,
        facts.tax_ticket_number,
        facts.check_url,
    )
    return {name: value for name, value in zip(NAMES, values, strict=True) if value is not None}


class LedgerAgainstModel(RuleBasedStateMachine):
    numbers: Bundle[OrderNumber] = Bundle("numbers")

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.path = Path(self.home.name) / "ledger.sqlite"
        self.clock = Clock()
        lay_begun_ledger(self.path, at=Clock()(), key=KEY)
        self.model: dict[OrderNumber, ModelOrder] = {}
        self.minted: set[OrderNumber] = set()
        self.traces: set[int] = set()
        self.ledger = self.open()

    def open(self) -> Ledger:
        return Ledger.open(self.path, now=self.clock, key=KEY)

    def teardown(self) -> None:
        assert self.ledger.verify().sound
        self.ledger.close()
        self.home.cleanup()

    @rule(
        target=numbers,
        payer=st.sampled_from(PAYERS),
        periods=st.lists(PERIODS, min_size=1, max_size=3).map(tuple),
    )
    def create(self, payer: str, periods: tuple[ContributionPeriod, ...]) -> OrderNumber:
        number = self.ledger.mint_order_number("JN-03")
        assert number not in self.minted
        self.minted.add(number)
        new = new_order(self.ledger, number, payer=payer, periods=periods, tender=Tender.BANK_CARD)
        blocking = [
            other
            for other, order in self.model.items()
            if order.payer == payer
            and not order.state.is_final
            and order.months & ModelOrder(payer, periods).months
        ]
        if blocking:
            with pytest.raises(PaymentBlocked) as refusal:
                self.ledger.create_order(new)
            assert refusal.value.order_number in blocking
            return refusal.value.order_number
        self.ledger.create_order(new)
        self.model[number] = ModelOrder(payer, periods)
        return number

    @rule(number=numbers, to=st.sampled_from(OrderState), facts=FACTS)
    def advance(self, number: OrderNumber, to: OrderState, facts: OrderFacts) -> None:
        order = self.model[number]
        news = known(facts)
        allowed = may_become(order.state, to) and all(
            order.facts.get(name, value) == value for name, value in news.items()
        )
        if order.at_risk and to is not OrderState.UNKNOWN:
            allowed = False
        if not allowed:
            with pytest.raises(RatchetViolation):
                self.ledger.advance(number, to, facts)
            return
        self.ledger.advance(number, to, facts)
        order.state = to
        order.facts |= news

    @rule(number=numbers)
    def start_print(self, number: OrderNumber) -> None:
        order = self.model[number]
        if order.state is not OrderState.POSTED:
            with pytest.raises(RatchetViolation):
                self.ledger.receipt_started(number)
            return
        assert self.ledger.receipt_started(number) == len(order.prints)
        order.prints.append("started")

    @rule(number=numbers, ordinal=st.integers(0, 3), end=st.sampled_from(["finished", "failed"]))
    def end_print(self, number: OrderNumber, ordinal: int, end: str) -> None:
        prints = self.model[number].prints
        allowed = ordinal < len(prints) and prints[ordinal] in ("started", end)
        if not allowed:
            with pytest.raises(RatchetViolation):
                self._end(number, ordinal, end)
            return
        self._end(number, ordinal, end)
        prints[ordinal] = end

    def _end(self, number: OrderNumber, ordinal: int, end: str) -> None:
        if end == "finished":
            self.ledger.receipt_finished(number, ordinal)
        else:
            self.ledger.receipt_failed(number, ordinal, "paper_out")

    @rule(number=numbers)
    def begin_purchase(self, number: OrderNumber) -> None:
        order = self.model[number]
        trace = self.ledger.next_trace()
        assert trace not in self.traces
        self.traces.add(trace)
        if any(one.at_risk for one in self.model.values()):
            with pytest.raises(PurchaseAtRisk):
                self.ledger.begin_purchase(number, attempt(trace))
            return
        if not may_become(order.state, OrderState.UNKNOWN):
            with pytest.raises(RatchetViolation):
                self.ledger.begin_purchase(number, attempt(trace))
            return
        assert self.ledger.begin_purchase(number, attempt(trace)) == len(order.attempts)
        order.attempts.append(ModelAttempt(trace))
        order.state = OrderState.UNKNOWN

    @precondition(lambda self: any(one.at_risk for one in self.model.values()))
    @rule(end=st.sampled_from(["approved", "declined", "reversed", "due"]))
    def go_on_with_what_is_at_risk(self, end: str) -> None:
        number = next(number for number, order in self.model.items() if order.at_risk)
        self.end_purchase(number, len(self.model[number].attempts) - 1, end, "98")

    @rule(
        number=numbers,
        ordinal=st.integers(0, 2),
        end=st.sampled_from(["approved", "declined", "reversed", "due"]),
        code=st.sampled_from(["00", "98"]),
    )
    def end_purchase(self, number: OrderNumber, ordinal: int, end: str, code: str) -> None:
        order = self.model[number]
        code = "" if end == "approved" else code
        if ordinal >= len(order.attempts):
            with pytest.raises(RatchetViolation):
                self.ledger.purchase_declined(number, ordinal, "51")
            return
        one = order.attempts[ordinal]
        again = (one.state, one.code) == (end, code)
        paid = {"paid_at": PAID_AT, "channel_trade_number": f"R{one.trace}"}
        allowed = one.state == "sent" and (not one.reason or end in ("due", "reversed"))
        if end == "approved":
            allowed &= all(order.facts.get(name, value) == value for name, value in paid.items())
        if not (again or allowed):
            with pytest.raises(RatchetViolation):
                self._end_purchase(number, ordinal, end, code)
            return
        self._end_purchase(number, ordinal, end, code)
        if end == "due":
            one.reason = one.reason or code
        elif not again:
            one.state, one.code = end, code
            if end == "approved":
                order.state = OrderState.PAID
                order.facts |= paid

    def _end_purchase(self, number: OrderNumber, ordinal: int, end: str, code: str) -> None:
        match end:
            case "due":
                self.ledger.reversal_due(number, ordinal, code)
            case "declined":
                self.ledger.purchase_declined(number, ordinal, code)
            case "reversed":
                self.ledger.purchase_reversed(number, ordinal, code)
            case _:
                one = self.ledger.attempts(number)[ordinal]
                payment = CardPayment(
                    one.card_masked,
                    one.terminal_id,
                    one.merchant_id,
                    one.batch,
                    one.trace,
                    f"R{one.trace}",
                    "",
                    PAID_AT,
                )
                self.ledger.purchase_approved(number, ordinal, payment)

    @rule()
    def restart(self) -> None:
        self.ledger.close()
        self.ledger = self.open()

    @invariant()
    def the_ledger_says_what_the_model_says(self) -> None:
        for number, expected in self.model.items():
            order = self.ledger.order(number)
            assert order.state is expected.state
            assert known(order.facts) == expected.facts
            assert [one.state.value for one in order.prints] == expected.prints
            assert [
                ModelAttempt(one.trace, one.state.value, one.reason, one.response_code)
                for one in order.attempts
            ] == expected.attempts
            assert (order.card is not None) == any(
                one.state == "approved" for one in expected.attempts
            )
        assert {order.number for order in self.ledger.open_orders()} == {
            number for number, order in self.model.items() if not order.state.is_final
        }
        assert [one.order_number for one, secret in self.ledger.at_risk() if secret == SECRET] == [
            number for number, order in self.model.items() if order.at_risk
        ]
        assert {order.number for order in self.ledger.unreceipted(Clock().moment)} == {
            number
            for number, order in self.model.items()
            if order.state is OrderState.POSTED and PrintState.FINISHED.value not in order.prints
        }


TestLedgerAgainstModel = LedgerAgainstModel.TestCase
TestLedgerAgainstModel.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
