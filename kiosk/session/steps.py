"""Flows as data: a flow is a tuple of steps over one typed case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kiosk.domain.text import Text, say
from kiosk.session.answers import Answer, Ticked
from kiosk.session.faults import Fault
from kiosk.session.health import Situation
from kiosk.session.offers import offers
from kiosk.session.outcomes import C, Case, Outcome, Refusal, Taken, Way
from kiosk.session.requests import Request
from kiosk.session.views import Course, Place, TickRow, TicksView, View, WaitingView

A = TypeVar("A", bound=Answer)
R = TypeVar("R")
S = TypeVar("S", bound=Case)


def always(_case: Case, _situation: Situation) -> bool:
    """The step is never skipped."""
    return True


def waiting(_case: Case, _situation: Situation) -> View:
    """The plain waiting view."""
    return WaitingView(say("请稍候"), say("正在办理，不用按任何按钮。"))


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a step waits for a person, in seconds.

    ``asks`` lays 「您还在吗」 over the screen for the last 20 seconds; without it the visit simply
    ends when the time is over, as on a result that needs no answer.
    """

    seconds: int
    asks: bool = True


DELIBERATE = Patience(120)
GLANCE = Patience(60)
RESULT = Patience(45, asks=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[C]):
    """One step of a flow.

    ``when`` skips the step if false. ``leads`` names the steps that ``Goto`` may lead to from here;
    ``"end"`` stands for finishing the flow, ``"depart"`` for ending the visit.
    """

    name: str
    when: Callable[[C, Situation], bool] = always
    leads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Step[C], Generic[C, A]):
    """A screen is shown; the citizen's answer is taken into the case, or refused with a text.

    ``keeps_back`` False hides 上一步, and no later step leads back here: something irreversible
    came before. The answer to an Ask that is ``once`` is good for one time only: later steps lead
    back beyond it, to the screen before.
    """

    view: Callable[[C, Situation], View]
    answers: tuple[type[A], ...]
    take: Callable[[C, A], Taken[C]]
    place: Place | None = None
    patience: Patience = DELIBERATE
    keeps_back: bool = True
    once: bool = False

    def respond(self, case: C, answer: Answer, situation: Situation) -> Taken[C] | None:
        """Take an answer into the case; None when this step does not ask for such an answer.

        Of what can be touched only that which is there is taken, and what cannot be chosen now
        refuses with its own words. Rows that cannot be ticked or left out are not.
        """
        view = self.view(case, situation)
        offered = offers(view)
        if offered is not None:
            if answer not in offered:
                return None
            why_not = offered[answer]
            if why_not is not None:
                return Refusal(why_not)
        match view, answer:
            case TicksView(rows=rows), Ticked(places) if not _can_be_ticked(rows, places):
                return None
            case _ if isinstance(answer, self.answers):
                return self.take(case, answer)
            case _:
                return None


def _can_be_ticked(rows: tuple[TickRow, ...], places: tuple[int, ...]) -> bool:
    """Whether these are rows in their order, at least one, and the locked ones as they stand."""
    if (
        not places
        or list(places) != sorted(set(places))
        or not 0 <= places[0] <= places[-1] < len(rows)
    ):
        return False
    return all((place in places) is row.ticked for place, row in enumerate(rows) if row.locked)


@dataclass(frozen=True, slots=True)
class Stake:
    """Money may move while a step waits, so it never times out by itself.

    ``countdown`` in whole seconds is shown on the ring. The names replace those of the footer;
    ``only_leave`` where no other way out is offered.
    """

    countdown: int | None = None
    back: Text | None = None
    leave: Text | None = None
    only_leave: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Do(Step[C], Generic[C, R]):
    """A typed request goes to the outside world while a waiting view shows.

    ``failed`` decides what a fault leads to; without it, or when it returns None, the machine shows
    the fault's text and offers to try again. ``stake`` marks steps during which money may move:
    their only way out is ``abandon``, or none. ``hear`` takes news of the request under way into
    the case, which changes what the screen says and nothing else. ``seals`` forbids going back
    beyond this step once it is done.
    """

    request: Callable[[C, Situation], Request[R]]
    reply: type[R]
    take: Callable[[C, R], Outcome[C]]
    view: Callable[[C, Situation], View] = waiting
    place: Place | None = None
    failed: Callable[[C, Fault], Outcome[C] | None] | None = None
    stake: Callable[[C], Stake] | None = None
    abandon: Callable[[C, Way], Outcome[C]] | None = None
    hear: Callable[[C, object], C] | None = None
    seals: bool = False
    patience: Patience = DELIBERATE

    def accept(self, case: C, reply: object) -> Outcome[C] | None:
        """Take a reply into the case; None when it is not the reply that was asked for."""
        return self.take(case, reply) if isinstance(reply, self.reply) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Step[C], Generic[C, S]):
    """A sub-flow with its own case, entered from ours and left back into it."""

    flow: Flow[S]
    enter: Callable[[C, Situation], S]
    leave: Callable[[C, S], Outcome[C]]


@dataclass(frozen=True, slots=True)
class Flow(Generic[C]):
    """A service or a part of one: steps walked in order unless a step leads elsewhere.

    ``course`` is what the step bar shows of it; None for what whoever runs it shows.
    Raises ValueError for steps of the same name or leads that do not exist.
    """

    name: str
    title: str
    steps: tuple[Step[C], ...]
    course: Course | None = None
    _index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {step.name: place for place, step in enumerate(self.steps)}
        if len(index) != len(self.steps):
            raise ValueError(f"flow {self.name} has two steps of one name")
        known = index.keys() | {"end", "depart"}
        for step in self.steps:
            unknown = set(step.leads) - known
            if unknown:
                raise ValueError(f"{self.name}.{step.name} leads nowhere: {sorted(unknown)}")
        object.__setattr__(self, "_index", index)

    def index(self, name: str) -> int:
        """Where the step of this name stands."""
        return self._index[name]
