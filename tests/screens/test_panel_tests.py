"""The tests of the glass itself: whether it feels every finger, and shows every colour."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QPushButton

from kiosk.screens.widgets.colour_panel import ColourPanel
from kiosk.screens.widgets.touch_grid import Field, TouchGrid
from kiosk.screens.window import KioskWindow
from kiosk.session.answers import Answer, Confirmed, StillHere, TouchTested
from tests.screens import gallery
from tests.screens.conftest import settle
from tests.screens.touching import Finger, Heard, middle, texts

COLUMNS, ROWS = 6, 10
ALL = [(across, down) for down in range(ROWS) for across in range(COLUMNS)]
MIDDLE = (3, 5)


@pytest.fixture
def grid(window: KioskWindow) -> TouchGrid:
    window.present(gallery.scene("touch_test"))
    settle()
    (found,) = window.findChildren(TouchGrid)
    return found


@pytest.fixture
def heard(window: KioskWindow) -> Heard:
    return Heard(window)


@pytest.fixture
def finger(window: KioskWindow) -> Finger:
    return Finger(window)


def spot(grid: TouchGrid, field: Field) -> QPoint:
    return grid.place_of(field).center()


def answers(heard: Heard) -> list[Answer]:
    return [answer for answer in heard.answers if answer != StillHere()]


def hold(grid: TouchGrid) -> None:
    """Let two seconds pass under a finger."""
    (timer,) = grid.findChildren(QTimer)
    assert timer.isActive()
    assert timer.interval() == 2000
    timer.timeout.emit()


def test_the_fields_cover_the_whole_panel(window: KioskWindow, grid: TouchGrid) -> None:
    assert grid.size() == window.size()
    seen = 0
    for field in ALL:
        place = grid.place_of(field)
        seen += place.width() * place.height()
        for corner in (place.topLeft(), place.bottomRight(), place.center()):
            assert grid.field_at(corner) == field
    assert seen == window.width() * window.height()


def test_all_fields_touched_ends_the_test(grid: TouchGrid, finger: Finger, heard: Heard) -> None:
    for field in ALL[:-1]:
        finger.tap(spot(grid, field))
    assert answers(heard) == []
    finger.tap(spot(grid, ALL[-1]))
    assert answers(heard) == [TouchTested(COLUMNS * ROWS, 0)]


def test_it_ends_only_when_the_finger_is_lifted(
    grid: TouchGrid, finger: Finger, heard: Heard
) -> None:
    for field in ALL[:-1]:
        finger.tap(spot(grid, field))
    finger.press(spot(grid, ALL[-1]))
    assert answers(heard) == []
    finger.lift(spot(grid, ALL[-1]))
    assert len(answers(heard)) == 1


def test_a_finger_may_glide(grid: TouchGrid, finger: Finger) -> None:
    finger.drag(spot(grid, (0, 0)), spot(grid, (1, 0)))
    assert grid.touched == 2


def test_a_field_changes_when_it_is_touched_and_no_other(grid: TouchGrid, finger: Finger) -> None:
    before = grid.grab().toImage()
    finger.tap(spot(grid, (1, 2)))
    after = grid.grab().toImage()
    inside, beside = spot(grid, (1, 2)) + QPoint(40, 40), spot(grid, (2, 2)) + QPoint(40, 40)
    assert before.pixelColor(inside) != after.pixelColor(inside)
    assert before.pixelColor(beside) == after.pixelColor(beside)


def test_the_middle_field_is_a_field_and_then_the_way_out(
    window: KioskWindow, grid: TouchGrid, finger: Finger, heard: Heard
) -> None:
    assert "点两下结束" in texts(window)
    finger.tap(spot(grid, MIDDLE))
    assert answers(heard) == []
    assert "再点结束" in texts(window)
    finger.tap(spot(grid, MIDDLE))
    assert answers(heard) == [TouchTested(1, COLUMNS * ROWS - 1)]


def test_gliding_over_the_middle_field_again_does_not_end_it(
    grid: TouchGrid, finger: Finger, heard: Heard
) -> None:
    finger.tap(spot(grid, MIDDLE))
    finger.drag(spot(grid, (2, 5)), spot(grid, MIDDLE))
    assert answers(heard) == []


def test_two_seconds_anywhere_end_it(
    window: KioskWindow, grid: TouchGrid, finger: Finger, heard: Heard
) -> None:
    finger.tap(spot(grid, (5, 5)))
    finger.press(spot(grid, (0, 9)))
    hold(grid)
    assert "松手结束" in texts(window)
    finger.lift(spot(grid, (0, 9)))
    assert answers(heard) == [TouchTested(2, COLUMNS * ROWS - 2)]


def test_a_short_touch_stops_the_clock(grid: TouchGrid, finger: Finger) -> None:
    finger.tap(spot(grid, (0, 0)))
    (timer,) = grid.findChildren(QTimer)
    assert not timer.isActive()


def test_each_touch_shows_the_next_colour(
    window: KioskWindow, finger: Finger, heard: Heard
) -> None:
    window.present(gallery.scene("colour_test"))
    settle()
    (panel,) = window.findChildren(ColourPanel)
    assert panel.size() == window.size()
    at = middle(window, panel)
    shown = []
    for _ in range(5):
        picture = window.grab().toImage()
        colours = {picture.pixelColor(x, y).name() for x in (0, 540, 1079) for y in (0, 960, 1919)}
        shown.append(colours)
        assert answers(heard) == []
        finger.tap(at)
    assert shown == [{"#ff0000"}, {"#00ff00"}, {"#0000ff"}, {"#ffffff"}, {"#000000"}]
    picture = window.grab().toImage()
    ends = [picture.pixelColor(1079, y) for y in (100, 700, 1200, 1900)]
    assert [(c.red() > 250, c.green() > 250, c.blue() > 250) for c in ends] == [
        (True, True, True),
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
    assert picture.pixelColor(0, 100).lightness() < 5
    finger.tap(at)
    assert answers(heard) == [Confirmed()]


@pytest.mark.parametrize("name", ["touch_test", "colour_test"])
def test_nothing_else_is_on_the_panel(window: KioskWindow, name: str) -> None:
    window.present(gallery.scene(name))
    settle()
    assert len([b for b in window.findChildren(QPushButton) if b.isVisible()]) == 1
