"""Certificates that were issued: numbered, found again, printed again (补打)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.domain.certificate import CertificateKind
from kiosk.domain.insurance import CitizenGroup
from sim.backend.citizens import visitor
from sim.backend.collection import Collection
from sim.backend.contributions import Scope
from sim.backend.documents import Titled
from sim.backend.models_documents import Certificate, CertificatePrint, CertificateRow
from sim.backend.problems import Code, Problem
from sim.backend.typesetting import Manuscript
from sim.backend.wire_history import (
    IssuedAnswer,
    IssuedCertificatesAnswer,
    ReprintCertificate,
    SearchCertificates,
)


def search(
    collection: Collection, terminal: str, wanted: SearchCertificates
) -> IssuedCertificatesAnswer:
    """Tax certificates with a row of the scope, the latest first. Problems: visit_expired,
    not_authorised."""
    scope = Scope(CitizenGroup(wanted.group), wanted.first_year, wanted.last_year)

    def work(session: Session) -> list[IssuedAnswer]:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        found = session.scalars(
            select(Certificate)
            .where(Certificate.person_id == person_id, Certificate.kind == CertificateKind.TAX)
            .order_by(Certificate.issued_at.desc(), Certificate.number.desc())
        )
        answers = []
        for certificate in found:
            rows = rows_of(session, certificate)
            if any(
                row.refund is wanted.refunds
                and scope.covers(row.insurance)
                and scope.includes(row.period)
                for row in rows
            ):
                answers.append(_describe(certificate, len(rows), _reprints(session, certificate)))
        return answers

    return IssuedCertificatesAnswer(certificates=collection.store.run(work))


def reprint(
    collection: Collection,
    terminal: str,
    number: str,
    print_key: str,
    wanted: ReprintCertificate,
) -> Titled:
    """The certificate once more, marked with how many times that was; a key is counted once.

    Problems: visit_expired, not_authorised, not_found, idempotency_conflict.
    """
    now = collection.clock.now()

    def work(session: Session) -> tuple[Certificate, CertificatePrint]:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        certificate = session.get(Certificate, number)
        if certificate is None or certificate.person_id != person_id:
            raise Problem(Code.NOT_FOUND)
        known = session.get(CertificatePrint, print_key)
        if known is None:
            known = CertificatePrint(
                print_key=print_key,
                certificate_number=number,
                reprint=_reprints(session, certificate) + 1,
                terminal_number=terminal,
                at=now,
            )
            session.add(known)
        elif (known.certificate_number, known.terminal_number) != (number, terminal):
            raise Problem(Code.IDEMPOTENCY_CONFLICT)
        return certificate, known

    certificate, printed = collection.store.run(work)
    return titled(certificate, printed.terminal_number, printed.at, reprint=printed.reprint)


def rows_of(session: Session, certificate: Certificate) -> tuple[CertificateRow, ...]:
    """What a tax certificate is about."""
    rows = select(CertificateRow).where(CertificateRow.certificate_number == certificate.number)
    return tuple(session.scalars(rows.order_by(CertificateRow.key)))


def titled(
    certificate: Certificate, terminal: str, printed_at: datetime, *, reprint: int = 0
) -> Titled:
    """A print of the certificate; the same print is the same document."""
    return Titled(
        title=certificate.title,
        number=certificate.number,
        manuscript=Manuscript(
            certificate.template, certificate.content, terminal, printed_at, reprint
        ),
    )


def _reprints(session: Session, certificate: Certificate) -> int:
    last = select(func.max(CertificatePrint.reprint)).where(
        CertificatePrint.certificate_number == certificate.number
    )
    return session.scalar(last) or 0


def _describe(certificate: Certificate, rows: int, reprints: int) -> IssuedAnswer:
    return IssuedAnswer(
        number=certificate.number,
        kind="tax",
        amount_fen=certificate.amount_fen,
        rows=rows,
        issued_on=certificate.issued_at.date(),
        prints=1 + reprints,
    )
