"""打印说明单: what a notice says, on paper, while the notice stays."""

from __future__ import annotations

import pytest

from kiosk.session.answers import (
    Again,
    Answer,
    Confirmed,
    Finished,
    GoBack,
    GoHome,
    Leave,
    SlipWanted,
    StillHere,
)
from kiosk.session.effects import Abort, Perform, SetTimer, Show, Wipe
from kiosk.session.events import Done, Failed
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.requests import PrintReferral, SlipPrinted
from kiosk.session.scenes import WARNING_SECONDS
from kiosk.session.steps import DELIBERATE
from kiosk.session.terminal import Attract
from kiosk.session.views import NoticeView
from tests.support import samples
from tests.support.promises import words
from tests.support.visit import Session

TEXT = FAULT_TEXTS[FaultCode.NO_NATURAL_PERSON]
OUT = "请取走说明单，交给窗口的工作人员。"
NOT_OUT = "说明单没有打出来，请用手机拍下这一页。"


def refused() -> Session:
    """Told that the window must help."""
    session = Session().to_card().done(samples.CARDS[0])
    return session.failed(FaultCode.NO_NATURAL_PERSON, "E-7")


def printing() -> Session:
    return refused().answer(SlipWanted())


def advice(session: Session) -> str:
    return str(session.view(NoticeView).advice)


def test_a_message_for_the_window_offers_itself_on_paper() -> None:
    assert refused().choices == ["返回首页", "打印说明单"]


def test_the_slip_says_what_the_screen_says_and_names_nobody() -> None:
    slip = printing().asked(PrintReferral)
    assert slip.heading == str(TEXT.title)
    assert slip.lines == (str(TEXT.what), str(TEXT.money), str(TEXT.advice))
    assert slip.reference == "E-7"
    said = "\n".join(words(slip))
    assert not any(secret in said for secret in samples.SECRETS)
    assert samples.CITIZEN.shown_name not in said


def test_the_message_stays_while_its_slip_prints() -> None:
    session = refused()
    before = session.view(NoticeView)
    session.touch("打印说明单")
    assert session.view(NoticeView) == before
    assert session.scene.ways.leave is not None


def test_a_slip_that_is_out_is_to_be_taken_to_the_window() -> None:
    session = printing().done(SlipPrinted())
    assert advice(session) == f"{TEXT.advice}{OUT}"
    assert session.choices == ["返回首页"]
    assert session.view(NoticeView).title == TEXT.title
    assert session.visit.ticket is None


@pytest.mark.parametrize("code", FaultCode, ids=lambda code: code.value)
def test_a_slip_that_does_not_come_out_is_replaced_by_a_picture_of_the_screen(
    code: FaultCode,
) -> None:
    session = printing().failed(code, "E-8")
    assert advice(session) == f"{TEXT.advice}{NOT_OUT}"
    assert session.choices == ["返回首页"]
    assert session.view(NoticeView).reference == "E-7"
    assert session.view(NoticeView).title == TEXT.title


@pytest.mark.parametrize("reply", [None, "printed", samples.CITIZEN])
def test_a_reply_that_makes_no_sense_is_no_slip(reply: object) -> None:
    assert advice(printing().done(reply)).endswith(NOT_OUT)


def test_a_second_touch_prints_no_second_slip() -> None:
    session = printing()
    before, shown = session.terminal, session.scene
    session.answer(SlipWanted())
    assert (session.terminal, session.effects) == (before, (Show(shown),))
    session.done(SlipPrinted())
    before = session.terminal
    assert session.answer(SlipWanted()).terminal == before


@pytest.mark.parametrize("answer", [Again(), Confirmed(), Finished()])
def test_nothing_else_is_taken_while_it_prints(answer: Answer) -> None:
    session = Session().to_card().done(samples.CARDS[1]).touch("打印说明单")
    before = session.terminal
    assert session.answer(answer).terminal == before


def test_after_the_slip_the_message_still_offers_what_it_offered() -> None:
    session = Session().to_card().done(samples.CARDS[1]).touch("打印说明单").done(SlipPrinted())
    assert session.choices == ["换一张卡"]
    assert session.touch("换一张卡").done(samples.CARDS[0]).step == "citizen"


def test_a_message_that_offers_no_slip_prints_none() -> None:
    session = Session().to_card().failed(FaultCode.CARD_REMOVED)
    before = session.terminal
    session.answer(SlipWanted())
    assert session.terminal == before
    assert session.all_of(Perform) == []


