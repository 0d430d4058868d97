"""Logging in with a chip card: when it is offered, and what is said of a card that does not do."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.domain.staff import OnDuty, Role
from kiosk.domain.terminal import ABSENT, ONLINE, DeviceKind
from kiosk.flows.maintenance.card_login import CARD_LOGIN, CardLoginCase, offers_cards
from kiosk.flows.maintenance.login import STAFF_LOGIN, LoginWay, StaffLoginCase
from kiosk.flows.requests.maintenance.staff_card import (
    AdmitCard,
    CardAdmittance,
    CardTrouble,
    PresentStaffCard,
    StaffCardShown,
)
from kiosk.session.answers import Again, ServiceChosen, TextEntered
from kiosk.session.health import Health, Situation
from kiosk.session.outcomes import Finish, Goto, Refusal
from kiosk.session.position import Frame, Moved, begin
from kiosk.session.steps import Ask, Do
from kiosk.session.views import CardView, NoticeView, Presented, TilesView, TypingView, WaitingView
from tests.support import samples

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
SOCIAL = Health().with_device(DeviceKind.SOCIAL_CARD_READER, ONLINE)
BANK = Health().with_device(DeviceKind.BANK_CARD_READER, ONLINE)
ISSUED = replace(samples.FACTS, staff_cards=True)


def asked(name: str) -> Ask[CardLoginCase, TextEntered]:
    step = CARD_LOGIN.steps[CARD_LOGIN.index(name)]
    assert isinstance(step, Ask)
    return step


def done(name: str) -> Do[CardLoginCase, object]:
    step = CARD_LOGIN.steps[CARD_LOGIN.index(name)]
    assert isinstance(step, Do)
    return step


def test_cards_are_offered_where_they_are_issued_and_a_slot_works() -> None:
    assert offers_cards(Situation(SOCIAL, ISSUED))
    assert offers_cards(Situation(BANK, ISSUED))
    assert not offers_cards(Situation(Health(), ISSUED))
    assert not offers_cards(Situation(SOCIAL, samples.FACTS))


def first_view(situation: Situation) -> object:
    move = begin(STAFF_LOGIN, StaffLoginCase(), situation)
    assert isinstance(move, Moved)
    frame = move.position
    assert isinstance(frame, Frame)
    step = frame.step
    assert isinstance(step, Ask)
    return step.view(frame.case, situation)


def test_without_cards_the_number_is_asked_for_at_once() -> None:
    assert isinstance(first_view(Situation(SOCIAL, samples.FACTS)), TypingView)
    tiles = first_view(Situation(SOCIAL, ISSUED))
    assert isinstance(tiles, TilesView)
    assert [tile.answer for tile in tiles.tiles] == [
        ServiceChosen(LoginWay.CARD),
        ServiceChosen(LoginWay.NUMBER),
    ]


@pytest.mark.parametrize(
    ("health", "slot", "picture"),
    [
        (SOCIAL, DeviceKind.SOCIAL_CARD_READER, Presented.SOCIAL_CARD),
        (BANK, DeviceKind.BANK_CARD_READER, Presented.BANK_CARD),
        (
            BANK.with_device(DeviceKind.SOCIAL_CARD_READER, ABSENT),
            DeviceKind.BANK_CARD_READER,
            Presented.BANK_CARD,
        ),
        # Lost just now: whoever is asked for a card there says so.
        (Health(), DeviceKind.SOCIAL_CARD_READER, Presented.SOCIAL_CARD),
    ],
)
def test_the_card_goes_into_the_slot_that_works(
    health: Health, slot: DeviceKind, picture: Presented
) -> None:
    situation = Situation(health, ISSUED)
    step = done("present")
    assert step.request(CardLoginCase(), situation) == PresentStaffCard(slot)
    view = step.view(CardLoginCase(), situation)
    assert isinstance(view, CardView)
    assert view.presented is picture
    assert slot.label in str(view.title)


def test_the_card_of_whoever_is_there_already_is_not_that_of_a_second_one() -> None:
    case = CardLoginCase(second=True, others=("K0101",))
    again = done("present").take(case, StaffCardShown("K0101", 3))
    assert isinstance(again, Goto)
    assert again.step == "refused"
    assert "另一位密钥员" in words(again.case)
    other = done("present").take(case, StaffCardShown("K0102", 3))
    assert isinstance(other, CardLoginCase)
    assert done("admit").request(
        replace(other, pin="271828"), Situation(SOCIAL, ISSUED)
    ) == AdmitCard("271828", second=True)


def words(case: CardLoginCase) -> str:
    view = asked("refused").view(case, Situation(SOCIAL, ISSUED))
    assert isinstance(view, NoticeView)
    return f"{view.what} {view.advice}"


@pytest.mark.parametrize("trouble", list(CardTrouble))
def test_every_trouble_says_what_it_is_and_what_to_do(trouble: CardTrouble) -> None:
    shown = words(CardLoginCase(shown=StaffCardShown(trouble=trouble)))
    refused = CardAdmittance(trouble=trouble)
    admitted = words(CardLoginCase(shown=StaffCardShown("K0101"), admittance=refused))
    assert shown == admitted
    assert shown.count("。") >= 2


def test_while_it_is_checked_nobody_is_to_pull_it_out() -> None:
    view = done("admit").view(CardLoginCase(), Situation(SOCIAL, ISSUED))
    assert isinstance(view, WaitingView)
    assert "不要拔卡" in str(view.hint)


def test_troubles_are_told_apart() -> None:
    told = {words(CardLoginCase(shown=StaffCardShown(trouble=one))) for one in CardTrouble}
    assert len(told) == len(CardTrouble)


def refused(
    trouble: CardTrouble | None = None, tries_left: int | None = None, until: datetime | None = None
) -> str:
    admittance = CardAdmittance(None, trouble, tries_left, until)
    return words(CardLoginCase(shown=StaffCardShown("K0101", 3), admittance=admittance))


def test_tries_and_waits_are_said() -> None:
    assert "还可以试 2 次" in refused(trouble=CardTrouble.WRONG_PIN, tries_left=2)
    assert "还可以试" not in refused(trouble=CardTrouble.WRONG_PIN)
    assert "09:30:00" in refused(until=NOW)
    assert "09:30:00" in refused(trouble=CardTrouble.WRONG_PIN, tries_left=1, until=NOW)
    # A blocked card does not come right by waiting.
    blocked = refused(trouble=CardTrouble.BLOCKED, tries_left=0, until=NOW)
    assert "锁住" in blocked
    assert "09:30" not in blocked


@pytest.mark.parametrize("typed", ["", "12345", "123456789", "12345a", "１２３４５６"])
def test_what_can_be_no_pin_of_a_card_is_refused_at_the_keyboard(typed: str) -> None:
    case = CardLoginCase(shown=StaffCardShown("K0101", 3))
    assert isinstance(asked("pin").take(case, TextEntered(typed)), Refusal)


def test_the_pin_is_secret_and_forgotten_once_it_was_checked() -> None:
    case = CardLoginCase(shown=StaffCardShown("K0101", None))
    view = asked("pin").view(case, Situation(SOCIAL, ISSUED))
    assert isinstance(view, TypingView)
    assert view.secret
    assert "锁住" in str(view.note)
    typed = asked("pin").take(case, TextEntered("271828"))
    assert isinstance(typed, CardLoginCase)
    assert "271828" not in repr(typed)
    member = OnDuty("K0101", Role.KEY_OFFICER)
    ended = done("admit").take(typed, CardAdmittance(member=member))
    assert isinstance(ended, Finish)
    assert (ended.case.pin, ended.case.member) == ("", member)
    failed = done("admit").take(typed, CardAdmittance(trouble=CardTrouble.WRONG_PIN))
    assert isinstance(failed, CardLoginCase)
    assert (failed.pin, failed.member) == ("", None)
    step = CARD_LOGIN.steps[CARD_LOGIN.index("refused")]
    assert isinstance(step, Ask)
    assert step.take(failed, Again()) == failed
