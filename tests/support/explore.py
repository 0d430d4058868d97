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
from kiosk.flows.card_payment import CardCase
from kiosk.flows.payment_case import PaymentCase
from kiosk.flows.requests.card import ChargeCard, EnterPin, InsertCard
from kiosk.flows.visit import VISIT, VisitCase
from kiosk.session.advance import advance
from kiosk.session.answers import (
    Answer,
    BaseEntered,
    Begin,
    Confirmed,
    CriteriaChosen,
    GoBack,
    GoHome,
    Leave,
    NumberEntered,
    PeriodChosen,
    StillHere,
    TextEntered,
    Ticked,
    TouchTested,
    answer_name,
)
from kiosk.session.events import (
    Answered,
    Done,
    Elapsed,
    Event,
    Failed,
    HealthChanged,
    Progressed,
)
from kiosk.session.fault_texts import ANOTHER_WAY, FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Health, Situation
from kiosk.session.notices import referral
from kiosk.session.outcomes import C, Case, Depart, Finish, Goto, Taken
from kiosk.session.position import Frame, Move, Position, Return, begin
from kiosk.session.requests import Request
from kiosk.session.scenes import scene
from kiosk.session.steps import Flow, Run
from kiosk.session.terminal import Terminal, Visit
from kiosk.session.views import (
    BaseView,
    ColourTestView,
    CriteriaView,
    FactsView,
    LinesView,
    LinkView,
    NoticeView,
    NumberView,
    OptionsView,
    PeriodView,
    PreviewView,
    ReviewView,
    Scene,
    SuccessView,
    TenderView,
    TickRow,
    TicksView,
    TilesView,
    TouchTestView,
    TypingView,
)
from tests.support import samples, staff_samples
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
        case OptionsView(options=options, others=others):
            yield from (option.answer for option in options)
            yield from (other.answer for other in others)
        case TicksView(rows=rows):
            yield from ticks(rows)
        case NumberView():
            yield from map(NumberEntered, (samples.PAYEE_NUMBER, samples.PERSON.number, "1234"))
        case CriteriaView(chosen=chosen):
            yield CriteriaChosen(chosen)
        case PeriodView(payable=payable, single=True):
            yield PeriodChosen(ContributionPeriod(payable[0], payable[0]))
        case PeriodView(payable=payable):
            yield PeriodChosen(ContributionPeriod(payable[0], payable[1]))
            yield PeriodChosen(ContributionPeriod(payable[0], payable[-1]))
        case BaseView(lower=lower, upper=upper):
            yield from (BaseEntered(base) for base in (lower, upper))
            yield from (BaseEntered(Money(fen)) for fen in (lower.fen - 1, upper.fen + 1))
        case ReviewView(confirm=confirm):
            yield from (button.answer for button in (confirm,) if button is not None)
        case PreviewView(confirm=confirm, others=others):
            yield from (button.answer for button in (confirm, *others))
        case LinkView(finish=finish):
            yield finish.answer
        case NoticeView(actions=actions) | LinesView(actions=actions) | FactsView(actions=actions):
            yield from (button.answer for button in actions)
        case TypingView(entered=entered):
            yield from map(TextEntered, dict.fromkeys((*staff_samples.TYPED, entered)))
        case TouchTestView(columns=columns, rows=rows):
            yield TouchTested(columns * rows, 0)
            yield TouchTested(0, columns * rows)
        case ColourTestView():
            yield Confirmed()
        case SuccessView(others=others, finish=finish):
            yield from (button.answer for button in (*others, *((finish,) if finish else ())))
        case _:
            pass


def ticks(rows: tuple[TickRow, ...]) -> Iterator[Ticked]:
    """All rows, the fewest that may be ticked, and none."""
    yield Ticked(tuple(range(len(rows))))
    locked = tuple(place for place, row in enumerate(rows) if row.locked)
    yield Ticked(locked or (0,))
    yield Ticked(())


def _order_of(case: Case) -> OrderStatus | None:
    return case.order if isinstance(case, PaymentCase | CardCase) else None


# Where a step, or the next one, asks how devices are, and what else may be found.
_HEALTH_MATTERS = {
    "/settle/review": samples.PAPERLESS,
    "/certificates/kind": samples.UNPRINTABLE,
    "/certificates/mode": samples.UNPRINTABLE,
    "/document/preview": samples.UNPRINTABLE,
}


def _other_health(position: Position) -> Health | None:
    """What comes of any health at any time is tried in
    tests/properties/test_whatever_happens.py."""
    ends = (other for asks, other in _HEALTH_MATTERS.items() if position.trace.endswith(asks))
    return next(ends, None)


def happenings(terminal: Terminal, faults: tuple[FaultCode, ...]) -> Iterator[Event]:
    """Everything that can happen to a visit now; of what can fail, these faults."""
    phase = terminal.phase
    assert isinstance(phase, Visit)
    for answer in dict.fromkeys((*offered(scene(terminal)), StillHere())):
        yield Answered(terminal.scene, answer)
    yield Elapsed(terminal.timer)
    other = _other_health(phase.position)
    if other is not None:
        yield HealthChanged(other if terminal.health == samples.WELL else samples.WELL)
    if phase.ticket is None:
        return
    assert isinstance(phase.position, Frame)
    for news in samples.news(under_way(terminal)):
        yield Progressed(phase.ticket, news)
    for reply in samples.replies(under_way(terminal), _order_of(phase.position.case)):
        yield Done(phase.ticket, reply)
    for code in _likely_first(faults, under_way(terminal)):
        yield Failed(phase.ticket, Fault(code))


