"""Draws the pages of a document for the screen.

Everything here is pure, takes a good fraction of a second and is picklable, to be called in a child
process: the library that reads PDF is foreign code, and a document comes from outside.
"""

from __future__ import annotations

import io

import pypdfium2

from kiosk.documents.wholeness import check_whole

MOST_PAGES = 40
MOST_WIDTH_PX = 4_000
SHARP_PX = 1_984
"""A4 at 240 dots an inch: the screen shows every dot of it at the second enlargement, and small
print stays sharp at the last."""
READABLE_PX = 1_240
"""A4 at 150 dots an inch, for documents of many pages: all of them are kept while one is shown."""
_FEW_PAGES = 8
_MOST_PAGE_PX = 24_000_000


def draw_pages(pdf: bytes, *, width_px: int | None = None) -> tuple[bytes, ...]:
    """Every page as a PNG of that width; without one, as sharp as the number of pages allows.

    Raises ValueError, which says nothing of the content, for bytes that are something else, that
    are not a sound PDF, or that ask for more than ``MOST_PAGES`` pages or pages out of all
    proportion.
    """
    if width_px is not None and not 1 <= width_px <= MOST_WIDTH_PX:
        raise ValueError(f"no width to draw a page in: {width_px}")
    check_whole(pdf)
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            pages = len(document)
            if not 1 <= pages <= MOST_PAGES:
                raise ValueError(f"a document of {pages} pages")
            width = width_px or (SHARP_PX if pages <= _FEW_PAGES else READABLE_PX)
            return tuple(_draw(document, index, width) for index in range(pages))
    except pypdfium2.PdfiumError:
        raise ValueError("not a document that can be drawn") from None


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