def test_a_screen_that_is_no_message_prints_none() -> None:
    session = Session().to_period()
    before = session.terminal
    assert session.answer(SlipWanted()).terminal == before


@pytest.mark.parametrize(
    ("way", "step"), [(GoBack(), "module"), (GoHome(), "home"), (Leave(), None)]
)
def test_whoever_goes_while_it_prints_lets_it_go(way: Answer, step: str | None) -> None:
    session = printing()
    ticket = session.ticket
    session.answer(way)
    assert session.effects[0] == Abort(ticket)
    if step is None:
        assert session.terminal.phase == Attract()
        assert Wipe() in session.effects
    else:
        assert session.step == step
        assert not session.visit.printing_slip


def test_a_slip_that_comes_after_the_citizen_has_gone_is_not_heard_of() -> None:
    session = printing()
    ticket = session.ticket
    session.answer(Leave())
    before = session.terminal
    for event in (Done(ticket, SlipPrinted()), Failed(ticket, Fault(FaultCode.PAPER_OUT))):
        session.hear(event)
        assert (session.terminal, session.effects) == (before, ())


def test_the_same_reply_twice_is_heard_once() -> None:
    session = printing()
    ticket = session.ticket
    session.done(SlipPrinted())
    before = session.terminal
    for event in (Done(ticket, SlipPrinted()), Failed(ticket, Fault(FaultCode.PAPER_OUT))):
        session.hear(event)
        assert (session.terminal, session.effects) == (before, ())


def test_the_reply_to_what_failed_before_is_not_taken_for_the_slip() -> None:
    session = Session().to_card().done(samples.CARDS[0])
    ticket = session.ticket
    session.failed(FaultCode.NO_NATURAL_PERSON).answer(SlipWanted())
    before = session.terminal
    session.hear(Done(ticket, samples.CITIZEN))
    assert (session.terminal, session.effects) == (before, ())


def test_the_time_for_the_message_starts_anew_with_the_slip_and_after_it() -> None:
    session = printing()
    whole = (DELIBERATE.seconds - WARNING_SECONDS, DELIBERATE.seconds)
    assert session.timer == SetTimer(session.terminal.timer, *whole)
    session.done(SlipPrinted())
    assert session.timer == SetTimer(session.terminal.timer, *whole)


def test_nobody_there_ends_the_visit_and_the_printing() -> None:
    session = printing()
    ticket = session.ticket
    session.elapse()
    assert session.scene.asking_presence
    session.elapse()
    assert session.effects[1] == Abort(ticket)
    assert session.terminal.phase == Attract()


def test_a_slip_that_ends_while_presence_is_asked_leaves_the_question() -> None:
    session = printing().elapse().done(SlipPrinted())
    assert session.scene.asking_presence
    session.answer(StillHere())
    assert advice(session).endswith(OUT)
    assert not session.scene.asking_presence


def test_wanting_a_slip_shows_that_somebody_is_here() -> None:
    assert not refused().elapse().answer(SlipWanted()).scene.asking_presence


def test_a_flow_that_cannot_go_on_offers_the_slip_as_a_refusal_of_the_service_does() -> None:
    session = Session().to_service(samples.ENROLMENTS[3]).touch("灵活就业人员基本养老保险")
    assert session.title == str(FAULT_TEXTS[FaultCode.ENROLMENT_SUSPENDED].title)
    session.touch("打印说明单").asked(PrintReferral)
    session.done(SlipPrinted())
    assert session.answer(GoBack()).step == "service"
    assert "您要缴哪一项？" in session.title


def test_a_slip_about_an_order_that_was_not_opened_does_not_bring_money_into_play() -> None:
    session = Session().to_open().failed(FaultCode.NO_ENROLMENT).touch("打印说明单")
    assert session.timer is not None
    session.done(SlipPrinted())
    assert session.answer(GoBack()).step == "tender"


def test_a_health_that_changes_while_it_prints_changes_nothing() -> None:
    session = printing().health(samples.PAPERLESS)
    assert session.effects == ()
    assert session.visit.printing_slip


@pytest.mark.parametrize(
    ("code", "window"),
    [(FaultCode.SEVERAL_PERSONAL_NUMBERS, "社保经办窗口"), (FaultCode.NAME_MISMATCH, "")],
)
def test_the_slip_names_the_window_that_can_help(code: FaultCode, window: str) -> None:
    session = Session().to_card().done(samples.CARDS[0]).failed(code).answer(SlipWanted())
    assert session.asked(PrintReferral).window == window
