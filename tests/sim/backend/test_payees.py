"""Paying for somebody else: the surname shows who knows them, and the token is good for little."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.masking import mask_name
from kiosk.domain.order import OrderState
from sim.backend import declarations
from sim.backend.models import Order
from sim.backend.problems import Code, Problem
from sim.backend.surnames import COMMON, choices, surname_of
from sim.backend.wire_declarations import DeclareBase, SearchDeclarations, VoidBase
from sim.backend.wire_payable import MonthsOnBase, YearOnTier
from sim.people import PEOPLE, Case, find_person, people_of
from tests.sim.backend.desk import ELSEWHERE, HERE, Desk

CHILD = people_of(Case.MINOR_STUDENT)[0]
STRANGER = people_of(Case.NO_RECORD)[0]
MONTH = MonthsOnBase(kind="months", first_month="202611", last_month="202611", base_fen=500_000)


def _wrong(desk: Desk, key: str, terminal: str = HERE) -> Code:
    question = desk.question(key, terminal)
    right = surname_of(find_person(key).called)
    other = next(surname for surname in question.surnames if surname != right)
    with pytest.raises(Problem) as refusal:
        desk.answer(question, other, terminal)
    return refusal.value.code


def test_the_payee_is_masked_and_the_token_is_for_paying(desk: Desk) -> None:
    payee = desk.payee(CHILD.key)
    assert payee.name == mask_name(CHILD.name) == "蒋*例"
    assert payee.identity_number == CHILD.number


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.key)
def test_every_question_has_six_surnames_whoever_it_is_about(desk: Desk, person: object) -> None:
    key = getattr(person, "key", "")
    surnames = desk.question(key).surnames
    assert len(set(surnames)) == 6
    assert surnames == sorted(surnames)
    if key != STRANGER.key:
        assert surname_of(find_person(key).called) in surnames


def test_asking_again_shows_the_same_surnames(desk: Desk) -> None:
    for key in (CHILD.key, STRANGER.key):
        first, second = desk.question(key), desk.question(key)
        assert first.surnames == second.surnames
        assert first.question_token != second.question_token


def test_a_number_that_nobody_has_is_asked_about_and_never_confirmed(desk: Desk) -> None:
    for surname in desk.question(STRANGER.key).surnames[:4]:
        with pytest.raises(Problem) as refusal:
            desk.answer(desk.question(STRANGER.key), surname)
        assert refusal.value.code is Code.PAYEE_NOT_CONFIRMED


def test_a_question_can_be_answered_once(desk: Desk) -> None:
    question = desk.question(CHILD.key)
    wrong = next(surname for surname in question.surnames if surname != "蒋")
    for surname in (wrong, "蒋"):
        with pytest.raises(Problem) as refusal:
            desk.answer(question, surname)
        assert refusal.value.code is Code.PAYEE_NOT_CONFIRMED


def test_a_question_is_for_one_terminal_and_a_few_minutes(desk: Desk) -> None:
    question = desk.question(CHILD.key)
    with pytest.raises(Problem) as elsewhere:
        desk.answer(question, "蒋", ELSEWHERE)
    assert elsewhere.value.code is Code.PAYEE_NOT_CONFIRMED
    desk.clock.advance(300)
    with pytest.raises(Problem) as late:
        desk.answer(question, "蒋")
    assert late.value.code is Code.PAYEE_NOT_CONFIRMED


def test_after_five_wrong_answers_a_terminal_waits_ten_minutes(desk: Desk) -> None:
    waiting = desk.question(CHILD.key)
    for _ in range(5):
        assert _wrong(desk, CHILD.key) is Code.PAYEE_NOT_CONFIRMED
        desk.clock.advance(1)
    acts: tuple[Callable[[], object], ...] = (
        lambda: desk.question(CHILD.key),
        lambda: desk.answer(waiting, "蒋"),
    )
    for act in acts:
        with pytest.raises(Problem) as refusal:
            act()
        assert refusal.value.code is Code.PAYEE_ATTEMPTS_USED
    assert desk.payee(CHILD.key, ELSEWHERE).name
    desk.clock.advance(600)
    assert desk.payee(CHILD.key).name


def test_a_proxy_sees_what_can_be_paid_and_nothing_of_the_past(desk: Desk) -> None:
    token = desk.payee("li-si").person_token
    enrolment = desk.enrolment(token, InsuranceKind.FLEXIBLE_PENSION)
    assert enrolment.payable
    assert enrolment.paid == []
    assert enrolment.base is not None
    assert enrolment.base.previous_fen is None


def test_a_proxy_is_not_authorised_for_anything_else(desk: Desk) -> None:
    token = desk.payee("zhang-san").person_token
    number = desk.enrolment(token, InsuranceKind.FLEXIBLE_PENSION).personal_number
    here = (desk.collection, HERE)
    acts: tuple[Callable[[], object], ...] = (
        lambda: declarations.search(*here, SearchDeclarations(person_token=token)),
        lambda: declarations.declare(
            *here,
            DeclareBase(
                person_token=token, personal_number=number, base_fen=500_000, allows_batch=False
            ),
        ),
        lambda: declarations.void(*here, VoidBase(person_token=token, personal_number=number)),
    )
    for act in acts:
        with pytest.raises(Problem) as refusal:
            act()
        assert refusal.value.code is Code.NOT_AUTHORISED


def test_both_names_are_in_the_books_when_the_payer_logged_in(desk: Desk) -> None:
    payee, payer = desk.payee(CHILD.key), desk.look_up("zhang-san")
    selection = YearOnTier(kind="year", year=2027, tier="M1")
    quote = desk.ask(payee.person_token, InsuranceKind.RESIDENT_MEDICAL, selection)
    number = desk.place(desk.intent(quote, proxy_token=payer.person_token)).answer.order_number
    desk.admin.pay(number)
    desk.admin.settle()
    assert desk.state(number) is OrderState.POSTED
    order = desk.store.run(lambda session: session.get_one(Order, number))
    assert order.proxy_id is not None
    assert order.proxy_id != order.person_id
    assert desk.admin.order(number).person_name == CHILD.name


def test_a_payee_cannot_be_the_payer(desk: Desk) -> None:
    payee = desk.payee("zhang-san").person_token
    quote = desk.ask(payee, InsuranceKind.FLEXIBLE_PENSION, MONTH)
    with pytest.raises(Problem) as refusal:
        desk.place(desk.intent(quote, proxy_token=payee))
    assert refusal.value.code is Code.NOT_AUTHORISED
    with pytest.raises(Problem) as unknown:
        desk.place(desk.intent(quote, proxy_token="0" * 48))
    assert unknown.value.code is Code.VISIT_EXPIRED


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("张三", "张"),
        ("欧阳样例", "欧阳"),
        ("古丽样本·示例江", "古丽样本"),
        ("SPECIMEN, ANNA MARIA", "SPECIMEN"),
        ("朱𬱖样", "朱"),
        ("𬱖样", "𬱖"),
    ],
)
def test_the_surname_of_a_name(name: str, surname: str) -> None:
    assert surname_of(name) == surname


@given(
    number=st.from_regex(r"[0-9]{17}[0-9X]", fullmatch=True),
    right=st.sampled_from([None, "张", "䶮", "欧阳", "古丽样本", "SPECIMEN"]),
    foreign=st.booleans(),
)
def test_the_right_surname_is_always_among_six(
    number: str, right: str | None, foreign: bool
) -> None:
    shown = choices(b"key", number, right, foreign=foreign)
    assert len(set(shown)) == 6
    assert right is None or right in shown
    assert shown == choices(b"key", number, right, foreign=foreign)


@pytest.mark.parametrize("right", ["褚", "䶮", "欧阳", "古丽样本", "SPECIMEN"])
def test_a_surname_that_few_bear_is_not_the_only_one_of_its_sort(right: str) -> None:
    common = set("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
    for number in range(50):
        shown = choices(b"key", str(number), right, foreign=False)
        assert common.isdisjoint(shown)
        assert len({(len(one) > 1, one.isascii()) for one in shown}) == 1


@pytest.mark.parametrize("foreign", [False, True])
def test_numbers_nobody_has_get_surnames_of_every_sort(foreign: bool) -> None:
    sorts = set[tuple[bool, bool]]()
    for number in range(300):
        shown = choices(b"key", str(number), None, foreign=foreign)
        sorts |= {(len(one) > 1, one.isascii()) for one in shown}
        assert len({(len(one) > 1, one.isascii()) for one in shown}) == 1
    assert sorts == {(False, False), (True, foreign)}


def test_who_bets_on_the_surname_most_people_bear_wins_hardly_more_often_than_others() -> None:
    bearers = [name for rank, name in enumerate(COMMON) for _ in range(round(2_000 / (rank + 5)))]
    won = 0
    for number, right in enumerate(bearers):
        shown = choices(b"key", str(number), right, foreign=False)
        won += min(shown, key=COMMON.index) == right
    assert won / len(bearers) < 0.2
