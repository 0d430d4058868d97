"""The ledger against a model of it made of dictionaries, through restarts."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from kiosk.domain.order import OrderNumber, OrderState, may_become
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.ledger import (
    Ledger,
    OrderFacts,
    PaymentBlocked,
    PrintState,
    RatchetViolation,
)
from tests.ledger.given import BEIJING, KEY, Clock, new_order

PAYERS = ("37010219900101001X", "370102199002020017")
MOMENTS = st.sampled_from([None, *(datetime(2026, 1, day, tzinfo=BEIJING) for day in (1, 2))])
REFERENCES = st.sampled_from([None, "A1", "B2"])
FACTS = st.builds(
    OrderFacts,
    qr_issued_at=MOMENTS,
    paid_at=MOMENTS,
    posting_serial=REFERENCES,
    channel_trade_number=REFERENCES,
    tax_ticket_number=REFERENCES,
)
PERIODS = st.builds(
    lambda first, more: ContributionPeriod(Month(2026, first), Month(2026, min(first + more, 12))),
    st.integers(1, 12),
    st.integers(0, 3),
)
NAMES = ("qr_issued_at", "paid_at", "posting_serial", "channel_trade_number", "tax_ticket_number")


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


def known(facts: OrderFacts) -> dict[str, object]:
    values = (
        facts.qr_issued_at,
        facts.paid_at,
        facts.posting_serial,
        facts.channel_trade_number,
        facts.tax_ticket_number,
    )
    return {name: value for name, value in zip(NAMES, values, strict=True) if value is not None}


class LedgerAgainstModel(RuleBasedStateMachine):
    numbers: Bundle[OrderNumber] = Bundle("numbers")

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.model: dict[OrderNumber, ModelOrder] = {}
        self.minted: set[OrderNumber] = set()
        self.ledger = self.open()

    def open(self) -> Ledger:
        return Ledger.open(Path(self.home.name) / "ledger.sqlite", now=self.clock, key=KEY)

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
        new = new_order(self.ledger, number, payer=payer, periods=periods)
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
        assert {order.number for order in self.ledger.open_orders()} == {
            number for number, order in self.model.items() if not order.state.is_final
        }
        assert {order.number for order in self.ledger.unreceipted(Clock().moment)} == {
            number
            for number, order in self.model.items()
            if order.state is OrderState.POSTED and PrintState.FINISHED.value not in order.prints
        }


TestLedgerAgainstModel = LedgerAgainstModel.TestCase
TestLedgerAgainstModel.settings = settings(max_examples=15, stateful_step_count=25, deadline=None)
