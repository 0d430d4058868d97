"""Log, trail and bundle of a running terminal, asked for by whoever is on duty."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.domain.staff import Task
from kiosk.flows.requests.maintenance.logs import (
    BundlePlace,
    BundleWritten,
    LogFilter,
    LogLines,
    ReadLog,
    ReadTrail,
    WriteBundle,
)
from kiosk.flows.requests.maintenance.settings import ReadSettings, SettingsFile
from kiosk.maintenance import usb_sticks as sticks
from kiosk.maintenance.log_reading import MOST_LINES
from kiosk.maintenance.performing import logs, settings
from kiosk.maintenance.placing import NotPlaced
from kiosk.maintenance.readiness import Finding, Report, Sinces, Verdict
from kiosk.maintenance.toolbox import Toolbox
from kiosk.runtime.performer import Performer
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.session.health import Health
from kiosk.session.requests import Request
from kiosk.session.staff_views import Mark
from kiosk.settings import Settings
from tests.maintenance.device_tests.bench import Bench, opened
from tests.runtime.conftest import Room
from tests.runtime.conftest import clock as clock
from tests.runtime.conftest import log as log
from tests.runtime.conftest import log_path as log_path
from tests.runtime.conftest import room as room
from tests.runtime.conftest import workshop as workshop
from tests.support.configuration import changed, write


@dataclass
class Desk:
    """A terminal under maintenance, and the folder of its log."""

    bench: Bench
    performer: Performer
    folder: Path

    async def ask(self, request: Request[object]) -> object:
        return await self.performer.perform(request, lambda _news: None)

    async def lines(self, request: ReadLog | ReadTrail) -> LogLines:
        reply = await self.ask(request)
        assert isinstance(reply, LogLines)
        return reply

    async def bundle(self, place: BundlePlace) -> BundleWritten:
        reply = await self.ask(WriteBundle(place))
        assert isinstance(reply, BundleWritten)
        return reply


@pytest.fixture
async def desk(room: Room, log_path: Path, tmp_path: Path) -> Desk:
    path = write(tmp_path / "kiosk.toml", changed({"log": {"path": str(log_path)}}))
    told = Settings.load(path)
    bench = await opened(room, told)

    def report(_health: Health, _sinces: Sinces) -> Report:
        fine = Finding("账本", Verdict.FINE, "校验一致")
        return Report(room.clock.now(), told.terminal.number, "0.1.0", (fine,))

    repertoire = Repertoire()
    toolbox = Toolbox(bench.workings, bench.duty, told, path, report, Sinces)
    logs.add_to(repertoire, toolbox)
    settings.add_to(repertoire, toolbox)
    return Desk(bench, Performer(repertoire, room.clock, room.log), log_path.parent)


async def test_the_log_is_read_newest_first(desk: Desk) -> None:
    await desk.bench.duty.did(Task.SETTINGS, "power.restart")
    read = await desk.lines(ReadLog(LogFilter()))
    assert not read.older
    assert [line.what for line in read.lines[:2]] == [
        "工作人员做了一项操作，是谁、做了什么见操作记录。",
        "一位工作人员登录了，是谁见操作记录。",
    ]
    assert read.lines[0].facts == "操作 重新启动，结果 done"
    assert read.lines[1].facts == "角色 维护技术员"


async def test_the_trail_says_who_did_what(desk: Desk) -> None:
    duty = desk.bench.duty
    task = Task.SETTINGS
    await duty.did(task, "settings.screen.width_px", before="1 像素", after="2 像素")
    await duty.did(task, "settings.write", outcome="failed")
    duty.left("idle")
    await desk.bench.until(lambda: "staff_left" in _kinds(desk))
    await desk.bench.log_in()
    trail = await desk.lines(ReadTrail())
    assert [(line.what, line.facts, line.mark) for line in trail.lines] == [
        ("T0417 登录", "维护技术员", Mark.FINE),
        ("T0417 离开", "无人操作", Mark.FINE),
        ("T0417 写入参数", "没有成功", Mark.WARNING),
        ("T0417 改参数 屏幕·屏幕宽", "1 像素 → 2 像素", Mark.FINE),
        ("T0417 登录", "维护技术员", Mark.FINE),
    ]


async def test_a_refusal_is_in_the_trail_and_only_the_newest_are_shown(desk: Desk) -> None:
    ledger = desk.bench.room.ledger
    for _ in range(MOST_LINES):
        ledger.staff_refused("T0417")
    trail = await desk.lines(ReadTrail())
    assert trail.older
    rest = await desk.lines(ReadTrail(trail.older))
    assert [line.what for line in rest.lines] == ["T0417 登录"]
    assert not rest.older
    assert len(trail.lines) == MOST_LINES
    assert trail.lines[0].what == "T0417 没有登录成功"


async def test_a_bundle_is_written_beside_the_log_and_old_ones_go(desk: Desk) -> None:
    for day in range(1, 6):
        (desk.folder / f"kiosk-support-JN-03-2025010{day}-000000.zip").touch()
    made = await desk.bundle(BundlePlace.HERE)
    assert (made.refused, made.folder) == ("", str(desk.folder))
    path = desk.folder / made.name
    assert path.stat().st_size == made.size
    with zipfile.ZipFile(path) as archive:
        assert "manifest.json" in archive.namelist()
    left = sorted(one.name for one in desk.folder.glob("kiosk-support-*.zip"))
    assert len(left) == 3
    assert made.name in left
    assert desk.bench.trail()[-1] == ("logs.bundle", "done", "here")


async def test_a_bundle_goes_onto_the_stick(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    found = (sticks.UsbStick(stick, read_only=False, free_bytes=1 << 30),)
    monkeypatch.setattr(logs, "usb_sticks", lambda: found)
    made = await desk.bundle(BundlePlace.STICK)
    assert (stick / made.name).is_file()


async def test_without_a_stick_there_is_no_bundle(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "usb_sticks", tuple)
    made = await desk.bundle(BundlePlace.STICK)
    assert made == BundleWritten(refused=sticks.NO_STICK)
    assert desk.bench.trail()[-1] == ("logs.bundle", "failed", "stick")
    with pytest.raises(NotPlaced):
        sticks.stick_to_write_to(())


async def test_the_settings_are_those_of_the_file_it_was_started_from(desk: Desk) -> None:
    file = await desk.ask(ReadSettings())
    assert isinstance(file, SettingsFile)
    assert file.path.endswith("kiosk.toml")
    assert not file.newer


async def test_nobody_else_is_told_anything(desk: Desk) -> None:
    await desk.bench.log_in("C001")
    for request in (ReadLog(LogFilter()), ReadTrail(), WriteBundle(BundlePlace.HERE)):
        with pytest.raises(Exception, match="internal"):
            await desk.ask(request)
    assert not list(desk.folder.glob("*.zip"))


def _kinds(desk: Desk) -> list[str]:
    return [one.kind for one in desk.bench.room.ledger.staff_trail()]
