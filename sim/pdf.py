"""What can be read in a PDF of the service."""

from __future__ import annotations

import pypdfium2


def words_of(pdf: bytes) -> str:
    """Everything in it, without spaces and line ends. Raises pypdfium2.PdfiumError."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())
