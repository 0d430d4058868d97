"""The service takes each report once, keeps the last of each terminal and its history."""

from __future__ import annotations

import pytest

from sim.backend import reports
from sim.backend.problems import Code, Problem
from sim.backend.reports import history
from tests.sim.backend.desk import ELSEWHERE, HERE, Desk
from tests.sim.backend.reported import SERIES, event, state, tell


def kept(desk: Desk, terminal: str = HERE, kind: str = "state") -> list[int]:
    found = desk.store.run(lambda session: history(session, terminal, kind))
    return [report.sequence for report in found]


def test_a_report_is_confirmed_and_the_same_again_is_the_same(desk: Desk) -> None:
    first = tell(desk, 1, state())
    desk.clock.advance(60)
    assert tell(desk, 1, state()) == first
    assert kept(desk) == [1]


def test_the_same_report_may_come_again_with_more_lost(desk: Desk) -> None:
    first = tell(desk, 1, state())
    again = state().model_copy(update={"lost": 5})
    assert tell(desk, 1, again) == first


def test_another_report_under_the_same_number_is_refused(desk: Desk) -> None:
    tell(desk, 1, state())
    for other in (state(standing="serving"), event("VISIT_FAULT", why="network_lost")):
        with pytest.raises(Problem) as refused:
            tell(desk, 1, other)
        assert refused.value.code is Code.IDEMPOTENCY_CONFLICT


def test_terminals_and_series_do_not_get_into_each_others_way(desk: Desk) -> None:
    tell(desk, 1, state())
    tell(desk, 1, state(standing="serving"), ELSEWHERE)
    another = "1" + SERIES[1:]
    reports.take(desk.collection, HERE, another, 1, state(standing="serving"))
    assert len(kept(desk)) == 2
    assert kept(desk, ELSEWHERE) == [1]


def test_numbers_may_be_left_out_and_the_latest_comes_first(desk: Desk) -> None:
    for sequence in (1, 4, 9):
        tell(desk, sequence, state())
    tell(desk, 10, event("VISIT_FAULT", why="network_lost"))
    assert kept(desk) == [9, 4, 1]
    assert kept(desk, kind="event") == [10]


def test_only_so_many_are_kept_of_each_terminal(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "MOST_KEPT", 5)
    tell(desk, 1, state(), ELSEWHERE)
    for sequence in range(1, 20):
        tell(desk, sequence, state())
    assert kept(desk) == [19, 18, 17, 16, 15]
    assert kept(desk, ELSEWHERE) == [1]
