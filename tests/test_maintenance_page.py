"""The page for staff shows every screen of maintenance, and says rightly who may do what."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from sim.scenario import Shot, find, names
from tests.support.maintenance_page import ALIKE, HANDOVER, asked, shows_step, with_roles

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "maintenance.md"
PICTURES = ROOT / "docs" / "pictures" / "maintenance"
MOST_BYTES = 60 * 1024
SIZE = (1080, 1920)


def kept() -> set[str]:
    return {picture.stem for picture in PICTURES.glob("*.webp")}


def shown() -> set[str]:
    text = PAGE.read_text(encoding="utf-8")
    return set(re.findall(r'<img src="pictures/maintenance/([\w-]+)\.webp" alt="[^"]+"', text))


def taken() -> set[str]:
    """Pictures that the scenarios take of steps."""
    scenarios = [find(name) for name in names() if name.startswith("maintenance-")]
    shots = {step.shot for one in scenarios for step in one.steps if isinstance(step, Shot)}
    return {shot for shot in shots if shows_step(shot)}


def test_the_page_shows_exactly_the_pictures_there_are() -> None:
    assert shown() == kept()


def test_every_picture_can_be_made_anew() -> None:
    assert kept() == taken() | {HANDOVER}


def test_every_screen_that_asks_something_has_a_picture_or_looks_like_one_that_has() -> None:
    assert asked() - kept() == ALIKE.keys()
    assert set(ALIKE.values()) <= kept()


def test_the_page_says_who_may_do_what() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == with_roles(text)


def test_pictures_are_as_large_as_the_panel_and_quick_to_load() -> None:
    for picture in PICTURES.glob("*.webp"):
        assert picture.stat().st_size <= MOST_BYTES, picture.name
        with Image.open(picture) as opened:
            assert opened.size == SIZE, picture.name
