"""The kiosk's screen as a citizen has it before them: what can be read there, and touches."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtGui import QInputDevice, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.app import Kiosk
from kiosk.session.answers import answer_name
from kiosk.session.views import LinkView, OptionsView, TicksView, View

REACH_SECONDS = 15.0
"""How long a citizen waits for something to touch."""

V = TypeVar("V", OptionsView, TicksView, LinkView)

_SETTLING_MS = 100
_PAUSE_MS = 15
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_YEAR = re.compile(r"(\d{4}) 年")


class Glass:
    """Reads and touches the window of a running kiosk. Lives in the Qt thread.

    What never comes to be raises TimeoutError, what is not there LookupError.
    """

    def __init__(self, kiosk: Kiosk) -> None:
        self._kiosk = kiosk
        self._finger = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)

    @property
    def view(self) -> str:
        """The name of the view on the screen, as scenarios spell it."""
        if self._shown is None:
            return ""
        return _CAMEL.sub("_", type(self._shown).__name__.removesuffix("View")).lower()

    @property
    def scene(self) -> int:
        """The number of the scene on the screen; it rises with each, even of the same view."""
        scene = self._kiosk.window.scene
        return 0 if scene is None else scene.number

    def words(self) -> str:
        """Everything that can be read on the screen now."""
        window = self._kiosk.window
        labels = (label.text() for label in window.findChildren(QLabel) if label.isVisible())
        spoken = (
            f"{widget.accessibleName()} {widget.accessibleDescription()}"
            for widget in window.findChildren(QWidget)
            if widget.isVisible()
        )
        return "\n".join((*labels, *spoken)).replace("\u200b", "")

    def picture(self) -> QPixmap:
        """The screen as it is now."""
        QTest.qWait(_PAUSE_MS)
        return self._kiosk.window.grab()

    def wait_until(
        self, holds: Callable[[], bool], within: float, complaint: str = "it never came to be so"
    ) -> None:
        """Let the kiosk go on until something holds."""
        deadline = time.monotonic() + within
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError(complaint)
            QTest.qWait(_PAUSE_MS)

    def shows(self, view: str, texts: Sequence[str]) -> bool:
        """Whether that view is there with all these texts on it."""
        if self.view != view:
            return False
        words = self.words()
        return all(text in words for text in texts)

    def touch(self, name: str) -> None:
        """Put a finger on a widget and lift it."""
        self.wait_until(lambda: self.touchable(name) is not None, REACH_SECONDS, f"no {name}")
        widget = self.touchable(name)
        if widget is None:
            raise LookupError(name)
        window = self._kiosk.window
        spot = widget.mapTo(window, widget.rect().center())
        QTest.touchEvent(window, self._finger).press(0, spot, window).commit()
        QTest.touchEvent(window, self._finger).release(0, spot, window).commit()
        QTest.qWait(_PAUSE_MS)

    def type_keys(self, keys: str) -> None:
        """Touch these keys of the on-screen keypad, one after another."""
        for key in keys:
            self.touch(f"key:{key}")

    def retype(self, text: str) -> None:
        """Type this on the keyboard of the screen in place of what stands there."""
        # What has just been said above may still be pushing the keys down.
        QTest.qWait(_SETTLING_MS)
        self.touch("key:clear")
        for character in text:
            if self.touchable(f"key:{character}") is None:
                self._shift_to(character)
            self.touch(f"key:{character}" if character != " " else "key:space")
        # A key that was not heard would be told by nothing but a refusal much later.
        counted = f"已输 {len(text)} /"
        self.wait_until(lambda: counted in self.words(), REACH_SECONDS, f"not {counted}")

    def _shift_to(self, character: str) -> None:
        """Have the keys type what this character is among: letters, capitals or signs."""
        for shift in ("key:capitals", "key:signs", "key:signs"):
            if self.touchable(shift) is not None:
                self.touch(shift)
            if self.touchable(f"key:{character}") is not None:
                return

    def touch_corners(self) -> None:
        """Touch the four corners of the window, clockwise from the upper left."""
        window = self._kiosk.window
        right, bottom = window.width() - 2, window.height() - 2
        for x, y in ((1, 1), (right, 1), (right, bottom), (1, bottom)):
            spot = QPoint(x, y)
            QTest.touchEvent(window, self._finger).press(0, spot, window).commit()
            QTest.touchEvent(window, self._finger).release(0, spot, window).commit()
            QTest.qWait(_PAUSE_MS)

    def turn_to(self, words: str) -> None:
        """Turn the pages of a list until these words can be read."""
        for turn in ("page:previous", "page:next"):
            while words not in self.words() and self.touchable(turn) is not None:
                self.touch(turn)
        if words not in self.words():
            raise LookupError(words)

    def touchable(self, name: str) -> QAbstractButton | None:
        """The widget of that name, if a finger can reach it now."""
        for button in self._kiosk.window.findChildren(QAbstractButton, name):
            if button.isVisible() and button.isEnabled():
                return button
        return None

    def touch_months(self, count: int) -> None:
        """Touch the first so many of the months that can be paid: the first one and the last."""
        self.wait_until(lambda: bool(self._months()), REACH_SECONDS, "no months")
        months = self._months()[:count]
        for name in dict.fromkeys((months[0], months[-1])):
            self.touch(name)

    def _months(self) -> list[str]:
        buttons = self._kiosk.window.findChildren(QAbstractButton)
        names = [b.objectName() for b in buttons if b.isVisible() and b.isEnabled()]
        return sorted(name for name in names if name.startswith("month:"))

    def options(self) -> tuple[str, ...]:
        """The titles of the options, on whichever page they stand."""
        return tuple(str(option.title) for option in self._expected(OptionsView).options)

    def pick(self, which: int | str) -> None:
        """Touch an option, on whichever page it stands."""
        options = self._expected(OptionsView).options
        said = [(str(one.title), str(one.detail), str(one.figure)) for one in options]
        self._touch_on_some_page(answer_name(options[place_of(which, said)].answer))

    def tick(self, which: Sequence[int | str]) -> None:
        """Touch rows to tick, on whichever pages they stand."""
        rows = self._expected(TicksView).rows
        said = [(str(row.title), str(row.detail), str(row.amount or "")) for row in rows]
        for one in which:
            self._touch_on_some_page(f"tick:{place_of(one, said)}")

    def _touch_on_some_page(self, name: str) -> None:
        for turn in ("page:previous", "page:next"):
            while self.touchable(name) is None and self.touchable(turn) is not None:
                self.touch(turn)
        self.touch(name)

    def set_years(self, first: int, last: int) -> None:
        """Step both years of a search to these."""
        # The one that moves away from the other goes first, since they never pass each other.
        for name, year in (("first", first), ("last", last), ("first", first)):
            while (shown := self._year(name)) != year:
                step = f"{name}:{'plus' if shown < year else 'minus'}"
                if self.touchable(step) is None:
                    break
                self.touch(step)
        if (self._year("first"), self._year("last")) != (first, last):
            raise LookupError(f"the years cannot be {first} to {last}")

    def _year(self, name: str) -> int:
        labels = self._kiosk.window.findChildren(QLabel, name)
        found = [_YEAR.search(label.text()) for label in labels if label.isVisible()]
        if len(found) != 1 or found[0] is None:
            raise LookupError(f"no {name} year")
        return int(found[0][1])

    def link(self) -> str:
        """What the code by which a phone fetches a document says."""
        return self._expected(LinkView).payload

    def _expected(self, kind: type[V]) -> V:
        """The view, once it is of that kind."""
        found: list[V] = []

        def there() -> bool:
            view = self._shown
            if isinstance(view, kind):
                found.append(view)
            return bool(found)

        self.wait_until(there, REACH_SECONDS, f"nothing like {kind.__name__}")
        return found[0]

    @property
    def _shown(self) -> View | None:
        scene = self._kiosk.window.scene
        return None if scene is None else scene.view


def place_of(which: int | str, said: Sequence[tuple[str, ...]]) -> int:
    """The one that is meant, counted from 0: by its place counted from 1, by its title, which is
    the first of its words, or else by a part of them. Raises LookupError unless it is just one."""
    if isinstance(which, int):
        if which > len(said):
            raise LookupError(f"there are only {len(said)}")
        return which - 1
    titled = [place for place, words in enumerate(said) if words[0] == which]
    found = titled or [place for place, words in enumerate(said) if which in " ".join(words)]
    if len(found) != 1:
        raise LookupError(f"{len(found)} of {[' '.join(words) for words in said]} say {which!r}")
    return found[0]
