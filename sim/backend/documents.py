"""Documents for terminals, and links by which phones fetch them for a short while."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from sim.backend import policy
from sim.backend.collection import Collection
from sim.backend.copies import Copy
from sim.backend.document_flaws import set_flawed
from sim.backend.models_documents import DocumentLink
from sim.backend.policy_tables import Term
from sim.backend.typesetting import Manuscript, typeset
from sim.backend.wire_history import DocumentAnswer


@dataclass(frozen=True, slots=True)
class Titled:
    """A manuscript with what the document is called and its number (empty for a list)."""

    title: str
    number: str
    manuscript: Manuscript


def hand_out(collection: Collection, titled: Titled) -> DocumentAnswer:
    """The document, signed, for the terminal alone. Raises TypesettingFailed.

    Never to be called within a transaction: setting it takes long.
    """
    return _answer(collection, titled, make_pdf(collection, titled.manuscript))


def hand_out_with_link(collection: Collection, titled: Titled) -> DocumentAnswer:
    """The document, signed, and a link to it for the citizen's phone. Raises TypesettingFailed.

    Links that are over are deleted, and the documents with them.
    """
    pdf = make_pdf(collection, titled.manuscript)
    token, now = collection.mint.token(), collection.clock.now()

    def work(session: Session) -> int:
        session.execute(delete(DocumentLink).where(DocumentLink.expires_at <= now))
        seconds = policy.seconds(session, Term.DOCUMENT_LINK, now.date())
        expires_at = now + timedelta(seconds=seconds)
        session.add(DocumentLink(token=token, pdf=pdf, expires_at=expires_at))
        return seconds

    seconds = collection.store.run(work)
    return _answer(collection, titled, pdf, f"{collection.wallet_url}/d/{token}", seconds)


def make_pdf(collection: Collection, manuscript: Manuscript) -> bytes:
    """What a terminal is given: set and signed, the same bytes for the same print; or flawed, if
    the service is told to go wrong. Raises TypesettingFailed."""
    flaw = collection.conditions.take_document_flaw()
    if flaw is not None:
        return set_flawed(manuscript, collection.authority, flaw)
    return collection.authority.signer.sign(typeset(manuscript), manuscript.printed_at)


def shelf(collection: Collection) -> Callable[[str], bytes | None]:
    """Where a phone's token is exchanged for the PDF; None for one that is unknown or over."""

    def fetch(token: str) -> bytes | None:
        link = collection.store.run(lambda session: session.get(DocumentLink, token))
        if link is None or link.expires_at <= collection.clock.now():
            return None
        return link.pdf

    return fetch


def _answer(
    collection: Collection, titled: Titled, pdf: bytes, link: str = "", seconds: int = 0
) -> DocumentAnswer:
    reprint = titled.manuscript.reprint
    collection.copies.keep(Copy(titled.title, titled.number, reprint, pdf))
    return DocumentAnswer(
        number=titled.number,
        title=titled.title,
        reprint=reprint,
        pdf_base64=base64.b64encode(pdf).decode("ascii"),
        sha256=hashlib.sha256(pdf).hexdigest(),
        link=link,
        valid_seconds=seconds,
    )
