"""``kiosk maintenance restart`` beside a running ``kiosk run``, and a restart from afar: money
first, then the end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.commands.maintenance import EXIT_NOT_YET
from kiosk.domain.order import OrderState
from kiosk.equipment import control_socket_of
from kiosk.runtime.control import ask
from kiosk.settings import Settings
from sim.actions import ServiceInstruction
from sim.announcement import Announcement
from sim.backend.instructions import Progress
from sim.client import HallClient
from sim.kiosk_config import with_own_books
from sim.pace import QUICK
from tests.journeys.conftest import look_into
from tests.journeys.killing import config_in

_PATIENCE_S = 60.0


@contextmanager
def attended(config: Path, control_url: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.attended_kiosk", str(config), control_url],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def maintenance(config: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "kiosk", "maintenance", "--config", str(config), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_restart_waits_for_the_money_of_whoever_is_there_and_then_comes_by_itself(
    hall_process: Announcement, hall: HallClient, tmp_path: Path
) -> None:
    config = config_in(tmp_path, hall_process)
    with attended(config, hall_process.control_url) as kiosk:
        assert said(kiosk) == "code"
        hurried = maintenance(config, "restart", "--wait", "1")
        told = hurried.communicate(timeout=_PATIENCE_S)
        assert (hurried.returncode, told) == (EXIT_NOT_YET, ("Visit\n", "not yet: Visit\n"))
        assert [order.state for order in hall.state().orders] == [OrderState.PAYING]
        assert kiosk.poll() is None

        patient = maintenance(config, "restart", "--wait", "30")
        assert said(patient) == "Visit"
        assert kiosk.stdin is not None
        kiosk.stdin.write("pay\n")
        kiosk.stdin.flush()
        assert said(kiosk) == "left"
        assert kiosk.wait(_PATIENCE_S) == 0
        assert patient.communicate(timeout=_PATIENCE_S) == ("", "")
        assert patient.returncode == 0

    assert [order.state for order in hall.state().orders] == [OrderState.POSTED]
    settings = Settings.load(config)
    with look_into(settings) as ledger:
        assert [order.state for order in ledger.orders()] == [OrderState.POSTED]
        assert ledger.verify().sound
    (paper,) = hall.state().printer.papers
    assert paper.complete
    with pytest.raises(FileNotFoundError):
        ask(control_socket_of(settings), "status")


def test_a_restart_from_afar_waits_for_the_money_as_well(
    hall_process: Announcement, hall: HallClient, tmp_path: Path
) -> None:
    waits = QUICK | {"report_heartbeat": 0.3}
    config = with_own_books(hall_process.kiosk_config, tmp_path, waits)
    with attended(config, hall_process.control_url) as kiosk:
        assert said(kiosk) == "code"
        hall.perform(ServiceInstruction())
        hall.wait_until(lambda state: state.service.instructions == (Progress.TAKEN,))
        assert [order.state for order in hall.state().orders] == [OrderState.PAYING]
        assert kiosk.poll() is None
        assert kiosk.stdin is not None
        kiosk.stdin.write("pay\n")
        kiosk.stdin.flush()
        assert said(kiosk) == "left"
        assert kiosk.wait(_PATIENCE_S) == 0

    assert [order.state for order in hall.state().orders] == [OrderState.POSTED]
    with look_into(Settings.load(config)) as ledger:
        trail = [entry.facts for entry in ledger.acted("instruction.")]
    assert [(one["who"], one["what"], one["outcome"]) for one in trail] == [
        ("service", "instruction.restart", "begun")
    ]
