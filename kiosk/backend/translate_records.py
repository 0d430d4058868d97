"""From edge models to declarations, payments and certificates on record."""

from __future__ import annotations

from kiosk.backend.translate import base_rule, distinct, malformed, sound
from kiosk.backend.translate_payable import basis, period
from kiosk.backend.wire_records import (
    CertifiableAnswer,
    CertifiableRowAnswer,
    DeclarationAnswer,
    DeclarationsAnswer,
    IssuedAnswer,
    IssuedCertificatesAnswer,
    PaymentAnswer,
    PaymentCardAnswer,
    PaymentsAnswer,
)
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.certificate import CertifiableRow, CertificateKind, IssuedCertificate
from kiosk.domain.criteria import Criteria
from kiosk.domain.declaration import Declaration, DeclarationState
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.payment_record import PaymentRecord, PaymentState
from kiosk.domain.period import ContributionPeriod


def declarations(answer: DeclarationsAnswer) -> tuple[Declaration, ...]:
    """One for each 个人参保编号 and insurance."""
    distinct(
        (f"{one.insurance} {one.personal_number}" for one in answer.declarations),
        "a declaration twice",
    )
    return tuple(declaration(one) for one in answer.declarations)


def declaration(answer: DeclarationAnswer) -> Declaration:
    """A base that is within its bounds, if there is one."""
    declared = sound(
        lambda: Declaration(
            personal_number=answer.personal_number,
            insurance=InsuranceKind(answer.insurance),
            agency_name=answer.agency_name,
            rule=base_rule(answer.base),
            state=DeclarationState(answer.state),
            base=None if answer.base_fen is None else Money(answer.base_fen),
            allows_batch=answer.allows_batch,
        ),
        "declaration",
    )
    rule, in_use = declared.rule, declared.state is DeclarationState.IN_USE
    if declared.base is not None and not rule.admits(declared.base):
        raise malformed("base")
    if (rule.declared, rule.fixed) != (declared.base, in_use):
        raise malformed("two declarations")
    return declared


def declared_base(
    answer: DeclarationAnswer, personal_number: str, base: Money, *, allows_batch: bool
) -> Declaration:
    """What was declared, and nothing else."""
    declared = declaration(answer)
    asked = (personal_number, base, allows_batch)
    if (declared.personal_number, declared.base, declared.allows_batch) != asked:
        raise malformed("another declaration")
    return declared


def voided_base(answer: DeclarationAnswer, personal_number: str) -> Declaration:
    """What was taken back, and nothing else."""
    declared = declaration(answer)
    if (declared.personal_number, declared.state) != (personal_number, DeclarationState.NONE):
        raise malformed("another declaration")
    return declared


def payments(
    answer: PaymentsAnswer, group: CitizenGroup, criteria: Criteria
) -> tuple[PaymentRecord, ...]:
    """Different payments that meet the criteria, the latest first."""
    distinct((one.payment_number for one in answer.payments), "a payment twice")
    found = sound(lambda: [_payment(one) for one in answer.payments], "payment")
    for record in found:
        if not (
            _is_of(record.insurance, group, criteria.insurance)
            and criteria.state in (None, record.state)
            and any(_is_within(stretch, criteria) for stretch in record.periods)
        ):
            raise malformed("another payment")
    return tuple(sorted(found, key=lambda record: record.paid_at, reverse=True))


def _payment(answer: PaymentAnswer) -> PaymentRecord:
    return PaymentRecord(
        number=answer.payment_number,
        insurance=InsuranceKind(answer.insurance),
        agency_name=answer.agency_name,
        periods=tuple(period(one) for one in answer.periods),
        basis=basis(answer.basis),
        amount=Money(answer.amount_fen),
        tender=answer.tender,
        channel=answer.channel,
        state=PaymentState(answer.state),
        paid_at=answer.paid_at,
        posting_serial=answer.posting_serial,
        channel_trade_number=answer.channel_trade_number,
        tax_ticket_number=answer.tax_ticket_number,
        check_url=answer.check_url,
        prints=answer.prints,
        demonstration=answer.demonstration,
        card=None if answer.card is None else _card(answer.card, answer),
    )


def _card(card: PaymentCardAnswer, paid: PaymentAnswer) -> CardPayment:
    """Raises ValueError for what is no purchase, or not the one that paid."""
    if card.reference != paid.channel_trade_number:
        raise ValueError("another purchase")
    return CardPayment(
        card_masked=card.card_masked,
        terminal_id=card.terminal_id,
        merchant_id=card.merchant_id,
        batch=card.batch,
        trace=card.trace,
        reference=card.reference,
        authorisation=card.authorisation,
        approved_at=paid.paid_at,
    )


def certifiable(
    answer: CertifiableAnswer, group: CitizenGroup, criteria: Criteria
) -> tuple[CertifiableRow, ...]:
    """Different rows of the group and the years, refunds only when refunds were asked for."""
    distinct((one.key for one in answer.rows), "a row twice")
    found = sound(lambda: tuple(_row(one) for one in answer.rows), "row")
    for row in found:
        if not (
            _is_of(row.insurance, group, None)
            and row.refund is criteria.refunds
            and _is_within(row.period, criteria)
        ):
            raise malformed("another row")
    return found


def _row(answer: CertifiableRowAnswer) -> CertifiableRow:
    return CertifiableRow(
        key=answer.key,
        insurance=InsuranceKind(answer.insurance),
        period=period(answer),
        amount=Money(answer.amount_fen),
        posted_on=answer.posted_on,
        refund=answer.refund,
    )


def issued(answer: IssuedCertificatesAnswer) -> tuple[IssuedCertificate, ...]:
    """Different certificates."""
    distinct((one.number for one in answer.certificates), "a certificate twice")
    return sound(lambda: tuple(_issued(one) for one in answer.certificates), "certificate")


def _issued(answer: IssuedAnswer) -> IssuedCertificate:
    return IssuedCertificate(
        number=answer.number,
        kind=CertificateKind(answer.kind),
        amount=Money(answer.amount_fen),
        rows=answer.rows,
        issued_on=answer.issued_on,
        prints=answer.prints,
    )


def _is_of(insurance: InsuranceKind, group: CitizenGroup, asked: InsuranceKind | None) -> bool:
    return insurance.group is group and asked in (None, insurance)


def _is_within(stretch: ContributionPeriod, criteria: Criteria) -> bool:
    return criteria.first_year <= stretch.first.year <= criteria.last_year
