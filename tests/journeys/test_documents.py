"""Certificates on A4: every sheet in the books, and never a second original."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.ledger import DocumentState
from tests.journeys.paper import Books, expect_one_of_each, needs_a4_printer, sheets_of
from tests.journeys.sitting import Sitting, expect_nobody_left, sitting_in

pytestmark = needs_a4_printer
PRINTED = ("a4-paper-out-mid-print", "a4-cover-open", "a4-jam")
"""Whatever is in the way, in the end every page is out, once."""
DOUBTFUL = ("a4-cancelled", "a4-cancelled-at-printer", "a4-off-mid-print", "a4-doubtful-asked-anew")


@pytest.fixture(scope="module")
def sitting(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    with sitting_in("usual", qapp, tmp_path_factory.mktemp("documents")) as begun:
        yield begun


@pytest.mark.parametrize("scenario", PRINTED)
def test_every_page_comes_out_once_and_is_in_the_books(sitting: Sitting, scenario: str) -> None:
    before = sitting.sheets_on_paper()

    journey = sitting.play(scenario)

    books = Books.of(journey.settings)
    assert len(sheets_of(sitting.hall)) == books.on_paper - before
    expect_one_of_each(sitting.hall, books)
    expect_nobody_left(journey)


@pytest.mark.parametrize("scenario", DOUBTFUL)
def test_what_may_be_on_paper_is_never_printed_again(sitting: Sitting, scenario: str) -> None:
    journey = sitting.play(scenario)

    books = Books.of(journey.settings)
    expect_one_of_each(sitting.hall, books)
    mine = {sha256(sitting.hall.document(1)).hexdigest()}
    (doubted,) = [one for one in books.documents if one.terms.sha256 in mine]
    assert doubted.state is DocumentState.DOUBTFUL


def test_a_document_that_was_altered_leaves_no_paper(sitting: Sitting) -> None:
    journey = sitting.play("document-unsound")

    digest = sha256(sitting.hall.document(1)).hexdigest()
    assert digest not in {one.terms.sha256 for one in Books.of(journey.settings).documents}
    assert sheets_of(sitting.hall) == ()
    assert journey.ledger_is_sound()
