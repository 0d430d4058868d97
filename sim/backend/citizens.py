"""Looking a citizen up and standing for them during a visit."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.identity import IdentityKind
from sim.backend import policy
from sim.backend.collection import Collection
from sim.backend.models import Person, Visit, VisitScope
from sim.backend.policy_tables import Term
from sim.backend.problems import Code, Problem
from sim.backend.wire import CitizenAnswer, LookUpCitizen

# 间隔号 is written with several look-alike dots; the register uses U+00B7.
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•・．‧∙", "·"))


def look_up(collection: Collection, terminal: str, wanted: LookUpCitizen) -> CitizenAnswer:
    """Begin a visit. Problems: no_natural_person, name_mismatch."""
    token, now = collection.mint.token(), collection.clock.now()

    def work(session: Session) -> CitizenAnswer:
        person = session.scalar(
            select(Person).where(
                Person.identity_kind == IdentityKind(wanted.identity_kind),
                Person.identity_number == wanted.identity_number,
            )
        )
        if person is None:
            raise Problem(Code.NO_NATURAL_PERSON)
        if _plain(person.name) != _plain(wanted.name):
            raise Problem(Code.NAME_MISMATCH)
        valid = timedelta(seconds=policy.seconds(session, Term.VISIT, now.date()))
        session.add(
            Visit(
                token=token,
                person_id=person.id,
                terminal_number=terminal,
                scope=VisitScope.OWN,
                expires_at=now + valid,
            )
        )
        return CitizenAnswer(
            person_token=token, name=person.name, identity_number=person.identity_number
        )

    return collection.store.run(work)


def attend(session: Session, collection: Collection, terminal: str, token: str) -> Visit:
    """The visit a token stands for at this terminal, of whichever scope. Problem:
    visit_expired, for a token that was never given out here as well."""
    visit = session.get(Visit, token)
    if (
        visit is None
        or visit.terminal_number != terminal
        or visit.expires_at <= collection.clock.now()
    ):
        raise Problem(Code.VISIT_EXPIRED, "the person token is unknown here or has expired")
    return visit


def visitor(session: Session, collection: Collection, terminal: str, token: str) -> int:
    """The person who is there themselves. Problems: visit_expired; not_authorised for the
    token of somebody who is only paid for."""
    visit = attend(session, collection, terminal, token)
    if visit.scope is not VisitScope.OWN:
        raise Problem(Code.NOT_AUTHORISED)
    return visit.person_id


def _plain(name: str) -> str:
    return name.translate(_MIDDLE_DOTS).replace(" ", "").upper()
