"""What must hold of certificates on A4, whatever happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

import pytest

from kiosk.ledger import LedgerDocument
from kiosk.settings import Settings
from sim.client import HallClient
from sim.devices.document_printer.processes import missing_program
from sim.paper_hall.state import SheetState
from tests.journeys.conftest import look_into

needs_a4_printer = pytest.mark.skipif(
    missing_program() is not None, reason=f"{missing_program()} is not installed"
)


def sheets_of(hall: HallClient) -> tuple[SheetState, ...]:
    """What lies in the printer's output tray."""
    printer = hall.state().document_printer
    assert printer is not None
    return printer.papers


@dataclass(frozen=True)
class Books:
    """What the kiosk's ledger says of documents."""

    documents: tuple[LedgerDocument, ...]
    on_paper: int
    sound: bool

    @classmethod
    def of(cls, settings: Settings) -> Books:
        with look_into(settings) as ledger:
            return cls(ledger.documents(), ledger.sheets_on_paper(), ledger.verify().sound)


def expect_one_of_each(hall: HallClient, books: Books) -> None:
    """No page came out twice, and every one is of a document that the service handed out and the
    ledger knows; a number has one original."""
    sheets = sheets_of(hall)
    handed_out = {
        sha256(hall.document(document.number)).hexdigest() for document in hall.state().documents
    }
    assert {sheet.sha256 for sheet in sheets} <= handed_out
    assert len({(sheet.sha256, sheet.page) for sheet in sheets}) == len(sheets)
    # The ledger may be that of several days.
    kept = {one.terms.sha256: one for one in books.documents if one.terms.sha256 in handed_out}
    assert kept.keys() >= {sheet.sha256 for sheet in sheets}
    originals = [
        one.terms.number for one in kept.values() if one.terms.number and not one.terms.reprint
    ]
    assert len(set(originals)) == len(originals)
    assert books.sound
