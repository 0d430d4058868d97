"""The screens of a journey in their order, shown on a window as fast as it paints."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QCoreApplication, QEvent

from kiosk.screens.window import KioskWindow
from tests.screens import gallery

SCREENS = (
    "attract",
    "home",
    "modules",
    "card",
    "waiting",
    "insurances",
    "period",
    "base",
    "waiting",
    "review",
    "tender",
    "waiting",
    "qr",
    "waiting",
    "printing",
    "success",
)
_numbers = count(1_000_000)


def settle() -> None:
    """Paint what is to be painted, and let the disposed go."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def show_journeys(window: KioskWindow, journeys: int) -> None:
    """Every screen of so many journeys, with the wipe at the end of each."""
    for _ in range(journeys):
        for name in SCREENS:
            window.present(gallery.scene(name, number=next(_numbers)))
            settle()
        window.wipe()
        settle()
