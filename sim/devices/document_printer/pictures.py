"""Draws printed pages, when somebody looks at them."""

from __future__ import annotations

import io
from functools import lru_cache
from threading import Lock

import pypdfium2

_DOTS_AN_INCH = 110
_POINTS_AN_INCH = 72
_KEPT = 64
# The library is not for two threads at a time.
_ONE = Lock()


def draw(pdf: bytes, page: int) -> bytes:
    """Page ``page`` (the first is 1) as a PNG at a modest resolution."""
    with _ONE:
        return _draw(pdf, page)


@lru_cache(_KEPT)
def _draw(pdf: bytes, page: int) -> bytes:
    with pypdfium2.PdfDocument(pdf) as document:
        bitmap = document[page - 1].render(scale=_DOTS_AN_INCH / _POINTS_AN_INCH)
        picture = io.BytesIO()
        bitmap.to_pil().save(picture, "PNG")
        return picture.getvalue()
