"""Certificates and lists as PDF: issued once, drawn for the screen, printed on A4."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from functools import partial

from kiosk.backend.client import CollectionService
from kiosk.devices.api import DeviceError, DocumentPrinter
from kiosk.documents.preview import draw_pages
from kiosk.domain.certificate import CertifiableRow, IssuedCertificate, ServiceDocument
from kiosk.domain.citizen import Citizen
from kiosk.domain.terminal import DeviceKind
from kiosk.flows.requests.certificates import DocumentPages
from kiosk.flows.requests.receipt import Printed
from kiosk.observe import Event, EventLog
from kiosk.runtime.failures import RequestFailed, device_fault
from kiosk.runtime.supervision import Watched
from kiosk.runtime.visit_keys import VisitKeys
from kiosk.runtime.workshop import Workshop
from kiosk.session.faults import Fault, FaultCode

PAGE_WIDTH_PX = 1240
"""A4 at 150 dots an inch: small print can still be read when it is enlarged."""


class DocumentDesk:
    """Documents of the service. ``printer`` is None where there is no printer for A4."""

    def __init__(
        self,
        *,
        service: CollectionService,
        printer: Watched[DocumentPrinter] | None,
        workshop: Workshop,
        keys: VisitKeys,
        log: EventLog,
    ) -> None:
        self._service = service
        self._printer = printer
        self._workshop = workshop
        self._keys = keys
        self._log = log

    async def issue(self, citizen: Citizen, rows: tuple[CertifiableRow, ...]) -> ServiceDocument:
        """The tax certificate of these rows; the same rows again are the same certificate for the
        whole visit, whether or not its answer ever came. Raises ServiceError."""
        key = self._keys.key(("certificate", frozenset(row.key for row in rows)))
        return await self._service.issue_tax_certificate(citizen, key, rows)

    async def reprint(self, citizen: Citizen, certificate: IssuedCertificate) -> ServiceDocument:
        """A certificate once more, counted once however often its answer is lost. Raises
        ServiceError."""
        what = ("reprint", certificate.number)
        key = self._keys.key(what)
        document = await self._service.reprint_certificate(citizen, certificate.number, key)
        self._keys.settle(what)
        return document

    async def draw(self, document: ServiceDocument) -> DocumentPages:
        """Its pages for the screen. Raises RequestFailed(DOCUMENT_UNSOUND) for what is no document,
        and for what kills the child process that draws it."""
        try:
            pages = await self._workshop.do(
                partial(draw_pages, document.pdf, width_px=PAGE_WIDTH_PX)
            )
        except (ValueError, BrokenProcessPool) as error:
            self._log.record(Event.DOCUMENT_UNSOUND, error=type(error).__name__)
            raise RequestFailed(Fault(FaultCode.DOCUMENT_UNSOUND)) from error
        return DocumentPages(pages)

    async def print(self, document: ServiceDocument) -> Printed:
        """It on A4. Raises RequestFailed(DOCUMENT_PRINTER_LOST)."""
        if self._printer is None:
            raise RequestFailed(Fault(FaultCode.DOCUMENT_PRINTER_LOST))
        try:
            await self._printer.device.print_pdf(document.pdf, document.title)
        except DeviceError as error:
            self._printer.keeper.report(error)
            cause, reprint = error.cause.value, document.reprint
            self._log.record(Event.DOCUMENT_NOT_PRINTED, cause=cause, reprint=reprint)
            raise RequestFailed(device_fault(DeviceKind.DOCUMENT_PRINTER, error)) from error
        self._log.record(Event.DOCUMENT_PRINTED, reprint=document.reprint)
        return Printed(document.reprint)
