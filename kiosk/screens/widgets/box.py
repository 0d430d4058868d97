"""Frames and layouts with the measures of the theme."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

# Words measured a little narrower than they will stand can only need more room, never less.
_CAUTIOUS = 0.94


class Box(QFrame):
    """A rectangle drawn by the style sheet from its role."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)

    def become(self, role: str) -> None:
        """Take another role at once."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)


def cap(widget: QWidget, most: int, *, width: float) -> None:
    """Let a widget grow to ``most`` pixels, or to what its wrapped words need at about that width.

    Set before it is shown: a maximum that changes on resizing would lay everything out twice.
    """
    widget.setMaximumHeight(max(most, widget.heightForWidth(round(width * _CAUTIOUS))))


def column(
    parent: QWidget | None = None, *, gap: int = 0, across: int = 0, along: int = 0
) -> QVBoxLayout:
    """A vertical layout: ``gap`` between items, margins ``across`` (sides) and ``along``."""
    layout = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    layout.setSpacing(gap)
    layout.setContentsMargins(across, along, across, along)
    return layout


def line(
    parent: QWidget | None = None, *, gap: int = 0, across: int = 0, along: int = 0
) -> QHBoxLayout:
    """A horizontal layout: ``gap`` between items, margins ``across`` (sides) and ``along``."""
    layout = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    layout.setSpacing(gap)
    layout.setContentsMargins(across, along, across, along)
    return layout
