"""Windows that are watched while they paint, and bare ones to hold them against."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kiosk.screens.theme import Panel

_MANY = 20


class Frames(QObject):
    """Counts the frames of one window: each is one answered request for an update."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self.count = 0
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.UpdateRequest:
            self.count += 1
        return super().eventFilter(watched, event)

    def until_painted(self, work: Callable[[], object]) -> None:
        """Do something, and return when its frame is out. Raises AssertionError without one."""
        before = self.count
        work()
        QCoreApplication.processEvents()
        assert self.count > before, "nothing was painted"


class BareKeys(QWidget):
    """A window without style or layout of ours: one button that changes one label."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.setFixedSize(panel.width_px, panel.height_px)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        face = QVBoxLayout(self)
        self.label = QLabel("0")
        self.key = QPushButton("1")
        self.key.setObjectName("bare")
        self.key.clicked.connect(self._type)
        face.addWidget(self.label)
        face.addWidget(self.key)
        self._typed = 0

    def _type(self) -> None:
        self._typed += 1
        self.label.setText(str(self._typed))


class BarePages(QWidget):
    """A window that shows twenty plain labels and buttons, made anew each time."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self.setFixedSize(panel.width_px, panel.height_px)
        self._face = QVBoxLayout(self)
        self._page = QWidget()
        self._face.addWidget(self._page)

    def turn(self) -> None:
        """Another page."""
        self._page.hide()
        self._face.removeWidget(self._page)
        self._page.deleteLater()
        self._page = QWidget()
        grid = QGridLayout(self._page)
        for number in range(_MANY):
            grid.addWidget(QLabel(f"第 {number} 项"), number, 0)
            grid.addWidget(QPushButton(f"{number}"), number, 1)
        self._face.addWidget(self._page)
