"""The asyncio thread beside the Qt thread, the bridge between them, and the terminal at a stand."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from kiosk.flows.visit import start_visit
from kiosk.runtime.bridge import Bridge
from kiosk.runtime.hall import Hall
from kiosk.runtime.standstill import stand_still
from kiosk.session.answers import Begin
from kiosk.session.events import Answered, Event, MaintenanceOver, MaintenanceWanted
from kiosk.session.scenes import NO_WAYS
from kiosk.session.terminal import Terminal
from kiosk.session.views import AttractView, OutOfServiceView, Scene
from tests.runtime.fakes import FakeStage
from tests.support.manual_clock import ManualClock
from tests.support.samples import FACTS


@dataclass(slots=True)
class Failures:
    """What a hall reported, and in which thread."""

    errors: list[BaseException] = field(default_factory=list)
    told: threading.Event = field(default_factory=threading.Event)

    def __call__(self, error: BaseException) -> None:
        self.errors.append(error)
        self.told.set()


async def until_told(ending: asyncio.Event) -> None:
    await ending.wait()


def test_a_hall_lives_in_a_thread_of_its_own_until_it_is_stopped() -> None:
    threads: list[threading.Thread] = []
    failures = Failures()

    async def live(ending: asyncio.Event) -> None:
        threads.append(threading.current_thread())
        await ending.wait()

    hall = Hall(live, failures)
    hall.start()
    assert hall.stop()
    assert threads[0] is not threading.current_thread()
    assert not threads[0].is_alive()
    assert failures.errors == []
    assert hall.stop(), "stopping twice does no harm"


def test_calls_from_another_thread_arrive_in_their_order() -> None:
    heard: list[Event] = []
    all_heard = threading.Event()
    failures = Failures()
    hall = Hall(until_told, failures)
    hall.start()

    def hear(event: Event) -> None:
        heard.append(event)
        if len(heard) == 500:
            all_heard.set()

    for number in range(500):
        hall.call(hear, Answered(number, Begin()))
    assert all_heard.wait(10)
    assert hall.stop()
    assert [event.scene for event in heard if isinstance(event, Answered)] == list(range(500))


@pytest.mark.parametrize(
    "error", [LookupError("a bug"), KeyboardInterrupt(), SystemExit(3)], ids=repr
)
def test_a_hall_that_fails_says_so(error: BaseException) -> None:
    failures = Failures()

    async def fail(_ending: asyncio.Event) -> None:
        raise error

    hall = Hall(fail, failures)
    hall.start()
    assert failures.told.wait(10)
    assert [type(one) for one in failures.errors] == [type(error)]
    assert hall.stop()


def test_a_hall_that_ends_by_itself_has_failed() -> None:
    failures = Failures()

    async def end(_ending: asyncio.Event) -> None:
        return

    hall = Hall(end, failures)
    hall.start()
    assert failures.told.wait(10)
    assert isinstance(failures.errors[0], RuntimeError)


def test_a_hall_that_will_not_end_is_not_waited_for_for_ever() -> None:
    release = threading.Event()

    async def stubborn(_ending: asyncio.Event) -> None:
        await asyncio.to_thread(release.wait)
        await asyncio.sleep(0)
        assert _ending.is_set()

    failures = Failures()
    hall = Hall(stubborn, failures)
    hall.start()
    assert not hall.stop(timeout=0.05)
    release.set()
    assert hall.stop()


def test_nobody_hears_a_call_before_the_start_or_after_the_end() -> None:
    heard: list[Event] = []
    hall = Hall(until_told, Failures())
    hall.call(heard.append, MaintenanceWanted())
    assert hall.stop(), "a hall that never started needs no stopping"
    hall.start()
    assert hall.stop()
    hall.call(heard.append, MaintenanceOver())
    assert heard == []


async def test_a_terminal_that_cannot_keep_its_books_says_so_and_does_nothing_else() -> None:
    stage, ending = FakeStage(), asyncio.Event()
    standing = asyncio.create_task(stand_still(Terminal(FACTS, start_visit), stage, ending))
    await stage.until(OutOfServiceView)
    await ManualClock().settle()
    assert not standing.done()
    ending.set()
    await standing
    assert [type(scene.view) for scene in stage.scenes] == [OutOfServiceView]


class Window(QObject):
    """Where the bridge's signals arrive."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[QThread] = set()

    @Slot(object)
    def present(self, scene: object) -> None:
        self._hear(scene)

    @Slot(int)
    def count(self, seconds: int) -> None:
        self._hear(seconds)

    @Slot()
    def wipe(self) -> None:
        self._hear("wipe")

    def _hear(self, what: object) -> None:
        self.heard.append(what)
        self.threads.add(QThread.currentThread())


def test_signals_cross_to_the_window_in_their_order(qtbot: QtBot) -> None:
    posted: list[Event] = []
    bridge, window = Bridge(posted.append), Window()
    bridge.scene_shown.connect(window.present)
    bridge.counted_down.connect(window.count)
    bridge.wiped.connect(window.wipe)
    scene = Scene(1, AttractView(), NO_WAYS, None, FACTS, None)
    said: list[object] = []

    def talk() -> None:
        for second in range(200):
            bridge.show(scene)
            bridge.countdown(second)
            bridge.wipe()

    for second in range(200):
        said += [scene, second, "wipe"]
    talking = threading.Thread(target=talk)
    talking.start()
    talking.join()
    assert window.heard == [], "nothing is drawn in the other thread"
    qtbot.waitUntil(lambda: len(window.heard) == len(said))
    assert window.heard == said
    assert window.heard[0] is scene
    assert window.threads == {window.thread()}
    bridge.answer(7, Begin())
    assert posted == [Answered(7, Begin())]
