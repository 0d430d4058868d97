"""A hall with one kiosk that scenarios are played on, and what must hold after each of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.domain.order import OrderState
from kiosk.ledger import Entry
from kiosk.settings import Settings
from sim.acquirer.books import PurchaseState
from sim.announcement import Announcement
from sim.cards.cast import CAST
from sim.client import HallClient
from sim.hall_process import HallProcess
from sim.pace import HallKind, write_quick_hall
from sim.people import PEOPLE
from sim.scenario import find
from tests.journeys.conftest import Journey, kiosk_config, look_into, started
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
        # The terminal's clock is not set back; theirs shall not come to differ.
        self.hall.advance(journey.clock.ahead_seconds)
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
        config = kiosk_config(self._announcement, folder)
        settings = Settings.load(config)
        return self._open.enter_context(started(self._qapp, self.hall, settings, source=config))

    def sheets_on_paper(self) -> int:
        """A4 pages in the books of the kiosk that the next citizen will use."""
        if self._journey is None:
            return 0
        with look_into(self._journey.settings) as ledger:
            return ledger.sheets_on_paper()

    def trail(self) -> tuple[Entry, ...]:
        """The audit trail of the kiosk that comes next, so far."""
        if self._journey is None:
            return ()
        with look_into(self._journey.settings) as ledger:
            return ledger.staff_trail()

    def close(self) -> None:
        """Everybody has gone home."""
        self._open.close()
        self.hall.close()


@contextmanager
def sitting_in(kind: HallKind, qapp: QApplication, room: Path) -> Iterator[Sitting]:
    """A sitting in a new hall of that kind."""
    config = write_quick_hall(room / "sim.toml", kind)
    with HallProcess(room / "hall", config=config) as process:
        begun = Sitting(qapp, process.announcement, room)
        yield begun
        begun.close()


def expect_sound_books(journey: Journey) -> None:
    """Kiosk, service and acquirer say the same of every order, and none is left open."""
    hall = journey.hall.state()
    kept = {str(order.number): order.state for order in journey.ledger_orders()}
    known = {order.number: order.state for order in hall.orders}
    assert {number: kept.get(number) for number in known} == known
    assert {order.state for order in hall.orders} <= _FINAL
    assert journey.ledger_is_sound()
    bought = [one for one in hall.cards.acquirer.purchases if one.state is PurchaseState.APPROVED]
    by_card = [order for order in hall.orders if order.tender == "bank_card"]
    paid = [order for order in by_card if order.state is OrderState.POSTED]
    assert [one.amount_fen for one in bought] == [order.amount_fen for order in paid]


def expect_nobody_left(journey: Journey) -> None:
    """Neither screen nor disk nor receipts know who was there."""
    ledger = journey.settings.ledger.path
    files = (ledger, ledger.with_name(f"{ledger.name}-wal"), journey.settings.log.path)
    disk = b"".join(file.read_bytes() for file in files if file.exists())
    glass = remembered(journey.kiosk.window)
    papers = "".join(paper.text for paper in journey.hall.state().printer.papers)
    secrets = [secret for person in PEOPLE for secret in (person.number, person.called)]
    for secret in (*secrets, *(card.account for card in CAST.values())):
        assert secret.encode() not in disk
        assert secret not in glass
        assert secret not in papers
