"""Every state a visit can reach, found by trying everything that can happen in each.

The promises of ``tests.support.promises`` are checked on every transition of the walk itself.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from kiosk.flows.visit import VISIT
from kiosk.session.advance import advance
from kiosk.session.answers import GoBack, Leave
from kiosk.session.effects import Show
from kiosk.session.events import Answered, Elapsed, Event, Failed
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.scenes import at_stake, scene
from kiosk.session.terminal import Terminal, Visit
from kiosk.session.views import CardView, NoticeView, PinView, Scene, WaitingView
from tests.support.explore import Explored, explore, visit_of
from tests.support.findings import FINDING
from tests.support.promises import words
from tests.support.tables import Kind, entries
from tests.support.way_home import LONGEST, go_home

# The walk takes its time where coverage is measured.
pytestmark = pytest.mark.timeout(600)
MOST_STEPS_BACK = 18
# A proxy declares no bases, and a list has no number that could be printed again.
NEVER = ("visit/pay_other/pay/base_selection/", "visit/query/document/reprint")


@pytest.fixture(scope="module")
def explored() -> Explored:
    return explore()


@pytest.fixture(scope="module")
def visits(explored: Explored) -> list[Terminal]:
    return [one for one in explored.states.values() if isinstance(one.phase, Visit)]


def test_so_much_was_walked_and_every_promise_was_kept(
    explored: Explored, record_property: Callable[[str, object], None]
) -> None:
    states, transitions = len(explored.states), len(explored.transitions)
    assert states > len(tuple(entries(VISIT)))
    assert transitions > states
    record_property(FINDING, f"reachable: {states} states, {transitions} transitions")


def unwatched(terminal: Terminal, event: Event) -> Terminal:
    after, _ = advance(terminal, event)
    return after


def test_every_step_of_every_table_is_reached(visits: list[Terminal]) -> None:
    reached = {visit_of(terminal).position.trace for terminal in visits}
    resting = {entry.trace for entry in entries(VISIT) if entry.kind is not Kind.RUN}
    missed = {trace for trace in resting - reached if not trace.startswith(NEVER)}
    assert (missed, reached - resting) == (set(), set())
    assert not any(trace.startswith(NEVER) for trace in reached)


def test_steps_lead_where_their_tables_say_and_nowhere_else(explored: Explored) -> None:
    declared = {(entry.flow, entry.name, lead) for entry in entries(VISIT) for lead in entry.leads}
    assert (explored.gone - declared, declared - explored.gone) == (set(), set())


def test_from_every_state_there_is_a_way_home(visits: list[Terminal]) -> None:
    assert max(go_home(terminal, unwatched) for terminal in visits) <= LONGEST


def test_wherever_no_money_may_move_one_touch_ends_the_visit(visits: list[Terminal]) -> None:
    for terminal in visits:
        if at_stake(visit_of(terminal)) is None:
            after, _ = advance(terminal, Answered(terminal.scene, Leave()))
            assert not isinstance(after.phase, Visit)


def test_wherever_no_money_may_move_the_visit_ends_when_nobody_is_there(
    visits: list[Terminal],
) -> None:
    for terminal in visits:
        if at_stake(visit_of(terminal)) is not None:
            continue
        after, _ = advance(terminal, Elapsed(terminal.timer))
        if isinstance(after.phase, Visit):
            assert after.phase.asking_presence
            after, _ = advance(after, Elapsed(after.timer))
        assert not isinstance(after.phase, Visit)


def test_where_money_may_move_no_timer_ends_anything(visits: list[Terminal]) -> None:
    for terminal in visits:
        if at_stake(visit_of(terminal)) is not None:
            assert advance(terminal, Elapsed(terminal.timer)) == (terminal, ())


def test_going_back_always_leads_to_another_screen_and_comes_to_an_end(
    visits: list[Terminal],
) -> None:
    for start in visits:
        terminal = start
        if at_stake(visit_of(terminal)) is not None:
            continue
        passed = [_screen(terminal)]
        while scene(terminal).ways.back is not None and at_stake(visit_of(terminal)) is None:
            terminal, _ = advance(terminal, Answered(terminal.scene, GoBack()))
            passed.append(_screen(terminal))
            assert len(passed) <= MOST_STEPS_BACK, passed
        assert all(here != there for here, there in pairwise(passed)), passed
        assert len(set(passed)) == len(passed), passed


def _screen(terminal: Terminal) -> tuple[str, bool]:
    visit = visit_of(terminal)
    return visit.position.trace, visit.notice is not None


def test_every_screen_says_something_and_every_notice_all_of_it(visits: list[Terminal]) -> None:
    for terminal in visits:
        assert_complete(scene(terminal))


def test_every_fault_at_every_request_yields_a_text(visits: list[Terminal]) -> None:
    asking = {
        visit_of(terminal).position.trace: terminal
        for terminal in visits
        if visit_of(terminal).ticket is not None
    }
    requests = {entry.trace for entry in entries(VISIT) if entry.kind is Kind.DO}
    assert not [one for one in requests - asking.keys() if not one.startswith(NEVER)]
    for terminal in asking.values():
        ticket = visit_of(terminal).ticket
        assert ticket is not None
        for code in FaultCode:
            after, effects = advance(terminal, Failed(ticket, Fault(code, "E-1")))
            shown = [effect.scene for effect in effects if isinstance(effect, Show)]
            assert len(shown) == 1
            assert_complete(shown[0])
            assert isinstance(shown[0].view, NoticeView | WaitingView | CardView | PinView)
            assert isinstance(after.phase, Visit)


def assert_complete(shown: Scene) -> None:
    view = shown.view
    if isinstance(view, NoticeView):
        for text in (view.title, view.what, view.money, view.advice):
            assert str(text).strip()
        assert 1 <= len(view.actions) <= 3
        assert all(str(button.label) for button in view.actions)
    assert str(getattr(view, "title", "")).strip()
    said = "\n".join(words(view))
    assert "None" not in said
