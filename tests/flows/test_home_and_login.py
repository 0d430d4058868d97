from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.terminal import ONLINE, DeviceKind
from kiosk.flows.requests.contributions import FindEnrolments
from kiosk.flows.requests.login import CardRead, FindCitizen, ReadCard
from kiosk.session.answers import (
    Again,
    GoBack,
    GroupChosen,
    InsuranceChosen,
    Module,
    ModuleChosen,
)
from kiosk.session.effects import Moment, Note
from kiosk.session.faults import FaultCode
from kiosk.session.views import CardView, NoticeView, Place, Presented, TilesView
from tests.support import samples
from tests.support.visit import Session

CARD_FAULTS = (
    FaultCode.CARD_REMOVED,
    FaultCode.CARD_UNREADABLE,
    FaultCode.CARD_NOT_GENUINE,
    FaultCode.CARD_WRONG_KIND,
    FaultCode.CARD_PROTECTED,
    FaultCode.READER_LOST,
)


def unavailable(session: Session) -> dict[str, str | None]:
    """Each tile with why it cannot be chosen."""
    return {
        str(tile.title): None if tile.unavailable is None else str(tile.unavailable)
        for tile in session.view(TilesView).tiles
    }


def test_home_offers_both_groups_in_the_words_of_the_manual() -> None:
    session = Session().to_home()
    assert unavailable(session) == {"灵活就业": None, "城乡居民": None}
    assert str(session.view(TilesView).tiles[0].subtitle).startswith("灵活就业社保费缴纳")


@pytest.mark.parametrize("group", CitizenGroup, ids=lambda group: group.name)
def test_the_menu_has_the_four_modules_of_the_manual_and_all_are_open(group: CitizenGroup) -> None:
    session = Session().to_home().answer(GroupChosen(group))
    assert str(session.view(TilesView).hint) == f"您选择的是：{group.label}"
    assert session.choices == ["社保费缴费", "社保费代缴", "社保费凭证打印", "社保费缴费查询"]
    assert set(unavailable(session).values()) == {None}


@pytest.mark.parametrize(
    ("module", "step"),
    [
        (Module.PAY, "visit/pay_own/login/card"),
        (Module.PAY_FOR_OTHER, "visit/pay_other/who_pays"),
        (Module.CERTIFICATES, "visit/certificates/login/card"),
        (Module.QUERY, "visit/query/login/card"),
    ],
)
def test_a_module_is_chosen_before_anybody_logs_in(module: Module, step: str) -> None:
    assert Session().into(module).trace == step


@pytest.mark.parametrize("module", Module, ids=lambda module: module.name)
def test_another_module_is_chosen_by_going_back(module: Module) -> None:
    session = Session().into(module).answer(GoBack())
    assert session.step == "module"
    assert session.answer(ModuleChosen(Module.QUERY)).trace == "visit/query/login/card"


def test_login_waits_for_the_card_without_a_button() -> None:
    session = Session().to_card()
    session.asked(ReadCard)
    view = session.view(CardView)
    assert (str(view.title), view.presented) == ("请放上身份证", Presented.ID_CARD)
    assert session.scene.place is Place.LOGIN


def test_where_there_is_a_reader_for_them_a_social_security_card_may_be_used_as_well() -> None:
    health = samples.WELL.with_device(DeviceKind.SOCIAL_CARD_READER, ONLINE)
    session = Session().to_card().health(health)
    view = session.view(CardView)
    assert (str(view.title), view.presented) == ("请放身份证，或插社保卡", Presented.EITHER_CARD)


def test_whoever_logs_in_with_a_social_security_card_is_looked_up_the_same_way() -> None:
    session = Session().to_card().done(samples.CARDS[2])
    assert session.asked(FindCitizen).card == samples.SOCIAL_CARD
    assert session.done(samples.CITIZEN).step == "enrolments"


def test_a_card_that_was_read_is_looked_up_and_then_what_the_person_may_pay() -> None:
    session = Session().to_card().done(samples.CARDS[0])
    assert session.asked(FindCitizen).card == samples.CARD
    session.done(samples.CITIZEN)
    assert session.asked(FindEnrolments) == FindEnrolments(samples.CITIZEN, CitizenGroup.FLEXIBLE)
    assert session.scene.place is Place.CHOOSE


