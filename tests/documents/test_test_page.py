"""The page that the test of the A4 printer prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pypdfium2

from kiosk.documents.preview import draw_pages

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "assets" / "documents" / "test-page.pdf"
_A4_PT = (595, 842)


def test_it_is_what_its_source_says() -> None:
    subprocess.run([sys.executable, ROOT / "scripts" / "test_page.py", "--check"], check=True)


def test_it_is_one_sheet_of_a4_that_calls_itself_no_certificate() -> None:
    with pypdfium2.PdfDocument(PAGE) as document:
        assert len(document) == 1
        assert tuple(map(round, document[0].get_size())) == _A4_PT
        said = document[0].get_textpage().get_text_bounded()
    assert "本页不是凭证" in said
    assert "国家税务总局" not in said


def test_it_brings_its_typefaces_along_and_can_be_drawn() -> None:
    raw = PAGE.read_bytes()
    assert re.search(rb"/FontFile[23]", raw)
    assert len(draw_pages(raw, width_px=200)) == 1
