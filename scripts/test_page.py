#!/usr/bin/env python3
"""Set assets/documents/test-page.pdf, the page that the test of the A4 printer prints.

With --check, only compare: exit status 1 when the file is not what would be written.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import typst

FOLDER = Path(__file__).resolve().parents[1] / "assets" / "documents"
FONTS = Path("/usr/share/fonts/opentype/noto")
# Any, as long as it is always the same.
MADE_AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_page() -> bytes:
    """The page as PDF/A-2b; the same source gives the same bytes."""
    return typst.compile(
        FOLDER / "test-page.typ",
        root=FOLDER,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        pdf_standards=["a-2b"],
        timestamp=MADE_AT,
    )


def main() -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    path, made = FOLDER / "test-page.pdf", test_page()
    if parser.parse_args().check:
        return int(not path.exists() or path.read_bytes() != made)
    path.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
