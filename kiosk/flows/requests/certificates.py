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
from kiosk.session.requests import Request


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
    """补打 of the same number; the service counts it."""

    citizen: Citizen
    certificate: IssuedCertificate


@dataclass(frozen=True, slots=True)
class MakeContributionCertificate(Request[ServiceDocument]):
    """社会保险费缴费证明 of what meets the criteria, 汇总 or 明细."""

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
    """Draw a PDF for the screen."""

    document: ServiceDocument


@dataclass(frozen=True, slots=True)
class PrintDocument(Request[Printed]):
    """Print a document on A4."""

    document: ServiceDocument
