"""Reports that wait: in order, once each, through restarts, never more than there is room for."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.ledger import LedgerUnavailable
from kiosk.ledger.outbox import Outbox, Report, ReportKind

AT = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=8)))
STATE, EVENT = ReportKind.STATE, ReportKind.EVENT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger" / "outbox.sqlite"


@pytest.fixture
def outbox(path: Path) -> Iterator[Outbox]:
    with closing(Outbox.open(path, most=6)) as opened:
        yield opened


def fill(outbox: Outbox, *kinds: ReportKind) -> None:
    for number, kind in enumerate(kinds):
        outbox.put(kind, AT + timedelta(seconds=number), f'"{number}"')


def drain(outbox: Outbox) -> list[Report]:
    found = []
    while (report := outbox.next()) is not None:
        found.append(report)
        outbox.arrived(report)
    return found


def test_reports_come_in_the_order_in_which_they_were_put(outbox: Outbox) -> None:
    fill(outbox, STATE, EVENT, STATE)
    found = drain(outbox)
    assert [(report.kind, report.body) for report in found] == [
        (STATE, '"0"'),
        (EVENT, '"1"'),
        (STATE, '"2"'),
    ]
    assert [report.at for report in found] == [AT + timedelta(seconds=n) for n in range(3)]
    assert len({report.series for report in found}) == 1
    assert outbox.next() is None


def test_a_report_stays_the_next_until_it_has_arrived(outbox: Outbox) -> None:
    fill(outbox, EVENT, EVENT)
    first = outbox.next()
    assert first is not None
    assert outbox.next() == first
    outbox.arrived(first)
    outbox.arrived(first)
    assert outbox.waiting == 1


def test_a_number_is_never_given_twice_also_after_a_restart(path: Path) -> None:
    seen = []
    for _ in range(3):
        with closing(Outbox.open(path)) as outbox:
            fill(outbox, EVENT)
            seen += drain(outbox)
    assert [report.sequence for report in seen] == [1, 2, 3]
    assert len({report.series for report in seen}) == 1


def test_what_waits_survives_a_restart(path: Path) -> None:
    with closing(Outbox.open(path)) as outbox:
        fill(outbox, STATE, EVENT)
    with closing(Outbox.open(path)) as outbox:
        assert outbox.waiting == 2


def test_superseded_states_make_room_before_any_event_does(outbox: Outbox) -> None:
    fill(outbox, STATE, EVENT, STATE, EVENT, STATE, EVENT, EVENT, EVENT)
    found = drain(outbox)
    assert [report.body for report in found] == [f'"{n}"' for n in (1, 3, 4, 5, 6, 7)]
    assert {report.lost for report in found} == {0}


def test_then_the_oldest_events_do_and_are_counted_and_the_newest_state_never(
    outbox: Outbox,
) -> None:
    fill(outbox, EVENT, STATE, *[EVENT] * 8)
    found = drain(outbox)
    assert [report.body for report in found] == [f'"{n}"' for n in (1, 5, 6, 7, 8, 9)]
    assert {report.lost for report in found} == {4}


def test_states_alone_never_outgrow_the_room(outbox: Outbox) -> None:
    fill(outbox, *[STATE] * 50)
    found = drain(outbox)
    assert [report.body for report in found] == [f'"{n}"' for n in range(44, 50)]
    assert {report.lost for report in found} == {0}


@pytest.mark.parametrize("kinds", [[STATE] * 9, [EVENT] * 9, [STATE, EVENT] * 5])
def test_never_more_wait_than_there_is_room_for(outbox: Outbox, kinds: list[ReportKind]) -> None:
    for put, kind in enumerate(kinds, start=1):
        fill(outbox, kind)
        assert outbox.waiting == min(put, 6)


def test_what_the_service_never_takes_is_counted_if_it_was_an_event(outbox: Outbox) -> None:
    fill(outbox, EVENT, STATE, EVENT)
    for _ in range(2):
        report = outbox.next()
        assert report is not None
        outbox.give_up(report)
    (left,) = drain(outbox)
    assert (left.body, left.lost) == ('"2"', 1)


@pytest.mark.parametrize("content", [b"not a database, not a database, not one", b"\x00" * 5000])
def test_a_file_that_cannot_be_read_is_put_aside_and_another_series_begun(
    path: Path, content: bytes
) -> None:
    with closing(Outbox.open(path)) as outbox:
        fill(outbox, EVENT)
        before = outbox.next()
    assert before is not None
    path.write_bytes(content)
    with closing(Outbox.open(path)) as outbox:
        fill(outbox, EVENT)
        after = outbox.next()
    assert after is not None
    assert after.series != before.series
    assert path.with_name("outbox.sqlite.broken").read_bytes() == content


def test_a_file_of_another_version_is_put_aside_too(path: Path) -> None:
    with closing(Outbox.open(path)) as outbox:
        fill(outbox, EVENT)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE outbox SET version = 99")
        connection.commit()
    with closing(Outbox.open(path)) as outbox:
        assert outbox.waiting == 0
    assert path.with_name("outbox.sqlite.broken").exists()


def test_only_the_kiosk_may_read_it(outbox: Outbox, path: Path) -> None:
    assert outbox.waiting == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerUnavailable):
        Outbox.open(tmp_path / "file" / "outbox.sqlite")
