"""Whether bytes are a whole PDF, before any library reads them."""

from __future__ import annotations

import re

MOST_BYTES = 2 * 2**20
_TRAILER = re.compile(rb"startxref\s+([0-9]{1,10})\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\s|[0-9]+ [0-9]+ obj")


def check_whole(pdf: bytes) -> None:
    """Raise ValueError, which says nothing of the content, for bytes that are something else, cut
    off or too many: readers mend what is cut off and would show half a document."""
    if len(pdf) > MOST_BYTES:
        raise ValueError(f"a document of {len(pdf)} bytes")
    if not pdf.startswith(b"%PDF-"):
        raise ValueError("not a PDF")
    trailer = _TRAILER.search(pdf)
    if trailer is None or _TABLE.match(pdf, int(trailer[1])) is None:
        raise ValueError("a PDF without its end")
