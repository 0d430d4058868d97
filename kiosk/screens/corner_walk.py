"""The way in for staff, which citizens do not come upon: the corners of the panel, clockwise."""

from __future__ import annotations

import math
from collections.abc import Callable
from enum import Enum

from kiosk.screens.theme.panel import Panel

REACH_MM = 15.0
WITHIN_S = 6.0


class Corner(Enum):
    """The corners in the order in which they are touched: how far right and down each is, in
    widths and heights of the panel."""

    TOP_LEFT = (0, 0)
    TOP_RIGHT = (1, 0)
    BOTTOM_RIGHT = (1, 1)
    BOTTOM_LEFT = (0, 1)


_ORDER = tuple(Corner)


def corner_at(panel: Panel, x: float, y: float) -> Corner | None:
    """The corner that is at most 15 mm from that pixel, or None."""
    for corner in Corner:
        right, down = corner.value
        away = math.hypot(x - right * panel.width_px, y - down * panel.height_px)
        if away <= REACH_MM * panel.px_per_mm:
            return corner
    return None


class CornerWalk:
    """Recognises the four corners, from the upper left clockwise, within six seconds.

    A corner touched twice running counts once: on many panels a finger bounces. Any other touch
    out of order begins anew. ``monotonic`` gives seconds.
    """

    def __init__(self, panel: Panel, *, monotonic: Callable[[], float]) -> None:
        self._panel = panel
        self._monotonic = monotonic
        self._walked = 0
        self._began = 0.0

    def touched(self, x: float, y: float) -> bool:
        """Take note of a touch at that pixel. True if it completes the walk."""
        corner = corner_at(self._panel, x, y)
        now = self._monotonic()
        if self._walked and now - self._began > WITHIN_S:
            self._walked = 0
        if self._walked and corner is _ORDER[self._walked - 1]:
            return False
        if corner is not _ORDER[self._walked]:
            self._walked = 0
        if corner is not _ORDER[self._walked]:
            return False
        if self._walked == 0:
            self._began = now
        self._walked += 1
        if self._walked < len(_ORDER):
            return False
        self._walked = 0
        return True
