"""Whatever terminals, payers, channels and the tax side do in whatever order, the books hold."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import ClassVar

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    precondition,
    rule,
)

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderState, may_become
from kiosk.domain.tender import Tender
from sim.backend import card_payments
from sim.backend.channels.platform import CodeHabit
from sim.backend.elsewhere import NothingToPay
from sim.backend.problems import Problem
from sim.backend.wire import OrderAnswer, ReportCardPayment, TenderName
from sim.backend.wire_payable import QuoteAnswer
from sim.people import find_person
from tests.sim.backend.books import check_books, check_settled, open_books
from tests.sim.backend.desk import ELSEWHERE, HERE, Desk, Intent

PEOPLE = st.sampled_from(["zhang-san", "guli-yangben"])
MONTHS = st.sampled_from(["202610", "202611", "202612"])
PHONES: st.SearchStrategy[TenderName] = st.sampled_from(["alipay", "wechat", "unionpay_qr"])
TENDERS: st.SearchStrategy[TenderName] = PHONES | st.just("bank_card")
TERMINALS = st.sampled_from([HERE, ELSEWHERE])
WALLETS = (Tender.ALIPAY, Tender.WECHAT, Tender.UNIONPAY_QR)
CHANNELS = st.sampled_from([*WALLETS, Tender.BANK_CARD])
CONTRIBUTIONS = st.sampled_from(
    [
        ("zhang-san", InsuranceKind.FLEXIBLE_PENSION),
        ("tao-li", InsuranceKind.FLEXIBLE_MEDICAL),
        ("shen-yang", InsuranceKind.RESIDENT_PENSION),
        ("qi-shi", InsuranceKind.FLEXIBLE_PENSION),
    ]
)
"""Whose of which insurance is paid elsewhere and deducted."""
Planned = tuple[Intent, str] | MultipleResults[tuple[Intent, str]]
FILLED_ONCE = ("paid_at", "posting_serial", "channel_trade_number", "tax_ticket_number")


class BooksMachine(RuleBasedStateMachine):
    """Everybody at once."""

    intents: ClassVar[Bundle[tuple[Intent, str]]] = Bundle("intents")
    placed: ClassVar[Bundle[tuple[Intent, str]]] = Bundle("placed")

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()
        self.seen: dict[str, OrderAnswer] = {}
        self.terminals: dict[str, str] = {}

    @rule(target=placed, key=PEOPLE, month=MONTHS, tender=TENDERS, terminal=TERMINALS)
    def order(self, key: str, month: str, tender: TenderName, terminal: str) -> Planned:
        return self._place(key, month, month, tender, terminal)

    @rule(target=placed, key=PEOPLE, tender=TENDERS)
    def order_and_give_up(self, key: str, tender: TenderName) -> Planned:
        planned = self._place(key, "202610", "202612", tender, HERE)
        if isinstance(planned, tuple):
            self.give_up(planned)
        return planned

    @rule(target=placed, terminal=TERMINALS, tier=st.sampled_from(["T0300", "T0500"]))
    def order_year(self, terminal: str, tier: str) -> Planned:
        insurance = InsuranceKind.RESIDENT_PENSION
        return self._accept(
            lambda: self.desk.quote_year("shen-yang", insurance, tier, 2026, terminal), terminal
        )

    @rule(target=placed, terminal=TERMINALS, month=st.sampled_from(["202611", "202612"]))
    def order_medical(self, terminal: str, month: str) -> Planned:
        return self._accept(
            lambda: self.desk.quote_medical("tao-li", month, month, terminal=terminal), terminal
        )

    @rule(target=placed, terminal=TERMINALS, first=st.integers(0, 2), count=st.integers(1, 3))
    def order_bills(self, terminal: str, first: int, count: int) -> Planned:
        found = self.desk.bills("qi-shi", "special", terminal)
        pension = [bill for bill in found if bill.insurance == "flexible_pension"]
        chosen = pension[first : first + count]
        if not chosen:
            return multiple()
        return self._accept(lambda: self.desk.quote_bills("qi-shi", chosen, terminal), terminal)

    @rule(
        target=placed,
        key=PEOPLE,
        month=MONTHS,
        tender=PHONES,
        habit=st.sampled_from(CodeHabit),
    )
    def scan_a_code(self, key: str, month: str, tender: TenderName, habit: CodeHabit) -> Planned:
        wallet = Tender(tender)
        self.desk.admin.set_code_habit(wallet, habit)
        code = self.desk.admin.show_payment_code(wallet)
        return self._accept(
            lambda: self.desk.quote(key, month, month), HERE, tender=tender, payment_code=code
        )

    @rule(whose=CONTRIBUTIONS)
    def pay_elsewhere(self, whose: tuple[str, InsuranceKind]) -> None:
        with contextlib.suppress(NothingToPay):
            self.desk.admin.pay_elsewhere(find_person(whose[0]).number, whose[1])

    @rule(whose=CONTRIBUTIONS, outcome=st.sampled_from(["running", "done", "stopped"]))
    def deduct(self, whose: tuple[str, InsuranceKind], outcome: str) -> None:
        number, insurance = find_person(whose[0]).number, whose[1]
        with contextlib.suppress(NothingToPay):
            match outcome:
                case "running":
                    self.desk.admin.begin_deduction(number, insurance)
                case "done":
                    self.desk.admin.finish_deduction(number, insurance)
                case _:
                    self.desk.admin.stop_deduction(number, insurance)

    @rule(more=st.sampled_from([-100, 100]))
    def change_bill(self, more: int) -> None:
        with contextlib.suppress(NothingToPay):
            person = find_person("qi-shi")
            self.desk.admin.change_bill(
                person.number, InsuranceKind.FLEXIBLE_PENSION, more_fen=more
            )

    @rule(seconds=st.sampled_from([0, 20]))
    def let_unionpay_hesitate(self, seconds: int) -> None:
        self.desk.admin.delay_unionpay(seconds)

    @rule(target=intents, key=PEOPLE, first=MONTHS, last=MONTHS, tender=TENDERS)
    def plan(self, key: str, first: str, last: str, tender: TenderName) -> Planned:
        with contextlib.suppress(Problem):
            quote = self.desk.quote(key, min(first, last), max(first, last))
            return self.desk.intent(quote, tender), HERE
        return multiple()

    @rule(target=placed, chosen=consumes(intents))
    def carry_out(self, chosen: tuple[Intent, str]) -> Planned:
        intent, terminal = chosen
        with contextlib.suppress(Problem):
            self._watch(self.desk.place(intent, terminal).answer, terminal)
            return chosen
        return multiple()

    @rule(chosen=placed)
    def repeat(self, chosen: tuple[Intent, str]) -> None:
        intent, terminal = chosen
        again = self.desk.place(intent, terminal)
        assert not again.first
        self._watch(again.answer, terminal)

    @rule(chosen=intents)
    def give_up_unseen(self, chosen: tuple[Intent, str]) -> None:
        self.give_up(chosen)

    @rule(chosen=placed)
    def give_up(self, chosen: tuple[Intent, str]) -> None:
        intent, terminal = chosen
        answer = self.desk.give_up(intent.number, terminal)
        assert answer.state not in (OrderState.CREATED, OrderState.PAYING)
        self._watch(answer, terminal)

    @rule(chosen=placed)
    def look(self, chosen: tuple[Intent, str]) -> None:
        intent, terminal = chosen
        self._watch(self.desk.look(intent.number, terminal), terminal)

    @rule(chosen=placed)
    def scan(self, chosen: tuple[Intent, str]) -> None:
        with contextlib.suppress(KeyError):
            self.desk.admin.scan(chosen[0].number)

    @rule(chosen=placed)
    def pay(self, chosen: tuple[Intent, str]) -> None:
        with contextlib.suppress(KeyError):
            self.desk.admin.pay(chosen[0].number)
        self.look(chosen)

    @rule(chosen=placed)
    def pay_late(self, chosen: tuple[Intent, str]) -> None:
        if chosen[0].body.tender != "bank_card":
            self.desk.admin.pay_late(chosen[0].number)

    @rule(chosen=placed)
    def charge_a_card(self, chosen: tuple[Intent, str]) -> None:
        """And report it; if it was reported before, once more. One order may be reported although
        it was closed, as a terminal does that was cut off when it mattered."""
        intent, terminal = chosen
        if intent.body.tender != "bank_card":
            return
        trace = int(intent.number[2:]) + 1
        wanted = ReportCardPayment(
            terminal_id="12345678",
            merchant_id="102440000000001",
            batch=1,
            trace=trace,
            reference=f"{trace:012d}",
            authorisation="",
            card_masked="622848*********0018",
            amount_fen=intent.body.total_fen,
            paid_at="2026-11-23T09:30:00+08:00",
        )
        answer = card_payments.report(self.desk.collection, terminal, intent.number, wanted)
        assert answer.channel_trade_number == wanted.reference
        self._watch(answer, terminal)

    @rule(channel=CHANNELS, reachable=st.booleans())
    def switch_channel(self, channel: Tender, *, reachable: bool) -> None:
        self.desk.admin.set_channel(channel, reachable=reachable)

    @rule(channel=CHANNELS, refused=st.booleans())
    def refuse_refunds(self, channel: Tender, *, refused: bool) -> None:
        self.desk.admin.refuse_refunds(channel, refused=refused)

    @rule(count=st.integers(0, 2))
    def lose_notifications(self, count: int) -> None:
        self.desk.admin.lose_notifications(count)

    @rule(count=st.integers(0, 2))
    def refuse_postings(self, count: int) -> None:
        self.desk.admin.refuse_next_postings(count)

    @rule(seconds=st.sampled_from([0, 20]))
    def delay(self, seconds: int) -> None:
        self.desk.admin.delay_posting(seconds)
        self.desk.admin.delay_refunds(seconds)

    @rule(seconds=st.sampled_from([1, 30, 181, 601]))
    def wait(self, seconds: int) -> None:
        self.desk.clock.advance(seconds)

    @rule()
    def work(self) -> None:
        self.desk.admin.settle()

    @precondition(lambda self: self.seen)
    @rule()
    def compare_bills(self) -> None:
        self.desk.admin.reconcile()

    @invariant()
    def the_books_hold(self) -> None:
        check_books(open_books(self.desk))

    def teardown(self) -> None:
        """Everything works again for long enough: every order comes to its end."""
        for channel in (*WALLETS, Tender.BANK_CARD):
            self.desk.admin.set_channel(channel, reachable=True)
        for number, answer in tuple(self.seen.items()):
            if answer.tender == "bank_card":
                # Only the terminal ends what nobody has been charged for.
                self.desk.give_up(number, self.terminals[number])
        for seconds in (0, 200, 30, 30):
            self.desk.later(seconds)
            self.desk.admin.reconcile()
        for number, terminal in self.terminals.items():
            self._watch(self.desk.look(number, terminal), terminal)
        books = open_books(self.desk)
        check_settled(books)
        for step in books.transitions:
            event(f"step to {step.after.value} from {step.before and step.before.value}")
        self.desk.close()

    def _place(self, key: str, first: str, last: str, tender: TenderName, terminal: str) -> Planned:
        return self._accept(
            lambda: self.desk.quote(key, first, last, terminal=terminal), terminal, tender=tender
        )

    def _accept(
        self,
        quote: Callable[[], QuoteAnswer],
        terminal: str,
        *,
        tender: TenderName = "wechat",
        payment_code: str | None = None,
    ) -> Planned:
        with contextlib.suppress(Problem):
            intent = self.desk.intent(quote(), tender, payment_code=payment_code)
            self._watch(self.desk.place(intent, terminal).answer, terminal)
            return intent, terminal
        return multiple()

    def _watch(self, answer: OrderAnswer, terminal: str) -> None:
        """What a terminal sees of an order only ever moves forward."""
        before = self.seen.get(answer.order_number)
        if before is not None:
            assert may_become(before.state, answer.state)
            event(f"{before.state.value} to {answer.state.value}")
            for field in FILLED_ONCE:
                known: object = before.model_dump()[field]
                assert known is None or known == answer.model_dump()[field]
        self.seen[answer.order_number] = answer
        self.terminals[answer.order_number] = terminal


TestBooks = pytest.mark.timeout(900)(BooksMachine.TestCase)
# A life of the books takes a second, so there are fewer of them than of other examples.
TestBooks.settings = settings(
    max_examples=max(60, settings().max_examples // 4), stateful_step_count=40
)
