"""The services as tiles, and who may begin which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.flows.offerings import OFFERINGS
from kiosk.flows.requests.contributions import Enrolments, FindEnrolments
from kiosk.session.answers import Another, GoBack, InsuranceChosen, Service, ServiceChosen
from kiosk.session.effects import Moment
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.views import NoticeView, Place
from tests.support import samples
from tests.support.visit import Session

FLEXIBLE = [
    "灵活就业人员基本养老保险",
    "灵活就业人员基本医疗保险",
    "特殊缴费",
    "社保（医保）费补缴",
    "缴费档次或基数选择",
]
RESIDENT = ["城乡居民基本养老保险", "城乡居民基本医疗保险", "社保费补缴"]
OF_GROUP = {CitizenGroup.FLEXIBLE: FLEXIBLE, CitizenGroup.RESIDENT: RESIDENT}
FIRST_STEPS = {
    "灵活就业人员基本养老保险": "flexible_pension/period",
    "灵活就业人员基本医疗保险": "flexible_medical/offer",
    "特殊缴费": "special_payment/bills",
    "社保（医保）费补缴": "flexible_arrears/bills",
    "缴费档次或基数选择": "base_selection/declarations",
    "城乡居民基本养老保险": "resident_pension/years",
    "城乡居民基本医疗保险": "resident_medical/years",
    "社保费补缴": "resident_arrears/bills",
}
ENROLMENTS = {
    CitizenGroup.FLEXIBLE: samples.ENROLMENTS[0],
    CitizenGroup.RESIDENT: samples.RESIDENTS[0],
}
by_group = pytest.mark.parametrize("group", CitizenGroup, ids=lambda group: group.name)
by_service = pytest.mark.parametrize(
    ("group", "service"), [(group, one) for group, all_ in OF_GROUP.items() for one in all_]
)


def at_menu(group: CitizenGroup) -> Session:
    return Session().to_service(ENROLMENTS[group], group)


def by_proxy(group: CitizenGroup) -> Session:
    return Session().to_number(group).named().done(ENROLMENTS[group])


@by_group
def test_each_group_is_offered_its_services_in_the_order_of_the_manual(
    group: CitizenGroup,
) -> None:
    session = at_menu(group)
    assert session.title == "您要缴哪一项？"
    assert session.choices == OF_GROUP[group]
    assert session.scene.place is Place.CHOOSE


@by_group
def test_whoever_pays_for_another_is_offered_all_but_the_choice_of_the_base(
    group: CitizenGroup,
) -> None:
    expected = [one for one in OF_GROUP[group] if one != "缴费档次或基数选择"]
    assert by_proxy(group).choices == expected


def test_the_base_of_another_cannot_be_chosen_even_by_asking_for_it() -> None:
    session = by_proxy(CitizenGroup.FLEXIBLE)
    before = session.terminal
    assert session.answer(ServiceChosen(Service.BASE_SELECTION)).terminal == before


def test_the_services_are_those_of_the_menu() -> None:
    assert [str(one.tile.title) for one in OFFERINGS] == [*FLEXIBLE, *RESIDENT]
    assert all(str(one.tile.subtitle) for one in OFFERINGS)


@by_service
def test_a_service_begins_with_its_first_step(group: CitizenGroup, service: str) -> None:
    session = at_menu(group).touch(service)
    assert session.trace == f"visit/pay_own/pay/{FIRST_STEPS[service]}"


@by_service
def test_another_service_is_chosen_by_going_back(group: CitizenGroup, service: str) -> None:
    session = at_menu(group).touch(service).answer(GoBack())
    assert session.step == "service"
    other = next(one for one in OF_GROUP[group] if one != service)
    assert session.touch(other).trace == f"visit/pay_own/pay/{FIRST_STEPS[other]}"


@by_group
def test_a_service_of_the_other_group_cannot_be_chosen(group: CitizenGroup) -> None:
    session = at_menu(group)
    before = session.terminal
    for one in OFFERINGS:
        if one.group is not group:
            assert session.answer(one.tile.answer).terminal == before


@pytest.mark.parametrize("kind", InsuranceKind, ids=lambda kind: kind.value)
@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (None, FaultCode.NO_ENROLMENT),
        ({"status": EnrolmentStatus.SUSPENDED}, FaultCode.ENROLMENT_SUSPENDED),
        ({"status": EnrolmentStatus.ENDED}, FaultCode.ENROLMENT_SUSPENDED),
        ("twice", FaultCode.SEVERAL_PERSONAL_NUMBERS),
    ],
    ids=["none", "suspended", "ended", "several"],
)
def test_without_one_active_enrolment_nothing_can_be_paid_on_it(
    kind: InsuranceKind, changed: dict[str, EnrolmentStatus] | str | None, code: FaultCode
) -> None:
    found = [one for one in ENROLMENTS[kind.group].items if one.insurance is kind]
    if changed is None:
        found = []
    elif isinstance(changed, dict):
        found = [replace(one, status=changed["status"]) for one in found]
    else:
        found = [*found, *found]
    session = Session().to_service(Enrolments(tuple(found)), kind.group)
    session.answer(InsuranceChosen(kind))
    assert session.view(NoticeView).title == FAULT_TEXTS[code].title
    assert str(session.view(NoticeView).money) == "没有扣款。"
    assert session.notes[0].what is Moment.VISIT_HALTED
    assert session.answer(GoBack()).step == "service"


def test_a_service_without_an_insurance_of_its_own_needs_no_enrolment() -> None:
    assert Session().to_service(Enrolments(())).touch("特殊缴费").step == "bills"


@by_group
def test_what_can_be_paid_is_asked_of_the_service_for_whom_it_is_paid(group: CitizenGroup) -> None:
    own = Session().to_service(ENROLMENTS[group], group)
    assert FindEnrolments(samples.CITIZEN, group) in requests(own)
    other = Session().to_number(group).named()
    assert other.asked(FindEnrolments) == FindEnrolments(samples.PAYEE, group)


def requests(session: Session) -> list[object]:
    return [getattr(effect, "request", None) for effect in session.history]


def test_after_a_payment_the_menu_is_asked_for_anew_and_the_login_is_not() -> None:
    session = Session().to_done().answer(Another())
    assert session.asked(FindEnrolments).citizen == samples.CITIZEN
    session.done(samples.ENROLMENTS[0])
    assert session.choices == FLEXIBLE
    assert session.touch("特殊缴费").step == "bills"


@pytest.mark.parametrize("code", [FaultCode.NETWORK_LOST, FaultCode.SERVICE_SLOW])
def test_the_menu_may_be_asked_for_once_more(code: FaultCode) -> None:
    session = Session().to_card().logged_in().failed(code).touch("再试一次")
    session.asked(FindEnrolments)
    assert session.done(samples.ENROLMENTS[0]).step == "service"
