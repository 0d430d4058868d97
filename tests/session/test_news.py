"""News of a request under way change what its screen says, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.session.answers import Confirmed, Leave, SlipWanted
from kiosk.session.effects import SetTimer, Show
from kiosk.session.events import Progressed
from kiosk.session.faults import FaultCode
from kiosk.session.position import Moved, begin
from kiosk.session.steps import DELIBERATE, Do, Flow, Stake
from kiosk.session.views import NoticeView
from tests.support.errands import SITUATION, Errand, ask, do, said, show, started, where
from tests.support.visit import Session

HEARING: Do[Errand, str] = replace(
    do("one"),
    view=show,
    hear=lambda case, news: case.plus(news) if isinstance(news, str) else case,
)
AT_STAKE: Do[Errand, str] = replace(
    HEARING, stake=lambda _case: Stake(60), abandon=lambda case, way: case.plus(way.value)
)


def told(session: Session, news: object, late: int = 0) -> Session:
    return session.hear(Progressed(session.ticket - late, news))


def test_the_same_scene_says_what_is_new() -> None:
    session = started(HEARING, ask("two"))
    number, ticket = session.scene.number, session.ticket
    told(told(session, "half"), "most")
    assert said(session) == "half+most"
    assert (session.scene.number, session.ticket) == (number, ticket)
    assert where(session) == "errand/one"


def test_what_was_told_is_known_when_the_reply_comes() -> None:
    session = told(started(HEARING, ask("two")), "half").done("all")
    assert said(session) == "half+all"
    assert where(session) == "errand/two"


def test_whoever_brought_the_news_about_is_there() -> None:
    session = started(HEARING, ask("two"))
    timer = session.terminal.timer
    told(session, "half")
    assert session.effects == (
        SetTimer(timer + 1, DELIBERATE.seconds - 20, DELIBERATE.seconds),
        Show(session.fresh),
    )


def test_news_answer_the_question_whether_anybody_is_there() -> None:
    session = told(started(HEARING, ask("two")).elapse(), "half")
    assert not session.scene.asking_presence
    assert session.scene.countdown == DELIBERATE.seconds


def test_no_timer_starts_while_money_may_move() -> None:
    session = told(started(AT_STAKE, ask("two")), "half")
    assert session.effects == (Show(session.fresh),)
    assert said(session.answer(Leave())) == "half+leave"


@pytest.mark.parametrize("news", [None, 4])
def test_news_that_mean_nothing_to_the_step_change_nothing(news: object) -> None:
    session = started(HEARING, ask("two"))
    before = session.terminal
    told(session, news)
    assert (session.terminal, session.effects) == (before, ())


def test_a_step_that_hears_nothing_stays_as_it_is() -> None:
    session = started(do("one"), ask("two"))
    before = session.terminal
    told(session, "half")
    assert (session.terminal, session.effects) == (before, ())


def test_news_of_another_request_change_nothing() -> None:
    session = started(HEARING, ask("two"))
    before = session.terminal
    told(session, "half", late=1)
    assert (session.terminal, session.effects) == (before, ())


def test_news_after_the_reply_change_nothing() -> None:
    session = started(HEARING, ask("two"))
    ticket = session.ticket
    before = session.done("all").terminal
    session.hear(Progressed(ticket, "half"))
    assert (session.terminal, session.effects) == (before, ())


def test_news_between_citizens_change_nothing() -> None:
    session = Session().open()
    before = session.terminal
    session.hear(Progressed(before.ticket, "half"))
    assert (session.terminal, session.effects) == (before, ())


def test_news_of_a_slip_that_prints_change_nothing() -> None:
    session = started(HEARING).failed(FaultCode.NO_ENROLMENT).answer(SlipWanted())
    before = session.terminal
    told(session, "half")
    assert (session.terminal, session.effects) == (before, ())
    session.view(NoticeView)


def test_a_screen_that_waits_for_an_answer_hears_nothing() -> None:
    move = begin(Flow("errand", "办事", (ask("one"),)), Errand(), SITUATION)
    assert isinstance(move, Moved)
    assert move.position.hear("half") is None


def test_the_way_back_is_what_it_was() -> None:
    session = told(started(ask("zero"), HEARING, ask("two")).answer(Confirmed()), "half")
    assert session.scene.ways.back is not None
