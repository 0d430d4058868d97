"""Page goldens: a document's pages as pdfium draws them, dot by dot, small and in few colours.

``UPDATE_GOLDENS=1`` writes them anew; look at them before you commit.
"""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

_FOLDER = Path(__file__).parents[1] / "goldens" / "certificates"
_DPI = 84
_STEP = 51
"""Each of red, green and blue in six steps: enough to see by, and small on the disk."""


def pages_of(pdf: bytes, dpi: int = _DPI) -> list[Image.Image]:
    """Its pages, as they are printed."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def check_pages(pdf: bytes, name: str) -> None:
    """Compare with ``tests/goldens/certificates/NAME-1.png`` and so on, every page and dot."""
    pages = [_few_colours(page) for page in pages_of(pdf)]
    for place, page in enumerate(pages, 1):
        _check(page, _FOLDER / f"{name}-{place}.png")
    assert not (_FOLDER / f"{name}-{len(pages) + 1}.png").exists(), "a page is missing"


def _few_colours(page: Image.Image) -> Image.Image:
    steps = page.point([(level + _STEP // 2) // _STEP * _STEP for level in range(256)] * 3)
    return steps.convert("P", palette=Image.Palette.WEB, dither=Image.Dither.NONE)


def _check(page: Image.Image, path: Path) -> None:
    drawn = BytesIO()
    page.save(drawn, "PNG", optimize=True)
    if os.environ.get("UPDATE_GOLDENS"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(drawn.getvalue())
        return
    if not path.exists():
        pytest.fail(f"no golden {path.name}; UPDATE_GOLDENS=1 makes it")
    with Image.open(path) as golden:
        same = golden.size == page.size and golden.convert("RGB").tobytes() == (
            page.convert("RGB").tobytes()
        )
    if not same:
        seen = path.with_suffix(".seen.png")
        seen.write_bytes(drawn.getvalue())
        pytest.fail(f"differs from {path.name}; see {seen.name} beside it")
