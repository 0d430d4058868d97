"""A document to print. What it says was looked at before; the printer is given its bytes."""

from __future__ import annotations

from hashlib import sha256

from kiosk.domain.certificate import ServiceDocument
from kiosk.ledger import NewDocument

PAGES = 3
DOCUMENT = ServiceDocument(
    "337010260300000123", "税收完税证明", b"%PDF-1.7 of three pages", 0, "", 0
)


def received(document: ServiceDocument) -> NewDocument:
    """What the ledger is told of it when it has been believed."""
    digest = sha256(document.pdf).hexdigest()
    return NewDocument(document.number, document.reprint, PAGES, digest)
