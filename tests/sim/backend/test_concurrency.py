"""Things that happen at the same moment happen one after the other, whichever comes first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from sim.backend import declarations
from sim.backend.channels.platform import WalletResult
from sim.backend.elsewhere import NothingToPay
from sim.backend.models import Contribution
from sim.backend.order_book import read
from sim.backend.orders import Placed
from sim.backend.problems import Code, Problem
from sim.backend.wire_declarations import DeclareBase, VoidBase
from sim.backend.wire_payable import QuoteAnswer
from sim.people import find_person
from tests.sim.backend.books import check_settled, open_books
from tests.sim.backend.desk import ELSEWHERE, HERE, OPENING, Desk

T = TypeVar("T")
Quoter = Callable[[Desk, str], QuoteAnswer]
ROUNDS = 8
POSTGRES = os.environ.get("KIOSK_TEST_POSTGRES", "")


@pytest.fixture(params=["memory", "file", "postgresql"])
def shared_desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The service on each database; PostgreSQL where KIOSK_TEST_POSTGRES gives a URL."""
    urls = {
        "memory": "sqlite://",
        "file": f"sqlite:///{tmp_path / 'service.sqlite'}",
        "postgresql": POSTGRES,
    }
    url = urls[request.param]
    if not url:
        pytest.skip("KIOSK_TEST_POSTGRES gives no database")
    desk = Desk(url)
    yield desk
    desk.close()


def _at_once(*acts: Callable[[], T]) -> list[T | Code]:
    """What each act gives, or refuses with, when all begin at the same moment."""
    start = Barrier(len(acts))

    def begin(act: Callable[[], T]) -> T | Code:
        start.wait()
        try:
            return act()
        except Problem as problem:
            return problem.code

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(begin, acts))


def test_of_many_terminals_with_one_bill_exactly_one_gets_the_order(shared_desk: Desk) -> None:
    desk = shared_desk
    terminals = ["JN-03", "JN-04", "QD-01", "JN-03"]
    for _ in range(ROUNDS):
        intents = [
            (desk.intent(desk.quote("zhang-san", "202601", "202602", terminal=t)), t)
            for t in terminals
        ]
        outcomes = _at_once(
            *(partial(desk.place, intent, terminal) for intent, terminal in intents)
        )
        placed = [outcome for outcome in outcomes if isinstance(outcome, Placed)]
        assert len(placed) == 1
        assert outcomes.count(Code.ORDER_OPEN) == len(terminals) - 1
        number = placed[0].answer.order_number
        desk.give_up(number, desk.admin.order(number).terminal_number)
    assert len(desk.admin.orders()) == ROUNDS


def test_one_order_placed_many_times_at_once_is_one_order(shared_desk: Desk) -> None:
    desk = shared_desk
    intent = desk.intent(desk.quote())
    outcomes = _at_once(*[lambda: desk.place(intent)] * 6)
    assert all(isinstance(outcome, Placed) for outcome in outcomes)
    assert [o.first for o in outcomes if isinstance(o, Placed)].count(True) == 1
    assert len(desk.admin.orders()) == 1
    assert desk.look(intent.number).state is OrderState.PAYING


def test_a_number_is_either_placed_or_buried(shared_desk: Desk) -> None:
    desk = shared_desk
    for _ in range(ROUNDS):
        intent = desk.intent(desk.quote())
        acts: tuple[Callable[[], object], ...] = (
            partial(desk.place, intent),
            partial(desk.give_up, intent.number),
        )
        placing, _ = _at_once(*acts)
        assert isinstance(placing, Placed) or placing is Code.ORDER_CLOSED
        assert desk.give_up(intent.number).state is OrderState.CLOSED
        assert desk.admin.orders() == () or not desk.admin.orders()[-1].paid_at


@pytest.mark.parametrize("tender", ["wechat", "alipay"])
def test_a_payment_and_a_close_have_exactly_one_outcome(shared_desk: Desk, tender: str) -> None:
    desk = shared_desk
    outcomes = set()
    for _ in range(ROUNDS):
        number = desk.order(tender="wechat" if tender == "wechat" else "alipay")
        desk.admin.scan(number)
        acts: tuple[Callable[[], object], ...] = (
            partial(desk.admin.pay, number),
            partial(_give_up, desk, number),
        )
        paid, closed = _at_once(*acts)
        desk.later(0)
        final = desk.look(number).state
        outcomes.add(final)
        if paid is WalletResult.PAID:
            assert closed in (OrderState.PAID, OrderState.CLOSED)
            assert final is OrderState.POSTED
            assert desk.admin.history(number)[2] is OrderState.PAID
            desk.admin.reset()
        else:
            assert paid is WalletResult.CLOSED
            assert (closed, final) == (OrderState.CLOSED, OrderState.CLOSED)
    check_settled(open_books(desk))
    assert outcomes


