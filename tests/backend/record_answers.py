"""Good answers about what is on record, documents among them, and what is asked to get them."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256

from kiosk.domain.basis import monthly_base
from kiosk.domain.certificate import (
    CertifiableRow,
    CertificateForm,
    CertificateKind,
    IssuedCertificate,
    ServiceDocument,
)
from kiosk.domain.criteria import Criteria
from kiosk.domain.declaration import Declaration, DeclarationState
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.payment_record import PaymentRecord, PaymentState
from tests.backend.answers import AGENCY, BASE, BASE_ANSWER, CHECK_URL, CITIZEN, KEY, PERIOD, RULE
from tests.backend.call import PERSONAL_NUMBER, Answer, Call

GROUP = CitizenGroup.FLEXIBLE
EVERYTHING = Criteria(2025, 2026)
NARROW = Criteria(2026, 2026, InsuranceKind.FLEXIBLE_PENSION, PaymentState.POSTED)
PRINT_KEY = "0f0e0d0c-0000-4000-8000-1234567890ab"

DECLARATION = Declaration(
    PERSONAL_NUMBER,
    InsuranceKind.FLEXIBLE_PENSION,
    AGENCY,
    replace(RULE, declared=BASE),
    DeclarationState.DECLARED,
    BASE,
    allows_batch=True,
)
DECLARATION_ANSWER: Answer = {
    "personal_number": PERSONAL_NUMBER,
    "insurance": "flexible_pension",
    "agency_name": AGENCY,
    "base": {**BASE_ANSWER, "declared_fen": 500_000},
    "state": "declared",
    "base_fen": 500_000,
    "allows_batch": True,
}
DECLARATIONS = Call(
    "declarations",
    lambda service: service.declarations(CITIZEN),
    {"declarations": [DECLARATION_ANSWER]},
)
DECLARE = Call(
    "declare_base",
    lambda service: service.declare_base(CITIZEN, PERSONAL_NUMBER, BASE, allows_batch=True),
    DECLARATION_ANSWER,
)
VOID = Call(
    "void_base",
    lambda service: service.void_base(CITIZEN, PERSONAL_NUMBER),
    {**DECLARATION_ANSWER, "base": BASE_ANSWER, "state": "none", "base_fen": None},
)

PAYMENT = PaymentRecord(
    number="SJ3701-20260301-77",
    insurance=InsuranceKind.FLEXIBLE_PENSION,
    agency_name=AGENCY,
    periods=(PERIOD,),
    basis=monthly_base(BASE),
    amount=Money.yuan(2_000),
    tender="微信支付",
    channel="自助终端",
    state=PaymentState.POSTED,
    paid_at=datetime.fromisoformat("2026-03-01T10:00:00+08:00"),
    posting_serial="3701-1",
    channel_trade_number="",
    tax_ticket_number="337016",
    prints=1,
    demonstration=True,
    check_url=CHECK_URL,
)
PAYMENT_ANSWER: Answer = {
    "payment_number": "SJ3701-20260301-77",
    "insurance": "flexible_pension",
    "agency_name": AGENCY,
    "periods": [{"first_month": "202601", "last_month": "202602"}],
    "basis": {"kind": "base", "amount_fen": 500_000, "name": ""},
    "amount_fen": 200_000,
    "tender": "微信支付",
    "channel": "自助终端",
    "state": "posted",
    "paid_at": "2026-03-01T10:00:00+08:00",
    "posting_serial": "3701-1",
    "channel_trade_number": "",
    "tax_ticket_number": "337016",
    "card": None,
    "prints": 1,
    "demonstration": True,
    "check_url": CHECK_URL,
}
CARD_ANSWER: Answer = {
    "card_masked": "622848*********0018",
    "terminal_id": "12345678",
    "merchant_id": "102440000000001",
    "batch": 2,
    "trace": 17,
    "reference": "093015000017",
    "authorisation": "",
}
BY_CARD_ANSWER: Answer = {
    **PAYMENT_ANSWER,
    "tender": "刷卡支付",
    "channel_trade_number": "093015000017",
    "card": CARD_ANSWER,
}
PAYMENTS = Call(
    "payments",
    lambda service: service.payments(CITIZEN, GROUP, NARROW),
    {"payments": [PAYMENT_ANSWER], "more": True},
)
COUNT_PRINT = Call(
    "count_receipt_print",
    lambda service: service.count_receipt_print(CITIZEN, PAYMENT.number, PRINT_KEY, 1),
    {"reprint": 2},
)

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
CERTIFICATE_NUMBER = "2637WM1000042"
LINK = "https://collection.example/d/4f5a6b7c8d9e"


def document(pdf: bytes = PDF, **changes: object) -> Answer:
    """The answer with this document, right in itself but for the changes."""
    return {
        "number": CERTIFICATE_NUMBER,
        "title": "税收完税证明",
        "reprint": 0,
        "pdf_base64": base64.b64encode(pdf).decode(),
        "sha256": sha256(pdf).hexdigest(),
        "link": "",
        "valid_seconds": 300,
    } | changes


LIST_DOCUMENT = ServiceDocument("", "社会保险费缴费清单", PDF, 0, LINK, 300)
CERTIFICATE = ServiceDocument(CERTIFICATE_NUMBER, "税收完税证明", PDF, 0, "", 300)
REPRINTED = ServiceDocument(CERTIFICATE_NUMBER, "税收完税证明", PDF, 2, "", 300)
ROW = CertifiableRow(
    "R-77",
    InsuranceKind.FLEXIBLE_PENSION,
    PERIOD,
    Money.yuan(2_000),
    date(2026, 3, 1),
    refund=False,
)
ISSUED_CERTIFICATE = IssuedCertificate(
    CERTIFICATE_NUMBER, CertificateKind.TAX, Money.yuan(2_000), 1, date(2026, 3, 2), 1
)

LIST = Call(
    "payment_list",
    lambda service: service.payment_list(CITIZEN, GROUP, NARROW),
    document(number="", title="社会保险费缴费清单", link=LINK),
)
CERTIFIABLE = Call(
    "certifiable",
    lambda service: service.certifiable(CITIZEN, GROUP, EVERYTHING),
    {
        "rows": [
            {
                "key": "R-77",
                "insurance": "flexible_pension",
                "first_month": "202601",
                "last_month": "202602",
                "amount_fen": 200_000,
                "posted_on": "2026-03-01",
                "refund": False,
            }
        ]
    },
)
ISSUED = Call(
    "issued",
    lambda service: service.issued(CITIZEN, GROUP, EVERYTHING),
    {
        "certificates": [
            {
                "number": CERTIFICATE_NUMBER,
                "kind": "tax",
                "amount_fen": 200_000,
                "rows": 1,
                "issued_on": "2026-03-02",
                "prints": 1,
            }
        ]
    },
)
ISSUE = Call(
    "issue_tax_certificate",
    lambda service: service.issue_tax_certificate(CITIZEN, KEY, (ROW,)),
    document(),
)
REPRINT = Call(
    "reprint_certificate",
    lambda service: service.reprint_certificate(CITIZEN, CERTIFICATE_NUMBER, PRINT_KEY),
    document(reprint=2),
)
CONTRIBUTION = Call(
    "contribution_certificate",
    lambda service: service.contribution_certificate(
        CITIZEN, KEY, GROUP, EVERYTHING, CertificateForm.DETAIL
    ),
    document(),
)
DOCUMENTS = (LIST, ISSUE, REPRINT, CONTRIBUTION)
CALLS = (
    DECLARATIONS,
    DECLARE,
    VOID,
    PAYMENTS,
    COUNT_PRINT,
    CERTIFIABLE,
    ISSUED,
    *DOCUMENTS,
)
