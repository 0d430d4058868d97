"""A running terminal is asked over a socket that only its own user may open."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pwd
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kiosk.ledger import LedgerUnavailable
from kiosk.observe import EventLog
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.command_trail import CommandTrail
from kiosk.runtime.control import COMMANDS, STAFF_CHANGED, ControlDesk, ask
from kiosk.session.events import EndingWanted, Event, MaintenanceOver, MaintenanceWanted
from kiosk.session.handover import Ending
from tests.runtime.conftest import Room, events_in

ME = f"command:{pwd.getpwuid(os.getuid()).pw_name}"


@asynccontextmanager
async def listening(path: Path, heard: list[object]) -> AsyncIterator[None]:
    """``heard`` is what was written into the trail, and then what was done."""
    log = EventLog((), now=SystemClock().now)

    async def written(*facts: str) -> None:
        heard.append(facts)

    desk = ControlDesk(
        path,
        post=heard.append,
        phase=lambda: "Attract",
        log=log,
        written=written,
        staff_changed=written,
    )
    running = asyncio.create_task(desk.run())
    await desk.listening()
    try:
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@pytest.mark.parametrize(
    ("command", "event"),
    [
        ("status", None),
        ("maintain", MaintenanceWanted()),
        ("give_back", MaintenanceOver()),
        ("restart", EndingWanted(Ending.RESTART)),
        ("shut_down", EndingWanted(Ending.SHUT_DOWN)),
    ],
)
async def test_each_command_is_heard_and_the_phase_told(
    tmp_path: Path, command: str, event: Event | None
) -> None:
    heard: list[object] = []
    async with listening(tmp_path / "control.sock", heard):
        assert await asyncio.to_thread(ask, tmp_path / "control.sock", command) == "Attract"
    assert heard == ([] if event is None else [(ME, command, "Attract"), event])


async def test_who_has_changed_the_list_of_staff_is_told(tmp_path: Path) -> None:
    heard: list[object] = []
    path = tmp_path / "control.sock"
    async with listening(path, heard):
        told = await asyncio.to_thread(ask, path, STAFF_CHANGED, number="T0417")
        assert told == "Attract"
    assert heard == [("T0417", ME)]


@pytest.mark.parametrize(
    ("name", "who"), [("zhang_wei", "command:zhang_wei"), ("张伟", None), ("A\\b", None)]
)
async def test_whoever_asks_goes_by_the_account_that_the_kernel_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, who: str | None
) -> None:
    called = pwd.struct_passwd((name, "x", os.getuid(), 0, "", "/", "/bin/sh"))
    monkeypatch.setattr(pwd, "getpwuid", lambda _uid: called)
    heard: list[object] = []
    async with listening(tmp_path / "control.sock", heard):
        await asyncio.to_thread(ask, tmp_path / "control.sock", "maintain")
    by = who or f"command:{os.getuid()}"
    assert heard == [(by, "maintain", "Attract"), MaintenanceWanted()]


async def test_an_account_without_a_name_goes_by_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(uid: int) -> pwd.struct_passwd:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    heard: list[object] = []
    async with listening(tmp_path / "control.sock", heard):
        await asyncio.to_thread(ask, tmp_path / "control.sock", "give_back")
    assert heard[0] == (f"command:{os.getuid()}", "give_back", "Attract")


async def test_a_command_is_in_the_trail(room: Room, log_path: Path) -> None:
    await CommandTrail(room.books, room.log).heard("command:root", "restart", "Attract")
    (entry,) = room.ledger.staff_trail()
    assert dict(entry.facts) == {
        "who": "command:root",
        "what": "command.restart",
        "before": "Attract",
        "after": "",
        "outcome": "heard",
    }
    assert events_in(log_path)[-1] == "STAFF_ACTED"


async def test_a_terminal_that_cannot_write_is_restarted_all_the_same(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_facts: str, **_more: str) -> None:
        raise LedgerUnavailable("a full disk")

    monkeypatch.setattr(room.ledger, "staff_acted", full)
    await CommandTrail(room.books, room.log).heard("command:root", "restart", "Attract")
    assert room.ledger.staff_trail() == ()


def test_every_command_is_tried_here() -> None:
    assert len(COMMANDS) == 5


async def test_nobody_else_may_open_it_and_it_is_gone_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "control.sock"
    path.write_text("left behind by a crash")
    async with listening(path, []):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not path.exists()
    with pytest.raises(OSError, match="No such file"):
        ask(path, "status")


async def test_a_folder_with_a_long_name_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 120)
    folder.mkdir()
    async with listening(folder / "control.sock", []):
        assert await asyncio.to_thread(ask, folder / "control.sock", "status") == "Attract"


@pytest.mark.parametrize(
    "said",
    [
        b"{}\n",
        b"nonsense\n",
        b"[]\n",
        b'{"do": "explode"}\n',
        b"\xff\n",
        b'{"do": []}\n',
        b'{"do": "staff"}\n',
    ],
)
async def test_nonsense_changes_nothing(tmp_path: Path, said: bytes) -> None:
    heard: list[object] = []
    path = tmp_path / "control.sock"
    async with listening(path, heard):
        answer = await asyncio.to_thread(_say, path, said)
        assert json.loads(answer) == {"error": "unknown"}
        assert await asyncio.to_thread(_say, path, b"x" * 5000) == b""
        padded = b'{"do": "maintain"' + b" " * 1024 + b"}\n"
        assert await asyncio.to_thread(_say, path, padded) == b""
        assert await asyncio.to_thread(ask, path, "status") == "Attract"
    assert heard == []


def _say(path: Path, said: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(5)
        line.connect(str(path))
        with contextlib.suppress(OSError):
            line.sendall(said)
            line.shutdown(socket.SHUT_WR)
        try:
            return line.recv(1000)
        except ConnectionResetError:
            return b""


async def test_an_answer_that_is_none_is_refused(tmp_path: Path) -> None:
    heard: list[object] = []
    async with listening(tmp_path / "control.sock", heard):
        with pytest.raises(ValueError, match="no answer"):
            await asyncio.to_thread(ask, tmp_path / "control.sock", "explode")


async def test_where_nobody_can_listen_the_terminal_goes_on(room: Room, log_path: Path) -> None:
    path = log_path.parent / "nowhere" / "control.sock"
    desk = ControlDesk(
        path,
        post=lambda _event: None,
        phase=lambda: "Attract",
        log=room.log,
        written=CommandTrail(room.books, room.log).heard,
    )
    running = asyncio.create_task(desk.run())
    for _ in range(10):
        await asyncio.sleep(0)
    assert not running.done()
    assert "CONTROL_NOT_SERVED" in events_in(log_path)
    running.cancel()
