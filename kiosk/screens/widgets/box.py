"""Frames and layouts with the measures of the theme."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget


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


def column(
    parent: QWidget | None = None, *, gap: int = 0, across: int = 0, along: int = 0
) -> QVBoxLayout:
    """A vertical layout: ``gap`` between items, margins ``across`` (left, right) and ``along``."""
    layout = QVBoxLayout() if parent is None else QVBoxLayout(parent)
    layout.setSpacing(gap)
    layout.setContentsMargins(across, along, across, along)
    return layout


def line(
    parent: QWidget | None = None, *, gap: int = 0, across: int = 0, along: int = 0
) -> QHBoxLayout:
    """A horizontal layout: ``gap`` between items, margins ``across`` (left, right) and ``along``."""
    layout = QHBoxLayout() if parent is None else QHBoxLayout(parent)
    layout.setSpacing(gap)
    layout.setContentsMargins(across, along, across, along)
    return layout
