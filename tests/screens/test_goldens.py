"""Every screen, pixel for pixel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from kiosk.domain.text import say
from kiosk.screens.theme import PORTRAIT_21, Look, Panel
from kiosk.screens.window import KioskWindow
from tests.screens import gallery
from tests.screens.conftest import PANELS, settle
from tests.screens.touching import element

Golden = Callable[[str, QWidget], None]
Open = Callable[[Panel, Look], KioskWindow]

LYING = (
    *("attract", "modules", "card", "period", "base", "review", "qr", "success", "unknown"),
    *("seven", "records", "bills", "number", "criteria", "preview"),
    *("insert_card", "pin", "wrong_pin", "take_card"),
    *("type_address", "type_seconds", "lines", "sections", "counters", "touch_test"),
)
LARGE = (
    *("modules", "period", "base", "wordy_review", "qr"),
    *("seven", "bills", "number", "criteria"),
    *("insert_card", "pin", "wrong_pin"),
    *("type_address", "lines", "sections"),
)
STARK = (
    *("attract", "card", "period", "review", "qr", "bills", "preview", "pin", "take_card"),
    *("type_address", "lines", "touch_test"),
)


@pytest.mark.parametrize("name", gallery.VIEWS)
def test_every_view_on_the_portrait_panel(name: str, open_window: Open, golden: Golden) -> None:
    window = open_window(PORTRAIT_21, Look.STANDARD)
    window.present(gallery.scene(name))
    golden(f"portrait-{name}", window)


@pytest.mark.parametrize("panel", ["wide", "square"])
@pytest.mark.parametrize("name", LYING)
def test_the_lying_panels(name: str, panel: str, open_window: Open, golden: Golden) -> None:
    window = open_window(PANELS[panel], Look.STANDARD)
    window.present(gallery.scene(name))
    golden(f"{panel}-{name}", window)


@pytest.mark.parametrize("name", LARGE)
def test_large_print(name: str, open_window: Open, golden: Golden) -> None:
    window = open_window(PORTRAIT_21, Look.LARGE_PRINT)
    window.present(gallery.scene(name))
    golden(f"portrait-large_print-{name}", window)


@pytest.mark.parametrize("name", STARK)
def test_high_contrast(name: str, open_window: Open, golden: Golden) -> None:
    window = open_window(PORTRAIT_21, Look.HIGH_CONTRAST)
    window.present(gallery.scene(name))
    golden(f"portrait-high_contrast-{name}", window)


def test_are_you_still_there(window: KioskWindow, golden: Golden) -> None:
    window.present(replace(gallery.scene("base"), asking_presence=True, countdown=18))
    golden("portrait-presence", window)


def test_help_by_a_person(window: KioskWindow, golden: Golden) -> None:
    window.present(gallery.scene("base"))
    element(window, "help").click()
    golden("portrait-help", window)


def test_a_complaint(window: KioskWindow, golden: Golden) -> None:
    complaint = say("缴费基数不能低于 3,980 元")
    window.present(replace(gallery.scene("base"), complaint=complaint))
    golden("portrait-complaint", window)


def test_the_last_page_of_many(window: KioskWindow, golden: Golden) -> None:
    window.present(gallery.scene("records"))
    settle()
    element(window, "page:next").click()
    golden("portrait-records-last", window)


def test_an_enlarged_page(window: KioskWindow, golden: Golden) -> None:
    window.present(gallery.scene("preview"))
    settle()
    for name in ("zoom:in", "zoom:in", "pan:up", "pan:right"):
        element(window, name).click()
    golden("portrait-preview-enlarged", window)


def test_a_figure_that_is_refused(window: KioskWindow, golden: Golden) -> None:
    window.present(gallery.scene("base"))
    for figure in "2000":
        element(window, f"key:{figure}").click()
    golden("portrait-base-refused", window)
