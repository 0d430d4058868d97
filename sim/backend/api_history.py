"""The operations on payments of the past and on certificates."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from sim.backend import (
    contribution_certificates,
    history,
    issued_certificates,
    payment_lists,
    tax_certificates,
)
from sim.backend.calling import Caller, Service
from sim.backend.documents import hand_out, hand_out_with_link
from sim.backend.problems import Code
from sim.backend.refusals import refusals
from sim.backend.wire_history import (
    CertifiableAnswer,
    CountReceiptPrint,
    DocumentAnswer,
    IssuedCertificatesAnswer,
    IssueTaxCertificate,
    MakeContributionCertificate,
    PaymentsAnswer,
    ReceiptPrintAnswer,
    ReprintCertificate,
    SearchCertificates,
    SearchPayments,
)

routes = APIRouter(prefix="/v1")

PaymentNumberInPath = Annotated[
    str,
    Path(
        pattern=r"^[0-9A-Za-z-]{1,64}$",
        description="As a search called the payment",
        examples=["JN0320261122093015000042"],
    ),
]
CertificateNumberInPath = Annotated[
    str, Path(pattern=r"^[0-9]{18}$", description="凭证号码", examples=["337261122000000001"])
]
PrintKeyInPath = Annotated[
    UUID,
    Path(
        description="The same for every repetition of this request, and for no other",
        examples=["0b9f5b0e-3c9a-4c6e-8f61-0d1c2b3a4f55"],
    ),
]

_ABOUT_VISIT = (Code.VISIT_EXPIRED, Code.NOT_AUTHORISED)


@routes.post(
    "/payments/search",
    operation_id="search_payments",
    tags=["payments"],
    responses=refusals(*_ABOUT_VISIT),
)
def search_payments(body: SearchPayments, terminal: Caller, collection: Service) -> PaymentsAnswer:
    """Payments of the person, here and elsewhere, the latest first.

    An order appears once its payer was charged.
    """
    return history.search(collection, terminal, body)


@routes.put(
    "/payments/{payment_number}/receipt-prints/{print_key}",
    operation_id="count_receipt_print",
    tags=["payments"],
    responses=refusals(*_ABOUT_VISIT, Code.NOT_FOUND, Code.IDEMPOTENCY_CONFLICT),
)
def count_receipt_print(
    payment_number: PaymentNumberInPath,
    print_key: PrintKeyInPath,
    body: CountReceiptPrint,
    terminal: Caller,
    collection: Service,
) -> ReceiptPrintAnswer:
    """Count that a receipt is printed again, and learn which 补打 that is.

    The count is one more than the higher of the service's own and the terminal's. The same key
    again is not counted again.
    """
    return history.count_print(collection, terminal, payment_number, str(print_key), body)


@routes.post(
    "/payment-lists",
    operation_id="make_payment_list",
    tags=["payments"],
    responses=refusals(*_ABOUT_VISIT, Code.NOT_FOUND),
)
def make_payment_list(
    body: SearchPayments, terminal: Caller, collection: Service
) -> DocumentAnswer:
    """缴费清单 of what a search finds, with a link by which a phone can fetch it."""
    return hand_out_with_link(collection, payment_lists.make(collection, terminal, body))


@routes.post(
    "/certificates/certifiable",
    operation_id="search_certifiable",
    tags=["certificates"],
    responses=refusals(*_ABOUT_VISIT),
)
def search_certifiable(
    body: SearchCertificates, terminal: Caller, collection: Service
) -> CertifiableAnswer:
    """当日开票申请: what no tax certificate has been issued for yet.

    What was paid appears once its tax ticket was issued.
    """
    return tax_certificates.certifiable(collection, terminal, body)


@routes.post(
    "/certificates/issued",
    operation_id="search_issued",
    tags=["certificates"],
    responses=refusals(*_ABOUT_VISIT),
)
def search_issued(
    body: SearchCertificates, terminal: Caller, collection: Service
) -> IssuedCertificatesAnswer:
    """已生成凭证: tax certificates with a row that is looked for, the latest first."""
    return issued_certificates.search(collection, terminal, body)


@routes.put(
    "/certificates/tax/{issue_key}",
    operation_id="issue_tax_certificate",
    tags=["certificates"],
    responses=refusals(
        *_ABOUT_VISIT, Code.NOT_FOUND, Code.ALREADY_CERTIFIED, Code.IDEMPOTENCY_CONFLICT
    ),
)
def issue_tax_certificate(
    issue_key: PrintKeyInPath, body: IssueTaxCertificate, terminal: Caller, collection: Service
) -> DocumentAnswer:
    """首次开具 of the rows, which leave 当日开票申请 for good.

    The same key again gives the same certificate. Payments and refunds are certified apart, and so
    are flexible payers' and residents' insurances.
    """
    return hand_out(collection, tax_certificates.issue(collection, terminal, str(issue_key), body))


@routes.put(
    "/certificates/{certificate_number}/prints/{print_key}",
    operation_id="reprint_certificate",
    tags=["certificates"],
    responses=refusals(*_ABOUT_VISIT, Code.NOT_FOUND, Code.IDEMPOTENCY_CONFLICT),
)
def reprint_certificate(
    certificate_number: CertificateNumberInPath,
    print_key: PrintKeyInPath,
    body: ReprintCertificate,
    terminal: Caller,
    collection: Service,
) -> DocumentAnswer:
    """补打: the certificate under its own number, marked with how many times that was.

    The same key again is not counted again.
    """
    key = str(print_key)
    return hand_out(
        collection,
        issued_certificates.reprint(collection, terminal, certificate_number, key, body),
    )


@routes.put(
    "/certificates/contribution/{issue_key}",
    operation_id="make_contribution_certificate",
    tags=["certificates"],
    responses=refusals(
        *_ABOUT_VISIT, Code.NOT_FOUND, Code.CERTIFICATE_TOO_LONG, Code.IDEMPOTENCY_CONFLICT
    ),
)
def make_contribution_certificate(
    issue_key: PrintKeyInPath,
    body: MakeContributionCertificate,
    terminal: Caller,
    collection: Service,
) -> DocumentAnswer:
    """社会保险费缴费证明 of what was credited and not given back; each has a number of its own.

    The same key again gives the same certificate. What would fill more pages than a terminal takes
    is refused, and takes no number.
    """
    return hand_out(
        collection, contribution_certificates.make(collection, terminal, str(issue_key), body)
    )
