"""Things that happen at the same moment happen one after the other, whichever comes first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest

from kiosk.domain.order import OrderState
from sim.backend.channels.platform import WalletResult
from sim.backend.orders import Placed
from sim.backend.problems import Code, Problem
from tests.sim.backend.books import check_settled, open_books
from tests.sim.backend.desk import HERE, Desk

T = TypeVar("T")
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
