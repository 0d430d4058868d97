"""Whether a document is genuine, unchanged, and the logged-in citizen's.

Everything here is pure, takes a good fraction of a second and is picklable, to be called in a child
process: the libraries that read PDF are large, and a document comes from outside.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

import pypdfium2

from kiosk.documents.preview import MOST_PAGES, draw_pages
from kiosk.documents.unsound import Unsound, UnsoundDocument
from kiosk.documents.wholeness import check_whole

_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Expected:
    """What a document has to be. ``sha256`` is in hexadecimal; ``number`` (凭证号码, empty for a
    list), ``holder`` and ``holder_number`` stand in its text just so, masked where the document
    masks them. ``trusted`` are the authorities, as PEM."""

    sha256: str
    number: str
    holder: str = field(repr=False)
    holder_number: str = field(repr=False)
    trusted: bytes = field(repr=False)
    now: datetime


def verified_pages(pdf: bytes, expected: Expected) -> tuple[bytes, ...]:
    """Its pages for the screen (see ``draw_pages``), once it is believed. Raises
    UnsoundDocument."""
    verify(pdf, expected)
    try:
        return draw_pages(pdf)
    except ValueError:
        raise UnsoundDocument(Unsound.TOO_MUCH) from None
    except Exception:
        # Whatever a library makes of it: nobody shall see half of it.
        raise UnsoundDocument(Unsound.UNREADABLE) from None


def verify(pdf: bytes, expected: Expected) -> None:
    """Return if the document is believed. Raises UnsoundDocument."""
    # A second of loading and much memory, for the child process alone.
    from kiosk.documents.signature import flaw_of_signature

    try:
        check_whole(pdf, expected.sha256)
    except ValueError:
        raise UnsoundDocument(Unsound.NOT_WHOLE) from None
    flaw = flaw_of_signature(pdf, expected.trusted, expected.now)
    if flaw is not None:
        raise UnsoundDocument(flaw)
    _check_text(pdf, expected)


def warm_up() -> None:
    """Load what verifying needs, so that the first citizen does not wait for it."""
    from kiosk.documents import signature  # noqa: F401


def _check_text(pdf: bytes, expected: Expected) -> None:
    try:
        text = _text_of(pdf)
    except UnsoundDocument:
        raise
    except Exception:
        raise UnsoundDocument(Unsound.UNREADABLE) from None
    if _plain(expected.number) not in text:
        raise UnsoundDocument(Unsound.OTHER_NUMBER)
    if _plain(expected.holder) not in text or _plain(expected.holder_number) not in text:
        raise UnsoundDocument(Unsound.OTHER_PERSON)


def _text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        if len(document) > MOST_PAGES:
            raise UnsoundDocument(Unsound.TOO_MUCH)
        return _plain("".join(page.get_textpage().get_text_bounded() for page in document))


def _plain(text: str) -> str:
    """Without spaces, of which lines and columns make more or fewer."""
    return _SPACES.sub("", unicodedata.normalize("NFC", text))
