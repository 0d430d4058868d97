"""Tokens resolved: what the widgets ask for pixels, colours, fonts and icons."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QColor, QFont, QPixmap

from kiosk.screens.theme.fonts import typeface
from kiosk.screens.theme.icons import ICON_FILES, icon_pixmap, illustration_pixmap
from kiosk.screens.theme.looks import Look
from kiosk.screens.theme.panel import Panel, Shape
from kiosk.screens.theme.tokens import MEASURES, Ink, Measures, Palette, lengths, roles
from kiosk.session.views import Icon

SMALLEST_TARGET_MM = 12.7
SMALLEST_GAP_MM = 2.5


class Type(Enum):
    """Kinds of type: the size's name in ``Measures``, and whether it is bold."""

    SMALL = ("type_small", False)
    SMALL_STRONG = ("type_small", True)
    BODY = ("type_body", False)
    STRONG = ("type_body", True)
    BUTTON = ("type_button", True)
    PRIMARY = ("type_primary", True)
    HEADING = ("type_heading", True)
    TITLE = ("type_title", True)
    HEADLINE = ("type_headline", True)
    KEY = ("type_key", True)
    AMOUNT = ("type_amount", True)
    FIGURE = ("type_figure", True)
    DISPLAY = ("type_display", True)


@dataclass(frozen=True, slots=True)
class Theme:
    """One look on one panel. ``motion`` off leaves spinners still.

    ``enlarged`` is how much of the look's enlargement is used: 1 all, 0 none. A screen with more
    text than fits at full size is drawn with less of it, rather than clipped.
    """

    panel: Panel
    look: Look = Look.STANDARD
    motion: bool = True
    enlarged: float = 1.0

    @property
    def measures(self) -> Measures:
        """Measures of the panel's shape, in millimetres of the reference panel."""
        return MEASURES[self.panel.shape]

    @property
    def type_scale(self) -> float:
        """Factor on every type size, never below 1."""
        return 1 + (self.look.type_scale - 1) * self.enlarged

    @property
    def palette(self) -> Palette:
        """Colours of the look."""
        return self.look.palette

    @property
    def portrait(self) -> bool:
        """One column; otherwise screens stand in two."""
        return self.panel.shape is Shape.PORTRAIT

    @property
    def large(self) -> bool:
        """Large print: secondary text is dropped rather than shrunk."""
        return self.look is Look.LARGE_PRINT

    @property
    def page_width(self) -> int:
        """Pixels between the margins."""
        return self.panel.width_px - 2 * self.px(self.measures.margin)

    def px(self, mm: float) -> int:
        """A length of the reference panel in pixels of this one, at least one."""
        return max(1, round(mm * self.panel.px_per_mm * self.panel.scale))

    def touch(self, mm: float) -> int:
        """As ``px`` for something touched: never below 12.7 real millimetres."""
        return max(self.px(mm), math.ceil(SMALLEST_TARGET_MM * self.panel.px_per_mm))

    def apart(self, mm: float) -> int:
        """As ``px`` for the space between two touch targets: never below 2.5 real millimetres."""
        return max(self.px(mm), math.ceil(SMALLEST_GAP_MM * self.panel.px_per_mm))

    @property
    def pill_height(self) -> int:
        """Height of the header's buttons; grows with the type."""
        return max(self.touch(self.measures.pill), round(self.em(Type.SMALL) * 2.1))

    def mm(self, kind: Type) -> float:
        """The em of a kind of type in millimetres, before the look enlarges it."""
        size, _ = kind.value
        return lengths(self.measures)[size]

    def em(self, kind: Type) -> int:
        """The em of a kind of type in pixels."""
        mm = self.mm(kind) * self.type_scale
        return math.ceil(mm * self.panel.px_per_mm * self.panel.scale)

    def font(self, kind: Type) -> QFont:
        """The font of a kind of type."""
        _, bold = kind.value
        return typeface(self.em(kind), QFont.Weight.Bold if bold else QFont.Weight.Normal)

    def hue(self, ink: Ink) -> str:
        """The colour of an ink, ``#RRGGBB``."""
        return roles(self.palette)[ink.value]

    def colour(self, ink: Ink) -> QColor:
        """The colour of an ink, for painting."""
        return QColor(self.hue(ink))

    def icon(self, icon: Icon | str, ink: Ink, mm: float) -> QPixmap:
        """A line icon, ``mm`` square at normal type; grows with the type."""
        file = ICON_FILES[icon] if isinstance(icon, Icon) else icon
        return icon_pixmap(file, self.hue(ink), self.px(mm * self.type_scale))

    def illustration(self, name: str, width: int, height: int) -> QPixmap:
        """An illustration as large as fits into so many pixels."""
        return illustration_pixmap(name, self.palette, width, height)
