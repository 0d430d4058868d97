"""Between the asyncio thread and the Qt thread: queued signals one way, a thread-safe post back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from kiosk.session.answers import Answer
from kiosk.session.events import Answered, Event
from kiosk.session.views import Scene


class Bridge(QObject):
    """A ``Stage`` that lives in the Qt thread.

    Signals emitted from the asyncio thread are delivered in the Qt thread, in order.
    """

    scene_shown = Signal(object)
    counted_down = Signal(int)
    wiped = Signal()

    def __init__(self, post: Callable[[Event], None]) -> None:
        super().__init__()
        self._post = post

    def show(self, scene: Scene) -> None:
        """Called in the asyncio thread."""
        self.scene_shown.emit(scene)

    def countdown(self, seconds: int) -> None:
        """Called in the asyncio thread."""
        self.counted_down.emit(seconds)

    def wipe(self) -> None:
        """Called in the asyncio thread."""
        self.wiped.emit()

    def answer(self, scene: int, answer: Answer) -> None:
        """Called in the Qt thread: somebody answered on a scene."""
        self._post(Answered(scene, answer))
