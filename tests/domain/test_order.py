from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.order import FINAL_STATES, SUCCESSORS, OrderState, may_become

states = st.sampled_from(OrderState)


def walks_from(state: OrderState) -> set[OrderState]:
    """Everything reachable, found by walking and not by the function under test."""
    seen: set[OrderState] = set()
    to_visit = [state]
    while to_visit:
        here = to_visit.pop()
        if here not in seen:
            seen.add(here)
            to_visit.extend(SUCCESSORS[here])
    return seen


@given(states, states)
def test_an_order_may_become_what_steps_lead_to(now: OrderState, later: OrderState) -> None:
    assert may_become(now, later) is (later in walks_from(now))


@given(states, states)
def test_an_order_never_goes_back(now: OrderState, later: OrderState) -> None:
    assert now is later or not (may_become(now, later) and may_become(later, now))


@given(states, states, states)
def test_unseen_steps_make_no_difference(
    first: OrderState, second: OrderState, third: OrderState
) -> None:
    if may_become(first, second) and may_become(second, third):
        assert may_become(first, third)


def test_every_state_has_its_steps_and_is_reached_from_the_first() -> None:
    assert set(SUCCESSORS) == set(OrderState)
    assert walks_from(OrderState.CREATED) == set(OrderState)


@given(states)
def test_every_order_can_be_settled(state: OrderState) -> None:
    assert walks_from(state) & FINAL_STATES


@pytest.mark.parametrize("state", OrderState)
def test_final_states_are_closed_posted_and_refunded(state: OrderState) -> None:
    assert state.is_final is (state.name in {"CLOSED", "POSTED", "REFUNDED"})


@pytest.mark.parametrize(
    ("now", "later"),
    [
        (OrderState.CLOSED, OrderState.REFUNDED),  # paid after it was closed
        (OrderState.UNKNOWN, OrderState.POSTED),  # cleared up after a power cut
        (OrderState.CREATED, OrderState.POSTED),  # paid and posted between two questions
        (OrderState.POSTING, OrderState.NEEDS_PERSON),
    ],
)
def test_what_really_happens_is_allowed(now: OrderState, later: OrderState) -> None:
    assert may_become(now, later)


@pytest.mark.parametrize(
    ("now", "later"),
    [
        (OrderState.PAID, OrderState.CLOSED),  # would lose money
        (OrderState.CLOSED, OrderState.PAID),  # late money is refunded, not posted
        (OrderState.POSTED, OrderState.REFUNDING),
        (OrderState.REFUNDED, OrderState.POSTED),
        (OrderState.UNKNOWN, OrderState.PAYING),  # no news
    ],
)
def test_what_must_not_happen_is_not(now: OrderState, later: OrderState) -> None:
    assert not may_become(now, later)
