"""Draws the pages of a document for the screen.

Everything here is pure, takes a good fraction of a second and is picklable, to be called in a child
process: the library that reads PDF is foreign code, and a document comes from outside.
"""

from __future__ import annotations

import hashlib
import io
import re

import pypdfium2

MOST_PAGES = 40
MOST_WIDTH_PX = 4_000
_MOST_PAGE_PX = 24_000_000
_MOST_BYTES = 2 * 2**20
_TRAILER = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\s|[0-9]+ [0-9]+ obj")


def draw_pages(pdf: bytes, *, width_px: int, sha256: str | None = None) -> tuple[bytes, ...]:
    """Every page as a PNG of that width.

    ``sha256`` is what the bytes must hash to (hexadecimal), if that is known. Raises ValueError,
    which says nothing of the content, for bytes that are something else, that are not a sound PDF,
    or that ask for more than ``MOST_PAGES`` pages or pages out of all proportion.
    """
    if not 1 <= width_px <= MOST_WIDTH_PX:
        raise ValueError(f"no width to draw a page in: {width_px}")
    if sha256 is not None and hashlib.sha256(pdf).hexdigest() != sha256:
        raise ValueError("the document is not the one that was announced")
    _check_ends(pdf)
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            pages = len(document)
            if not 1 <= pages <= MOST_PAGES:
                raise ValueError(f"a document of {pages} pages")
            return tuple(_draw(document, index, width_px) for index in range(pages))
    except pypdfium2.PdfiumError:
        raise ValueError("not a document that can be drawn") from None


def _check_ends(pdf: bytes) -> None:
    """The reader mends what is cut off and would show half a document; here it has to be whole."""
    if len(pdf) > _MOST_BYTES:
        raise ValueError(f"a document of {len(pdf)} bytes")
    if not pdf.startswith(b"%PDF-"):
        raise ValueError("not a PDF")
    trailer = _TRAILER.search(pdf)
    if trailer is None or _TABLE.match(pdf, int(trailer[1])) is None:
        raise ValueError("a PDF without its end")


def _draw(document: pypdfium2.PdfDocument, index: int, width_px: int) -> bytes:
    page = document[index]
    width, height = page.get_size()
    if width <= 0 or height <= 0 or width_px * width_px * height / width > _MOST_PAGE_PX:
        raise ValueError("a page out of all proportion")
    # Half a pixel less, so that rounding up ends at the width.
    bitmap = page.render(scale=(width_px - 0.5) / width)
    picture = io.BytesIO()
    bitmap.to_pil().save(picture, "PNG")
    page.close()
    return picture.getvalue()
