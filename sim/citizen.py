"""A citizen who follows a scenario: touches the real window, lays real cards, pays with a phone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QInputDevice, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kiosk.app import Kiosk
from kiosk.session.views import Scene
from sim.actions import WalletScan
from sim.client import HallClient
from sim.scenario import (
    Advance,
    Expect,
    Keys,
    Lift,
    Months,
    Order,
    Papers,
    Pay,
    Place,
    Retry,
    Scan,
    Scenario,
    Shot,
    Step,
    Touch,
)
from sim.state import HallState
from sim.terminal_clock import MovableClock

_REACH_SECONDS = 15.0
_PAUSE_MS = 15
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


class JourneyFailed(Exception):
    """A step of the scenario did not come true; says which, and what was there instead."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One step taken: what it was, and how long it took in seconds."""

    step: str
    seconds: float


class Citizen:
    """Plays scenarios on a running kiosk. Lives in the Qt thread."""

    def __init__(
        self,
        kiosk: Kiosk,
        hall: HallClient,
        clock: MovableClock,
        keep: Callable[[str, QPixmap], None],
    ) -> None:
        self._kiosk = kiosk
        self._hall = hall
        self._clock = clock
        self._keep = keep
        self._scene: Scene | None = None
        self._finger = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
        kiosk.bridge.scene_shown.connect(self._see)

    def _see(self, scene: Scene) -> None:
        self._scene = scene

    @property
    def view(self) -> str:
        """The name of the view on the screen, as scenarios spell it."""
        if self._scene is None:
            return ""
        return _CAMEL.sub("_", type(self._scene.view).__name__.removesuffix("View")).lower()

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

    def play(self, scenario: Scenario) -> tuple[Taken, ...]:
        """Take every step. Raises JourneyFailed at the first that does not come true."""
        taken = []
        for number, step in enumerate(scenario.steps, 1):
            name = _name(step)
            began = time.monotonic()
            try:
                self._take(step)
            except (TimeoutError, LookupError, AssertionError) as error:
                raise JourneyFailed(
                    f"step {number} ({name}): {error}; the screen shows {self.view!r}"
                ) from error
            taken.append(Taken(name, round(time.monotonic() - began, 3)))
        return tuple(taken)

    def _take(self, step: Step) -> None:
        match step:
            case Touch(touch=name):
                self.touch(name)
            case Place(place=person):
                self._hall.place(person)
            case Lift():
                self._hall.lift()
            case Months(months=count):
                self._choose_months(count)
            case Keys(keys=keys):
                for key in keys:
                    self.touch(f"key:{key}")
            case Expect():
                self._expect(step)
            case Retry():
                self._retry(step)
            case Pay(pay=wallet):
                self._hall.pay(wallet)
            case Scan(scan=wallet):
                self._hall.perform(WalletScan(wallet=wallet))
            case Order(order=state, within=within):
                self._until_hall(
                    lambda hall: bool(hall.orders) and hall.orders[-1].state.value == state,
                    within,
                    f"no order became {state}",
                )
            case Papers():
                self._papers(step)
            case Advance(advance=seconds):
                self._hall.advance(seconds)
                self._clock.advance(seconds)
            case Shot(shot=name):
                QTest.qWait(_PAUSE_MS)
                self._keep(name, self._kiosk.window.grab())
            case _:
                self._hall.perform(step)

    def touch(self, name: str) -> None:
        """Put a finger on a widget and lift it. Raises TimeoutError if it never can be touched."""
        self._until(lambda: self._touchable(name) is not None, _REACH_SECONDS, f"no {name}")
        widget = self._touchable(name)
        if widget is None:
            raise LookupError(name)
        window = self._kiosk.window
        spot = widget.mapTo(window, widget.rect().center())
        QTest.touchEvent(window, self._finger).press(0, spot, window).commit()
        QTest.touchEvent(window, self._finger).release(0, spot, window).commit()
        QTest.qWait(_PAUSE_MS)

    def _touchable(self, name: str) -> QAbstractButton | None:
        for button in self._kiosk.window.findChildren(QAbstractButton, name):
            if button.isVisible() and button.isEnabled():
                return button
        return None

    def _choose_months(self, count: int) -> None:
        self._until(lambda: bool(self._months()), _REACH_SECONDS, "no months")
        months = self._months()[:count]
        for name in dict.fromkeys((months[0], months[-1])):
            self.touch(name)

    def _months(self) -> list[str]:
        buttons = self._kiosk.window.findChildren(QAbstractButton)
        names = [b.objectName() for b in buttons if b.isVisible() and b.isEnabled()]
        return sorted(name for name in names if name.startswith("month:"))

    def _expect(self, step: Expect) -> None:
        self._until(
            lambda: self._shows(step.expect, step.text),
            step.within,
            f"no {step.expect} with {step.text}",
        )
        words = self.words()
        for text in step.absent:
            if text in words:
                raise AssertionError(f"{text!r} must not be on the screen")

    def _shows(self, view: str, texts: Sequence[str]) -> bool:
        if self.view != view:
            return False
        words = self.words()
        return all(text in words for text in texts)

    def _retry(self, step: Retry) -> None:
        def reached() -> bool:
            if self.view != step.retry and self._touchable("Again") is not None:
                self.touch("Again")
            return self._shows(step.retry, step.text)

        self._until(reached, step.within, f"no {step.retry}, however often it was tried")

    def _papers(self, step: Papers) -> None:
        def out(hall: HallState) -> bool:
            papers = hall.printer.papers
            return len(papers) == step.papers and (
                not papers or all(text in papers[-1].text for text in step.text)
            )

        self._until_hall(out, step.within, f"not {step.papers} papers with {step.text}")

    def wait_until(self, holds: Callable[[], bool], within: float = _REACH_SECONDS) -> None:
        """Let the kiosk go on until something holds. Raises TimeoutError."""
        self._until(holds, within, "it never came to be so")

    def _until(self, holds: Callable[[], bool], within: float, complaint: str) -> None:
        deadline = time.monotonic() + within
        while not holds():
            if time.monotonic() > deadline:
                raise TimeoutError(complaint)
            QTest.qWait(_PAUSE_MS)

    def _until_hall(
        self, holds: Callable[[HallState], bool], within: float, complaint: str
    ) -> None:
        self._until(lambda: holds(self._hall.state()), within, complaint)


def _name(step: Step) -> str:
    return " ".join(
        f"{key}={value}" for key, value in step.model_dump(exclude_defaults=True).items()
    )