def under_way(terminal: Terminal) -> Request[object]:
    """What a visit has asked for and not yet heard of."""
    visit = visit_of(terminal)
    if visit.printing_slip:
        assert visit.notice is not None
        return referral(visit.notice)
    request = visit.position.request(terminal.situation)
    assert request is not None
    return request


def reply_name(reply: object) -> str:
    """What was replied, and for an order in which state it is."""
    return reply.state.value if isinstance(reply, OrderStatus) else type(reply).__name__


def homes(flow: Flow[C], outer: str = "") -> dict[str, str]:
    """Where each flow is walked first, by its name: the trace of the flows down to it."""
    here = f"{outer}{flow.name}"
    found = {flow.name: here}
    for step in flow.steps:
        if isinstance(step, Run):
            found = homes(step.flow, f"{here}/") | found
    return found


def key_of(terminal: Terminal, at_home: dict[str, str]) -> Key:
    """What makes two states alike: figures, names, wordings and numbers given do not matter.

    A flow is given all that it needs to know, so what its callers know does not matter, except for
    whom the visit is. One that several others run is walked through in full where it is run first
    (``at_home``); elsewhere only where it stands makes a difference, and where a payment forks.
    How devices are matters where somebody asks.
    """
    phase = terminal.phase
    if not isinstance(phase, Visit):
        return (type(phase).__name__, terminal.health)
    frame = phase.position
    assert isinstance(frame, Frame)
    *_, whole_visit = frames = tuple(_frames(frame))
    what_shows = (
        None if _other_health(frame) is None else terminal.health,
        shape(whole_visit.case),
        phase.notice and tuple(answer_name(button.answer) for button in phase.notice.actions),
        phase.complaint is not None,
        phase.asking_presence,
        phase.ticket is not None,
        phase.printing_slip,
    )
    if any(at_home[one.flow.name] != one.flow_trace for one in frames):
        return (frame.trace, _fork(frame.case), *what_shows)
    return (shape(frame.case), _fork(frame.case), tuple(_trail(frame)), *what_shows)


def _fork(case: Case) -> tuple[bool, ...]:
    """What of a payment decides which steps it comes to at all."""
    match case:
        case PaymentCase(by_card=True):
            return (True, case.lost_card is not None, _by_another_way(case.fault))
        case PaymentCase():
            return (False,)
        case CardCase():
            return (case.answered, _by_another_way(case.fault))
        case _:
            return ()


def _by_another_way(fault: Fault | None) -> bool:
    """Whether what failed is to be paid in another way, rather than tried again."""
    return fault is not None and FAULT_TEXTS[fault.code].again == ANOTHER_WAY


def _likely_first(faults: tuple[FaultCode, ...], request: Request[object]) -> list[FaultCode]:
    """The faults, those of bank cards first where one is asked about: what is found first stands
    for all that is like it."""
    about_cards = isinstance(request, InsertCard | EnterPin | ChargeCard)
    return sorted(faults, key=lambda code: about_cards and not code.name.startswith("BANK_"))


def _trail(position: Position) -> Iterator[str]:
    """Where it stands, and where each 上一步 would lead."""
    yield position.trace
    if position.back is not None:
        yield from _trail(position.back)


def _frames(frame: Frame[Case]) -> Iterator[Frame[Case]]:
    """The flow being walked and those that run it, innermost first."""
    yield frame
    if isinstance(frame.outer, Return):
        yield from _frames(frame.outer.frame)


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
def explore(visit: Flow[VisitCase] = VISIT, stopping_at: frozenset[str] = frozenset()) -> Explored:
    """Every state that a visit can be in, and every promise checked on the way.

    Of the flows ``stopping_at`` names only the first step is seen. Raises AssertionError for the
    first promise that is broken.
    """
    explored = Explored()
    follow = Frame.follow

    def following(self: Frame[Case], outcome: Taken[Case], situation: Situation) -> Move:
        lead = _lead(outcome)
        if lead is not None:
            explored.gone.add((self.flow.name, self.step.name, lead))
        return follow(self, outcome, situation)

    with patch.object(Frame, "follow", following):
        _walk(explored, visit, stopping_at)
    return explored


def _walk(explored: Explored, visit: Flow[VisitCase], stopping_at: frozenset[str]) -> None:
    at_home = homes(visit)
    watcher = Watcher()

    def start(situation: Situation) -> Move:
        return begin(visit, VisitCase(), situation)

    terminal = Terminal(samples.FACTS, start)
    opening: tuple[Event, ...] = (HealthChanged(samples.WELL), Answered(1, Begin()))
    for event in opening:
        before, (terminal, effects) = terminal, advance(terminal, event)
        watcher.see(before, event, terminal, effects)
    first = key_of(terminal, at_home)
    explored.states[first] = terminal
    waiting = deque([(first, terminal, watcher)])
    failed: set[str] = set()
    while waiting:
        source, terminal, watcher = waiting.popleft()
        trace = visit_of(terminal).position.trace
        # Every fault once at every step; after that one fault is like another.
        faults = ONE_FAULT if trace in failed else tuple(FaultCode)
        failed.add(trace)
        for event in happenings(terminal, faults):
            after, effects = advance(terminal, event)
            seen = watcher.copy()
            seen.see(terminal, event, after, effects)
            target = key_of(after, at_home)
            explored.transitions.append(Transition(source, event, target))
            if target not in explored.states:
                explored.states[target] = after
                if isinstance(after.phase, Visit) and stopping_at.isdisjoint(
                    after.phase.position.trace.split("/")
                ):
                    waiting.append((target, after, seen))


def visit_of(terminal: Terminal) -> Visit:
    """The visit of a terminal that serves somebody."""
    assert isinstance(terminal.phase, Visit)
    return terminal.phase
