"""The service says what it wants until the terminal tells what became of it, and then no more."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from sim.backend.instructions import InstructionRecord, Progress
from sim.backend.wire_reports import EventReport, StateReport
from tests.sim.backend.desk import ELSEWHERE, HERE, Desk
from tests.sim.backend.reported import event, state, tell

HOUR = timedelta(hours=1)


def told(given: InstructionRecord, outcome: str, why: str = "") -> dict[str, str]:
    return {"number": given.number, "outcome": outcome, "why": why}


def progress(desk: Desk) -> list[Progress]:
    return [one.progress for one in desk.admin.instructions()]


def test_every_answer_says_it_until_the_terminal_has_told(desk: Desk) -> None:
    assert tell(desk, 1, state()).instruction is None
    given = desk.admin.instruct(HERE)
    assert re.fullmatch("[a-f][0-9a-f]{3}(-[0-9a-f]{4}){3}", given.number)
    reports: list[StateReport | EventReport] = [state(), event("VISIT_FAULT", why="x"), state()]
    for sequence, report in enumerate(reports, start=2):
        said = tell(desk, sequence, report).instruction
        assert said is not None
        assert (said.number, said.kind) == (given.number, "restart")
        assert said.valid_until == desk.clock.now() + HOUR
        # A report that comes again is answered like any other.
        assert tell(desk, sequence, report).instruction == said
    assert tell(desk, 5, state(instruction=told(given, "taken"))).instruction is None
    assert progress(desk) == [Progress.TAKEN]
    assert tell(desk, 6, state(instruction=told(given, "done"))).instruction is None
    assert progress(desk) == [Progress.DONE]


def test_a_report_of_before_changes_nothing_any_more(desk: Desk) -> None:
    given = desk.admin.instruct(HERE)
    tell(desk, 1, state(instruction=told(given, "done")))
    for sequence, outcome in enumerate(("taken", "refused"), start=2):
        tell(desk, sequence, state(instruction=told(given, outcome)))
    assert progress(desk) == [Progress.DONE]


def test_why_it_was_refused_is_kept(desk: Desk) -> None:
    given = desk.admin.instruct(HERE, "make_coffee")
    tell(desk, 1, state(instruction=told(given, "refused", "unknown")))
    (record,) = desk.admin.instructions()
    assert (record.progress, record.why) == (Progress.REFUSED, "unknown")


def test_one_terminal_neither_hears_nor_tells_of_anothers(desk: Desk) -> None:
    given = desk.admin.instruct(HERE)
    assert tell(desk, 1, state(instruction=told(given, "done")), ELSEWHERE).instruction is None
    assert progress(desk) == [Progress.WAITING]


def test_while_one_is_open_there_is_no_second_of_its_kind(desk: Desk) -> None:
    first = desk.admin.instruct(HERE)
    assert desk.admin.instruct(HERE).number == first.number
    tell(desk, 1, state(instruction=told(first, "taken")))
    assert desk.admin.instruct(HERE).number == first.number
    tell(desk, 2, state(instruction=told(first, "done")))
    assert desk.admin.instruct(HERE).number != first.number


def test_nobody_is_told_what_is_too_old_and_another_may_be_given(desk: Desk) -> None:
    given = desk.admin.instruct(HERE, valid_for=timedelta(seconds=10))
    desk.clock.advance(10)
    assert tell(desk, 1, state()).instruction is None
    assert progress(desk) == [Progress.LAPSED]
    assert desk.admin.instruct(HERE).number != given.number
    # It had been taken in time, and the line was down.
    tell(desk, 2, state(instruction=told(given, "taken")))
    assert progress(desk) == [Progress.TAKEN, Progress.WAITING]


def test_the_older_is_told_first(desk: Desk) -> None:
    first, second = desk.admin.instruct(HERE, "make_coffee"), desk.admin.instruct(HERE)
    said = tell(desk, 1, state()).instruction
    assert said is not None
    assert said.number == first.number
    said = tell(desk, 2, state(instruction=told(first, "refused", "unknown"))).instruction
    assert said is not None
    assert said.number == second.number


def test_a_terminal_that_nobody_knows_is_told_nothing(desk: Desk) -> None:
    with pytest.raises(KeyError):
        desk.admin.instruct("XX-99")
