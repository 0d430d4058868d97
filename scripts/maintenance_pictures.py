#!/usr/bin/env python3
"""Make the pictures of docs/maintenance.md anew: what staff see, step by step, at full size.

    python scripts/maintenance_pictures.py [SCENARIO … | --roles]

Plays every scenario ``maintenance-…`` (or those named) on the real kiosk and keeps each picture
that it takes under the name of a step, ``<flow>-<step>`` and whatever follows, as
docs/pictures/maintenance/<name>.webp. With --roles it only writes the table of roles into the page.
tests/test_maintenance_page.py says what is still missing.
"""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from kiosk.screens.theme import PORTRAIT_21  # noqa: E402 - found only now
from kiosk.screens.window import KioskWindow  # noqa: E402 - as above
from kiosk.session.handover import Part, Wishes  # noqa: E402 - as above
from kiosk.session.scenes import scene  # noqa: E402 - as above
from kiosk.session.terminal import Pausing, Terminal, nobody_serves  # noqa: E402 - as above
from sim.album import Album  # noqa: E402 - as above
from sim.demo import play  # noqa: E402 - as above
from sim.scenario import find, names  # noqa: E402 - as above
from tests.screens import gallery  # noqa: E402 - as above
from tests.support.maintenance_page import (  # noqa: E402 - as above
    HANDOVER,
    shows_step,
    with_roles,
)

PAGE = ROOT / "docs" / "maintenance.md"
TARGET = ROOT / "docs" / "pictures" / "maintenance"
PREFIX = "maintenance-"
COLOURS = 28
ALL_COLOURS_BYTES = 8 * 1024


def keep(picture: Path, name: str) -> None:
    """Write a picture, with few colours unless it is small anyhow."""
    path = TARGET / f"{name}.webp"
    whole = Image.open(picture).convert("RGB")
    _save(whole, path)
    if path.stat().st_size > ALL_COLOURS_BYTES:
        _save(_with_few_colours(whole), path)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1024} KiB")


def _save(picture: Image.Image, path: Path) -> None:
    picture.save(path, lossless=True, quality=100, method=6)


def _with_few_colours(picture: Image.Image) -> Image.Image:
    """The commonest colours as they are, so that no ground changes; every other as the nearest."""
    counted = picture.getcolors(picture.width * picture.height)
    commonest = sorted(counted or (), reverse=True)[:COLOURS]
    values = [value for _, colour in commonest for value in _channels(colour)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(values + values[:3] * (256 - len(commonest)))
    return picture.quantize(palette=palette, dither=Image.Dither.NONE).convert("RGB")


def _channels(colour: object) -> tuple[int, ...]:
    """Red, green, blue."""
    assert isinstance(colour, tuple)  # noqa: S101
    return colour


def draw_handover(folder: Path) -> None:
    """The screen between citizens and staff, which is gone too soon for any scenario."""
    terminal = Terminal(gallery.TERMINAL, nobody_serves)
    pausing = Pausing(frozenset({Part.RECEIPTS}))
    window = KioskWindow(PORTRAIT_21, monotonic=lambda: 0.0, motion=False)
    window.set_clock(gallery.CLOCK)
    window.show()
    window.present(scene(replace(terminal, phase=pausing, wishes=Wishes(service=True))))
    file = folder / f"{HANDOVER}.png"
    window.grab().save(str(file))
    window.close()
    keep(file, HANDOVER)


def main() -> int:
    """Write the pictures; returns 1 when a scenario did not come true."""
    if "--roles" in sys.argv:
        PAGE.write_text(with_roles(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    TARGET.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:] or [name for name in names() if name.startswith(PREFIX)]
    scenarios = [find(name) for name in wanted]
    with tempfile.TemporaryDirectory(prefix="pictures-") as room:
        folder = Path(room)
        played = play(scenarios, [Album(folder / one.name) for one in scenarios])
        for scenario in scenarios:
            for file in sorted((folder / scenario.name / "screens").iterdir()):
                name = file.stem.partition("-")[2]
                if shows_step(name):
                    keep(file, name)
        draw_handover(folder)
    return 0 if all(summary.passed for summary in played) else 1


if __name__ == "__main__":
    sys.exit(main())