def _give_up(desk: Desk, number: str) -> OrderState:
    return desk.give_up(number).state


def test_settling_twice_at_once_posts_once(shared_desk: Desk) -> None:
    desk = shared_desk
    number = desk.order()
    desk.admin.pay(number)
    _at_once(*[desk.admin.settle, lambda: desk.look(number), desk.admin.reconcile] * 2)
    desk.admin.settle()
    check_settled(open_books(desk))
    assert desk.admin.history(number).count(OrderState.POSTED) == 1


def test_many_citizens_pay_at_once(shared_desk: Desk) -> None:
    desk = shared_desk
    keys = ["zhang-san", "guli-yangben", "han-li", "lyu-tai", "xu-gang", "john-sample"]

    def pay(key: str) -> str:
        intent = desk.intent(desk.quote(key, "202611", "202612", terminal=HERE))
        desk.place(intent)
        desk.admin.pay(intent.number)
        desk.admin.settle()
        return intent.number

    numbers = _at_once(*(partial(pay, key) for key in keys))
    desk.admin.settle()
    states = {record.number: record.state for record in desk.admin.orders()}
    assert states == dict.fromkeys(numbers, OrderState.POSTED)
    check_settled(open_books(desk))


# --- one thing to pay, several who pay it ------------------------------------------------------


@dataclass(frozen=True)
class Contest:
    """Something of somebody that can be paid once: how it is quoted, and whose it is."""

    key: str
    insurance: InsuranceKind
    quote: Quoter

    @property
    def number(self) -> str:
        return find_person(self.key).number


def _bills(desk: Desk, terminal: str) -> QuoteAnswer:
    found = desk.bills("qi-shi", "special", terminal)
    pension = [bill for bill in found if bill.insurance == "flexible_pension"]
    return desk.quote_bills("qi-shi", pension, terminal)


CONTESTS = {
    "bills": Contest("qi-shi", InsuranceKind.FLEXIBLE_PENSION, _bills),
    "year": Contest(
        "shen-yang",
        InsuranceKind.RESIDENT_PENSION,
        lambda desk, terminal: desk.quote_year(
            "shen-yang", InsuranceKind.RESIDENT_PENSION, "T0500", 2026, terminal
        ),
    ),
    "medical month": Contest(
        "tao-li",
        InsuranceKind.FLEXIBLE_MEDICAL,
        lambda desk, terminal: desk.quote_medical("tao-li", terminal=terminal),
    ),
    "pension month": Contest(
        "zhang-san",
        InsuranceKind.FLEXIBLE_PENSION,
        lambda desk, terminal: desk.quote("zhang-san", "202601", "202601", terminal=terminal),
    ),
}
every_contest = pytest.mark.parametrize("contest", CONTESTS.values(), ids=CONTESTS)


def _standing(desk: Desk, contest: Contest) -> list[Contribution]:
    """What has been credited since the desk opened for what is contested."""
    return [
        credited
        for credited in open_books(desk).contributions
        if credited.posted_at >= OPENING and credited.insurance is contest.insurance
    ]


@every_contest
def test_of_two_terminals_exactly_one_gets_the_order(shared_desk: Desk, contest: Contest) -> None:
    desk = shared_desk
    intents = [(desk.intent(contest.quote(desk, t)), t) for t in (HERE, ELSEWHERE)]
    outcomes = _at_once(*(partial(desk.place, intent, terminal) for intent, terminal in intents))
    (placed,) = [outcome for outcome in outcomes if isinstance(outcome, Placed)]
    assert outcomes.count(Code.ORDER_OPEN) == 1
    desk.admin.pay(placed.answer.order_number)
    desk.admin.settle()
    assert desk.state(placed.answer.order_number) is OrderState.POSTED
    assert len(_standing(desk, contest)) == 1
    ((loser, terminal),) = [one for one in intents if one[0].number != placed.answer.order_number]
    assert _at_once(partial(desk.place, loser, terminal)) == [Code.ALREADY_PAID]
    check_settled(open_books(desk))


