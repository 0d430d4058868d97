"""Bases declared apart from a payment: set, changed, voided, and kept once they are paid on."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderState
from sim.backend import declarations
from sim.backend.models import BaseDeclaration
from sim.backend.problems import Code, Problem
from sim.backend.wire_declarations import (
    DeclarationAnswer,
    DeclareBase,
    SearchDeclarations,
    VoidBase,
)
from sim.people import find_person
from tests.sim.backend.desk import HERE, Desk

KEY = "zhang-san"
PENSION = InsuranceKind.FLEXIBLE_PENSION


def _all(desk: Desk, key: str = KEY) -> list[DeclarationAnswer]:
    token = desk.look_up(key).person_token
    wanted = SearchDeclarations(person_token=token)
    return declarations.search(desk.collection, HERE, wanted).declarations


def _declare(
    desk: Desk, base_fen: int, key: str = KEY, *, allows_batch: bool = False
) -> DeclarationAnswer:
    token, enrolment = desk.pension(key)
    wanted = DeclareBase(
        person_token=token,
        personal_number=enrolment.personal_number,
        base_fen=base_fen,
        allows_batch=allows_batch,
    )
    return declarations.declare(desk.collection, HERE, wanted)


def _void(desk: Desk, key: str = KEY) -> DeclarationAnswer:
    token, enrolment = desk.pension(key)
    wanted = VoidBase(person_token=token, personal_number=enrolment.personal_number)
    return declarations.void(desk.collection, HERE, wanted)


def _rows(desk: Desk) -> int:
    return len(desk.store.run(lambda session: session.scalars(select(BaseDeclaration)).all()))


def _refused(desk: Desk, base_fen: int, key: str = KEY) -> Code:
    with pytest.raises(Problem) as refusal:
        _declare(desk, base_fen, key)
    return refusal.value.code


def test_at_first_nothing_is_declared(desk: Desk) -> None:
    (found,) = _all(desk)
    assert (found.state, found.base_fen, found.allows_batch) == ("none", None, False)
    assert (found.base.policy_year, found.base.previous_fen) == (2026, 500_000)


def test_who_has_pension_and_medical_declares_for_each(desk: Desk) -> None:
    assert [found.insurance for found in _all(desk, "tao-li")] == [
        "flexible_pension",
        "flexible_medical",
    ]


def test_a_base_is_declared_changed_and_voided_and_every_row_stays(desk: Desk) -> None:
    first = _declare(desk, 500_000, allows_batch=True)
    assert (first.state, first.base_fen, first.allows_batch) == ("declared", 500_000, True)
    assert _declare(desk, 520_000).base_fen == 520_000
    assert _all(desk)[0].base_fen == 520_000
    for _ in range(2):
        voided = _void(desk)
        assert (voided.state, voided.base_fen) == ("none", None)
    assert _declare(desk, 480_000).base_fen == 480_000
    assert _rows(desk) == 4


def test_declaring_the_same_again_adds_nothing(desk: Desk) -> None:
    for _ in range(3):
        _declare(desk, 500_000)
    assert _rows(desk) == 1
    assert _declare(desk, 500_000, allows_batch=True).allows_batch
    assert _rows(desk) == 2


@pytest.mark.parametrize(
    ("key", "base_fen", "code"),
    [
        (KEY, 450_399, Code.BASE_OUT_OF_BOUNDS),
        (KEY, 2_251_801, Code.BASE_OUT_OF_BOUNDS),
        ("zhou-jiu", 500_000, Code.ENROLMENT_SUSPENDED),
        ("wu-shi", 500_000, Code.DEDUCTION_IN_PROGRESS),
    ],
)
def test_a_base_that_cannot_be_is_refused(desk: Desk, key: str, base_fen: int, code: Code) -> None:
    assert _refused(desk, base_fen, key) is code


def test_who_has_no_active_enrolment_has_nothing_to_declare(desk: Desk) -> None:
    for key, code in (("shen-yang", Code.NO_ENROLMENT), ("sun-ba", Code.SEVERAL_PERSONAL_NUMBERS)):
        with pytest.raises(Problem) as refusal:
            _all(desk, key)
        assert refusal.value.code is code


def test_a_base_that_is_paid_on_stays_for_the_year(desk: Desk) -> None:
    _declare(desk, 500_000)
    number = desk.order(KEY, "202601", "202601")
    assert _all(desk)[0].state == "in_use"
    desk.admin.pay(number)
    desk.admin.settle()
    assert desk.state(number) is OrderState.POSTED
    assert _all(desk)[0].state == "in_use"
    assert _refused(desk, 520_000) is Code.BASE_IN_USE
    with pytest.raises(Problem) as refusal:
        _void(desk)
    assert refusal.value.code is Code.BASE_IN_USE
    with pytest.raises(Problem) as quoted:
        desk.quote(KEY, "202602", "202602", base_fen=520_000)
    assert quoted.value.code is Code.BASE_IN_USE
    assert desk.quote(KEY, "202602", "202602").total_fen == 100_000
    assert _declare(desk, 500_000, allows_batch=True).allows_batch


def test_an_enrolment_tells_the_declared_base_and_to_a_proxy_the_fixed_one(desk: Desk) -> None:
    def told(token: str) -> tuple[int | None, bool]:
        base = desk.enrolment(token, PENSION).base
        assert base is not None
        return base.declared_fen, base.fixed

    assert told(desk.look_up(KEY).person_token) == (None, False)
    _declare(desk, 500_000)
    own, proxied = desk.look_up(KEY).person_token, desk.payee(KEY).person_token
    assert (told(own), told(proxied)) == ((500_000, False), (None, False))
    desk.order(KEY, "202601", "202601")
    assert told(own) == told(proxied) == (500_000, True)
    found = _all(desk)[0]
    assert (found.base.declared_fen, found.base.fixed) == (500_000, True)


def test_an_order_that_is_given_up_frees_the_base(desk: Desk) -> None:
    _declare(desk, 500_000)
    desk.give_up(desk.order(KEY, "202601", "202601"))
    assert _all(desk)[0].state == "declared"
    assert _declare(desk, 520_000).base_fen == 520_000


def test_a_declared_base_is_offered_for_the_medical_insurance_too(desk: Desk) -> None:
    token = desk.look_up("tao-li").person_token
    number = desk.enrolment(token, InsuranceKind.FLEXIBLE_MEDICAL).personal_number
    wanted = DeclareBase(
        person_token=token, personal_number=number, base_fen=523_400, allows_batch=True
    )
    declarations.declare(desk.collection, HERE, wanted)
    assert all(523_400 in plan.bases_fen for plan in desk.medical_offer("tao-li").plans)
    assert desk.quote_medical("tao-li", base_fen=523_400).total_fen == 52_340 + 800


def test_the_deduction_pays_on_the_declared_base(desk: Desk) -> None:
    person = find_person(KEY)
    _declare(desk, 620_000, allows_batch=True)
    desk.admin.begin_deduction(person.number, PENSION)
    with pytest.raises(Problem) as refusal:
        desk.quote(KEY)
    assert refusal.value.code is Code.DEDUCTION_IN_PROGRESS
    assert desk.admin.finish_deduction(person.number, PENSION)
    _, enrolment = desk.pension(KEY)
    assert enrolment.paid == ["202601"]
    assert _all(desk)[0].state == "in_use"


def test_unpublished_bounds_leave_nothing_to_declare(desk: Desk) -> None:
    _declare(desk, 500_000)
    desk.admin.withdraw_bounds(PENSION)
    with pytest.raises(Problem) as refusal:
        _all(desk)
    assert refusal.value.code is Code.NO_ENROLMENT
    assert _refused(desk, 500_000) is Code.NOT_IN_COLLECTION_WINDOW