@pytest.mark.parametrize(
    ("valid_to", "accepted"),
    [
        (None, True),
        (samples.TODAY, True),
        (date(2026, 3, 17), True),
        (date(2026, 3, 15), False),
    ],
)
def test_a_card_is_good_through_its_last_day(valid_to: date | None, accepted: bool) -> None:
    card = replace(samples.CARD, valid_to=valid_to)
    session = Session().to_card().done(CardRead(card, samples.TODAY))
    assert (session.step == "citizen") is accepted


def test_an_expired_card_is_told_from_a_broken_one_and_another_may_be_tried() -> None:
    session = Session().to_card().done(samples.CARDS[1])
    view = session.view(NoticeView)
    assert str(view.title) == "身份证已过有效期"
    assert str(view.money) == "没有扣款。"
    assert "临时身份证" in str(view.advice)
    assert session.notes == [Note(Moment.VISIT_HALTED, "visit/pay_own/login/card")]
    assert session.choices == ["换一张卡", "打印说明单"]
    session.answer(Again()).asked(ReadCard)
    assert session.done(samples.CARDS[0]).step == "citizen"


def test_an_expired_social_security_card_is_called_by_its_name() -> None:
    session = Session().to_card().done(samples.CARDS[3])
    assert session.title == "社保卡已过有效期"
    assert "身份证" in str(session.view(NoticeView).advice)
    assert session.touch("换一张卡").done(samples.CARDS[0]).step == "citizen"


@pytest.mark.parametrize("code", CARD_FAULTS, ids=lambda code: code.value)
def test_whatever_is_wrong_with_the_card_it_may_be_laid_again(code: FaultCode) -> None:
    session = Session().to_card().failed(code)
    session.view(NoticeView)
    session.answer(Again()).asked(ReadCard)
    assert session.done(samples.CARDS[0]).step == "citizen"


def test_a_person_the_service_does_not_know_is_sent_to_the_window() -> None:
    session = Session().to_card().done(samples.CARDS[0]).failed(FaultCode.NO_NATURAL_PERSON)
    view = session.view(NoticeView)
    assert str(view.title) == "没有查到您的登记信息"
    assert "人工窗口登记" in str(view.advice)


def test_the_network_may_come_back_while_enrolments_are_asked_for() -> None:
    session = Session().to_card().done(samples.CARDS[0]).done(samples.CITIZEN)
    session.failed(FaultCode.NETWORK_LOST).answer(Again()).asked(FindEnrolments)
    assert session.done(samples.ENROLMENTS[0]).step == "service"


def test_an_insurance_that_has_no_tile_cannot_be_chosen() -> None:
    session = Session().to_service()
    before = session.terminal
    assert session.answer(InsuranceChosen(InsuranceKind.RESIDENT_PENSION)).terminal == before


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (samples.ENROLMENTS[1], "没有查到参保登记"),
        (samples.ENROLMENTS[2], "没有查到参保登记"),
        (samples.ENROLMENTS[3], "参保已暂停或终止"),
        (samples.ENROLMENTS[4], "名下有多个个人编号"),
        (samples.ENROLMENTS[5], "这段时间已经缴过了"),
        (samples.ENROLMENTS[6], "现在没有能缴的月份"),
        (samples.ENROLMENTS[7], "现在不在缴费期内"),
    ],
    ids=["none", "only medical", "suspended", "several", "paid up", "closed", "no base"],
)
def test_who_cannot_pay_is_told_why_and_that_nothing_was_charged(found: object, title: str) -> None:
    session = Session().to_service(found)
    session.answer(InsuranceChosen(InsuranceKind.FLEXIBLE_PENSION))
    view = session.view(NoticeView)
    assert str(view.title) == title
    # Who is paid up may have been charged a minute ago, and that is not denied.
    once = "这一次" if title in {"这段时间已经缴过了", "现在没有能缴的月份"} else ""
    assert str(view.money) == f"{once}没有扣款。"
    assert session.notes[0].what is Moment.VISIT_HALTED


def test_one_suspended_enrolment_beside_an_active_one_does_no_harm() -> None:
    suspended = samples.ENROLMENTS[3].items
    found = replace(samples.ENROLMENTS[0], items=(*suspended, samples.PENSION))
    assert Session().to_period(found).step == "period"
