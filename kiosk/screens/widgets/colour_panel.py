"""The whole panel in one colour."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from kiosk.screens.widgets.touch import Touch


class Colour(Enum):
    """What is shown, in this order. The last one runs from black to white, red, green and blue, in
    a band for each."""

    RED = "红"
    GREEN = "绿"
    BLUE = "蓝"
    WHITE = "白"
    BLACK = "黑"
    RAMPS = "渐变"


# What a panel can show, whatever the look.
_PLAIN = {
    Colour.RED: "#FF0000",
    Colour.GREEN: "#00FF00",
    Colour.BLUE: "#0000FF",
    Colour.WHITE: "#FFFFFF",
    Colour.BLACK: "#000000",
}
_RAMPS = (Colour.WHITE, Colour.RED, Colour.GREEN, Colour.BLUE)
ORDER = tuple(Colour)


class ColourPanel(Touch):
    """The whole panel in one colour, with nothing written on it; a word would hide a dead point."""

    def __init__(self) -> None:
        super().__init__("blank", "colour", None, spoken="")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_colour(ORDER[0])

    def show_colour(self, colour: Colour) -> None:
        """Show another colour."""
        self.colour = colour
        self.setAccessibleName(colour.value)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.colour is Colour.RAMPS:
            for number, colour in enumerate(_RAMPS):
                top, bottom = (self.height() * n // len(_RAMPS) for n in (number, number + 1))
                slope = QLinearGradient(0, 0, self.width(), 0)
                slope.setColorAt(0, QColor(_PLAIN[Colour.BLACK]))
                slope.setColorAt(1, QColor(_PLAIN[colour]))
                painter.fillRect(QRect(0, top, self.width(), bottom - top), slope)
        else:
            painter.fillRect(self.rect(), QColor(_PLAIN[self.colour]))
        painter.end()
