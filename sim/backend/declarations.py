"""缴费基数选择: bases declared for a year apart from a payment; rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.basis import BasisKind
from kiosk.domain.declaration import DeclarationState
from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import FINAL_STATES
from kiosk.domain.period import ContributionPeriod
from sim.backend.citizens import visitor
from sim.backend.collection import Collection
from sim.backend.enrolments import all_of, base_rule, describe_base, find, refuse_several_numbers
from sim.backend.models import BaseDeclaration, CreditedMonth, Enrolment, Order
from sim.backend.payable import refuse_during_deduction, refuse_unless_active
from sim.backend.problems import Code, Problem
from sim.backend.wire_declarations import (
    DeclarationAnswer,
    DeclarationsAnswer,
    DeclareBase,
    SearchDeclarations,
    VoidBase,
)

_FLEXIBLE = tuple(kind for kind in InsuranceKind if kind.group is CitizenGroup.FLEXIBLE)


@dataclass(frozen=True, slots=True)
class Declared:
    """What holds for the current year. ``base_fen`` None: nothing was declared, or it was voided;
    ``in_use``: something was paid on it, or is being paid."""

    base_fen: int | None
    allows_batch: bool
    in_use: bool


def search(collection: Collection, terminal: str, wanted: SearchDeclarations) -> DeclarationsAnswer:
    """One for each active flexible enrolment whose base can be chosen. Problems: no_enrolment,
    several_personal_numbers."""

    def work(session: Session) -> DeclarationsAnswer:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        mine = [e for e in all_of(session, person_id) if e.insurance in _FLEXIBLE]
        refuse_several_numbers(mine)
        today = collection.clock.today()
        known = [
            e
            for e in mine
            if e.status is EnrolmentStatus.ACTIVE and base_rule(session, e, today) is not None
        ]
        if not known:
            raise Problem(Code.NO_ENROLMENT)
        return DeclarationsAnswer(declarations=[_describe(session, collection, e) for e in known])

    return collection.store.run(work)


def declare(collection: Collection, terminal: str, wanted: DeclareBase) -> DeclarationAnswer:
    """Choose the base of the current year, or another in its place.

    Problems: no_enrolment, several_personal_numbers, enrolment_suspended, deduction_in_progress,
    not_in_collection_window, base_out_of_bounds, base_in_use.
    """

    def work(session: Session) -> DeclarationAnswer:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        enrolment = find(session, person_id, wanted.personal_number, *_FLEXIBLE)
        refuse_unless_active(enrolment)
        refuse_during_deduction(enrolment)
        rule = base_rule(session, enrolment, collection.clock.today())
        if rule is None:
            raise Problem(Code.NOT_IN_COLLECTION_WINDOW)
        if not rule.allows(Money(wanted.base_fen)):
            raise Problem(Code.BASE_OUT_OF_BOUNDS)
        before = current(session, collection, enrolment)
        if before.in_use and before.base_fen != wanted.base_fen:
            raise Problem(Code.BASE_IN_USE)
        if (before.base_fen, before.allows_batch) != (wanted.base_fen, wanted.allows_batch):
            _enter(
                session,
                collection,
                terminal,
                enrolment,
                base_fen=wanted.base_fen,
                allows_batch=wanted.allows_batch,
            )
        return _describe(session, collection, enrolment)

    return collection.store.run(work)


def void(collection: Collection, terminal: str, wanted: VoidBase) -> DeclarationAnswer:
    """基数作废; nothing happens where none is declared. Problems: no_enrolment,
    several_personal_numbers, deduction_in_progress, not_in_collection_window, base_in_use."""

    def work(session: Session) -> DeclarationAnswer:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        enrolment = find(session, person_id, wanted.personal_number, *_FLEXIBLE)
        refuse_during_deduction(enrolment)
        before = current(session, collection, enrolment)
        if before.in_use:
            raise Problem(Code.BASE_IN_USE)
        if before.base_fen is not None:
            _enter(session, collection, terminal, enrolment, base_fen=None, allows_batch=False)
        return _describe(session, collection, enrolment)

    return collection.store.run(work)


def current(session: Session, collection: Collection, enrolment: Enrolment) -> Declared:
    """What the person has declared for the current year."""
    year = collection.clock.today().year
    row = session.scalar(
        select(BaseDeclaration)
        .where(BaseDeclaration.enrolment_id == enrolment.id, BaseDeclaration.year == year)
        .order_by(BaseDeclaration.id.desc())
        .limit(1)
    )
    if row is None or row.base_fen is None:
        return Declared(None, allows_batch=False, in_use=False)
    in_use = _is_paid_on(session, enrolment, year, row.base_fen)
    return Declared(row.base_fen, row.allows_batch, in_use)


def _is_paid_on(session: Session, enrolment: Enrolment, year: int, base_fen: int) -> bool:
    period = ContributionPeriod.whole_year(year)
    credited = select(CreditedMonth.id).where(
        CreditedMonth.person_id == enrolment.person_id,
        CreditedMonth.insurance == enrolment.insurance,
        CreditedMonth.month.between(period.first, period.last),
        CreditedMonth.base_fen == base_fen,
    )
    under_way = select(Order.number).where(
        Order.person_id == enrolment.person_id,
        Order.insurance == enrolment.insurance,
        Order.basis_kind == BasisKind.BASE,
        Order.basis_fen == base_fen,
        Order.state.not_in(FINAL_STATES),
    )
    return (
        session.scalar(credited.limit(1)) is not None
        or session.scalar(under_way.limit(1)) is not None
    )


def _enter(
    session: Session,
    collection: Collection,
    terminal: str,
    enrolment: Enrolment,
    *,
    base_fen: int | None,
    allows_batch: bool,
) -> None:
    now = collection.clock.now()
    session.add(
        BaseDeclaration(
            enrolment_id=enrolment.id,
            year=now.year,
            base_fen=base_fen,
            allows_batch=allows_batch,
            terminal_number=terminal,
            at=now,
        )
    )
    session.flush()


def _describe(session: Session, collection: Collection, enrolment: Enrolment) -> DeclarationAnswer:
    declared = current(session, collection, enrolment)
    base = describe_base(session, enrolment, collection.clock.today(), proxied=False)
    if base is None:
        raise Problem(Code.NOT_IN_COLLECTION_WINDOW)
    state = DeclarationState.NONE
    if declared.base_fen is not None:
        state = DeclarationState.IN_USE if declared.in_use else DeclarationState.DECLARED
    return DeclarationAnswer(
        personal_number=enrolment.personal_number,
        insurance=enrolment.insurance.value,
        agency_name=enrolment.agency_name,
        base=base,
        state=state.value,
        base_fen=declared.base_fen,
        allows_batch=declared.allows_batch,
    )
