from __future__ import annotations

import pytest

from kiosk.session.answers import BaseEntered, Begin, GoHome, Leave, StillHere
from kiosk.session.effects import Abort, Moment, Note, SetTimer, Show, StopTimer, Wipe
from kiosk.session.events import Elapsed
from kiosk.session.faults import FaultCode
from kiosk.session.scenes import WARNING_SECONDS
from kiosk.session.steps import DELIBERATE, GLANCE, RESULT
from kiosk.session.terminal import Attract
from kiosk.session.views import BaseView, NoticeView
from tests.support import samples
from tests.support.visit import Session


def timer(session: Session, seconds: int, ring: int) -> SetTimer:
    return SetTimer(session.terminal.timer, seconds, ring)


def test_a_screen_to_think_over_gives_two_minutes_and_asks_for_the_last_twenty_seconds() -> None:
    session = Session().to_period()
    assert session.timer == timer(session, DELIBERATE.seconds - WARNING_SECONDS, DELIBERATE.seconds)
    assert session.scene.countdown == DELIBERATE.seconds


def test_a_screen_to_glance_at_gives_one_minute() -> None:
    session = Session().to_home()
    assert session.timer == timer(session, GLANCE.seconds - WARNING_SECONDS, GLANCE.seconds)


def test_a_result_gives_its_time_and_asks_nothing() -> None:
    session = Session().to_done()
    assert session.timer == timer(session, RESULT.seconds, RESULT.seconds)


def test_when_time_runs_out_the_citizen_is_asked_over_the_same_screen() -> None:
    session = Session().to_base()
    before = session.scene
    session.elapse()
    assert session.scene.asking_presence
    assert session.scene.view == before.view
    assert session.scene.number == before.number
    assert session.scene.countdown == WARNING_SECONDS
    assert session.effects[0] == timer(session, WARNING_SECONDS, WARNING_SECONDS)


def test_who_says_that_they_are_here_goes_on_as_if_nothing_had_been() -> None:
    session = Session().to_base()
    before = session.scene
    session.elapse().answer(StillHere())
    assert session.scene == before
    assert session.timer == timer(session, DELIBERATE.seconds - WARNING_SECONDS, DELIBERATE.seconds)


def test_who_answers_the_screen_below_is_here_too() -> None:
    session = Session().to_base().elapse().answer(BaseEntered(samples.BASE))
    assert session.step == "quote"
    assert not session.scene.asking_presence


def test_a_refused_answer_shows_that_somebody_is_here() -> None:
    session = Session().to_base().elapse().answer(BaseEntered(samples.RULE.upper * 2))
    assert session.scene.complaint is not None
    assert not session.scene.asking_presence


def test_a_touch_starts_the_time_anew_without_drawing_the_screen_again() -> None:
    session = Session().to_base()
    number = session.terminal.timer
    session.answer(StillHere())
    assert session.effects == (
        SetTimer(number + 1, DELIBERATE.seconds - WARNING_SECONDS, DELIBERATE.seconds),
    )


@pytest.mark.parametrize("way", [GoHome(), Leave()])
def test_who_is_asked_may_also_go(way: GoHome | Leave) -> None:
    session = Session().to_base().elapse().answer(way)
    assert Wipe() in session.effects


def test_who_does_not_answer_is_gone_and_everything_is_wiped() -> None:
    session = Session().to_base().elapse().elapse()
    assert session.terminal.phase == Attract()
    trace = "visit/pay_own/pay/flexible_pension/base"
    assert session.effects[:3] == (
        Note(Moment.VISIT_TIMED_OUT, trace),
        Note(Moment.VISIT_ENDED, trace, "leave"),
        Wipe(),
    )


def test_a_card_that_never_comes_ends_the_visit_and_the_waiting() -> None:
    session = Session().to_card()
    ticket = session.ticket
    session.elapse()
    assert session.scene.asking_presence
    session.elapse()
    assert Abort(ticket) in session.effects
    assert session.terminal.phase == Attract()


def test_a_result_ends_the_visit_without_a_question() -> None:
    session = Session().to_done().elapse()
    assert session.terminal.phase == Attract()
    assert Wipe() in session.effects


def test_a_reply_that_comes_while_presence_is_asked_goes_on() -> None:
    session = Session().to_card().elapse().done(samples.CARDS[0])
    assert session.step == "citizen"
    assert not session.scene.asking_presence


def test_a_fault_that_comes_while_presence_is_asked_is_told_below_the_question() -> None:
    session = Session().to_card().elapse().failed(FaultCode.CARD_REMOVED)
    session.view(NoticeView)
    assert session.scene.asking_presence
    assert session.elapse().terminal.phase == Attract()


def test_a_notice_waits_as_long_as_the_screen_it_stands_before() -> None:
    session = Session().to_card().failed(FaultCode.CARD_UNREADABLE)
    assert session.timer == timer(session, GLANCE.seconds - WARNING_SECONDS, GLANCE.seconds)
    session.elapse().answer(StillHere())
    assert not session.scene.asking_presence


@pytest.mark.parametrize("earlier", [1, 2, 3])
def test_the_timer_of_an_earlier_screen_ends_nothing(earlier: int) -> None:
    session = Session().to_base()
    before = session.terminal
    session.hear(Elapsed(before.timer - earlier))
    assert (session.terminal, session.effects) == (before, ())


def test_a_timer_replaced_by_a_touch_ends_nothing() -> None:
    session = Session().to_base()
    old = session.terminal.timer
    session.answer(StillHere()).hear(Elapsed(old))
    assert session.effects == ()
    assert isinstance(session.scene.view, BaseView)


def test_a_touch_on_the_attract_screen_needs_no_timer() -> None:
    session = Session().open()
    assert session.all_of(StopTimer) == [StopTimer(None)]
    assert session.answer(Begin()).all_of(Show)