@every_contest
def test_a_phone_and_a_terminal_pay_at_once_and_one_payment_stands(
    shared_desk: Desk, contest: Contest
) -> None:
    desk = shared_desk
    number = desk.place(desk.intent(contest.quote(desk, HERE))).answer.order_number

    def pay_here() -> bool:
        desk.admin.pay(number)
        desk.admin.settle()
        return desk.state(number) is OrderState.POSTED

    here, phone = _at_once(
        pay_here, partial(desk.admin.pay_elsewhere, contest.number, contest.insurance)
    )
    assert sorted((bool(here), bool(phone))) == [False, True]
    desk.later(0)
    final = desk.state(number)
    assert final is (OrderState.POSTED if here else OrderState.REFUNDED)
    assert len(_standing(desk, contest)) == 1
    check_settled(open_books(desk))


@every_contest
def test_a_deduction_and_a_terminal_pay_at_once_and_one_payment_stands(
    shared_desk: Desk, contest: Contest
) -> None:
    desk = shared_desk
    number = desk.place(desk.intent(contest.quote(desk, HERE))).answer.order_number
    desk.admin.begin_deduction(contest.number, contest.insurance)
    with pytest.raises(Problem) as refusal:
        contest.quote(desk, ELSEWHERE)
    assert refusal.value.code is Code.DEDUCTION_IN_PROGRESS

    def pay_here() -> bool:
        desk.admin.pay(number)
        desk.admin.settle()
        return desk.state(number) is OrderState.POSTED

    def deduct() -> bool:
        try:
            return desk.admin.finish_deduction(contest.number, contest.insurance)
        except NothingToPay:
            return False

    _at_once(pay_here, deduct)
    desk.later(0)
    ours = [c for c in _standing(desk, contest) if _same_thing(desk, number, c)]
    assert len(ours) == 1
    mine = ours[0].order_number == number
    assert desk.state(number) is (OrderState.POSTED if mine else OrderState.REFUNDED)
    check_settled(open_books(desk))


def _same_thing(desk: Desk, number: str, credited: Contribution) -> bool:
    order = read(desk.collection, number)
    return any(a.overlaps(b) for a in order.periods for b in credited.periods)


def test_a_code_scanned_at_two_terminals_is_charged_once(shared_desk: Desk) -> None:
    desk = shared_desk
    code = desk.admin.show_payment_code(Tender.WECHAT)
    intents = [
        (desk.intent(desk.quote(key, terminal=t), payment_code=code), t)
        for key, t in (("zhang-san", HERE), ("han-li", ELSEWHERE))
    ]
    outcomes = _at_once(*(partial(desk.place, intent, terminal) for intent, terminal in intents))
    assert outcomes.count(Code.CODE_REFUSED) == 1
    (placed,) = [outcome for outcome in outcomes if isinstance(outcome, Placed)]
    assert placed.answer.state is OrderState.PAID
    desk.admin.settle()
    check_settled(open_books(desk))


def test_one_question_answered_twice_at_once_is_confirmed_once(shared_desk: Desk) -> None:
    desk = shared_desk
    question = desk.question("zhang-san")
    outcomes = _at_once(*[lambda: desk.answer(question, "张")] * 4)
    assert outcomes.count(Code.PAYEE_NOT_CONFIRMED) == 3


def test_a_base_is_either_voided_or_paid_on(shared_desk: Desk) -> None:
    desk = shared_desk
    token, enrolment = desk.pension("zhang-san")
    about = {"person_token": token, "personal_number": enrolment.personal_number}
    wanted = DeclareBase.model_validate(about | {"base_fen": 500_000, "allows_batch": False})
    for _ in range(ROUNDS):
        declarations.declare(desk.collection, HERE, wanted)
        intent = desk.intent(desk.quote("zhang-san", "202601", "202601"))
        void = VoidBase.model_validate(about)
        acts: tuple[Callable[[], object], ...] = (
            partial(desk.place, intent),
            partial(declarations.void, desk.collection, HERE, void),
        )
        placed, voided = _at_once(*acts)
        assert isinstance(placed, Placed)
        assert voided is Code.BASE_IN_USE or not isinstance(voided, Code)
        desk.give_up(intent.number)
