"""缴费基数选择: bases declared for a year apart from a payment; rows are only ever added."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kiosk.domain.declaration import DeclarationState
from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from sim.backend.citizens import visitor
from sim.backend.collection import Collection
from sim.backend.declared import declared_base
from sim.backend.enrolments import all_of, base_rule, describe_base, find, refuse_several_numbers
from sim.backend.models import BaseDeclaration, Enrolment
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
        before = declared_base(session, enrolment, collection.clock.today().year)
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
        before = declared_base(session, enrolment, collection.clock.today().year)
        if before.in_use:
            raise Problem(Code.BASE_IN_USE)
        if before.base_fen is not None:
            _enter(session, collection, terminal, enrolment, base_fen=None, allows_batch=False)
        return _describe(session, collection, enrolment)

    return collection.store.run(work)


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
    declared = declared_base(session, enrolment, collection.clock.today().year)
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
