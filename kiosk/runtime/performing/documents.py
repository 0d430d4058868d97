"""What is on record, and the lists and certificates made of it."""

from __future__ import annotations

from kiosk.backend.documents import as_asked
from kiosk.domain.certificate import CertificateKind, ServiceDocument
from kiosk.flows.requests.certificates import (
    CertifiableRows,
    DocumentPages,
    DrawDocument,
    FindCertifiable,
    FindIssued,
    IssuedCertificates,
    IssueTaxCertificate,
    MakeContributionCertificate,
    PrintDocument,
    PrintStopped,
    ReprintCertificate,
    StopPrinting,
)
from kiosk.flows.requests.history import MakeList, Payments, SearchPayments
from kiosk.flows.requests.receipt import Printed
from kiosk.runtime.news import Tell
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire


def add_to(repertoire: Repertoire, means: Means) -> None:
    """Searches first, then documents."""
    service, documents, press = means.service, means.documents, means.document_press

    async def search_payments(request: SearchPayments) -> Payments:
        return Payments(*await service.payments(request.citizen, request.group, request.criteria))

    async def find_certifiable(request: FindCertifiable) -> CertifiableRows:
        found = await service.certifiable(request.citizen, request.group, request.criteria)
        return CertifiableRows(found)

    async def find_issued(request: FindIssued) -> IssuedCertificates:
        found = await service.issued(request.citizen, request.group, request.criteria)
        return IssuedCertificates(found)

    async def make_list(request: MakeList) -> ServiceDocument:
        return await service.payment_list(request.citizen, request.group, request.criteria)

    async def issue_tax_certificate(request: IssueTaxCertificate) -> ServiceDocument:
        issued = await documents.issue(request.citizen, request.rows)
        return as_asked(issued, CertificateKind.TAX.label)

    async def reprint_certificate(request: ReprintCertificate) -> ServiceDocument:
        return await documents.reprint(request.citizen, request.number)

    async def make_contribution_certificate(
        request: MakeContributionCertificate,
    ) -> ServiceDocument:
        made = await documents.prove(request.citizen, request.group, request.criteria, request.form)
        return as_asked(made, request.form.title)

    async def draw_document(request: DrawDocument) -> DocumentPages:
        return await documents.draw(request.document, request.citizen)

    async def print_document(request: PrintDocument, tell: Tell) -> Printed:
        return await press.print(request.document, tell)

    async def stop_printing(request: StopPrinting) -> PrintStopped:
        return await press.stop(request.document)

    repertoire.add(SearchPayments, search_payments)
    repertoire.add(FindCertifiable, find_certifiable)
    repertoire.add(FindIssued, find_issued)
    repertoire.add(MakeList, make_list)
    repertoire.add(IssueTaxCertificate, issue_tax_certificate)
    repertoire.add(ReprintCertificate, reprint_certificate)
    repertoire.add(MakeContributionCertificate, make_contribution_certificate)
    repertoire.add(DrawDocument, draw_document)
    repertoire.add(PrintDocument, print_document, patient=True, telling=True)
    repertoire.add(StopPrinting, stop_printing)
