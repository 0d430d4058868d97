"""What a hand and an eye need, measured on every screen, panel and look."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kiosk.domain.text import say
from kiosk.screens.theme import Look, Panel
from kiosk.screens.theme.looks import CALM, STARK
from kiosk.screens.theme.tokens import Palette, roles
from kiosk.screens.widgets.keypad import Keypad
from kiosk.screens.widgets.words_label import Words
from kiosk.screens.window import KioskWindow
from tests.screens import gallery
from tests.screens.conftest import PANELS, settle
from tests.screens.touching import element

LEAST_TARGET_MM = 12.7
LEAST_GAP_MM = 2.5
LEAST_KEY_MM = 20.0
KEY_ON_PORTRAIT_MM = 37.0
LEAST_EM_MM = 7.4
READABLE, STARKLY_READABLE = 4.5, 7.0
ROUNDING_PX = 1

LONG_COMPLAINTS = (
    *("records", "bills", "seven", "number", "criteria", "preview"),
    *("type_address", "type_seconds", "lines", "sections"),
)

Open = Callable[[Panel, Look], KioskWindow]
EVERYWHERE = [
    pytest.param(panel, look, name, id=f"{panel}-{look.value}-{name}")
    for panel in PANELS
    for look in Look
    for name in gallery.VIEWS
]


def place(window: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def touchable(window: QWidget) -> list[QPushButton]:
    return [b for b in window.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]


def clipped(label: QLabel) -> bool:
    """Whether the words need more room than the label has."""
    room = label.contentsRect()
    flags = int(label.alignment().value)
    if label.wordWrap():
        flags |= int(Qt.TextFlag.TextWordWrap.value)
    needed = label.fontMetrics().boundingRect(room, flags, label.text())
    return (
        needed.width() > room.width() + ROUNDING_PX or needed.height() > room.height() + ROUNDING_PX
    )


def complaints_of_text(window: KioskWindow) -> Iterator[str]:
    for label in window.findChildren(Words):
        if not label.isVisible() or not label.text():
            continue
        if clipped(label):
            yield f"clipped: {label.text()} in {label.size().toTuple()}"
        within = label.parentWidget()
        if within is not None and not within.rect().contains(label.geometry()):
            yield f"sticks out: {label.text()}"
        if not window.rect().contains(place(window, label)):
            yield f"off the panel: {label.text()}"


def complaints_of_touch(window: KioskWindow, panel: Panel) -> Iterator[str]:
    mm = panel.px_per_mm
    buttons = touchable(window)
    for button in buttons:
        if not button.accessibleName() or not button.objectName():
            yield f"nameless: {button.objectName()} {button.accessibleName()}"
        if min(button.width(), button.height()) < LEAST_TARGET_MM * mm:
            yield f"too small: {button.objectName()} {button.size().toTuple()}"
        if not window.rect().contains(place(window, button)):
            yield f"off the panel: {button.objectName()}"
    for one, other in combinations(buttons, 2):
        left, right = place(window, one), place(window, other)
        across = max(left.left() - right.right(), right.left() - left.right()) - 1
        along = max(left.top() - right.bottom(), right.top() - left.bottom()) - 1
        if max(across, along) < int(LEAST_GAP_MM * mm):
            yield f"too close: {one.objectName()} and {other.objectName()}"


@pytest.mark.parametrize(("panel", "look", "name"), EVERYWHERE)
def test_everything_is_readable_and_reachable(
    panel: str, look: Look, name: str, open_window: Open
) -> None:
    window = open_window(PANELS[panel], look)
    window.present(gallery.scene(name))
    settle()
    found = [*complaints_of_text(window), *complaints_of_touch(window, PANELS[panel])]
    assert found == []


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("look", Look)
def test_dialogues_and_complaints_are_readable_and_reachable(
    panel: str, look: Look, open_window: Open
) -> None:
    window = open_window(PANELS[panel], look)
    terminal = gallery.WORDY_TERMINAL
    plain = replace(gallery.scene("base"), terminal=terminal)
    for scene, pressed in (
        (replace(plain, number=2, asking_presence=True, countdown=18), ""),
        (replace(plain, number=3, complaint=say("网络不太顺，没有收到回答，请再点一次确认")), ""),
        (replace(plain, number=4), "help"),
    ):
        window.present(scene)
        if pressed:
            element(window, pressed).click()
        settle()
        found = [*complaints_of_text(window), *complaints_of_touch(window, PANELS[panel])]
        assert found == []


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("look", Look)
def test_a_wordy_terminal_fits_its_header(panel: str, look: Look, open_window: Open) -> None:
    window = open_window(PANELS[panel], look)
    for name in ("attract", "out_of_service", "card"):
        window.present(replace(gallery.scene(name), terminal=gallery.WORDY_TERMINAL))
        settle()
        assert list(complaints_of_text(window)) == []


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("name", LONG_COMPLAINTS)
def test_a_long_complaint_leaves_everything_readable_and_reachable(
    panel: str, look: Look, name: str, open_window: Open
) -> None:
    window = open_window(PANELS[panel], look)
    window.present(gallery.scene(name))
    complaint = say("这个身份证号不对，请对着身份证再核对一遍；还是不行，请到人工窗口")
    window.present(replace(gallery.scene(name, number=2), complaint=complaint))
    settle()
    found = [*complaints_of_text(window), *complaints_of_touch(window, PANELS[panel])]
    assert found == []


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("name", ["base", "number"])
def test_keys_are_for_fingers(panel: str, name: str, open_window: Open) -> None:
    mm = PANELS[panel].px_per_mm
    for look in Look:
        window = open_window(PANELS[panel], look)
        window.present(gallery.scene(name))
        settle()
        (keypad,) = window.findChildren(Keypad)
        least = KEY_ON_PORTRAIT_MM if (panel, look) == ("portrait", Look.STANDARD) else LEAST_KEY_MM
        for key in keypad.findChildren(QPushButton):
            assert key.height() >= int(least * mm)
            assert key.width() >= int(LEAST_KEY_MM * mm)


@pytest.mark.parametrize("panel", PANELS)
def test_no_type_is_smaller_than_can_be_read_standing(panel: str, open_window: Open) -> None:
    window = open_window(PANELS[panel], Look.STANDARD)
    for name in gallery.VIEWS:
        window.present(gallery.scene(name))
        for label in window.findChildren(Words):
            assert label.font().pixelSize() / PANELS[panel].px_per_mm >= LEAST_EM_MM


@pytest.mark.parametrize(
    ("name", "amount"),
    [
        *[(name, "¥3,120.00") for name in ("review", "tender", "success", "qr")],
        *[(name, "¥47,757.60") for name in ("paid", "five_tenders")],
        ("base", "5,200"),
        ("bills", "¥95,515.29"),
    ],
)
def test_the_amount_is_the_largest_thing_where_money_is_decided(
    name: str, amount: str, window: KioskWindow
) -> None:
    window.present(gallery.scene(name))
    settle()
    sizes = {w.text(): w.font().pixelSize() for w in window.findChildren(Words) if w.isVisible()}
    largest = max(sizes, key=lambda text: sizes[text])
    assert largest == amount


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    ("ink", "surface"),
    ("ink", "ground"),
    ("ink", "primary_soft"),
    ("ink_2", "surface"),
    ("ink_2", "ground"),
    ("primary", "surface"),
    ("primary_deep", "surface"),
    ("primary_deep", "ground"),
    ("primary_deep", "primary_soft"),
    ("on_primary", "primary"),
    ("on_primary", "primary_deep"),
    ("ok", "ground"),
    ("ok", "surface"),
    ("ok", "ok_soft"),
    ("warn", "surface"),
    ("warn", "ground"),
    ("warn", "warn_soft"),
    ("danger", "surface"),
    ("danger", "danger_soft"),
    ("on_panel", "panel_from"),
    ("on_panel", "panel_to"),
    ("on_panel_2", "panel_from"),
    ("on_panel_2", "panel_to"),
    ("on_brand", "brand_from"),
    ("on_brand", "brand_to"),
    ("on_brand", "brand_card"),
    ("brand_button_ink", "brand_button"),
]


@pytest.mark.parametrize(("ink", "under"), PAIRS)
@pytest.mark.parametrize(("palette", "least"), [(CALM, READABLE), (STARK, STARKLY_READABLE)])
def test_words_stand_out_from_what_is_under_them(
    palette: Palette, least: float, ink: str, under: str
) -> None:
    colours = roles(palette)
    assert contrast(colours[ink], colours[under]) >= least
