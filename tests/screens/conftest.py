"""One prepared application, a window on a still clock, and exact pictures to compare with."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.screens.theme import PORTRAIT_21, SQUARE_19, WIDE_21, Look, Panel
from kiosk.screens.theme.fonts import prepare_application
from kiosk.screens.window import KioskWindow
from tests.screens import gallery

GOLDENS = Path(__file__).parents[1] / "goldens" / "screens"
FAILED = Path("out/goldens/screens")
PANELS = {"portrait": PORTRAIT_21, "wide": WIDE_21, "square": SQUARE_19}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens", action="store_true", help="take the screens as they are for right"
    )


class StillClock:
    """Seconds that pass only when told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(scope="session")
def prepared(qapp: QApplication) -> QApplication:
    prepare_application(qapp)
    return qapp


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def open_window(
    prepared: QApplication, clock: StillClock
) -> Iterator[Callable[[Panel, Look], KioskWindow]]:
    """Open windows; they are closed and gone afterwards."""
    opened: list[KioskWindow] = []

    def open_one(panel: Panel = PORTRAIT_21, look: Look = Look.STANDARD) -> KioskWindow:
        window = KioskWindow(panel, monotonic=clock, look=look, motion=False)
        window.set_clock(gallery.CLOCK)
        window.show()
        opened.append(window)
        return window

    yield open_one
    for window in opened:
        window.close()
        window.deleteLater()
    settle()


@pytest.fixture
def window(open_window: Callable[[Panel, Look], KioskWindow]) -> KioskWindow:
    return open_window(PORTRAIT_21, Look.STANDARD)


def settle() -> None:
    """Let layouts happen and the disposed go."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    gc.collect()


def same(left: QImage, right: QImage) -> bool:
    """Pixel for pixel."""
    rgb = QImage.Format.Format_RGB32
    return left.convertToFormat(rgb) == right.convertToFormat(rgb)


def difference(actual: QImage, golden: QImage) -> QImage:
    """Red where they differ, on a pale copy of the actual picture."""
    picture = actual.convertToFormat(QImage.Format.Format_RGB32)
    red = QColor("#FF0000")
    for y in range(picture.height()):
        for x in range(picture.width()):
            inside = x < golden.width() and y < golden.height()
            if not inside or golden.pixel(x, y) != picture.pixel(x, y):
                picture.setPixelColor(x, y, red)
    return picture


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, QWidget], None]:
    """Compare a widget with ``tests/goldens/screens/<name>.png``, exactly."""
    update = bool(request.config.getoption("--update-goldens", default=False))

    def compare(name: str, widget: QWidget) -> None:
        settle()
        actual = widget.grab().toImage()
        path = GOLDENS / f"{name}.png"
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.exists() or not same(actual, QImage(str(path))):
                assert actual.convertToFormat(QImage.Format.Format_RGB888).save(
                    str(path), quality=0
                )
            return
        assert path.exists(), f"no golden {path}: look at the screen, then run --update-goldens"
        expected = QImage(str(path))
        if not same(actual, expected):
            FAILED.mkdir(parents=True, exist_ok=True)
            actual.save(str(FAILED / f"{name}.actual.png"))
            rgb = expected.convertToFormat(QImage.Format.Format_RGB32)
            difference(actual, rgb).save(str(FAILED / f"{name}.diff.png"))
            pytest.fail(f"{name} differs from its golden: see {FAILED}/{name}.diff.png")

    return compare
