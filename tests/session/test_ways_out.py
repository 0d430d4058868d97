from __future__ import annotations

import pytest

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.tender import Tender
from kiosk.session.answers import (
    Another,
    BaseEntered,
    Confirmed,
    GoBack,
    GoHome,
    InsuranceChosen,
    Leave,
    PeriodChosen,
    TenderChosen,
)
from kiosk.session.effects import Abort, Effect, Moment, Note, Perform, Show, Wipe
from kiosk.session.events import Answered
from kiosk.session.terminal import Attract
from kiosk.session.views import (
    AttractView,
    BaseView,
    NoticeView,
    PeriodView,
    ReviewView,
    TilesView,
)
from tests.support import samples
from tests.support.visit import Session


def kinds(effects: tuple[Effect, ...]) -> list[type[Effect]]:
    return [type(effect) for effect in effects]


def test_the_home_screen_has_nothing_to_go_back_to() -> None:
    ways = Session().to_home().scene.ways
    assert ways.back is None
    assert (str(ways.home), str(ways.leave)) == ("返回首页", "退出")


def test_going_back_where_there_is_no_way_shows_the_same_screen() -> None:
    session = Session().to_home()
    shown = session.scene
    session.answer(GoBack())
    assert session.effects == (Show(shown),)


def test_back_leads_through_every_question_in_turn() -> None:
    session = Session().to_tender()
    passed = []
    while session.scene.ways.back is not None:
        assert str(session.scene.ways.back) == "上一步"
        session.answer(GoBack())
        passed.append(session.step)
    assert passed == ["review", "base", "period", "service", "module", "home"]


def test_going_back_finds_what_was_answered() -> None:
    session = Session().to_review().answer(GoBack())
    assert session.view(BaseView).entered == samples.BASE
    session.answer(GoBack())
    assert session.view(PeriodView).chosen == samples.PERIOD


def test_answers_before_a_correction_are_kept_through_it() -> None:
    session = Session().to_review().answer(GoBack()).answer(GoBack())
    one_month = ContributionPeriod(Month(samples.YEAR, 5), Month(samples.YEAR, 5))
    session.answer(PeriodChosen(one_month))
    view = session.view(BaseView)
    assert (view.entered, view.months) == (samples.BASE, 1)
    session.answer(BaseEntered(Money.yuan(6000)))
    session.done(samples.quote(one_month, Money.yuan(6000)))
    assert session.view(ReviewView).amount == Money.yuan(1200)


def test_going_back_from_a_request_drops_it_and_shows_the_question_before() -> None:
    session = Session().to_base().answer(BaseEntered(samples.BASE))
    ticket = session.ticket
    session.answer(GoBack())
    assert session.step == "base"
    assert session.effects[0] == Abort(ticket)
    assert session.visit.ticket is None


def test_a_notice_before_a_question_is_laid_aside_by_going_back() -> None:
    session = Session().to_service(samples.ENROLMENTS[1])
    session.answer(InsuranceChosen(InsuranceKind.FLEXIBLE_PENSION))
    session.view(NoticeView)
    session.answer(GoBack())
    assert str(session.view(TilesView).title) == "您要缴哪一项？"
    session.answer(GoBack())
    assert session.step == "module"


def test_a_notice_before_a_request_leads_back_to_the_question_before_it() -> None:
    session = Session().to_card().done(samples.CARDS[1])
    session.view(NoticeView)
    assert session.answer(GoBack()).step == "module"


def test_leaving_wipes_before_anything_else_is_shown() -> None:
    session = Session().to_period().answer(Leave())
    assert kinds(session.effects)[:2] == [Note, Wipe]
    assert kinds(session.effects)[-1] is Show
    assert session.terminal.phase == Attract()
    assert session.view(AttractView) == AttractView()
    assert session.notes == [
        Note(Moment.VISIT_ENDED, "visit/pay_own/pay/flexible_pension/period", "leave")
    ]


def test_going_home_wipes_and_begins_anew_with_nothing_remembered() -> None:
    session = Session().to_base().answer(GoHome())
    shown = kinds(session.effects)
    assert shown.index(Wipe) < shown.index(Show)
    assert shown.count(Show) == 1
    assert session.trace == "visit/home"
    assert session.scene.ways.back is None
    assert [note.what for note in session.notes] == [Moment.VISIT_ENDED, Moment.VISIT_STARTED]


def test_leaving_drops_the_request_under_way() -> None:
    session = Session().to_card()
    ticket = session.ticket
    assert session.answer(Leave()).effects[0] == Abort(ticket)


def test_an_answer_to_an_earlier_scene_changes_nothing() -> None:
    session = Session().to_period()
    before = session.terminal
    session.hear(Answered(before.scene - 1, Leave()))
    assert (session.terminal, session.effects) == (before, ())


def test_an_answer_that_nobody_asked_for_leaves_the_screen_as_it_is() -> None:
    session = Session().to_period()
    before, shown = session.terminal, session.scene
    session.answer(Confirmed())
    assert (session.terminal, session.effects) == (before, (Show(shown),))


def test_every_screen_has_a_number_of_its_own() -> None:
    session = Session().to_done()
    numbers = [effect.scene.number for effect in session.history if isinstance(effect, Show)]
    assert numbers == sorted(set(numbers))


def test_a_refused_answer_keeps_the_screen_and_says_why_until_the_next_one() -> None:
    session = Session().to_base()
    number = session.terminal.scene
    session.answer(BaseEntered(Money.yuan(1)))
    assert session.step == "base"
    assert str(session.scene.complaint) == "缴费基数不能低于 4,504 元。"
    assert session.scene.number == number + 1
    assert session.timer is not None
    session.answer(BaseEntered(samples.BASE))
    assert session.scene.complaint is None


def test_no_way_leads_back_into_a_finished_payment() -> None:
    session = Session().to_done().answer(Another())
    assert session.step == "enrolments"
    assert session.scene.ways.back is None
    session.done(samples.ENROLMENTS[0])
    assert session.step == "service"
    assert session.scene.ways.back is None
    session.answer(InsuranceChosen(InsuranceKind.FLEXIBLE_PENSION))
    assert session.answer(GoBack()).step == "service"


def test_the_second_payment_of_a_visit_starts_empty() -> None:
    session = Session().to_done().answer(Another()).done(samples.ENROLMENTS[0])
    session.answer(InsuranceChosen(InsuranceKind.FLEXIBLE_PENSION))
    assert session.view(PeriodView).chosen is None


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_changing_the_way_of_paying_does_not_pile_up_ways_back(rounds: int) -> None:
    session = Session().to_scan()
    for _ in range(rounds):
        session.answer(GoBack()).done(samples.order(OrderState.CLOSED))
        assert session.step == "tender"
        assert session.answer(GoBack()).step == "review"
        session.answer(Confirmed())
        session.answer(TenderChosen(Tender.ALIPAY)).done(samples.order())
    assert session.step == "scan"


def test_nothing_is_asked_for_on_a_screen_that_only_asks_the_citizen() -> None:
    assert Session().to_period().all_of(Perform) == []
