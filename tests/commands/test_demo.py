"""``kiosk demo`` hands over to the simulator, where there is one."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

from kiosk.__main__ import main
from kiosk.commands import demo


def test_a_real_terminal_has_no_simulator_and_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nothing(_name: str) -> None:
        return None

    monkeypatch.setattr(importlib.util, "find_spec", nothing)
    assert main(["demo"]) == demo.NO_SIMULATOR
    assert "no simulator" in capsys.readouterr().err


@pytest.mark.parametrize("status", [0, 3])
def test_the_simulator_is_a_program_of_its_own_whose_status_counts(
    monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    asked: list[tuple[str, ...]] = []

    def run(command: tuple[str, ...], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        assert not check
        asked.append(command)
        return subprocess.CompletedProcess(command, status)

    monkeypatch.setattr(subprocess, "run", run)
    assert main(["demo", "--scenario", "paper-out", "--out", "elsewhere"]) == status
    assert asked == [
        (sys.executable, "-m", "sim", "demo", "--scenario", "paper-out", "--out", "elsewhere")
    ]


def test_every_scenario_is_asked_for_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []

    def run(command: tuple[str, ...], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        assert not check
        asked.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    assert main(["demo", "--all"]) == 0
    assert asked == [(sys.executable, "-m", "sim", "demo", "--all", "--out", "out/demo")]


def test_without_a_simulator_on_the_path_the_program_itself_still_starts() -> None:
    """In a process that cannot find ``sim``: nothing of the kiosk needs it."""
    script = (
        "import sys\n"
        "class Blind:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] == 'sim':\n"
        "            raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Blind())\n"
        "import kiosk.app, kiosk.__main__\n"
        "import importlib.util\n"
        "importlib.util.find_spec = lambda name: None\n"
        "sys.exit(kiosk.__main__.main(['demo']))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert ended.returncode == demo.NO_SIMULATOR, ended.stderr
