"""kill -9 at every ledger write: nothing lost, nothing paid twice, one receipt or a marked one."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.order import OrderState
from kiosk.ledger import LedgerOrder
from kiosk.settings import Settings
from sim.actions import Posting
from sim.announcement import Announcement
from sim.client import HallClient
from sim.state import HallState
from tests.journeys.conftest import look_into, started
from tests.journeys.killing import config_in, run

WRITES = 6
"""Of a payment that succeeds: number, order, code shown, posted, receipt begun, receipt confirmed.
If the terminal happens to see the order paid before it is posted, there is one more."""


def _agree(config: Path, hall: HallState) -> None:
    """The service and the ledger tell the same story, and it is a good one."""
    with look_into(Settings.load(config)) as ledger:
        assert ledger.verify().sound
        kept: dict[str, LedgerOrder] = {order.number: order for order in ledger.orders()}
        assert ledger.open_orders() == ()
    told = {order.number: order.state for order in hall.orders}
    assert {number: kept[number].state for number in told if number in kept} == told
    assert all(order.state is OrderState.CLOSED for n, order in kept.items() if n not in told)
    posted = [number for number, state in told.items() if state is OrderState.POSTED]
    assert len(posted) <= 1
    originals = [p for p in hall.printer.papers if p.complete and "补打" not in p.text]
    assert len(originals) <= 1
    if posted:
        assert any(posted[0] in paper.text for paper in hall.printer.papers if paper.complete)


def _recover(qapp: QApplication, hall: HallClient, config: Path) -> None:
    """Start the terminal again, until it serves."""
    with started(qapp, hall, Settings.load(config)) as journey:
        journey.play("only-start")


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("write", range(1, WRITES + 1))
def test_a_terminal_killed_at_a_write_finishes_what_it_began(
    qapp: QApplication,
    hall_process: Announcement,
    hall: HallClient,
    tmp_path: Path,
    write: int,
    moment: str,
) -> None:
    config = config_in(tmp_path, hall_process)

    killed = run(config, hall_process, "flexible-pension-alipay", write, moment)
    _recover(qapp, hall, config)

    assert killed == -signal.SIGKILL
    _agree(config, hall.state())


def test_every_write_is_among_those_that_are_killed(
    hall_process: Announcement, hall: HallClient, tmp_path: Path
) -> None:
    config = config_in(tmp_path, hall_process)

    assert run(config, hall_process, "flexible-pension-alipay", WRITES + 2, "before") == 0
    _agree(config, hall.state())


@pytest.mark.parametrize("paid", ["paid-while-dead", "not-paid-while-dead"])
def test_a_terminal_killed_while_the_code_is_shown(
    qapp: QApplication, hall_process: Announcement, hall: HallClient, tmp_path: Path, paid: str
) -> None:
    """Write 3 is that of the code: it is on the screen when the terminal dies."""
    config = config_in(tmp_path, hall_process)
    run(config, hall_process, "flexible-pension-alipay", 3, "after")
    (order,) = hall.state().orders
    assert order.state is OrderState.PAYING

    if paid == "paid-while-dead":
        hall.pay("alipay")
    _recover(qapp, hall, config)

    state = hall.state()
    _agree(config, state)
    expected = OrderState.POSTED if paid == "paid-while-dead" else OrderState.CLOSED
    assert [one.state for one in state.orders] == [expected]


def test_a_terminal_killed_between_payment_and_posting(
    qapp: QApplication, hall_process: Announcement, hall: HallClient, tmp_path: Path
) -> None:
    """Write 4 is then that of the payment, and the posting is still to come."""
    config = config_in(tmp_path, hall_process)
    hall.perform(Posting(state="delay", seconds=120))
    run(config, hall_process, "flexible-pension-alipay", 4, "after")
    (order,) = hall.state().orders
    assert order.state in (OrderState.PAID, OrderState.POSTING)

    hall.advance(120)
    hall.wait_until(lambda state: state.orders[0].state is OrderState.POSTED)
    _recover(qapp, hall, config)

    _agree(config, hall.state())
