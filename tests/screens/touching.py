"""Fingers for the tests."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kiosk.screens.window import KioskWindow
from kiosk.session.answers import Answer


class Heard:
    """What a window has answered."""

    def __init__(self, window: KioskWindow) -> None:
        self.all: list[tuple[int, Answer]] = []
        window.answered.connect(self._hear)

    def _hear(self, number: int, answer: Answer) -> None:
        self.all.append((number, answer))

    @property
    def answers(self) -> list[Answer]:
        """Without the scene numbers."""
        return [answer for _, answer in self.all]


class Finger:
    """Touches the glass of one window, as a touch screen does."""

    def __init__(self, window: KioskWindow) -> None:
        self._window = window
        self._device: QPointingDevice = QTest.createTouchDevice()

    def press(self, at: QPoint) -> None:
        """Put the finger down, in window coordinates."""
        QTest.touchEvent(self._window, self._device).press(0, at, self._window).commit()

    def lift(self, at: QPoint) -> None:
        """Take it up."""
        QTest.touchEvent(self._window, self._device).release(0, at, self._window).commit()

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Put it down, move it over the glass, and take it up there."""
        self.press(start)
        QTest.touchEvent(self._window, self._device).move(0, end, self._window).commit()
        self.lift(end)

    def tap(self, what: str | QPoint) -> None:
        """Touch the middle of the button of that name, or a point."""
        at = what if isinstance(what, QPoint) else middle(self._window, element(self._window, what))
        self.press(at)
        self.lift(at)


def element(window: QWidget, name: str) -> QPushButton:
    """The one button of that name that can be touched now."""
    found = [
        button
        for button in window.findChildren(QPushButton, name)
        if button.isVisible() and button.isEnabled()
    ]
    assert len(found) == 1, f"{len(found)} buttons named {name}"
    return found[0]


def middle(window: QWidget, widget: QWidget) -> QPoint:
    """Where to touch it, in window coordinates."""
    return widget.mapTo(window, widget.rect().center())


def texts(window: QWidget) -> list[str]:
    """Everything that can be read now."""
    return [label.text() for label in window.findChildren(QLabel) if label.isVisible()]


def remembered(window: QWidget) -> str:
    """Every text and spoken name that any widget still carries, seen or not."""
    carried = [label.text() for label in window.findChildren(QLabel)]
    carried += [button.text() for button in window.findChildren(QPushButton)]
    carried += [widget.accessibleName() for widget in window.findChildren(QWidget)]
    return "\n".join(carried)
