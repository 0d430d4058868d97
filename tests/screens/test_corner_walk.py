"""Four corners clockwise, and nothing else, open maintenance."""

from __future__ import annotations

import pytest

from kiosk.screens.corner_walk import CornerWalk, corner_at
from kiosk.screens.theme import PORTRAIT_21, SQUARE_19, WIDE_21, Panel
from tests.screens.conftest import StillClock

# Near the corners of a panel, in shares of its width and height.
A, B, C, D = (0.01, 0.01), (0.99, 0.01), (0.99, 0.99), (0.01, 0.99)
MIDDLE = (0.5, 0.5)
PANELS = pytest.mark.parametrize("panel", [PORTRAIT_21, WIDE_21, SQUARE_19])


class Walker:
    """Touches a panel at shares of its size, and lets seconds pass."""

    def __init__(self, panel: Panel = PORTRAIT_21) -> None:
        self.panel = panel
        self.clock = StillClock()
        self.walk = CornerWalk(panel, monotonic=self.clock)

    def touch(self, *places: tuple[float, float], apart: float = 0.5) -> list[bool]:
        done = []
        for across, along in places:
            self.clock.seconds += apart
            x, y = across * self.panel.width_px, along * self.panel.height_px
            done.append(self.walk.touched(x, y))
        return done


@PANELS
def test_clockwise_from_the_upper_left_is_the_way_in(panel: Panel) -> None:
    assert Walker(panel).touch(A, B, C, D) == [False, False, False, True]


def test_it_can_be_walked_again() -> None:
    walker = Walker()
    assert walker.touch(A, B, C, D, A, B, C, D).count(True) == 2
    assert walker.touch(B, C, D).count(True) == 0


@pytest.mark.parametrize(
    "places",
    [
        (B, C, D, A),
        (A, D, C, B),
        (A, C, B, D),
        (A, B, D, C),
        (A, B, C, A),
        (D, C, B, A),
        (A, B, C),
        (A, A, A, A),
    ],
)
def test_another_order_is_not(places: tuple[tuple[float, float], ...]) -> None:
    assert not any(Walker().touch(*places))


@pytest.mark.parametrize("before", range(1, 4))
def test_a_touch_elsewhere_begins_anew(before: int) -> None:
    order = (A, B, C, D)
    walker = Walker()
    assert not any(walker.touch(*order[:before], MIDDLE, *order[before:]))
    assert walker.touch(*order)[-1]


def test_a_wrong_corner_that_is_the_first_one_begins_anew_with_it() -> None:
    assert Walker().touch(A, B, A, B, C, D)[-1]


def test_a_finger_that_bounces_counts_once() -> None:
    assert Walker().touch(A, A, B, B, B, C, C, D)[-1]


@pytest.mark.parametrize(("apart", "known"), [(2.0, True), (2.01, False)])
def test_six_seconds_from_the_first_corner_to_the_last(*, apart: float, known: bool) -> None:
    assert any(Walker().touch(A, B, C, D, apart=apart)) is known


def test_a_corner_that_came_too_late_may_be_the_first_of_the_next_walk() -> None:
    walker = Walker()
    walker.touch(A, B, C)
    walker.clock.seconds += 10
    assert not any(walker.touch(D))
    walker.touch(A)
    walker.clock.seconds += 10
    assert walker.touch(A, B, C, D)[-1]


@PANELS
def test_a_corner_reaches_15_mm(panel: Panel) -> None:
    mm = panel.px_per_mm
    right, bottom = panel.width_px, panel.height_px
    for x, inward in ((0, 1), (right, -1)):
        for y, up in ((0, 1), (bottom, -1)):
            assert corner_at(panel, x + 10.5 * mm * inward, y + 10.5 * mm * up) is not None
            assert corner_at(panel, x + 10.7 * mm * inward, y + 10.7 * mm * up) is None
            assert corner_at(panel, x + 14.9 * mm * inward, y) is not None
            assert corner_at(panel, x, y + 15.1 * mm * up) is None
