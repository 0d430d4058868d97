"""Certificates and lists as PDF: issued once, believed, drawn for the screen."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from functools import partial
from hashlib import sha256

from kiosk.backend.client import CollectionService
from kiosk.documents.unsound import UnsoundDocument
from kiosk.documents.verification import Expected, verified_pages
from kiosk.domain.certificate import CertifiableRow, CertificateForm, ServiceDocument
from kiosk.domain.citizen import Citizen
from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import CitizenGroup
from kiosk.flows.requests.certificates import DocumentPages
from kiosk.ledger import DocumentState, NewDocument
from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.visit_keys import VisitKeys
from kiosk.runtime.workshop import Workshop
from kiosk.session.faults import Fault, FaultCode


class DocumentDesk:
    """Documents of the service. ``trusted`` are the authorities that issue its signers, as PEM;
    without any no document is believed."""

    def __init__(
        self,
        *,
        service: CollectionService,
        trusted: bytes,
        workshop: Workshop,
        books: Bookkeeping,
        keys: VisitKeys,
        clock: Clock,
        log: EventLog,
    ) -> None:
        self._service = service
        self._trusted = trusted
        self._workshop = workshop
        self._books = books
        self._keys = keys
        self._clock = clock
        self._log = log
        self._payments = 0

    def credited(self) -> None:
        """There is a new payment: what was certified before it is not what is asked for now."""
        self._payments += 1

    async def issue(self, citizen: Citizen, rows: tuple[CertifiableRow, ...]) -> ServiceDocument:
        """The tax certificate of these rows; the same rows again are the same certificate for the
        whole visit, whether or not its answer ever came. Raises ServiceError."""
        key = self._keys.key(("certificate", frozenset(row.key for row in rows)))
        return await self._service.issue_tax_certificate(citizen, key, rows)

    async def prove(
        self, citizen: Citizen, group: CitizenGroup, criteria: Criteria, form: CertificateForm
    ) -> ServiceDocument:
        """The contribution certificate of what was paid. Asked for again during the visit it is the
        same one, whether or not its answer ever came, until it is on paper for certain or there is
        a new payment. Raises ServiceError; RequestFailed: LEDGER_UNAVAILABLE."""
        what = ("contribution", citizen.number, group, criteria, form, self._payments)

        async def ask() -> ServiceDocument:
            key = self._keys.key(what)
            return await self._service.contribution_certificate(citizen, key, group, criteria, form)

        document = await ask()
        prints = await self._books(self._books.ledger.prints_of, document.number)
        if any(one.state is DocumentState.PRINTED for one in prints):
            self._keys.settle(what)
            document = await ask()
        return document

    async def reprint(self, citizen: Citizen, number: str) -> ServiceDocument:
        """A certificate once more, counted once however often its answer is lost. Raises
        ServiceError."""
        what = ("reprint", number)
        key = self._keys.key(what)
        document = await self._service.reprint_certificate(citizen, number, key)
        self._keys.settle(what)
        return document

    async def draw(self, document: ServiceDocument, citizen: Citizen) -> DocumentPages:
        """Its pages for the screen, once it is believed; the ledger has it from then on. Raises
        RequestFailed: DOCUMENT_UNSOUND for one that is not believed, and for what kills the child
        process that reads it; LEDGER_UNAVAILABLE."""
        expected = self._expected(document, citizen)
        try:
            pages = await self._workshop.do(partial(verified_pages, document.pdf, expected))
        except UnsoundDocument as error:
            raise await self._refused(error.reason.value, document) from error
        except BrokenProcessPool as error:
            raise await self._refused("killed_the_reader", document) from error
        digest = sha256(document.pdf).hexdigest()
        new = NewDocument(document.number, document.reprint, len(pages), digest)
        await self._books(self._books.ledger.document_received, new)
        return DocumentPages(pages)

    def _expected(self, document: ServiceDocument, citizen: Citizen) -> Expected:
        masked = not document.number
        return Expected(
            title=document.title,
            number=document.number,
            reprint=document.reprint,
            holder=citizen.shown_name if masked else citizen.name,
            holder_number=citizen.shown_number if masked else citizen.number.value,
            trusted=self._trusted,
            now=self._clock.now(),
        )

    async def _refused(self, reason: str, document: ServiceDocument) -> RequestFailed:
        self._log.record(Event.DOCUMENT_UNSOUND, cause=reason, reprint=document.reprint)
        await self._books(self._books.ledger.note, "document_refused", None, {"reason": reason})
        return RequestFailed(Fault(FaultCode.DOCUMENT_UNSOUND))
