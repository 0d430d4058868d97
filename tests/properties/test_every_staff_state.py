"""Every state a staff visit can reach, found by trying everything that can happen in each."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kiosk.flows.maintenance.tasks import MAINTENANCE
from kiosk.flows.requests.maintenance.consumables import EndPrints
from kiosk.flows.requests.maintenance.keys import WipeKey
from kiosk.flows.requests.maintenance.power import End
from kiosk.session.advance import advance
from kiosk.session.answers import Leave
from kiosk.session.events import Answered, Elapsed
from kiosk.session.scenes import at_stake, scene
from kiosk.session.terminal import Terminal, Visit
from kiosk.session.views import FactsView, LinesView, NoticeView, Weight
from tests.support.explore import Explored, visit_of
from tests.support.explore_staff import explore_staff
from tests.support.findings import FINDING
from tests.support.promises import words
from tests.support.samples import SECRETS
from tests.support.tables import Kind, entries

_GRAVE = (End, EndPrints, WipeKey)
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def explored() -> Explored:
    return explore_staff()


@pytest.fixture(scope="module")
def visits(explored: Explored) -> list[Terminal]:
    return [one for one in explored.states.values() if isinstance(one.phase, Visit)]


def test_every_step_of_every_table_is_reached(
    explored: Explored, visits: list[Terminal], record_property: Callable[[str, object], None]
) -> None:
    states, transitions = len(explored.states), len(explored.transitions)
    record_property(FINDING, f"staff: {states} states, {transitions} transitions")
    reached = {visit_of(terminal).position.trace for terminal in visits}
    resting = {entry.trace for entry in entries(MAINTENANCE) if entry.kind is not Kind.RUN}
    assert reached == resting


def test_nobody_but_staff_is_served(visits: list[Terminal]) -> None:
    assert all(visit_of(terminal).staff for terminal in visits)


def test_one_touch_logs_out_wherever_nothing_is_at_stake(visits: list[Terminal]) -> None:
    for terminal in visits:
        if at_stake(visit_of(terminal)) is None:
            after, _ = advance(terminal, Answered(terminal.scene, Leave()))
            assert not isinstance(after.phase, Visit)


def test_whoever_goes_away_is_logged_out(visits: list[Terminal]) -> None:
    for terminal in visits:
        if at_stake(visit_of(terminal)) is not None:
            continue
        after, _ = advance(terminal, Elapsed(terminal.timer))
        if isinstance(after.phase, Visit):
            after, _ = advance(after, Elapsed(after.timer))
        assert not isinstance(after.phase, Visit)


def test_what_ends_or_wipes_something_never_looks_like_the_usual_way_on(
    visits: list[Terminal],
) -> None:
    seen = set()
    for terminal in visits:
        view = scene(terminal).view
        # What went wrong may be tried again: it has been decided on before.
        retries = visit_of(terminal).notice is not None
        if retries or not isinstance(view, LinesView | FactsView | NoticeView):
            continue
        for action in view.actions:
            after, _ = advance(terminal, Answered(terminal.scene, action.answer))
            if not isinstance(after.phase, Visit):
                continue
            position = after.phase.position
            request = position.request(after.situation) if after.phase.ticket else None
            if isinstance(request, _GRAVE):
                assert action.weight is Weight.GRAVE, (position.trace, action)
                seen.add(type(request))
    assert seen == set(_GRAVE)


def test_no_screen_of_staff_shows_a_citizen(visits: list[Terminal]) -> None:
    for terminal in visits:
        said = "\n".join(words(scene(terminal)))
        assert not [secret for secret in SECRETS if secret in said]
