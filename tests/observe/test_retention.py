"""How long lines are kept: by size and by time, in a storm and in a quiet hall, on a full disk."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.observe import Event, EventLog
from kiosk.observe.sinks import KEPT_AT_LEAST, MOST_SPAN, FileSink

START = datetime(2026, 1, 31, 9, 0, tzinfo=timezone(timedelta(hours=8)))
ORDER = "JN0320260131090000000042K"
DAY = timedelta(days=1)


class Desk:
    """A log whose files are small, on a clock that is moved by hand."""

    def __init__(self, folder: Path, *, budget: int = 3000, reserve: int = 0) -> None:
        self.path = folder / "events.jsonl"
        self.at = START
        self._budget, self._reserve = budget, reserve
        self.log = self._opened()

    def _opened(self) -> EventLog:
        self.sink = FileSink(
            self.path,
            now=lambda: self.at,
            file_bytes=1000,
            budget_bytes=self._budget,
            reserve_bytes=self._reserve,
        )
        return EventLog((self.sink,), now=lambda: self.at)

    def restart(self) -> None:
        self.log.close()
        self.log = self._opened()

    def write(self, count: int = 1, *, every: timedelta = timedelta(0)) -> None:
        for number in range(count):
            self.log.record(Event.RECEIPT_PRINTED, order=ORDER, reprint=number)
            self.at += every

    @property
    def files(self) -> list[Path]:
        """The oldest first."""
        numbered = sorted(self.path.parent.iterdir(), key=_age)
        return numbered[::-1]

    @property
    def kept(self) -> list[dict[str, object]]:
        return [
            json.loads(line)
            for file in self.files
            for line in file.read_text(encoding="utf-8").splitlines()
        ]


Make = Callable[..., Desk]


def _age(file: Path) -> int:
    suffix = file.suffix.removeprefix(".")
    return int(suffix) if suffix.isdecimal() else 0


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[Desk] = []

    def one(**limits: int) -> Desk:
        made.append(Desk(tmp_path, **limits))
        return made[-1]

    yield one
    for desk in made:
        desk.log.close()


@pytest.fixture
def desk(make: Make) -> Desk:
    return make()


def moments(desk: Desk) -> list[datetime]:
    return [datetime.fromisoformat(str(line["at"])) for line in desk.kept]


def test_a_storm_of_events_costs_no_line_that_is_younger_than_six_months(desk: Desk) -> None:
    desk.write(500)
    assert [line["reprint"] for line in desk.kept] == list(range(500))
    assert sum(file.stat().st_size for file in desk.files) > 10 * 3000
    assert all(file.stat().st_size <= 1000 for file in desk.files)
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in desk.files)
    assert desk.log.unwritten == 0


def test_beyond_the_budget_only_what_is_older_goes_and_the_oldest_first(desk: Desk) -> None:
    desk.write(600, every=DAY)
    left = moments(desk)
    assert left == sorted(left)
    assert left[-1] - left[0] >= KEPT_AT_LEAST
    # Six months of this hall are more than the budget; beyond them only the rest of a file.
    assert left[-1] - left[0] <= KEPT_AT_LEAST + 10 * DAY


def test_within_the_budget_what_is_older_stays(make: Make) -> None:
    desk = make(budget=10**6)
    desk.write(600, every=DAY)
    assert len(desk.kept) == 600


def test_after_a_storm_has_grown_old_the_budget_holds_again(desk: Desk) -> None:
    desk.write(500)
    desk.at += KEPT_AT_LEAST + DAY
    desk.write(20)
    predecessors = desk.files[:-1]
    assert sum(file.stat().st_size for file in predecessors) <= 3000
    assert [file.name for file in predecessors] == [
        f"events.jsonl.{number}" for number in range(len(predecessors), 0, -1)
    ]


def test_a_quiet_terminal_begins_a_new_file_each_month_also_after_restarts(desk: Desk) -> None:
    for _ in range(4):
        desk.write()
        desk.restart()
        desk.at += MOST_SPAN / 2
    desk.at += timedelta(hours=1)
    desk.write()
    spans = [
        [json.loads(line)["at"] for line in file.read_text(encoding="utf-8").splitlines()]
        for file in desk.files
    ]
    assert [len(span) for span in spans] == [3, 2]
    for span in spans:
        first, last = map(datetime.fromisoformat, (span[0], span[-1]))
        assert last - first <= MOST_SPAN


def test_a_quiet_terminal_keeps_its_half_year_however_small_the_budget(make: Make) -> None:
    desk = make(budget=0)
    desk.write(80, every=timedelta(days=7))
    left = moments(desk)
    assert KEPT_AT_LEAST <= left[-1] - left[0] <= KEPT_AT_LEAST + 2 * MOST_SPAN


def test_of_a_full_disk_the_log_leaves_the_rest_to_the_ledger(make: Make, tmp_path: Path) -> None:
    free = os.statvfs(tmp_path)
    desk = make(reserve=free.f_blocks * free.f_frsize)
    desk.write(3)
    assert desk.kept == []
    assert desk.log.unwritten == 3


def test_a_full_disk_takes_nothing_of_what_is_written(make: Make, tmp_path: Path) -> None:
    make().write(200)
    free = os.statvfs(tmp_path)
    desk = make(reserve=free.f_blocks * free.f_frsize)
    desk.write(100)
    assert len(desk.kept) == 200


def test_a_file_that_tells_no_time_counts_from_when_it_was_written(desk: Desk) -> None:
    desk.write(40)
    oldest = desk.files[0]
    oldest.write_bytes(b"\xff\xfe not a line\n" * 10)
    desk.at = datetime.now(START.tzinfo)
    desk.write(40)
    assert oldest.name in {file.name for file in desk.files}
    assert any(b"not a line" in file.read_bytes() for file in desk.files)
    desk.at += KEPT_AT_LEAST + DAY
    desk.write(20)
    assert not any(b"not a line" in file.read_bytes() for file in desk.files)


def test_what_else_lies_in_the_folder_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    strange = tmp_path / "events.jsonl.bak"
    strange.write_text("mine", encoding="utf-8")
    desk.write(100)
    assert strange.read_text(encoding="utf-8") == "mine"


def test_a_folder_that_cannot_be_written_costs_lines_and_nothing_else(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.write(5)

    def refuse(_file: Path, _target: Path) -> Path:
        raise PermissionError("read-only file system")

    with monkeypatch.context() as broken:
        broken.setattr(Path, "rename", refuse)
        desk.write(20)
    lost = desk.log.unwritten
    assert lost > 0
    desk.write(5)
    assert desk.log.unwritten == lost
    assert len(desk.kept) == 30 - lost


def test_a_listener_is_told_what_is_written_and_nothing_else(desk: Desk) -> None:
    told: list[tuple[Event, dict[str, object]]] = []
    desk.log.listen(lambda event, facts: told.append((event, dict(facts))))
    desk.log.record(Event.RECEIPT_PRINTED, order=ORDER, reprint=0)
    assert told == [(Event.RECEIPT_PRINTED, {"order": ORDER, "reprint": 0})]


def test_a_listener_that_breaks_is_counted_and_felt_by_nobody(desk: Desk) -> None:
    told: list[Event] = []

    def broken(_event: Event, _facts: object) -> None:
        raise LookupError("a bug")

    desk.log.listen(broken)
    desk.log.listen(lambda event, _facts: told.append(event))
    desk.write(2)
    assert desk.log.unheard == 2
    assert told == [Event.RECEIPT_PRINTED] * 2
    assert len(desk.kept) == 2
