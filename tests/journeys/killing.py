"""Starts a kiosk of a hall in a process of its own, which is killed on the way."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from sim.announcement import Announcement
from sim.pace import QUICK


def config_in(folder: Path, hall: Announcement) -> Path:
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
