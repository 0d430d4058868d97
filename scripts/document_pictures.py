#!/usr/bin/env python3
"""Make the pictures of papers and documents anew, from what prints and not from journeys.

    python scripts/document_pictures.py [NAME …]

Writes docs/pictures/papers/NAME.png, each as the simulated hardware printed it. Every dot is
kept, in 4 greys, which is small and sharp. ``PICTURES`` is where others add theirs.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kiosk.devices.codecs.printer_profile import GENERIC_58, GENERIC_80  # noqa: E402 - found only now
from tests.support.paper_golden import printed  # noqa: E402 - as above
from tests.support.papers import PAPERS  # noqa: E402 - as above

TARGET = ROOT / "docs" / "pictures" / "papers"
GREYS = 4
_PROFILES = {80: GENERIC_80, 58: GENERIC_58}
_SHOWN = (
    ("receipt", 80),
    ("receipt-proxied", 80),
    ("receipt-card", 80),
    ("receipt-items", 58),
    ("slip", 80),
    ("slip", 58),
    ("resolution-refunded", 80),
    ("referral", 80),
)


def paper(kind: str, width_mm: int) -> Image.Image:
    """One paper of the receipt printer, on a roll of that width."""
    profile = _PROFILES[width_mm]
    return Image.open(io.BytesIO(printed(PAPERS[kind](profile.columns), profile).png))


PICTURES: dict[str, Callable[[], Image.Image]] = {
    f"{kind}-{width_mm}": partial(paper, kind, width_mm) for kind, width_mm in _SHOWN
}
"""Every picture by the name of its file, and how it is made."""


def save(picture: Image.Image, name: str) -> Path:
    """Write a picture small."""
    path = TARGET / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    few = picture.convert("L").point(_grey).quantize(GREYS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    return path


def _grey(level: int) -> int:
    """Ink stays black, and what is light stays light."""
    return 24 if level < 128 else 220 if level < 215 else 232 if level < 240 else 252


def main() -> None:
    """Make the pictures that are named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PICTURES))
    for name in parser.parse_args().names or PICTURES:
        print(save(PICTURES[name](), name).relative_to(ROOT))


if __name__ == "__main__":
    main()
