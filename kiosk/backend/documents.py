"""Documents the service makes: taken only when they are what the answer says they are."""

from __future__ import annotations

import binascii
from hashlib import sha256
from urllib.parse import urlsplit

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.translate import malformed
from kiosk.backend.wire_records import DocumentAnswer
from kiosk.domain.certificate import (
    LIST_TITLE,
    CertificateForm,
    CertificateKind,
    ServiceDocument,
)

MOST_PDF_BYTES = 2 << 20
_PDF = b"%PDF-"
_CERTIFICATES = frozenset({CertificateKind.TAX.label, *(form.title for form in CertificateForm)})


def payment_list(answer: DocumentAnswer) -> ServiceDocument:
    """A list: without a number, made anew each time, and perhaps with a link for phones."""
    if answer.number or answer.reprint or answer.title != LIST_TITLE:
        raise malformed("another document")
    return _document(answer, link=_link(answer.link))


def new_certificate(answer: DocumentAnswer) -> ServiceDocument:
    """A certificate issued just now."""
    if answer.reprint:
        raise malformed("another document")
    return _certificate(answer)


def reprinted_certificate(answer: DocumentAnswer, asked: str) -> ServiceDocument:
    """The certificate of the number that was asked for, counted as a reprint."""
    if answer.number != asked or not answer.reprint:
        raise malformed("another document")
    return _certificate(answer)


def as_asked(document: ServiceDocument, title: str) -> ServiceDocument:
    """The document, if it is of the kind that was asked for. Raises ServiceError, UNSOUND."""
    if document.title != title:
        raise _unsound("another title")
    return document


def _certificate(answer: DocumentAnswer) -> ServiceDocument:
    # A certificate is handed out on paper: nobody may fetch it by an address.
    if not answer.number or answer.link or answer.title not in _CERTIFICATES:
        raise malformed("certificate")
    return _document(answer, link="")


def _document(answer: DocumentAnswer, *, link: str) -> ServiceDocument:
    return ServiceDocument(
        number=answer.number,
        title=answer.title,
        pdf=_content(answer),
        reprint=answer.reprint,
        link=link,
        valid_seconds=answer.valid_seconds,
    )


def _content(answer: DocumentAnswer) -> bytes:
    pdf = _decoded(answer.pdf_base64)
    if pdf is None:
        raise _unsound("base64")
    if len(pdf) > MOST_PDF_BYTES:
        raise _unsound("too long")
    if not pdf.startswith(_PDF):
        raise _unsound("not a PDF")
    if sha256(pdf).hexdigest() != answer.sha256:
        raise _unsound("checksum")
    return pdf


def _decoded(text: str) -> bytes | None:
    """The bytes, if the text is the one way of writing them."""
    try:
        content = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        return None
    # Even the strict mode passes over padding too much and bits too many.
    return content if binascii.b2a_base64(content, newline=False) == text.encode() else None


def _link(text: str) -> str:
    """An address with a host and without a name or password in it, or nothing."""
    try:
        parts = urlsplit(text)
        bad = bool(text) and (not parts.hostname or parts.port == 0 or "@" in parts.netloc)
    except ValueError:
        bad = True
    if bad:
        raise malformed("link")
    return text


def _unsound(cause: str) -> ServiceError:
    return ServiceError(ServiceErrorKind.UNSOUND, cause=cause)
