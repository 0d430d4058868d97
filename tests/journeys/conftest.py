"""A running hall, and kiosks in it that citizens use with real touches."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from kiosk.app import Kiosk
from kiosk.equipment import ledger_key
from kiosk.ledger import LedgerOrder, LedgerReader
from kiosk.observe import EventLog
from kiosk.screens.theme.fonts import prepare_application
from kiosk.settings import Settings
from sim.announcement import Announcement
from sim.citizen import Citizen
from sim.client import HallClient
from sim.hall_process import HallProcess
from sim.kiosk_config import with_own_books
from sim.pace import QUICK
from sim.scenario import find
from sim.state import HallState
from sim.terminal_clock import MovableClock


@pytest.fixture(scope="session")
def hall_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Announcement]:
    """One hall for all journeys; each begins with it as new."""
    with HallProcess(tmp_path_factory.mktemp("hall")) as process:
        yield process.announcement


@pytest.fixture
def hall(hall_process: Announcement) -> Iterator[HallClient]:
    """The hall as it was when it opened."""
    with HallClient(hall_process.control_url) as client:
        client.reset()
        yield client


@pytest.fixture
def settings(hall_process: Announcement, tmp_path: Path) -> Settings:
    """A kiosk of that hall with a ledger of its own."""
    return kiosk_settings(hall_process, tmp_path)


def kiosk_settings(hall: Announcement, folder: Path) -> Settings:
    """A quick kiosk of a hall, with its ledger, its log and its configuration in a folder."""
    return Settings.load(kiosk_config(hall, folder))


def kiosk_config(hall: Announcement, folder: Path) -> Path:
    """The file of those settings."""
    return with_own_books(hall.kiosk_config, folder, QUICK)


@dataclass
class Journey:
    """A running kiosk, its citizen and its hall."""

    kiosk: Kiosk
    citizen: Citizen
    hall: HallClient
    settings: Settings
    clock: MovableClock
    pictures: dict[str, QPixmap] = field(default_factory=dict)

    def play(self, scenario: str) -> HallState:
        """Play a scenario of ``sim/scenarios`` to its end; returns how the hall is then."""
        self.citizen.play(find(scenario))
        return self.hall.state()

    def ledger_orders(self) -> tuple[LedgerOrder, ...]:
        """Every order the ledger knows, oldest first."""
        with look_into(self.settings) as ledger:
            return ledger.orders()

    def ledger_is_sound(self) -> bool:
        """Whether the chain verifies."""
        with look_into(self.settings) as ledger:
            return ledger.verify().sound

    def log_text(self) -> str:
        """Everything logged so far."""
        return self.settings.log.path.read_text(encoding="utf-8")


def look_into(settings: Settings) -> LedgerReader:
    """The ledger, for reading."""
    return LedgerReader.look(settings.ledger.path, key=ledger_key(settings))


@pytest.fixture
def journey(qapp: QApplication, hall: HallClient, settings: Settings) -> Iterator[Journey]:
    """A kiosk that is started for the test and let go of after it, wholly."""
    with started(qapp, hall, settings) as begun:
        yield begun


@contextmanager
def started(
    qapp: QApplication, hall: HallClient, settings: Settings, *, source: Path | None = None
) -> Iterator[Journey]:
    """A kiosk at work, let go of at the end, wholly; ``source`` is the file of its settings, where
    staff may change them."""
    prepare_application(qapp)
    clock = MovableClock()
    log = EventLog.open(settings.log.path, now=clock.now)
    kiosk = Kiosk(settings, clock, log, source=source)
    broken: list[BaseException] = []
    kiosk.broken.connect(broken.append)
    pictures: dict[str, QPixmap] = {}
    citizen = Citizen(kiosk, hall, clock, pictures.__setitem__)
    kiosk.start()
    try:
        yield Journey(kiosk, citizen, hall, settings, clock, pictures)
    finally:
        ended = kiosk.stop()
        kiosk.window.close()
        kiosk.window.deleteLater()
        log.close()
    assert ended
    assert not broken
