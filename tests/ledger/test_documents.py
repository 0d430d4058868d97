from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.ledger import (
    DocumentState,
    DocumentUnknown,
    DocumentViolation,
    Ledger,
    NewDocument,
)
from tests.ledger.given import Clock, opened

DIGEST = hashlib.sha256(b"a certificate").hexdigest()
NEW = NewDocument("337261127000000001", 0, 2, DIGEST)


def started(ledger: Ledger, counter: int | None = 40) -> int:
    ledger.document_received(NEW)
    return ledger.document_started(DIGEST, counter).attempts


def test_a_document_is_received_once_however_often_it_comes(ledger: Ledger) -> None:
    first = ledger.document_received(NEW)
    assert (first.state, first.sheets) == (DocumentState.RECEIVED, 0)
    assert ledger.document_received(NEW) == first
    assert [entry.kind for entry in ledger.entries()].count("document_received") == 1


def test_a_print_is_written_down_before_it_begins_and_counted_when_it_is_out(
    ledger: Ledger,
) -> None:
    attempt = started(ledger)
    (document,) = ledger.unfinished_documents()
    assert (document.counter, document.sheets) == (40, None)
    assert document.job == f"{DIGEST[:16]}-1"
    printed = ledger.document_ended(DIGEST, attempt, 2)
    assert (printed.state, printed.sheets) == (DocumentState.PRINTED, 2)
    assert ledger.unfinished_documents() == ()
    assert ledger.sheets_on_paper() == 2


def test_what_never_reached_paper_may_be_printed_and_anything_else_never_again(
    ledger: Ledger,
) -> None:
    attempt = started(ledger)
    failed = ledger.document_ended(DIGEST, attempt, 0, "paper_out")
    assert (failed.state, failed.cause) == (DocumentState.RECEIVED, "paper_out")
    again = ledger.document_started(DIGEST, None)
    assert (again.attempts, again.cause, again.counter) == (2, "", None)
    assert again.job != failed.job
    with pytest.raises(DocumentViolation):
        ledger.document_started(DIGEST, None)
    ledger.document_ended(DIGEST, 2, 1, "paper_jam")
    (doubtful,) = ledger.documents()
    assert (doubtful.state, doubtful.sheets) == (DocumentState.DOUBTFUL, 1)
    with pytest.raises(DocumentViolation) as refused:
        ledger.document_started(DIGEST, None)
    assert refused.value.state == "doubtful"
    assert ledger.verify().sound


@pytest.mark.parametrize(
    ("sheets", "cause", "state"),
    [
        (2, "", DocumentState.PRINTED),
        (None, "disconnected", DocumentState.DOUBTFUL),
        (None, "", DocumentState.DOUBTFUL),
        (1, "", DocumentState.DOUBTFUL),
        (3, "", DocumentState.DOUBTFUL),
        (2, "job_aborted", DocumentState.DOUBTFUL),
        (0, "", DocumentState.DOUBTFUL),
        (0, "job_cancelled", DocumentState.RECEIVED),
    ],
)
def test_only_what_is_known_counts(
    ledger: Ledger, sheets: int | None, cause: str, state: DocumentState
) -> None:
    assert ledger.document_ended(DIGEST, started(ledger), sheets, cause).state is state


def test_the_same_end_twice_is_no_news_and_another_is_refused(ledger: Ledger) -> None:
    attempt = started(ledger)
    ended = ledger.document_ended(DIGEST, attempt, 2)
    assert ledger.document_ended(DIGEST, attempt, 2) == ended
    for wrong in ((attempt, 1, ""), (attempt + 1, 2, ""), (0, 2, "")):
        with pytest.raises(DocumentViolation):
            ledger.document_ended(DIGEST, *wrong)


def test_other_bytes_are_no_second_original_of_the_same_certificate(ledger: Ledger) -> None:
    other = replace(NEW, sha256=hashlib.sha256(b"signed anew").hexdigest())
    attempt = started(ledger)
    ledger.document_received(other)
    with pytest.raises(DocumentViolation):
        ledger.document_started(other.sha256, None)
    ledger.document_ended(DIGEST, attempt, 2)
    with pytest.raises(DocumentViolation) as refused:
        ledger.document_started(other.sha256, None)
    assert refused.value.state == "printed"
    reprint = replace(other, reprint=1, sha256=hashlib.sha256(b"reprint").hexdigest())
    ledger.document_received(reprint)
    assert ledger.document_started(reprint.sha256, None).attempts == 1
    for content in (b"a list", b"the list again"):
        made = NewDocument("", 0, 1, hashlib.sha256(content).hexdigest())
        ledger.document_received(made)
        assert ledger.document_started(made.sha256, None).attempts == 1


def test_the_prints_of_a_certificate_are_found_by_its_number(ledger: Ledger) -> None:
    ledger.document_ended(DIGEST, started(ledger), 1)
    reprint = replace(NEW, reprint=1, sha256=hashlib.sha256(b"reprint").hexdigest())
    ledger.document_received(reprint)
    other = NewDocument("337261127000000002", 0, 1, hashlib.sha256(b"another").hexdigest())
    ledger.document_received(other)
    states = {one.terms.reprint: one.state for one in ledger.prints_of(NEW.number)}
    assert states == {0: DocumentState.DOUBTFUL, 1: DocumentState.RECEIVED}
    assert ledger.prints_of("337261127000000003") == ()


def test_what_never_came_is_not_printed(ledger: Ledger) -> None:
    with pytest.raises(DocumentUnknown):
        ledger.document_started(DIGEST, 0)
    with pytest.raises(DocumentUnknown):
        ledger.document_ended(DIGEST, 1, 0, "silent")
    with pytest.raises(ValueError, match="cause"):
        ledger.document_ended(DIGEST, 1, 0, "a sentence, not a code")


def test_everything_is_there_after_a_restart(path: Path, clock: Clock) -> None:
    with opened(path, clock) as ledger:
        started(ledger)
        before = ledger.documents()
    with opened(path, clock) as ledger:
        assert ledger.documents() == before
        assert ledger.unfinished_documents() == before
        assert ledger.verify().sound
        exported = ledger.export()["documents"]
    assert isinstance(exported, list)
    assert [(one["number"], one["state"]) for one in exported if isinstance(one, dict)] == [
        ("337261127000000001", "started")
    ]


@pytest.mark.parametrize(
    ("number", "reprint", "pages", "sha256"),
    [("a name", 0, 1, DIGEST), ("1", -1, 1, DIGEST), ("1", 0, 0, DIGEST), ("1", 0, 1, "00")],
)
def test_what_is_no_document_is_not_written(
    number: str, reprint: int, pages: int, sha256: str
) -> None:
    with pytest.raises(ValueError, match="document"):
        NewDocument(number, reprint, pages, sha256)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from((0, 1, 2, None)), st.sampled_from(("", "silent")))))
def test_no_document_is_begun_with_anything_of_it_on_paper(
    ends: list[tuple[int | None, str]],
) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder) / "ledger.db") as ledger:
        ledger.document_received(NEW)
        on_paper = False
        for sheets, cause in ends:
            if on_paper:
                with pytest.raises(DocumentViolation):
                    ledger.document_started(DIGEST, None)
                break
            attempt = ledger.document_started(DIGEST, None).attempts
            ledger.document_ended(DIGEST, attempt, sheets, cause)
            on_paper = not (sheets == 0 and cause)
        assert ledger.verify().sound
