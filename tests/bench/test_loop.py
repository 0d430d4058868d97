"""How punctual the devices' thread is while the screen beside it is busy."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from statistics import median

import pytest
from PySide6.QtCore import QCoreApplication
from pytest_benchmark.fixture import BenchmarkFixture

from kiosk.runtime.hall import Hall
from kiosk.screens.theme import PORTRAIT_21
from kiosk.screens.window import KioskWindow
from tests.bench.figures import Figures
from tests.bench.journeys import show_journeys
from tests.bench.measuring import in_rounds

TICK_S = 0.01
TICKS = 200
GROUP = "Lateness of a 10 ms tick in the asyncio thread"


async def lateness(ticks: int) -> list[float]:
    """How late each tick came, in seconds."""
    late = []
    for _ in range(ticks):
        due = time.perf_counter() + TICK_S
        await asyncio.sleep(TICK_S)
        late.append(max(0.0, time.perf_counter() - due))
    return late


def in_hall(meanwhile: Callable[[], object]) -> list[float]:
    """The lateness in a hall's thread, while this thread does something else over and over."""
    late: list[float] = []
    over = threading.Event()

    async def live(ending: asyncio.Event) -> None:
        late.extend(await lateness(TICKS))
        over.set()
        await ending.wait()

    hall = Hall(live, lambda _error: over.set())
    hall.start()
    while not over.is_set():
        meanwhile()
    assert hall.stop()
    assert len(late) == TICKS
    return late


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize("screen", ["still", "changing without a pause"])
def test_ticks(benchmark: BenchmarkFixture, figures: Figures, screen: str) -> None:
    own = median(asyncio.run(lateness(TICKS)))
    window = KioskWindow(PORTRAIT_21, monotonic=time.monotonic)
    window.show()

    def idle() -> None:
        QCoreApplication.processEvents()
        time.sleep(TICK_S)

    def busy() -> None:
        show_journeys(window, 1)

    late: list[float] = []
    meanwhile = idle if screen == "still" else busy
    in_rounds(benchmark, lambda: late.extend(in_hall(meanwhile)), 3)

    figures.add(GROUP, f"the screen is {screen}", late, own=("the same loop alone", own))
    window.close()
    window.deleteLater()
    QCoreApplication.processEvents()
