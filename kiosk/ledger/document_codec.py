"""Documents as flat facts, for the payload of entries and the columns of table ``documents``, and
what entries about them add up to."""

from __future__ import annotations

from dataclasses import replace

from kiosk.ledger.document import DocumentState, LedgerDocument, NewDocument
from kiosk.ledger.entry import Entry, EntryKind
from kiosk.ledger.errors import DocumentExists, DocumentUnknown, DocumentViolation
from kiosk.ledger.fields import Flat, text, whole
from kiosk.ledger.moments import read_moment, write_moment

_NOT_KNOWN = -1
STARTABLE = frozenset({DocumentState.RECEIVED})


def write_received(new: NewDocument) -> dict[str, str | int]:
    """The facts of a document that has come."""
    return {
        "sha256": new.sha256,
        "number": new.number,
        "reprint": new.reprint,
        "pages": new.pages,
    }


def write_started(document: LedgerDocument, counter: int | None) -> dict[str, str | int]:
    """The facts of its next print."""
    return {
        "sha256": document.terms.sha256,
        "attempt": document.attempts + 1,
        "counter": _written(counter),
    }


def write_ended(sha256: str, attempt: int, sheets: int | None, cause: str) -> dict[str, str | int]:
    """The facts of the end of a print; ``cause`` is empty where every page came out."""
    return {"sha256": sha256, "attempt": attempt, "sheets": _written(sheets), "cause": cause}


def follow(before: LedgerDocument | None, kind: EntryKind, entry: Entry) -> LedgerDocument:
    """The document after an entry about it. Raises DocumentUnknown, DocumentExists,
    DocumentViolation, ValueError."""
    facts, at = entry.facts, read_moment(entry.at)
    if kind is EntryKind.DOCUMENT_RECEIVED:
        if before is not None:
            raise DocumentExists
        terms = NewDocument(
            text(facts, "number"),
            whole(facts, "reprint"),
            whole(facts, "pages"),
            text(facts, "sha256"),
        )
        return LedgerDocument(terms, DocumentState.RECEIVED, at)
    if before is None:
        raise DocumentUnknown
    attempt = whole(facts, "attempt")
    if kind is EntryKind.DOCUMENT_STARTED:
        if before.state not in STARTABLE or attempt != before.attempts + 1:
            raise DocumentViolation(before.state.value)
        return replace(
            before,
            state=DocumentState.STARTED,
            since=at,
            attempts=attempt,
            counter=_read(whole(facts, "counter")),
            sheets=None,
            cause="",
        )
    if before.state is not DocumentState.STARTED or attempt != before.attempts:
        raise DocumentViolation(before.state.value)
    sheets, cause = _read(whole(facts, "sheets")), text(facts, "cause")
    return replace(before, state=_end(before, sheets, cause), since=at, sheets=sheets, cause=cause)


def _end(before: LedgerDocument, sheets: int | None, cause: str) -> DocumentState:
    if sheets == 0 and cause:
        return DocumentState.RECEIVED
    whole_document = sheets == before.terms.pages and not cause
    return DocumentState.PRINTED if whole_document else DocumentState.DOUBTFUL


def write_document(document: LedgerDocument) -> dict[str, str | int | None]:
    """The row of a document in table ``documents``."""
    return {
        **write_received(document.terms),
        "state": document.state.value,
        "since": write_moment(document.since),
        "attempts": document.attempts,
        "counter": document.counter,
        "sheets": document.sheets,
        "cause": document.cause,
    }


def read_document(flat: Flat) -> LedgerDocument:
    """The inverse of ``write_document``. Raises ValueError."""
    return LedgerDocument(
        NewDocument(
            text(flat, "number"),
            whole(flat, "reprint"),
            whole(flat, "pages"),
            text(flat, "sha256"),
        ),
        DocumentState(text(flat, "state")),
        read_moment(text(flat, "since")),
        whole(flat, "attempts"),
        None if flat["counter"] is None else whole(flat, "counter"),
        None if flat["sheets"] is None else whole(flat, "sheets"),
        text(flat, "cause"),
    )


def _written(count: int | None) -> int:
    return _NOT_KNOWN if count is None else count


def _read(count: int) -> int | None:
    return None if count == _NOT_KNOWN else count
