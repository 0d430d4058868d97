from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.order import OrderState
from kiosk.flows.requests.contributions import AskQuote, FindEnrolments
from kiosk.flows.requests.login import FindCitizen, ReadCard
from kiosk.flows.requests.payment import CloseOrder
from kiosk.flows.requests.receipt import PrintSlip
from kiosk.session.answers import Again, BaseEntered, Confirmed, Finished, GoHome, Leave
from kiosk.session.effects import Effect, Moment, Note, Perform, Show
from kiosk.session.events import Done, Event, Failed
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.terminal import Terminal
from kiosk.session.views import NoticeView, Place, Tone, WaitingView
from tests.support import samples
from tests.support.visit import Session


def test_a_request_goes_out_after_its_waiting_screen_is_shown() -> None:
    session = Session().to_card().done(samples.CARDS[0])
    kinds = [type(effect) for effect in session.effects]
    assert kinds.index(Show) < kinds.index(Perform)
    assert session.asked(FindCitizen) == FindCitizen(samples.CARD)
    assert str(session.view(WaitingView).title) == "正在查询您的信息"


def test_every_request_has_a_ticket_of_its_own() -> None:
    session = Session().to_done()
    tickets = [effect.ticket for effect in session.history if isinstance(effect, Perform)]
    assert tickets == sorted(set(tickets))


@pytest.mark.parametrize("stale", [-1, 1])
def test_replies_to_other_tickets_change_nothing(stale: int) -> None:
    session = Session().to_card()
    before, ticket = session.terminal, session.ticket + stale
    events: tuple[Event, ...] = (
        Done(ticket, samples.CARDS[0]),
        Failed(ticket, Fault(FaultCode.INTERNAL)),
    )
    for event in events:
        session.hear(event)
        assert (session.terminal, session.effects) == (before, ())


def test_a_reply_that_comes_after_the_citizen_left_is_not_heard() -> None:
    session = Session().to_card()
    ticket = session.ticket
    session.answer(Leave())
    before = session.terminal
    session.hear(Done(ticket, samples.CARDS[0])).hear(Failed(ticket, Fault(FaultCode.INTERNAL)))
    assert (session.terminal, session.effects) == (before, ())


def test_the_same_reply_twice_is_heard_once() -> None:
    session = Session().to_card()
    ticket = session.ticket
    session.done(samples.CARDS[0])
    before = session.terminal
    assert session.hear(Done(ticket, samples.CARDS[0])).terminal == before


def test_a_fault_is_told_with_its_words_and_its_reference() -> None:
    session = Session().to_card().failed(FaultCode.CARD_UNREADABLE, "E-204")
    text = FAULT_TEXTS[FaultCode.CARD_UNREADABLE]
    view = session.view(NoticeView)
    assert (view.title, view.what, view.advice) == (text.title, text.what, text.advice)
    assert view.money == text.money
    assert view.reference == "E-204"
    assert view.tone is Tone.WARN
    assert [button.answer for button in view.actions] == [Again()]
    assert session.visit.ticket is None
    assert session.scene.place is Place.LOGIN
    assert session.notes == [
        Note(Moment.VISIT_FAULT, "visit/pay_own/login/card", "card_unreadable")
    ]


def test_trying_again_asks_the_same_once_more() -> None:
    session = Session().to_base().answer(BaseEntered(samples.BASE))
    asked, ticket = session.asked(AskQuote), session.ticket
    session.failed(FaultCode.SERVICE_SLOW).answer(Again())
    assert session.asked(AskQuote) == asked
    assert session.ticket == ticket + 1


def test_where_trying_again_cannot_help_it_is_not_offered_and_not_taken() -> None:
    session = Session().to_card().done(samples.CARDS[0]).failed(FaultCode.NO_NATURAL_PERSON)
    assert session.choices == ["返回首页", "打印说明单"]
    shown = session.scene
    session.answer(Again())
    assert session.effects == (Show(shown),)
    assert session.answer(GoHome()).step == "home"


def test_a_notice_takes_no_answer_meant_for_the_screen_behind_it() -> None:
    session = Session().to_card().failed(FaultCode.CARD_REMOVED)
    before = session.terminal
    assert session.answer(Confirmed()).terminal == before
    assert session.answer(Finished()).terminal == before


@pytest.mark.parametrize("reply", [None, "ok", samples.CITIZEN, samples.quote()])
def test_a_reply_of_the_wrong_kind_is_our_fault_and_told_as_such(reply: object) -> None:
    session = Session().to_card().done(reply)
    assert session.view(NoticeView).title == FAULT_TEXTS[FaultCode.INTERNAL].title
    assert session.notes == [Note(Moment.VISIT_FAULT, "visit/pay_own/login/card", "internal")]
    session.answer(Again()).asked(ReadCard)


def test_a_wrong_reply_while_money_may_move_never_says_that_none_did() -> None:
    session = Session().to_scan().done("paid, probably")
    assert session.asked(CloseOrder) == CloseOrder(samples.NUMBER)
    session.done("closed, probably")
    session.asked(PrintSlip)
    session.done("printed, probably")
    assert str(session.view(NoticeView).title) == "支付结果确认中"


def test_a_waiting_screen_takes_no_answer() -> None:
    session = Session().to_base().answer(BaseEntered(samples.BASE))
    before, shown = session.terminal, session.scene
    session.answer(Confirmed())
    assert (session.terminal, session.effects) == (before, (Show(shown),))


def test_one_citizens_requests_are_about_that_citizen() -> None:
    session = Session().to_card().done(samples.CARDS[0]).done(samples.CITIZEN)
    asked = session.asked(FindEnrolments)
    assert asked.citizen == samples.CITIZEN


def test_nothing_personal_is_left_in_the_terminal_or_its_notes() -> None:
    session = Session().to_review()
    secrets = (samples.PERSON.number, samples.PERSON.name, samples.TOKEN)
    session.answer(Leave())
    idle: Terminal = session.terminal
    for secret in secrets:
        assert secret not in repr(idle)
        assert secret not in repr([e for e in session.history if isinstance(e, Note)])


def test_faults_and_replies_of_a_visit_in_progress_are_not_personal_in_the_log() -> None:
    effects: list[Effect] = []
    for code in FaultCode:
        session = Session().to_scan().failed(code)
        effects.extend(session.all_of(Note))
        assert session.step == "close"
    assert effects == []


def test_late_health_news_do_not_touch_a_request_under_way() -> None:
    session = Session().to_scan()
    ticket = session.ticket
    session.health(replace(samples.WELL, ledger_sound=False))
    assert session.effects == ()
    assert session.ticket == ticket
    assert session.done(samples.order(OrderState.POSTED)).step == "print"
