"""Whether a document is genuine, unchanged, and the logged-in citizen's.

Everything here is pure, takes a good fraction of a second and is picklable, to be called in a child
process: the libraries that read PDF are large, and a document comes from outside.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime

import pypdfium2

from kiosk.documents.forms import FORMS, REPRINT_MARK, Form, Labelled, Stands
from kiosk.documents.glyphs import Line, lines_of, plain, said
from kiosk.documents.head import Head, standing_alone
from kiosk.documents.preview import MOST_PAGES, draw_pages
from kiosk.documents.unsound import Unsound, UnsoundDocument
from kiosk.documents.wholeness import check_whole


@dataclass(frozen=True, slots=True)
class Expected:
    """What a document has to be. ``title`` is one of ``FORMS``, ``number`` the 凭证号码 (empty for
    a list), ``reprint`` n for 补打 第n次. ``holder`` and ``holder_number`` stand at their labels
    just so, masked where the document masks them. ``trusted`` are the authorities, as PEM."""

    title: str
    number: str
    reprint: int
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
        check_whole(pdf)
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
        pages = _lines_of_pages(pdf)
    except UnsoundDocument:
        raise
    except Exception:  # whatever the library made of it
        raise UnsoundDocument(Unsound.UNREADABLE) from None
    form = FORMS.get(expected.title)
    if form is None or not all(standing_alone(pages[0], words) for words in form.title):
        raise UnsoundDocument(Unsound.OTHER_TITLE)
    _check_first_page(Head(form, pages[0]), form, expected)
    for page in pages[1:]:
        _check_further_page(Head(form, page), form, expected)
    # Nowhere else either does it say that it is another print.
    marks = REPRINT_MARK.findall("".join(said(line) for page in pages for line in page))
    if any(mark != str(expected.reprint) for mark in marks):
        raise UnsoundDocument(Unsound.OTHER_PRINT)


def _check_first_page(head: Head, form: Form, expected: Expected) -> None:
    titles = [head.title(words) for words in form.title]
    if None in titles:
        raise UnsoundDocument(Unsound.OTHER_TITLE)
    labels = head.labels()
    first_row = max(label[0].base for label in labels.values())
    bases = [title[0].base for title in titles if title is not None]
    if bases != sorted(bases, reverse=True) or bases[-1] <= first_row:
        raise UnsoundDocument(Unsound.OTHER_LAYOUT)
    above = "".join(said(line) for line in head.lines if line[0].base > first_row)
    if len(REPRINT_MARK.findall(above)) != min(expected.reprint, 1):
        raise UnsoundDocument(Unsound.OTHER_PRINT)
    number = "" if form.number is None else head.value(form.number, labels)
    if number != plain(expected.number):
        raise UnsoundDocument(Unsound.OTHER_NUMBER)
    holder, holder_number = (
        head.value(field, labels) for field in (form.holder, form.holder_number)
    )
    if (holder, holder_number) != (plain(expected.holder), plain(expected.holder_number)):
        raise UnsoundDocument(Unsound.OTHER_PERSON)


def _check_further_page(head: Head, form: Form, expected: Expected) -> None:
    """It belongs to the first one."""
    title = head.title(form.running_title)
    if title is None:
        raise UnsoundDocument(Unsound.OTHER_TITLE)
    if form.running_number:
        number = Labelled(form.running_number, Stands.BESIDE)
        labels = {number.label: head.only(number.label)}
        if head.value(number, labels) != plain(expected.number):
            raise UnsoundDocument(Unsound.OTHER_NUMBER)
    if head.within(0, title[0].left, math.inf, -math.inf) != plain(expected.holder):
        raise UnsoundDocument(Unsound.OTHER_PERSON)


def _lines_of_pages(pdf: bytes) -> tuple[tuple[Line, ...], ...]:
    with pypdfium2.PdfDocument(pdf) as document:
        if len(document) > MOST_PAGES:
            raise UnsoundDocument(Unsound.TOO_MUCH)
        return tuple(lines_of(page) for page in document)
