"""税收完税证明: what can be certified, and its first issue (首次开具).

A part of a payment is certified once and for all; whoever asks second is refused.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.basis import BasisKind
from kiosk.domain.capital import capital_amount
from kiosk.domain.certificate import CertificateKind
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.money import Money, total
from kiosk.domain.period import Month
from sim.backend.check_marks import mark_of
from sim.backend.citizens import visitor
from sim.backend.collection import Collection
from sim.backend.contributions import EVERYTHING, Part, Scope, contributions_of, parts_of
from sim.backend.documents import Titled
from sim.backend.issued_certificates import rows_of, titled
from sim.backend.models_documents import Certificate, CertificateRow, CheckCode
from sim.backend.papers import content_of, head_of, project_of
from sim.backend.problems import Code, Problem
from sim.backend.wire_history import (
    CertifiableAnswer,
    CertifiableRowAnswer,
    IssueTaxCertificate,
    SearchCertificates,
)

_REFUND = "R"


@dataclass(frozen=True, slots=True)
class TaxRow:
    """A line of the certificate, as printed."""

    voucher: str
    project: str
    item: str
    first_day: str
    last_day: str
    posted_on: str
    amount: str


@dataclass(frozen=True, slots=True)
class TaxPaper:
    """The form, as printed."""

    number: str
    rows: tuple[TaxRow, ...]
    total: str
    capital: str
    issuer: str
    remark: str


@dataclass(frozen=True, slots=True)
class _Row:
    """What was paid in, or given back, for a period; ``voucher`` is the paper that says so."""

    key: str
    part: Part
    voucher: str
    on: date
    refund: bool


def certifiable(
    collection: Collection, terminal: str, wanted: SearchCertificates
) -> CertifiableAnswer:
    """当日开票申请, the latest first. Problems: visit_expired, not_authorised."""
    scope = Scope(CitizenGroup(wanted.group), wanted.first_year, wanted.last_year)

    def work(session: Session) -> list[_Row]:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        certified = set(
            session.scalars(
                select(CertificateRow.key)
                .join(Certificate, Certificate.number == CertificateRow.certificate_number)
                .where(Certificate.person_id == person_id)
            )
        )
        return [
            row
            for row in _rows(session, person_id, scope)
            if row.refund is wanted.refunds and row.key not in certified
        ]

    return CertifiableAnswer(rows=[_describe(row) for row in collection.store.run(work)])


def issue(
    collection: Collection, terminal: str, issue_key: str, wanted: IssueTaxCertificate
) -> Titled:
    """Certify the rows; the same key again gives the same document.

    Payments and refunds are certified apart. Problems: visit_expired, not_authorised,
    not_found for rows that this person has not or that do not belong together, already_certified,
    idempotency_conflict.
    """
    keys = frozenset(wanted.row_keys)

    def work(session: Session) -> Certificate:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        known = session.scalar(select(Certificate).where(Certificate.issue_key == issue_key))
        if known is not None:
            rows = frozenset(row.key for row in rows_of(session, known))
            if (known.person_id, known.terminal_number, rows) != (person_id, terminal, keys):
                raise Problem(Code.IDEMPOTENCY_CONFLICT)
            return known
        chosen = _choose(session, person_id, keys)
        return _enter(session, collection, terminal, issue_key, person_id, chosen)

    certificate = collection.store.run(work)
    return titled(certificate, certificate.terminal_number, certificate.issued_at)


def _rows(session: Session, person_id: int, scope: Scope) -> Iterator[_Row]:
    """Everything that can ever be certified. What has no tax ticket yet cannot."""
    for contribution in contributions_of(session, person_id, scope):
        for part in parts_of(contribution, scope):
            if contribution.refunded_at is None:
                voucher = contribution.tax_ticket_number
                if voucher is not None:
                    on = contribution.posted_at.date()
                    yield _Row(part.key, part, voucher, on, refund=False)
            else:
                voucher = contribution.refund_serial or contribution.number
                on = contribution.refunded_at.date()
                yield _Row(part.key + _REFUND, part, voucher, on, refund=True)


def _choose(session: Session, person_id: int, keys: frozenset[str]) -> tuple[_Row, ...]:
    chosen = tuple(
        row
        for group in CitizenGroup
        for row in _rows(session, person_id, EVERYTHING[group])
        if row.key in keys
    )
    if len(chosen) != len(keys):
        raise Problem(Code.NOT_FOUND)
    if len({(row.refund, row.part.contribution.insurance.group) for row in chosen}) > 1:
        raise Problem(Code.NOT_FOUND, "payments and refunds, and each group, are certified apart")
    certified = select(CertificateRow.key).where(CertificateRow.key.in_(keys))
    if session.scalar(certified.limit(1)) is not None:
        raise Problem(Code.ALREADY_CERTIFIED)
    return tuple(sorted(chosen, key=_order))


def _order(row: _Row) -> tuple[Month, date, str]:
    return row.part.period.first, row.on, row.key


def _enter(
    session: Session,
    collection: Collection,
    terminal: str,
    issue_key: str,
    person_id: int,
    rows: tuple[_Row, ...],
) -> Certificate:
    now = collection.clock.now()
    number = collection.numbering.next(session, CertificateKind.TAX, now)
    amount = total(tuple(row.part.amount for row in rows))
    head = head_of(session, person_id, terminal, now.date())
    code = collection.mint.check_code()
    certificate = Certificate(
        number=number,
        kind=CertificateKind.TAX,
        person_id=person_id,
        terminal_number=terminal,
        issue_key=issue_key,
        issued_at=now,
        title=CertificateKind.TAX.label,
        amount_fen=amount.fen,
        template="tax_certificate",
        content=content_of(head, mark_of(collection, code), _paper(number, terminal, amount, rows)),
    )
    session.add(certificate)
    session.flush()
    session.add(CheckCode(code=code, certificate_number=number))
    session.add_all(
        CertificateRow(
            key=row.key,
            certificate_number=number,
            insurance=row.part.contribution.insurance,
            first_month=row.part.period.first,
            last_month=row.part.period.last,
            amount_fen=row.part.amount.fen,
            refund=row.refund,
        )
        for row in rows
    )
    session.flush()
    return certificate


def _paper(number: str, terminal: str, amount: Money, rows: tuple[_Row, ...]) -> TaxPaper:
    refund = rows[0].refund
    remark = "本件为系统演示样例，不得作为完税凭证使用。"
    return TaxPaper(
        number=number,
        rows=tuple(_line(row) for row in rows),
        total=_signed(amount, refund=refund),
        capital=("（退）" if refund else "") + capital_amount(amount),
        issuer=f"自助终端 {terminal}",
        remark=f"电子收入退还书。{remark}" if refund else remark,
    )


def _line(row: _Row) -> TaxRow:
    contribution, period = row.part.contribution, row.part.period
    basis = contribution.basis
    of_bills = f"（{basis.name}）" if basis.kind is BasisKind.BILLS else ""
    last = calendar.monthrange(period.last.year, period.last.month)[1]
    return TaxRow(
        voucher=row.voucher,
        project=project_of(contribution.insurance),
        item=f"{contribution.insurance.label}费{of_bills}",
        first_day=f"{period.first.year}-{period.first.month:02d}-01",
        last_day=f"{period.last.year}-{period.last.month:02d}-{last:02d}",
        posted_on=row.on.isoformat(),
        amount=_signed(row.part.amount, refund=row.refund),
    )


def _signed(amount: Money, *, refund: bool) -> str:
    return f"-{amount.figures}" if refund else amount.figures


def _describe(row: _Row) -> CertifiableRowAnswer:
    return CertifiableRowAnswer(
        key=row.key,
        insurance=row.part.contribution.insurance.value,
        first_month=row.part.period.first.code,
        last_month=row.part.period.last.code,
        amount_fen=row.part.amount.fen,
        posted_on=row.on,
        refund=row.refund,
    )
