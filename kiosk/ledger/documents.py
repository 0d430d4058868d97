"""Documents on A4: written down before the printer gets a byte, so that none is printed twice."""

from __future__ import annotations

from kiosk.ledger.document import DocumentState, LedgerDocument, NewDocument
from kiosk.ledger.document_codec import STARTABLE, write_ended, write_received, write_started
from kiosk.ledger.entry import EntryKind
from kiosk.ledger.errors import DocumentViolation
from kiosk.ledger.notes import note_facts
from kiosk.ledger.writer import LedgerWriter


class DocumentLedger(LedgerWriter):
    """What a terminal must not forget of certificates and lists. Documents go by the SHA-256 of
    their bytes, in hexadecimal."""

    def document_received(self, new: NewDocument) -> LedgerDocument:
        """The service has issued it. The same bytes again are the same document."""
        with self._writing() as journal:
            known = journal.find_document(new.sha256)
            if known is not None:
                return known
            return journal.change_document(EntryKind.DOCUMENT_RECEIVED, write_received(new))

    def document_started(self, sha256: str, counter: int | None) -> LedgerDocument:
        """Call before the printer gets a byte; ``counter`` is what its page counter says, None
        where it has none. ``job`` of what is returned names the try.

        Raises DocumentUnknown, and DocumentViolation for a document of which anything is or may be
        on paper: it itself, or other bytes that are the same print of the same certificate.
        """
        with self._writing() as journal:
            document = journal.document(sha256)
            for print_ in (document, *journal.same_print(document.terms)):
                if print_.state not in STARTABLE:
                    raise DocumentViolation(print_.state.value)
            return journal.change_document(
                EntryKind.DOCUMENT_STARTED, write_started(document, counter)
            )

    def document_ended(
        self, sha256: str, attempt: int, sheets: int | None, cause: str = ""
    ) -> LedgerDocument:
        """The last try to print it has ended with so many pages on paper, None where nobody knows;
        ``cause`` is a short code, empty where all is well. The same again is no news.

        Raises DocumentUnknown, DocumentViolation for a try that is not under way, ValueError.
        """
        note_facts("document_ended", {"cause": cause})
        with self._writing() as journal:
            document = journal.document(sha256)
            ended = document.attempts == attempt and document.state is not DocumentState.STARTED
            if ended and (document.sheets, document.cause) == (sheets, cause):
                return document
            return journal.change_document(
                EntryKind.DOCUMENT_ENDED, write_ended(sha256, attempt, sheets, cause)
            )
