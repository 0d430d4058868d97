"""社保费凭证打印: what can be certified, and the certificates."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.certificate import (
    CertifiableRow,
    CertificateForm,
    IssuedCertificate,
    ServiceDocument,
)
from kiosk.domain.citizen import Citizen
from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup
from kiosk.flows.requests.receipt import Printed
from kiosk.session.faults import FaultCode
from kiosk.session.requests import Request

STAFF_SECONDS = 180
"""So long a printer waits for somebody to put in paper, with a citizen in front of the screen."""
PAGE_SECONDS = 30
"""No printer takes longer for a page."""


@dataclass(frozen=True, slots=True)
class CertifiableRows:
    """当日开票申请: payments without a tax certificate."""

    items: tuple[CertifiableRow, ...]


@dataclass(frozen=True, slots=True)
class FindCertifiable(Request[CertifiableRows]):
    """Ask the service which payments can be certified for the first time."""

    citizen: Citizen
    group: CitizenGroup
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class IssuedCertificates:
    """已生成凭证: tax certificates issued before."""

    items: tuple[IssuedCertificate, ...]


@dataclass(frozen=True, slots=True)
class FindIssued(Request[IssuedCertificates]):
    """Ask the service which certificates have been issued."""

    citizen: Citizen
    group: CitizenGroup
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class IssueTaxCertificate(Request[ServiceDocument]):
    """首次开具 of these rows; they leave 当日开票申请 for good. Safe to repeat: rows certified
    together before give the certificate that was made of them."""

    citizen: Citizen
    rows: tuple[CertifiableRow, ...]


@dataclass(frozen=True, slots=True)
class ReprintCertificate(Request[ServiceDocument]):
    """补打 of the certificate of that number; the service counts it."""

    citizen: Citizen
    number: str


@dataclass(frozen=True, slots=True)
class MakeContributionCertificate(Request[ServiceDocument]):
    """社会保险费缴费证明 of what meets the criteria, 汇总 or 明细. Safe to repeat: until it is on
    paper for certain, or something was paid, it is the same certificate for the whole visit.

    CERTIFICATE_TOO_LONG: more was paid than one certificate has room for; none was made.
    """

    citizen: Citizen
    group: CitizenGroup
    criteria: Criteria
    form: CertificateForm


@dataclass(frozen=True, slots=True)
class DocumentPages:
    """A document drawn page by page, as PNG. Personal, and left out of ``repr``."""

    pages: tuple[bytes, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class DrawDocument(Request[DocumentPages]):
    """Check that a PDF is genuine, unchanged and this citizen's, and draw it for the screen. The
    ledger has it as received from then on. DOCUMENT_UNSOUND for any other."""

    document: ServiceDocument
    citizen: Citizen


@dataclass(frozen=True, slots=True)
class PagesOut:
    """News of a document being printed: how many pages are out, and what the printer waits for
    (None while it goes on)."""

    pages: int
    waits_for: FaultCode | None = None


@dataclass(frozen=True, slots=True)
class PrintDocument(Request[Printed]):
    """Print a document on A4, once: a try of which nothing came out may be repeated. Tells
    ``PagesOut`` as it goes on; where the printer waits for people for STAFF_SECONDS, or says
    nothing new for so long and PAGE_SECONDS a page, the print is cancelled.

    DOCUMENT_PAPER_OUT, DOCUMENT_PRINTER_LOST: nothing came out. DOCUMENT_PRINT_CANCELLED: it was
    cancelled before the first page. DOCUMENT_PRINT_DOUBTFUL: some of it is, or may be, on paper; it
    must not be printed again but as 补打. Such a document is refused here ever after, with the same
    fault. Given up, it is cancelled at the printer; ``StopPrinting`` tells what came out.
    """

    document: ServiceDocument


@dataclass(frozen=True, slots=True)
class PrintStopped:
    """A print that was given up has ended: so many pages are out, None where nobody knows."""

    pages: int | None


@dataclass(frozen=True, slots=True)
class StopPrinting(Request[PrintStopped]):
    """Have the print of a document that was given up come to its end."""

    document: ServiceDocument
