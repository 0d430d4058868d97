"""Every service and every refusal through the real window, one after another on one kiosk.

What a citizen reads, takes and pays is in the scenarios; here is what must hold after each of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.order import OrderState
from sim.announcement import Announcement
from sim.client import HallClient
from sim.hall_process import HallProcess
from sim.pace import write_quick_hall
from sim.people import PEOPLE
from sim.scenario import find
from tests.journeys.conftest import Journey, kiosk_settings, started
from tests.journeys.services import GOOD_DAYS, RACES, REFUSALS
from tests.screens.touching import remembered

_FINAL = {OrderState.POSTED, OrderState.CLOSED, OrderState.REFUNDED}


class Sitting:
    """A hall with a kiosk that citizens use one after another; after a failure with a new one."""

    def __init__(self, qapp: QApplication, announcement: Announcement, room: Path) -> None:
        self._qapp = qapp
        self._announcement = announcement
        self._room = room
        self._kiosks = 0
        self._open = ExitStack()
        self._journey: Journey | None = None
        self.hall = HallClient(announcement.control_url)

    def play(self, scenario: str) -> Journey:
        """Play a scenario in a hall as new."""
        self.hall.reset()
        journey = self._journey or self._begin()
        # Whoever fails on the way leaves a kiosk that is somewhere.
        self._journey = None
        journey.citizen.play(find(scenario))
        self._journey = journey
        return journey

    def _begin(self) -> Journey:
        self._open.close()
        self._kiosks += 1
        folder = self._room / str(self._kiosks)
        folder.mkdir()
        settings = kiosk_settings(self._announcement, folder)
        return self._open.enter_context(started(self._qapp, self.hall, settings))

    def close(self) -> None:
        """Everybody has gone home."""
        self._open.close()
        self.hall.close()


@pytest.fixture(scope="module")
def sitting(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sitting]:
    room = tmp_path_factory.mktemp("sitting")
    config = write_quick_hall(room / "sim.toml")
    with HallProcess(room / "hall", config=config) as process:
        begun = Sitting(qapp, process.announcement, room)
        yield begun
        begun.close()


def expect_sound_books(journey: Journey) -> None:
    """Kiosk and service say the same of every order, and none is left open."""
    hall = journey.hall.state()
    kept = {str(order.number): order.state for order in journey.ledger_orders()}
    known = {order.number: order.state for order in hall.orders}
    assert {number: kept.get(number) for number in known} == known
    assert {order.state for order in hall.orders} <= _FINAL
    assert journey.ledger_is_sound()


def expect_nobody_left(journey: Journey) -> None:
    """Neither screen nor disk nor receipts know who was there."""
    ledger = journey.settings.ledger.path
    files = (ledger, ledger.with_name(f"{ledger.name}-wal"), journey.settings.log.path)
    disk = b"".join(file.read_bytes() for file in files if file.exists())
    glass = remembered(journey.kiosk.window)
    papers = "".join(paper.text for paper in journey.hall.state().printer.papers)
    for person in PEOPLE:
        for secret in (person.number, person.called):
            assert secret.encode() not in disk
            assert secret not in glass
            assert secret not in papers


@pytest.mark.parametrize("scenario", GOOD_DAYS)
def test_a_service_is_done_to_its_end(sitting: Sitting, scenario: str) -> None:
    journey = sitting.play(scenario)

    expect_sound_books(journey)
    expect_nobody_left(journey)
    papers = sitting.hall.state().printer.papers
    assert all(paper.complete for paper in papers)


@pytest.mark.parametrize("scenario", REFUSALS)
def test_what_is_refused_is_said_and_takes_nothing(sitting: Sitting, scenario: str) -> None:
    journey = sitting.play(scenario)

    expect_sound_books(journey)
    expect_nobody_left(journey)
    taken = [order for order in sitting.hall.state().orders if order.state is OrderState.POSTED]
    # Two of them try again, and then pay.
    assert len(taken) == (1 if scenario in ("payment-code-refused", "amount-changed") else 0)


@pytest.mark.parametrize("scenario", RACES)
def test_whoever_pays_second_pays_nothing(sitting: Sitting, scenario: str) -> None:
    journey = sitting.play(scenario)

    expect_sound_books(journey)
    assert all(order.state is not OrderState.POSTED for order in sitting.hall.state().orders)
    receipts = [paper.text for paper in sitting.hall.state().printer.papers]
    assert not any("缴费小票" in receipt for receipt in receipts)
