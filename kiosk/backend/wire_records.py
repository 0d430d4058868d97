"""Edge models of what is on record: declarations, payments, certificates and their documents."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.backend.fields import (
    AgencyName,
    Answer,
    CardNumbering,
    Day,
    Fen,
    Label,
    Moment,
    PageAddressOrNone,
    PathNumber,
    Prints,
    Reference,
    ReferenceOrNone,
    SomeFen,
    Yes,
)
from kiosk.backend.wire import BaseAnswer
from kiosk.backend.wire_payable import BasisAnswer, PeriodAnswer
from kiosk.domain.bill import MOST_BILLS

_MOST_LINK = 500


class DeclarationAnswer(Answer):
    """PUT /v1/base-declarations and its void; one of a search."""

    personal_number: Reference
    insurance: str
    agency_name: AgencyName
    base: BaseAnswer
    state: str
    base_fen: Fen | None
    allows_batch: Yes


class DeclarationsAnswer(Answer):
    """POST /v1/base-declarations/search."""

    declarations: Annotated[tuple[DeclarationAnswer, ...], Field(max_length=50)]


class PaymentCardAnswer(Answer):
    """The purchase by bank card that paid it; the domain says what each field looks like."""

    card_masked: str
    terminal_id: str
    merchant_id: str
    batch: CardNumbering
    trace: CardNumbering
    reference: str
    authorisation: str


class PaymentAnswer(Answer):
    """One payment of the past."""

    payment_number: PathNumber
    insurance: str
    agency_name: AgencyName
    periods: Annotated[tuple[PeriodAnswer, ...], Field(min_length=1, max_length=MOST_BILLS)]
    basis: BasisAnswer
    amount_fen: SomeFen
    tender: Label
    channel: Label
    state: str
    paid_at: Moment
    posting_serial: ReferenceOrNone
    channel_trade_number: ReferenceOrNone
    tax_ticket_number: ReferenceOrNone
    card: PaymentCardAnswer | None
    prints: Prints
    demonstration: Yes
    check_url: PageAddressOrNone


class PaymentsAnswer(Answer):
    """POST /v1/payments/search."""

    payments: Annotated[tuple[PaymentAnswer, ...], Field(max_length=60)]
    more: Yes


class ReceiptPrintAnswer(Answer):
    """PUT /v1/payments/{payment_number}/receipt-prints/{print_key}."""

    reprint: Annotated[int, Field(strict=True, ge=1, le=10_000)]


class CertifiableRowAnswer(PeriodAnswer):
    """One payment without a certificate."""

    key: Reference
    insurance: str
    amount_fen: SomeFen
    posted_on: Day
    refund: Yes


class CertifiableAnswer(Answer):
    """POST /v1/certificates/certifiable."""

    rows: Annotated[tuple[CertifiableRowAnswer, ...], Field(max_length=500)]


class IssuedAnswer(Answer):
    """One certificate issued before."""

    number: PathNumber
    kind: str
    amount_fen: SomeFen
    rows: Annotated[int, Field(strict=True, ge=1, le=1_000)]
    issued_on: Day
    prints: Prints


class IssuedCertificatesAnswer(Answer):
    """POST /v1/certificates/issued."""

    certificates: Annotated[tuple[IssuedAnswer, ...], Field(max_length=200)]


class DocumentAnswer(Answer):
    """Every answer with a document."""

    number: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{0,64}$")]
    title: Label
    reprint: Prints
    pdf_base64: Annotated[str, Field(strict=True)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    link: Annotated[str, Field(max_length=_MOST_LINK, pattern=r"^(https?://[!-~]+)?$")]
    valid_seconds: Annotated[int, Field(strict=True, ge=0, le=86_400)]
