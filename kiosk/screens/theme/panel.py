"""The glass: how many pixels, how large, and so how many pixels a millimetre is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

MM_PER_INCH = 25.4
_PORTRAIT_BELOW = 0.85
_WIDE_ABOVE = 1.5
_LARGEST_SCALE = 1.6


class Shape(Enum):
    """Which arrangement of a screen suits the panel."""

    PORTRAIT = "portrait"
    WIDE = "wide"
    SQUARE = "square"


# What each arrangement was drawn for, in millimetres: 21.5" upright, 21.5" lying, 19" 5:4.
_DRAWN_FOR = {
    Shape.PORTRAIT: (267.7, 475.9),
    Shape.WIDE: (475.9, 267.7),
    Shape.SQUARE: (376.8, 301.5),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """A display panel: its pixels and its visible diagonal in millimetres."""

    width_px: int
    height_px: int
    diagonal_mm: float

    def __post_init__(self) -> None:
        if min(self.width_px, self.height_px) <= 0 or self.diagonal_mm <= 0:
            raise ValueError("a panel has a size")

    @property
    def px_per_mm(self) -> float:
        """Pixels to a millimetre; pixels are square."""
        return math.hypot(self.width_px, self.height_px) / self.diagonal_mm

    @property
    def shape(self) -> Shape:
        """The arrangement for this panel."""
        ratio = self.width_px / self.height_px
        if ratio < _PORTRAIT_BELOW:
            return Shape.PORTRAIT
        return Shape.WIDE if ratio > _WIDE_ABOVE else Shape.SQUARE

    @property
    def scale(self) -> float:
        """How much every measure shrinks or grows so that what was drawn for the reference fits.

        1 on the reference panels. A panel much larger does not grow its buttons without end.
        """
        width_mm, height_mm = _DRAWN_FOR[self.shape]
        fit = min(
            self.width_px / self.px_per_mm / width_mm, self.height_px / self.px_per_mm / height_mm
        )
        return min(fit, _LARGEST_SCALE)


PORTRAIT_21 = Panel(1080, 1920, 21.5 * MM_PER_INCH)
WIDE_21 = Panel(1920, 1080, 21.5 * MM_PER_INCH)
SQUARE_19 = Panel(1280, 1024, 19.0 * MM_PER_INCH)
