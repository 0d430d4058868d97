"""Walks the whole machine: from every state that can be reached, everything that can happen."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import cache
from unittest.mock import patch

from kiosk.domain.money import Money
from kiosk.domain.order import OrderStatus
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.tender import Tender
from kiosk.flows.payment import PaymentCase
from kiosk.flows.visit import start_visit
from kiosk.session.advance import advance
from kiosk.session.answers import (
    Answer,
    BaseEntered,
    Begin,
    GoBack,
    GoHome,
    Leave,
    PeriodChosen,
    StillHere,
    answer_name,
)
from kiosk.session.events import Answered, Done, Elapsed, Event, Failed, HealthChanged
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Depart, Finish, Goto, Taken
from kiosk.session.position import Frame, Move, Position, Return
from kiosk.session.scenes import scene
from kiosk.session.terminal import Terminal, Visit
from kiosk.session.views import (
    BaseView,
    NoticeView,
    PeriodView,
    ReviewView,
    Scene,
    SuccessView,
    TenderView,
    TilesView,
)
from tests.support import samples
from tests.support.promises import Watcher

Key = tuple[object, ...]
ONE_FAULT = (FaultCode.NETWORK_LOST,)


def offered(shown: Scene) -> Iterator[Answer]:
    """Every answer that a scene offers; of what is typed, the good and the refused."""
    ways = shown.ways
    footer = ((ways.back, GoBack()), (ways.home, GoHome()), (ways.leave, Leave()))
    yield from (answer for way, answer in footer if way is not None)
    match shown.view:
        case TilesView(tiles=tiles) | TenderView(tiles=tiles):
            yield from (tile.answer for tile in tiles)
        case PeriodView(payable=payable):
            yield PeriodChosen(ContributionPeriod(payable[0], payable[1]))
            yield PeriodChosen(ContributionPeriod(payable[0], payable[-1]))
        case BaseView(lower=lower, upper=upper):
            yield from (BaseEntered(base) for base in (lower, upper))
            yield from (BaseEntered(Money(fen)) for fen in (lower.fen - 1, upper.fen + 1))
        case ReviewView(confirm=confirm):
            yield confirm.answer
        case NoticeView(actions=actions):
            yield from (button.answer for button in actions)
        case SuccessView(others=others, finish=finish):
            yield from (button.answer for button in (*others, *((finish,) if finish else ())))
        case _:
            pass


def _order_of(case: Case) -> OrderStatus | None:
    return case.order if isinstance(case, PaymentCase) else None


def happenings(terminal: Terminal, faults: tuple[FaultCode, ...]) -> Iterator[Event]:
    """Everything that can happen to a visit now; of what can fail, these faults."""
    phase = terminal.phase
    assert isinstance(phase, Visit)
    for answer in dict.fromkeys((*offered(scene(terminal)), StillHere())):
        yield Answered(terminal.scene, answer)
    yield Elapsed(terminal.timer)
    for health in (samples.WELL, samples.PAPERLESS):
        if health != terminal.health:
            yield HealthChanged(health)
    if phase.ticket is None:
        return
    request = phase.position.request(terminal.situation)
    assert request is not None
    assert isinstance(phase.position, Frame)
    for reply in samples.replies(request, _order_of(phase.position.case)):
        yield Done(phase.ticket, reply)
    for code in faults:
        yield Failed(phase.ticket, Fault(code))


def reply_name(reply: object) -> str:
    """What was replied, and for an order in which state it is."""
    return reply.state.value if isinstance(reply, OrderStatus) else type(reply).__name__


def key_of(terminal: Terminal) -> Key:
    """What makes two states alike: figures, names, wordings and numbers given do not matter."""
    phase = terminal.phase
    if not isinstance(phase, Visit):
        return (type(phase).__name__, terminal.health)
    assert isinstance(phase.position, Frame)
    return (
        terminal.health,
        *map(shape, _cases(phase.position)),
        tuple(_trail(phase.position)),
        phase.notice and tuple(answer_name(button.answer) for button in phase.notice.actions),
        phase.complaint is not None,
        phase.asking_presence,
        phase.ticket is not None,
    )


def _trail(position: Position) -> Iterator[str]:
    """Where it stands, and where each 上一步 would lead."""
    yield position.trace
    if position.back is not None:
        yield from _trail(position.back)


def _cases(frame: Frame[Case]) -> Iterator[Case]:
    yield frame.case
    if isinstance(frame.outer, Return):
        yield from _cases(frame.outer.frame)


@cache
def shape(value: object) -> object:
    """What of a value decides where a visit goes: what is there at all, and every enumeration."""
    match value:
        case tuple():
            return tuple(map(shape, value))
        case Fault() | Tender():
            return type(value)
        case None | bool() | Enum():
            return value
        case _ if is_dataclass(value):
            return (type(value), *(shape(getattr(value, each.name)) for each in fields(value)))
        case _:
            return type(value)


@dataclass(frozen=True, slots=True)
class Transition:
    """Something happened: where from, what, where to. Each end is a state's key."""

    source: Key
    event: Event
    target: Key


@dataclass
class Explored:
    """The machine as it was found. ``gone`` are the leads that were taken: flow, step, lead."""

    states: dict[Key, Terminal] = field(default_factory=dict)
    transitions: list[Transition] = field(default_factory=list)
    gone: set[tuple[str, str, str]] = field(default_factory=set)


def _lead(outcome: object) -> str | None:
    match outcome:
        case Goto(step, _):
            return step
        case Finish():
            return "end"
        case Depart():
            return "depart"
        case _:
            return None


@cache
def explore() -> Explored:
    """Every state that a visit can be in, and every promise checked on the way.

    Raises AssertionError for the first promise that is broken.
    """
    explored = Explored()
    follow = Frame.follow

    def following(self: Frame[Case], outcome: Taken[Case], situation: Situation) -> Move:
        lead = _lead(outcome)
        if lead is not None:
            explored.gone.add((self.flow.name, self.step.name, lead))
        return follow(self, outcome, situation)

    with patch.object(Frame, "follow", following):
        _walk(explored)
    return explored


def _walk(explored: Explored) -> None:
    watcher = Watcher()
    terminal = Terminal(samples.FACTS, start_visit)
    opening: tuple[Event, ...] = (HealthChanged(samples.WELL), Answered(1, Begin()))
    for event in opening:
        before, (terminal, effects) = terminal, advance(terminal, event)
        watcher.see(before, event, terminal, effects)
    explored.states[key_of(terminal)] = terminal
    waiting = deque([(terminal, watcher)])
    failed: set[str] = set()
    while waiting:
        terminal, watcher = waiting.popleft()
        source = key_of(terminal)
        trace = visit_of(terminal).position.trace
        # Every fault once at every step; after that one fault is like another.
        faults = ONE_FAULT if trace in failed else tuple(FaultCode)
        failed.add(trace)
        for event in happenings(terminal, faults):
            after, effects = advance(terminal, event)
            seen = watcher.copy()
            seen.see(terminal, event, after, effects)
            target = key_of(after)
            explored.transitions.append(Transition(source, event, target))
            if target not in explored.states:
                explored.states[target] = after
                if isinstance(after.phase, Visit):
                    waiting.append((after, seen))


def visit_of(terminal: Terminal) -> Visit:
    """The visit of a terminal that serves somebody."""
    assert isinstance(terminal.phase, Visit)
    return terminal.phase
