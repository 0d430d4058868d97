"""The log read back: what the real log wrote is understood, and nothing else is."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from kiosk.ledger.number import order_number
from kiosk.maintenance.logged import log_files, logged, read_line
from kiosk.observe import Event, EventLog
from kiosk.observe.events import CATALOGUE
from kiosk.observe.fields import FieldKind
from tests.ledger.given import Clock

ORDER = order_number("JN-03", Clock()(), 42)
SAMPLES: dict[FieldKind, str | int] = {
    FieldKind.CODE: "paper_out",
    FieldKind.COUNT: 7,
    FieldKind.ORDER_NUMBER: ORDER,
    FieldKind.REFERENCE: "4f0c2b1a-77de-4c1b-9a3e-5b2f6c7d8e9f",
    FieldKind.EVENT_NUMBER: "7KQ2-M9TX",
}
LINE = {
    "at": "2026-01-31T09:00:01.250+08:00",
    "level": "info",
    "event": "RECEIPT_PRINTED",
    "order": ORDER,
    "reprint": 0,
}


@pytest.mark.parametrize("event", Event)
def test_every_event_of_the_catalogue_is_read_as_it_was_written(
    tmp_path: Path, event: Event
) -> None:
    path = tmp_path / "kiosk.jsonl"
    facts = {name: SAMPLES[kind] for name, kind in CATALOGUE[event].fields.items()}
    log = EventLog.open(path, now=Clock())
    log.record(event, **facts)
    log.close()
    (line,) = logged(path, {event})
    assert (line.event, line.facts) == (event, facts)
    assert f"{line.text()}\n" == path.read_text(encoding="utf-8")


def test_files_that_ended_long_before_are_not_even_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kiosk.jsonl"
    for number, day in ((".3", 1), (".2", 4), (".1", 7), ("", 8)):
        at = (f"2026-01-{day:02}T{hour:02}:00:00.000+08:00" for hour in (9, 15))
        text = "".join(json.dumps({**LINE, "at": one}) + "\n" for one in at)
        path.with_name(f"{path.name}{number}").write_text(text, encoding="utf-8")
    read: list[str] = []

    def lines_of(file: Path) -> list[bytes]:
        read.append(file.suffix)
        return file.read_bytes().splitlines()

    monkeypatch.setattr("kiosk.maintenance.logged.lines_of", lines_of)
    since = datetime.fromisoformat("2026-01-07T12:00:00.000+08:00")
    found = [line.at.isoformat() for line in logged(path, {Event.RECEIPT_PRINTED}, since)]
    assert found == [
        "2026-01-07T15:00:00+08:00",
        "2026-01-08T09:00:00+08:00",
        "2026-01-08T15:00:00+08:00",
    ]
    # Of the two oldest, what came next began more than a day before; its first line says so.
    assert read.count(".3") == 0
    assert len(list(logged(path, {Event.RECEIPT_PRINTED}))) == 8


@pytest.mark.expects_log("facts are not for the log")
def test_a_line_that_lost_something_is_still_one(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.jsonl"
    log = EventLog.open(path, now=Clock())
    log.record(Event.VISIT_STARTED, name="nobody")
    log.close()
    (line,) = logged(path, {Event.VISIT_STARTED})
    assert line.facts == {"dropped": 1}


@pytest.mark.parametrize(
    "change",
    [
        {"at": "2026-01-31T09:00:01.250"},
        {"at": "20260131T090001.250+08:00"},
        {"at": "yesterday"},
        {"at": 7},
        {"level": "error"},
        {"event": "NO_SUCH_EVENT"},
        {"event": None},
        {"reprint": -1},
        {"reprint": True},
        {"reprint": 1.0},
        {"reprint": None},
        {"order": ORDER[:-1] + ("A" if ORDER[-1] != "A" else "B")},
        {"order": "JN03370102194912310029X"},
        {"dropped": "many"},
        {"more": 1},
    ],
    ids=str,
)
def test_a_line_with_one_thing_wrong_is_none(change: dict[str, object]) -> None:
    assert read_line(json.dumps(LINE).encode()) is not None
    assert read_line(json.dumps(LINE | change).encode()) is None


@pytest.mark.parametrize("line", [b"", b"\n", b"[]", b"7", b'"at"', b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_line_is_none(line: bytes) -> None:
    assert read_line(line) is None


def test_a_reference_that_might_be_a_number_is_left_out_and_the_line_kept() -> None:
    declared = CATALOGUE[Event.SERVICE_CALL_FAILED]
    level = declared.level.name.lower()
    line = {"at": LINE["at"], "level": level, "event": "SERVICE_CALL_FAILED"}
    assert FieldKind.REFERENCE in declared.fields.values()
    read = read_line(json.dumps(line | {"reference": "a13805310042"}).encode())
    assert read is not None
    assert read.facts == {}


def test_older_files_come_first_and_others_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.jsonl"
    for name in ("kiosk.jsonl", "kiosk.jsonl.1", "kiosk.jsonl.10", "kiosk.jsonl.2"):
        (tmp_path / name).touch()
    for name in ("kiosk.jsonl.bak", "kiosk.jsonl.1.gz", "other.jsonl.3", "kiosk.jsonl."):
        (tmp_path / name).touch()
    assert [one.name for one in log_files(path)] == [
        "kiosk.jsonl.10",
        "kiosk.jsonl.2",
        "kiosk.jsonl.1",
        "kiosk.jsonl",
    ]


def test_of_a_log_that_is_not_there_nothing_is_read(tmp_path: Path) -> None:
    assert list(logged(tmp_path / "kiosk.jsonl", set(Event))) == []
    folder = tmp_path / "folder.jsonl"
    folder.mkdir()
    assert list(logged(folder, set(Event))) == []
