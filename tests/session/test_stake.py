"""While money may move nothing times out, and the only ways out settle the order first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.domain.order import OrderState
from kiosk.flows.requests.payment import CloseOrder
from kiosk.session.answers import Answer, GoBack, GoHome, Leave, StillHere
from kiosk.session.effects import Abort, SetTimer, Show, StopTimer, Wipe
from kiosk.session.events import MaintenanceWanted
from kiosk.session.faults import FaultCode
from kiosk.session.handover import ALL_PARTS
from kiosk.session.scenes import NO_WAYS, at_stake
from kiosk.session.terminal import Attract, Pausing
from tests.support import samples
from tests.support.visit import Session

AT_STAKE: dict[str, Callable[[Session], Session]] = {
    "open": Session.to_open,
    "charge": lambda session: session.to_tender().touch("出示付款码").done(samples.CODE),
    "scan": Session.to_scan,
    "close": lambda session: session.to_scan().answer(Leave()),
    "post": Session.to_post,
    "slip": lambda session: session.to_scan().done(samples.order(OrderState.REFUNDING)),
    "print": Session.to_print,
}
WAYS = (GoBack(), GoHome(), Leave())


def at(step: str) -> Session:
    session = AT_STAKE[step](Session())
    assert session.step == step
    assert at_stake(session.visit) is not None
    return session


@pytest.mark.parametrize("step", AT_STAKE)
def test_no_timer_runs(step: str) -> None:
    session = at(step)
    assert session.all_of(SetTimer) == []
    assert len(session.all_of(StopTimer)) == 1


@pytest.mark.parametrize("step", AT_STAKE)
def test_time_that_runs_out_all_the_same_changes_nothing(step: str) -> None:
    session = at(step)
    before = session.terminal
    session.elapse()
    assert (session.terminal, session.effects) == (before, ())


@pytest.mark.parametrize("step", AT_STAKE)
def test_a_touch_starts_no_timer(step: str) -> None:
    session = at(step)
    before = session.terminal
    session.answer(StillHere())
    assert (session.terminal, session.effects) == (before, ())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("step", sorted(AT_STAKE.keys() - {"scan"}))
def test_there_is_no_way_out_before_it_is_settled(step: str, way: Answer) -> None:
    session = at(step)
    before, shown = session.terminal, session.scene
    assert shown.ways == NO_WAYS
    assert shown.countdown is None
    session.answer(way)
    assert (session.terminal, session.effects) == (before, (Show(shown),))


def test_the_code_shows_how_long_it_is_good_and_how_to_get_out_of_it() -> None:
    session = at("scan")
    ways = session.scene.ways
    assert (str(ways.back), str(ways.home), str(ways.leave)) == (
        "换个方式付",
        "返回首页",
        "取消缴费",
    )
    assert session.scene.countdown == 180
    assert session.all_of(StopTimer) == [StopTimer(180)]


@pytest.mark.parametrize("way", WAYS)
def test_getting_out_of_the_code_closes_the_order_first(way: Answer) -> None:
    session = at("scan")
    ticket = session.ticket
    session.answer(way)
    assert session.effects[0] == Abort(ticket)
    assert session.asked(CloseOrder) == CloseOrder(samples.NUMBER)
    assert Wipe() not in session.effects


def test_another_way_of_paying_is_offered_once_the_order_is_closed() -> None:
    session = at("scan").answer(GoBack()).done(samples.order(OrderState.CLOSED))
    assert session.step == "tender"


def test_going_home_is_done_once_the_order_is_closed() -> None:
    session = at("scan").answer(GoHome()).done(samples.order(OrderState.CLOSED))
    assert session.step == "home"
    assert Wipe() in session.effects


def test_cancelling_is_done_once_the_order_is_closed() -> None:
    session = at("scan").answer(Leave()).done(samples.order(OrderState.CLOSED))
    assert session.terminal.phase == Attract()
    assert Wipe() in session.effects


@pytest.mark.parametrize("way", WAYS)
def test_who_paid_in_the_last_moment_gets_a_receipt_and_not_the_door(way: Answer) -> None:
    session = at("scan").answer(way).done(samples.order(OrderState.POSTED))
    assert session.step == "print"


@pytest.mark.parametrize("step", AT_STAKE)
def test_a_technician_waits(step: str) -> None:
    session = at(step).hear(MaintenanceWanted())
    assert session.effects == ()
    assert session.step == step


def test_a_technician_who_waited_gets_the_terminal_when_the_order_is_closed() -> None:
    session = at("scan").hear(MaintenanceWanted()).answer(Leave())
    session.done(samples.order(OrderState.CLOSED))
    assert session.terminal.phase == Pausing(ALL_PARTS)


@pytest.mark.parametrize("step", AT_STAKE)
def test_a_terminal_that_could_not_serve_anybody_still_finishes_this(step: str) -> None:
    session = at(step).health(samples.READERLESS)
    assert session.effects == ()
    assert session.step == step


def test_a_notice_about_an_order_that_was_not_opened_may_be_left() -> None:
    session = at("open").failed(FaultCode.NETWORK_LOST)
    assert at_stake(session.visit) is None
    assert session.timer is not None
    assert session.answer(GoBack()).step == "tender"
