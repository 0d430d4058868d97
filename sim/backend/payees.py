"""社保费代缴: whoever pays for somebody else shows that they know them, by the surname.

A number that nobody has is asked about like any other, so that nobody learns who is known here.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.identity import IdentityKind
from kiosk.domain.masking import mask_name
from sim.backend import policy
from sim.backend.collection import Collection
from sim.backend.models import PayeeQuestion, Person, Visit, VisitScope
from sim.backend.policy_tables import Bound, Term
from sim.backend.problems import Code, Problem
from sim.backend.surnames import choices, surname_of
from sim.backend.wire import ConfirmPayee, FindPayee, PayeeAnswer, PayeeQuestionAnswer


def ask(collection: Collection, terminal: str, wanted: FindPayee) -> PayeeQuestionAnswer:
    """Ask who the person of a number is. Problem: payee_attempts_used."""
    token, now = collection.mint.token(), collection.clock.now()
    kind = IdentityKind(wanted.identity_kind)

    def work(session: Session) -> PayeeQuestionAnswer:
        _refuse_guessing(session, terminal, now)
        person = session.scalar(
            select(Person).where(
                Person.identity_kind == kind,
                Person.identity_number == wanted.identity_number,
            )
        )
        valid = policy.seconds(session, Term.PAYEE_QUESTION, now.date())
        session.add(
            PayeeQuestion(
                token=token,
                terminal_number=terminal,
                person_id=None if person is None else person.id,
                expires_at=now + timedelta(seconds=valid),
            )
        )
        surnames = choices(
            collection.question_key,
            wanted.identity_number,
            None if person is None else surname_of(person.name),
            foreign=kind is IdentityKind.FOREIGN_PERMANENT_RESIDENT,
        )
        return PayeeQuestionAnswer(question_token=token, surnames=list(surnames))

    return collection.store.run(work)


def confirm(collection: Collection, terminal: str, wanted: ConfirmPayee) -> PayeeAnswer:
    """Begin to pay for the person whose surname was known. A question can be answered once.

    Problems: payee_attempts_used, payee_not_confirmed.
    """
    token, now = collection.mint.token(), collection.clock.now()

    def work(session: Session) -> PayeeAnswer | None:
        _refuse_guessing(session, terminal, now)
        question = session.get(PayeeQuestion, wanted.question_token, with_for_update=True)
        if (
            question is None
            or question.terminal_number != terminal
            or question.answered_at is not None
            or question.expires_at <= now
        ):
            return None
        found = None if question.person_id is None else session.get(Person, question.person_id)
        question.answered_at = now
        question.right = found is not None and surname_of(found.name) == wanted.surname
        if found is None or not question.right:
            return None
        valid = timedelta(seconds=policy.seconds(session, Term.VISIT, now.date()))
        session.add(
            Visit(
                token=token,
                person_id=found.id,
                terminal_number=terminal,
                scope=VisitScope.PROXY,
                expires_at=now + valid,
            )
        )
        return PayeeAnswer(
            person_token=token,
            name=mask_name(found.name),
            identity_number=found.identity_number,
        )

    # A refusal raised inside would undo that the question was answered.
    answer = collection.store.run(work)
    if answer is None:
        raise Problem(Code.PAYEE_NOT_CONFIRMED)
    return answer


def _refuse_guessing(session: Session, terminal: str, now: datetime) -> None:
    window = timedelta(seconds=policy.seconds(session, Term.PAYEE_WINDOW, now.date()))
    failed = session.scalar(
        select(func.count())
        .select_from(PayeeQuestion)
        .where(
            PayeeQuestion.terminal_number == terminal,
            PayeeQuestion.right.is_(False),
            PayeeQuestion.answered_at > now - window,
        )
    )
    if (failed or 0) >= policy.limit(session, Bound.PAYEE_ATTEMPTS, now.date()):
        raise Problem(Code.PAYEE_ATTEMPTS_USED)
