"""Starts a kiosk of a hall in a process of its own, which is killed on the way."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sim.announcement import Announcement
from sim.kiosk_config import with_own_books
from sim.pace import QUICK


def config_in(folder: Path, hall: Announcement) -> Path:
    """The hall's configuration with a ledger of its own and quick waits."""
    return with_own_books(hall.kiosk_config, folder, QUICK)


def command_for(
    config: Path, hall: Announcement, scenario: str, write: int, moment: str
) -> list[str]:
    """What plays a scenario and dies at that write of the ledger; see ``doomed``."""
    command = [sys.executable, "-m", "tests.journeys.doomed", str(config), hall.control_url]
    return [*command, scenario, str(write), moment]


def run(config: Path, hall: Announcement, scenario: str, write: int, moment: str) -> int:
    """Play it to its end; how that was."""
    command = command_for(config, hall, scenario, write, moment)
    done = subprocess.run(command, check=False, timeout=110, capture_output=True, text=True)
    if done.returncode not in (0, -signal.SIGKILL):
        pytest.fail(f"exit {done.returncode}: {done.stderr[-2000:]}")
    return done.returncode
