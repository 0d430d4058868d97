"""The log read from its end, by filter, across files, whatever else stands in it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.flows.requests.maintenance.logs import LogDays, LogFilter, LogLevel, LogSubject
from kiosk.maintenance.log_reading import MOST_LINES, lines_backwards, newest_lines
from kiosk.maintenance.log_words import told_line, what_of
from kiosk.maintenance.logged import read_line
from kiosk.observe import Event, EventLog
from kiosk.observe.events import CATALOGUE
from kiosk.observe.fields import Room
from kiosk.session.staff_views import Mark

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))


def write(path: Path, *events: tuple[Event, datetime, dict[str, object]]) -> None:
    moments = iter([at for _, at, _ in events for _ in range(4)])
    log = EventLog.open(path, now=lambda: next(moments))
    for event, _, facts in events:
        log.record(event, **facts)
    log.close()


def line_at(at: datetime, event: Event = Event.RECEIPT_PRINTED) -> str:
    level = CATALOGUE[event].level.name.lower()
    told = {"at": at.isoformat(timespec="milliseconds"), "level": level, "event": event.value}
    return json.dumps(told) + "\n"


def events(path: Path, *choices: LogLevel | LogSubject | LogDays) -> list[Event]:
    newest = newest_lines(path, LogFilter(frozenset(choices)), NOW)
    return [line.event for line in newest.lines]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "kiosk.jsonl"
    day, hour = timedelta(days=1), timedelta(hours=1)
    lines = [
        (NOW - 8 * day, Event.TERMINAL_STARTED),
        (NOW - 6 * day, Event.ORDER_CREATED),
        (NOW - day, Event.INTERNAL_ERROR),
        (NOW - 2 * hour, Event.RECEIPT_PRINTED),
        (NOW - hour, Event.DEVICE_CHANGED),
        (NOW, Event.LEDGER_REFUSED),
    ]
    file.with_name("kiosk.jsonl.2").write_text("".join(line_at(*one) for one in lines[:2]))
    file.with_name("kiosk.jsonl.1").write_text("".join(line_at(*one) for one in lines[2:4]))
    file.write_text("".join(line_at(*one) for one in lines[4:]))
    return file


def test_today_newest_first(path: Path) -> None:
    assert events(path) == [Event.LEDGER_REFUSED, Event.DEVICE_CHANGED, Event.RECEIPT_PRINTED]


def test_days_levels_and_subjects_narrow_it(path: Path) -> None:
    assert events(path, LogDays.YESTERDAY) == [Event.INTERNAL_ERROR]
    assert len(events(path, LogDays.WEEK)) == 5
    assert events(path, LogLevel.WARNING) == [Event.LEDGER_REFUSED, Event.DEVICE_CHANGED]
    assert events(path, LogLevel.ERROR, LogDays.WEEK) == [
        Event.LEDGER_REFUSED,
        Event.INTERNAL_ERROR,
    ]
    assert events(path, LogSubject.PRINTER) == [Event.RECEIPT_PRINTED]
    assert events(path, LogSubject.ORDERS, LogDays.WEEK) == [Event.ORDER_CREATED]


def test_the_subjects_are_the_rooms_of_the_catalogue() -> None:
    assert {one.value for one in LogSubject} == {"all", *(room.value for room in Room)}


def test_a_choice_takes_the_place_of_the_one_of_its_kind() -> None:
    wanted = LogFilter().narrowed(LogLevel.ERROR).narrowed(LogDays.WEEK).narrowed(LogLevel.ALL)
    assert wanted.choices == {LogLevel.ALL, LogDays.WEEK}
    assert (wanted.level, wanted.subject, wanted.days) == (
        LogLevel.ALL,
        LogSubject.ALL,
        LogDays.WEEK,
    )


def test_torn_and_foreign_lines_are_left_out(path: Path) -> None:
    with path.open("ab") as opened:
        opened.write(b'{"at": "2026-03-05T09:2\n\xff\xfe\n\n[]\n' + b"x" * 10_000 + b"\n")
        opened.write(b'{"at":"2026-03-05T09:29:00.000+08:00","level":"info","event":"NAME"}\n')
        opened.write(line_at(NOW).encode()[:-5])
    assert len(events(path)) == 3


def test_no_more_are_shown_than_anybody_can_look_at(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.jsonl"
    seconds = range(MOST_LINES + 20, 0, -1)
    path.write_text("".join(line_at(NOW - timedelta(seconds=one)) for one in seconds))
    newest = newest_lines(path, LogFilter(), NOW)
    assert newest.older
    assert len(newest.lines) == MOST_LINES
    assert newest.lines[0].at == NOW - timedelta(seconds=1)


def test_older_ones_are_read_on_from_there_whatever_the_files_are_called_by_then(
    path: Path,
) -> None:
    seconds = range(MOST_LINES * 2 + 20, 0, -1)
    lines = [line_at(NOW - timedelta(seconds=one)) for one in seconds]
    path.with_name(f"{path.name}.2").unlink()
    old = path.with_name(f"{path.name}.1")
    old.write_text("".join(lines[:90]))
    path.write_text("".join(lines[90:]))
    wanted = LogFilter(frozenset({LogDays.ALL}))
    first = newest_lines(path, wanted, NOW)
    old.rename(path.with_name(f"{path.name}.9"))
    path.rename(old)
    path.write_text(line_at(NOW))
    second = newest_lines(path, wanted, NOW, first.older)
    third = newest_lines(path, wanted, NOW, second.older)
    found = [line.at for part in (first, second, third) for line in part.lines]
    assert found == [NOW - timedelta(seconds=one) for one in reversed(seconds)]
    assert (bool(second.older), third.older) == (True, "")
    path.with_name(f"{path.name}.9").unlink()
    old.unlink()
    assert newest_lines(path, wanted, NOW, first.older).lines == ()


def test_no_more_is_looked_through_at_once_than_is_good(path: Path) -> None:
    wanted = LogFilter(frozenset({LogDays.ALL, LogSubject.STARTING}))
    found: list[Event] = []
    place, turns = "", 0
    while True:
        newest = newest_lines(path, wanted, NOW, place, most=200)
        found.extend(line.event for line in newest.lines)
        place, turns = newest.older, turns + 1
        if not place:
            break
    assert found == [Event.TERMINAL_STARTED]
    assert turns > 2


def test_a_day_is_found_however_long_ago(path: Path) -> None:
    day = (NOW - timedelta(days=8)).date()
    newest = newest_lines(path, LogFilter(frozenset({day})), NOW)
    assert [line.event for line in newest.lines] == [Event.TERMINAL_STARTED]
    assert len(events(path, LogDays.MONTH)) == len(events(path, LogDays.ALL)) == 6


def test_of_a_log_that_is_not_there_nothing_is_shown(tmp_path: Path) -> None:
    assert events(tmp_path / "kiosk.jsonl") == []
    assert list(lines_backwards(tmp_path)) == []


@pytest.mark.parametrize("length", [1, 63, 4095, 4096])
def test_lines_come_backwards_wherever_blocks_end(tmp_path: Path, length: int) -> None:
    path = tmp_path / "log"
    lines = [bytes([65 + number % 26]) * length for number in range(200_000 // length)]
    path.write_bytes(b"\n".join(lines) + b"\n")
    assert list(lines_backwards(path)) == lines[::-1]
    path.write_bytes(b"\n".join(lines))
    assert list(lines_backwards(path)) == lines[::-1]


def test_what_is_too_long_for_a_line_is_left_out_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "log"
    long = b"x" * 300_000
    for content in (long, b"a\n" + long, long + b"\na", b"a\n" + long + b"\na\n"):
        path.write_bytes(content)
        assert set(lines_backwards(path)) <= {b"a"}


def test_a_line_is_told_in_chinese_with_its_facts(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.jsonl"
    facts: dict[str, object] = {
        "device": "receipt_printer",
        "status": "hardware_error",
        "remedy": "hall_staff",
        "cause": "paper_out",
    }
    write(path, (Event.DEVICE_CHANGED, NOW, facts))
    read = read_line(path.read_bytes())
    assert read is not None
    told = told_line(read)
    assert told.mark is Mark.WARNING
    assert told.what == "一台设备接上、断开或有故障。"
    assert told.facts.startswith("设备 小票打印机，状态 hardware_error，谁来修 ")
    assert told.facts.endswith("原因 paper_out")
    assert told.remedy


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("power.restart", "重新启动"),
        ("test.touch", "测试触摸屏"),
        ("settings.screen.width_px", "改参数 屏幕·屏幕宽"),
        ("settings.metrics.fitted", "改参数 运行指标"),
        ("settings.gone.name", "settings.gone.name"),
        ("settings.screen.gone", "settings.screen.gone"),
        ("something.else", "something.else"),
    ],
)
def test_what_staff_did_is_told_in_words(code: str, words: str) -> None:
    assert what_of(code) == words
