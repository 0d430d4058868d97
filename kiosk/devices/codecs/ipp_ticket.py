"""What is asked of a printer for one document, and whether it can do that at all.

Nothing is sent that the printer does not list as supported, and what is sent must be obeyed
(``ipp-attribute-fidelity``): an official document is printed as it should be, or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from kiosk.devices.codecs.ipp_reply import IppAttributes
from kiosk.devices.codecs.ipp_request import (
    Attribute,
    ValueTag,
    collection,
    integer,
    keyword,
    text,
)

PDF = "application/pdf"
_NEVER_AGAIN = "abort-job"
CAPABILITY_ATTRIBUTES = (
    "document-format-supported",
    "media-supported",
    "media-col-supported",
    "media-source-supported",
    "sides-supported",
    "copies-supported",
    "print-scaling-supported",
    "number-up-supported",
    "job-sheets-supported",
    "printer-error-policy",
)
_SIZE = re.compile(r"_([0-9]+(?:\.[0-9]+)?)x([0-9]+(?:\.[0-9]+)?)(mm|in)$")
_HUNDREDTHS_OF_MM = {"mm": 100.0, "in": 2540.0}


@dataclass(frozen=True, slots=True)
class Paper:
    """``media`` is a size by its PWG 5101.1 name; ``tray`` a media-source keyword, ``""`` for the
    printer's own choice."""

    media: str = "iso_a4_210x297mm"
    tray: str = ""


A4 = Paper()


class Unsuitable(Enum):
    """Why a printer cannot print these documents; a short code for logs."""

    NO_PDF = "pdf_not_supported"
    NO_SUCH_MEDIA = "media_not_supported"
    NO_SUCH_TRAY = "tray_not_supported"
    TWO_SIDED_ONLY = "one_side_not_supported"
    PRINTS_AGAIN = "queue_prints_again"
    """A queue of CUPS that sends a job once more, from its first page, when it has failed."""


class UnsuitablePrinter(Exception):
    """The printer, as configured, cannot print these documents. ``why`` says what is missing."""

    def __init__(self, why: Unsuitable) -> None:
        super().__init__(why.value)
        self.why = why


def ticket_for(printer: IppAttributes, paper: Paper) -> tuple[Attribute, ...]:
    """Job template attributes for one copy, on one side, at its own size. Raises
    UnsuitablePrinter."""
    if any(policy != _NEVER_AGAIN for policy in printer.words("printer-error-policy")):
        raise UnsuitablePrinter(Unsuitable.PRINTS_AGAIN)
    if PDF not in printer.words("document-format-supported"):
        raise UnsuitablePrinter(Unsuitable.NO_PDF)
    asked = list(_media(printer, paper))
    sides = printer.words("sides-supported")
    if "one-sided" in sides:
        asked.append(keyword("sides", "one-sided"))
    elif sides:
        raise UnsuitablePrinter(Unsuitable.TWO_SIDED_ONLY)
    if printer.has("copies-supported"):
        asked.append(integer("copies", 1))
    if printer.has("number-up-supported"):
        asked.append(integer("number-up", 1))
    if "none" in printer.words("print-scaling-supported"):
        asked.append(keyword("print-scaling", "none"))
    if "none" in printer.words("job-sheets-supported"):
        # A queue may put a banner page in front of every job.
        asked.append(keyword("job-sheets", "none"))
    return tuple(asked)


def document_attributes(job: str, user: str) -> tuple[Attribute, ...]:
    """Operation attributes of Print-Job, after the printer's URI."""
    return (
        text("requesting-user-name", ValueTag.NAME, user),
        text("job-name", ValueTag.NAME, job),
        Attribute("ipp-attribute-fidelity", ValueTag.BOOLEAN, (True,)),
        text("document-format", ValueTag.MIME_TYPE, PDF),
    )


def _media(printer: IppAttributes, paper: Paper) -> tuple[Attribute, ...]:
    sizes = printer.words("media-supported")
    if sizes and paper.media not in sizes:
        raise UnsuitablePrinter(Unsuitable.NO_SUCH_MEDIA)
    if not paper.tray:
        return (keyword("media", paper.media),) if sizes else ()
    chooses = "media-source" in printer.words("media-col-supported")
    if not chooses or paper.tray not in printer.words("media-source-supported"):
        raise UnsuitablePrinter(Unsuitable.NO_SUCH_TRAY)
    # RFC 8011 5.2.11: media and media-col are not given together.
    return (collection("media-col", _size(paper.media), keyword("media-source", paper.tray)),)


def _size(media: str) -> Attribute:
    """The name says its own size; a printer wants hundredths of a millimetre."""
    measured = _SIZE.search(media)
    if measured is None:
        raise UnsuitablePrinter(Unsuitable.NO_SUCH_MEDIA)
    width, height, unit = measured.groups()
    each = _HUNDREDTHS_OF_MM[unit]
    return collection(
        "media-size",
        integer("x-dimension", round(float(width) * each)),
        integer("y-dimension", round(float(height) * each)),
    )
