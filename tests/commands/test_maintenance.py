"""``kiosk maintenance``: asked of a running terminal, and where none runs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands import maintenance
from kiosk.commands.configuration import BAD_CONFIGURATION
from kiosk.commands.maintenance import EXIT_NOT_RUNNING, EXIT_NOT_YET
from kiosk.equipment import control_socket_of
from kiosk.observe import EventLog
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.control import ControlDesk
from kiosk.session.events import EndingWanted, Event, MaintenanceOver, MaintenanceWanted
from kiosk.session.handover import Ending
from kiosk.settings import Settings


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintenance, "_EVERY_S", 0.01)


class Running:
    """A terminal that is asked, and that ends when it is told to, once nobody is served."""

    def __init__(self, config: Path) -> None:
        self._config = config
        self.heard: list[Event] = []
        self.written: list[str] = []
        self.phase = "Attract"
        self.asked_until_over = 0
        path = control_socket_of(Settings.load(config))
        path.parent.mkdir(parents=True, exist_ok=True)
        self._log = EventLog.open(config.parent / "control.jsonl", now=SystemClock().now)
        self._desk = ControlDesk(
            path, post=self.heard.append, phase=self._tell, log=self._log, written=self._write
        )
        self._task: asyncio.Task[None] | None = None

    async def _write(self, _who: str, what: str, _phase: str) -> None:
        self.written.append(what)

    def _tell(self) -> str:
        if self.asked_until_over:
            self.asked_until_over -= 1
            if not self.asked_until_over and self._task is not None:
                self._task.cancel()
        return self.phase

    async def told(self, *words: str) -> int:
        self._task = asyncio.create_task(self._desk.run())
        await self._desk.listening()
        try:
            command = ["maintenance", "--config", str(self._config), *words]
            return await asyncio.to_thread(main, command)
        finally:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._log.close()


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("status", []),
        ("on", [MaintenanceWanted()]),
        ("off", [MaintenanceOver()]),
        ("restart", [EndingWanted(Ending.RESTART)]),
        ("shut-down", [EndingWanted(Ending.SHUT_DOWN)]),
    ],
)
async def test_a_running_terminal_hears_it_and_says_what_it_was_doing(
    config: Path, capsys: pytest.CaptureFixture[str], word: str, heard: list[Event]
) -> None:
    running = Running(config)
    running.phase = "Visit"
    assert await running.told(word) == 0
    assert capsys.readouterr().out == "Visit\n"
    assert running.heard == heard


@pytest.mark.usefixtures("quick")
async def test_who_waits_for_a_restart_waits_until_it_has_ended(config: Path) -> None:
    running = Running(config)
    running.asked_until_over = 4
    assert await running.told("restart", "--wait", "30") == 0
    assert running.asked_until_over == 0


@pytest.mark.usefixtures("quick")
async def test_while_a_citizen_is_served_it_is_not_yet(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    running = Running(config)
    running.phase = "Visit"
    assert await running.told("shut-down", "--wait", "0.05") == EXIT_NOT_YET
    assert "not yet: Visit" in capsys.readouterr().err


@pytest.mark.usefixtures("quick")
async def test_nothing_else_is_waited_for(config: Path) -> None:
    async with asyncio.timeout(20):
        assert await Running(config).told("on", "--wait", "600") == 0


@pytest.mark.parametrize("word", ["status", "on", "off", "restart", "shut-down"])
def test_where_none_runs_it_says_so(
    config: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    assert main(["maintenance", "--config", str(config), word]) == EXIT_NOT_RUNNING
    assert capsys.readouterr().err == "the terminal is not running\n"


def test_without_a_configuration_nobody_is_asked(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    absent = str(config) + ".not"
    assert main(["maintenance", "--config", absent, "status"]) == BAD_CONFIGURATION
    assert capsys.readouterr().err
