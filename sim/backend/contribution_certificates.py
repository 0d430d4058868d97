"""社会保险费缴费证明: what was paid in some years, by year (汇总) or payment by payment (明细)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.capital import capital_amount
from kiosk.domain.certificate import CertificateForm, CertificateKind
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import total
from kiosk.domain.period import ContributionPeriod, Month, periods_label
from sim.backend.check_marks import mark_of
from sim.backend.citizens import visitor
from sim.backend.collection import Collection
from sim.backend.contributions import Part, Scope, contributions_of, parts_of
from sim.backend.documents import Titled
from sim.backend.issued_certificates import titled
from sim.backend.models_documents import Certificate, CheckCode
from sim.backend.papers import content_of, head_of
from sim.backend.problems import Code, Problem
from sim.backend.wire_history import MakeContributionCertificate

MOST_ROWS = 300
"""Of one certificate, so that it has fewer pages than the 40 a terminal takes at the most: they are
19 pages as payments usually are, and 26 with the longest names and plans (measured 2026-11)."""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """A year of an insurance at one agency, as printed."""

    place: str
    insurance: str
    agency: str
    period: str
    months: str
    amount: str


@dataclass(frozen=True, slots=True)
class DetailRow:
    """A payment, or one period of it, as printed."""

    place: str
    insurance: str
    agency: str
    period: str
    basis: str
    amount: str
    posted_on: str
    ticket: str


@dataclass(frozen=True, slots=True)
class Subtotal:
    """What was paid for one insurance, as printed."""

    insurance: str
    amount: str
    count: str


_Rows = tuple[SummaryRow, ...] | tuple[DetailRow, ...]


@dataclass(frozen=True, slots=True)
class ContributionPaper:
    """The certificate, as printed. ``subtotals`` are those of a 明细 of several insurances."""

    number: str
    form: str
    span: str
    insurances: str
    rows: _Rows
    subtotals: tuple[Subtotal, ...]
    count: str
    total: str
    capital: str


def make(
    collection: Collection, terminal: str, issue_key: str, wanted: MakeContributionCertificate
) -> Titled:
    """A certificate of what was credited and not given back; the same key again gives the same
    document, whatever was paid since. Problems: visit_expired, not_authorised, not_found when
    nothing was paid, certificate_too_long, idempotency_conflict."""
    insurance = None if wanted.insurance is None else InsuranceKind(wanted.insurance)
    scope = Scope(CitizenGroup(wanted.group), wanted.first_year, wanted.last_year, insurance)
    form = CertificateForm(wanted.form)
    asked = wanted.model_dump_json(exclude={"person_token"})
    now = collection.clock.now()

    def work(session: Session) -> Certificate:
        person_id = visitor(session, collection, terminal, wanted.person_token)
        known = session.scalar(select(Certificate).where(Certificate.issue_key == issue_key))
        if known is not None:
            if (known.person_id, known.terminal_number, known.asked) != (
                person_id,
                terminal,
                asked,
            ):
                raise Problem(Code.IDEMPOTENCY_CONFLICT)
            return known
        parts = _parts(session, person_id, scope)
        if not parts:
            raise Problem(Code.NOT_FOUND)
        rows = _details(parts) if form is CertificateForm.DETAIL else _summaries(parts)
        if len(rows) > MOST_ROWS:
            raise Problem(Code.CERTIFICATE_TOO_LONG)
        number = collection.numbering.next(session, CertificateKind.CONTRIBUTION, now)
        head = head_of(session, person_id, terminal, now.date())
        code = collection.mint.check_code()
        certificate = Certificate(
            number=number,
            kind=CertificateKind.CONTRIBUTION,
            person_id=person_id,
            terminal_number=terminal,
            issue_key=issue_key,
            asked=asked,
            issued_at=now,
            title=f"{CertificateKind.CONTRIBUTION.label}（{form.label}）",
            amount_fen=total(tuple(part.amount for part in parts)).fen,
            template="contribution_certificate",
            content=content_of(
                head, mark_of(collection, code), _paper(number, form, scope, parts, rows)
            ),
        )
        session.add(certificate)
        session.flush()
        session.add(CheckCode(code=code, certificate_number=number))
        return certificate

    certificate = collection.store.run(work)
    return titled(certificate, certificate.terminal_number, certificate.issued_at)


def _parts(session: Session, person_id: int, scope: Scope) -> tuple[Part, ...]:
    parts = (
        part
        for contribution in contributions_of(session, person_id, scope)
        if contribution.refunded_at is None
        for part in parts_of(contribution, scope)
    )
    kinds = tuple(InsuranceKind)
    return tuple(
        sorted(
            parts,
            key=lambda part: (
                kinds.index(part.contribution.insurance),
                part.period.first,
                part.contribution.posted_at,
                part.key,
            ),
        )
    )


def _paper(
    number: str, form: CertificateForm, scope: Scope, parts: tuple[Part, ...], rows: _Rows
) -> ContributionPaper:
    amount = total(tuple(part.amount for part in parts))
    detailed = form is CertificateForm.DETAIL
    by_insurance = tuple(
        (insurance, tuple(found))
        for insurance, found in groupby(parts, key=lambda part: part.contribution.insurance)
    )
    several = detailed and len(by_insurance) > 1
    return ContributionPaper(
        number=number,
        form=form.value,
        span=scope.years_label,
        insurances="、".join(insurance.label for insurance, _ in by_insurance),
        rows=rows,
        subtotals=tuple(_subtotal(*found) for found in by_insurance) if several else (),
        count=f"{len(parts)} 笔",
        total=amount.figures,
        capital=capital_amount(amount),
    )


def _subtotal(insurance: InsuranceKind, parts: tuple[Part, ...]) -> Subtotal:
    amount = total(tuple(part.amount for part in parts))
    return Subtotal(insurance.label, amount.figures, f"{len(parts)} 笔")


def _details(parts: tuple[Part, ...]) -> tuple[DetailRow, ...]:
    return tuple(
        DetailRow(
            place=str(place),
            insurance=part.contribution.insurance.label,
            agency=part.contribution.agency_name,
            period=part.period.label,
            basis=part.contribution.basis.shown,
            amount=part.amount.figures,
            posted_on=part.contribution.posted_at.date().isoformat(),
            ticket=part.contribution.tax_ticket_number or "",
        )
        for place, part in enumerate(parts, 1)
    )


def _summaries(parts: tuple[Part, ...]) -> tuple[SummaryRow, ...]:
    years: defaultdict[tuple[InsuranceKind, str, int], list[Part]] = defaultdict(list)
    for part in parts:
        paid = part.contribution
        years[paid.insurance, paid.agency_name, part.period.first.year].append(part)
    rows = []
    for place, ((insurance, agency, _), found) in enumerate(years.items(), 1):
        months = sorted({month for part in found for month in part.period.months})
        rows.append(
            SummaryRow(
                place=str(place),
                insurance=insurance.label,
                agency=agency,
                period=periods_label(runs_of(months)),
                months=str(len(months)),
                amount=total(tuple(part.amount for part in found)).figures,
            )
        )
    return tuple(rows)


def runs_of(months: list[Month]) -> tuple[ContributionPeriod, ...]:
    """Ascending months of one year, those that follow one another put together."""
    runs: list[ContributionPeriod] = []
    for month in months:
        if runs and runs[-1].last.until(month) == 2:
            runs[-1] = ContributionPeriod(runs[-1].first, month)
        else:
            runs.append(ContributionPeriod(month, month))
    return tuple(runs)
