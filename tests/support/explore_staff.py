"""Walks every staff visit: from every state that can be reached, everything that can happen."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kiosk.flows.maintenance.tasks import start_staff_visit
from kiosk.flows.visit import start_visit
from kiosk.session.advance import advance
from kiosk.session.answers import StillHere, answer_name
from kiosk.session.events import (
    Acknowledged,
    Answered,
    Done,
    Elapsed,
    EndingWanted,
    Event,
    Failed,
    HealthChanged,
    MaintenanceOver,
    MaintenanceWanted,
    Progressed,
)
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.handover import Ending, Part
from kiosk.session.outcomes import Case
from kiosk.session.position import Frame, Position, Return
from kiosk.session.scenes import scene
from kiosk.session.terminal import Terminal, Visit
from tests.support import samples
from tests.support.explore import Explored, Key, Transition, offered, shape, under_way, visit_of
from tests.support.promises import Watcher


def _happenings(terminal: Terminal, faults: tuple[FaultCode, ...]) -> Iterator[Event]:
    visit = visit_of(terminal)
    for answer in dict.fromkeys((*offered(scene(terminal)), StillHere())):
        yield Answered(terminal.scene, answer)
    yield Elapsed(terminal.timer)
    yield MaintenanceOver()
    yield EndingWanted(Ending.RESTART)
    yield HealthChanged(samples.CUT_OFF if terminal.health == samples.WELL else samples.WELL)
    if visit.ticket is None:
        return
    for news in samples.news(under_way(terminal)):
        yield Progressed(visit.ticket, news)
    for reply in samples.replies(under_way(terminal)):
        yield Done(visit.ticket, reply)
    for code in faults:
        yield Failed(visit.ticket, Fault(code))


def _key(terminal: Terminal) -> Key:
    phase = terminal.phase
    if not isinstance(phase, Visit):
        return (type(phase).__name__,)
    frame = phase.position
    assert isinstance(frame, Frame)
    return (
        tuple(_trail(frame)),
        tuple(shape(one.case) for one in _frames(frame)),
        phase.notice and tuple(answer_name(button.answer) for button in phase.notice.actions),
        phase.complaint is not None,
        phase.asking_presence,
        phase.ticket is not None,
    )


def _frames(frame: Frame[Case]) -> Iterator[Frame[Case]]:
    """The flow being walked and those that run it, without the menu, innermost first."""
    yield frame
    if isinstance(frame.outer, Return) and frame.outer.frame.outer is not None:
        yield from _frames(frame.outer.frame)


def _trail(position: Position) -> Iterator[str]:
    yield position.trace
    if position.back is not None:
        yield from _trail(position.back)


@cache
def explore_staff() -> Explored:
    """Every state that a staff visit can be in, and every promise checked on the way."""
    explored, watcher = Explored(), Watcher()
    facts = replace(samples.FACTS, staff_cards=True)
    terminal = Terminal(facts, start_visit, serve=start_staff_visit)
    opening: tuple[Event, ...] = (
        HealthChanged(samples.WELL),
        MaintenanceWanted(),
        *(Acknowledged(1, part) for part in Part),
    )
    for event in opening:
        before, (terminal, effects) = terminal, advance(terminal, event)
        watcher.see(before, event, terminal, effects)
    first = _key(terminal)
    explored.states[first] = terminal
    waiting = deque([(first, terminal, watcher)])
    failed: set[str] = set()
    while waiting:
        source, terminal, watcher = waiting.popleft()
        trace = visit_of(terminal).position.trace
        faults = (FaultCode.NETWORK_LOST,) if trace in failed else tuple(FaultCode)
        failed.add(trace)
        for event in _happenings(terminal, faults):
            after, effects = advance(terminal, event)
            seen = watcher.copy()
            seen.see(terminal, event, after, effects)
            target = _key(after)
            explored.transitions.append(Transition(source, event, target))
            if target not in explored.states:
                explored.states[target] = after
                if isinstance(after.phase, Visit):
                    waiting.append((target, after, seen))
    return explored
