"""kill -9 at every ledger write: nothing lost, nothing paid twice, one receipt or a marked one."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from kiosk.domain.order import OrderState
from kiosk.ledger import LedgerOrder
from kiosk.settings import Settings
from sim.actions import Posting
from sim.announcement import Announcement
from sim.client import HallClient
from sim.pace import QUICK
from sim.state import HallState
from tests.journeys.conftest import look_into

WRITES = 6
"""Of a payment that succeeds: number, order, code shown, posted, receipt begun, receipt confirmed.
If the terminal happens to see the order paid before it is posted, there is one more."""


def _config(hall: Announcement, folder: Path) -> Path:
    """The hall's configuration with a ledger of its own and quick waits."""
    text = hall.kiosk_config.read_text(encoding="utf-8")
    written = tomllib.loads(text)
    for section, name in (("ledger", "path"), ("ledger", "key_file"), ("log", "path")):
        old = str(written[section][name])
        text = text.replace(f'"{old}"', f'"{folder / Path(old).name}"')
    timing = "\n".join(f"{name} = {value}" for name, value in QUICK.items())
    quick = re.sub(r"^\[timing\]\n[^\[]*", f"[timing]\n{timing}\n\n", text, flags=re.MULTILINE)
    path = folder / "kiosk.toml"
    path.write_text(quick, encoding="utf-8")
    return path


def _run(config: Path, hall: Announcement, scenario: str, write: int, moment: str) -> int:
    command = [sys.executable, "-m", "tests.journeys.doomed", str(config), hall.control_url]
    command += [scenario, str(write), moment]
    done = subprocess.run(command, check=False, timeout=110, capture_output=True, text=True)
    if done.returncode not in (0, -signal.SIGKILL):
        pytest.fail(f"exit {done.returncode}: {done.stderr[-2000:]}")
    return done.returncode


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


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("write", range(1, WRITES + 1))
def test_a_terminal_killed_at_a_write_finishes_what_it_began(
    hall_process: Announcement, hall: HallClient, tmp_path: Path, write: int, moment: str
) -> None:
    config = _config(hall_process, tmp_path)

    killed = _run(config, hall_process, "flexible-pension-alipay", write, moment)
    recovered = _run(config, hall_process, "only-start", 0, "before")

    assert killed == -signal.SIGKILL
    assert recovered == 0
    _agree(config, hall.state())


def test_every_write_is_among_those_that_are_killed(
    hall_process: Announcement, hall: HallClient, tmp_path: Path
) -> None:
    config = _config(hall_process, tmp_path)

    assert _run(config, hall_process, "flexible-pension-alipay", WRITES + 2, "before") == 0
    _agree(config, hall.state())


@pytest.mark.parametrize("paid", ["paid-while-dead", "not-paid-while-dead"])
def test_a_terminal_killed_while_the_code_is_shown(
    hall_process: Announcement, hall: HallClient, tmp_path: Path, paid: str
) -> None:
    """Write 3 is that of the code: it is on the screen when the terminal dies."""
    config = _config(hall_process, tmp_path)
    _run(config, hall_process, "flexible-pension-alipay", 3, "after")
    (order,) = hall.state().orders
    assert order.state is OrderState.PAYING

    if paid == "paid-while-dead":
        hall.pay("alipay")
    _run(config, hall_process, "only-start", 0, "before")

    state = hall.state()
    _agree(config, state)
    expected = OrderState.POSTED if paid == "paid-while-dead" else OrderState.CLOSED
    assert [one.state for one in state.orders] == [expected]


def test_a_terminal_killed_between_payment_and_posting(
    hall_process: Announcement, hall: HallClient, tmp_path: Path
) -> None:
    """Write 4 is then that of the payment, and the posting is still to come."""
    config = _config(hall_process, tmp_path)
    hall.perform(Posting(state="delay", seconds=120))
    _run(config, hall_process, "flexible-pension-alipay", 4, "after")
    (order,) = hall.state().orders
    assert order.state in (OrderState.PAID, OrderState.POSTING)

    hall.advance(120)
    hall.wait_until(lambda state: state.orders[0].state is OrderState.POSTED)
    _run(config, hall_process, "only-start", 0, "before")

    _agree(config, hall.state())
