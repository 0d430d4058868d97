"""Where a visit stands: frames of nested flows, walked by answers and replies.

Frames are immutable, so the way back is a pointer to an earlier frame.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Generic, assert_never

from typing_extensions import override

from kiosk.domain.text import Text
from kiosk.session.answers import Answer
from kiosk.session.faults import Fault
from kiosk.session.health import Situation
from kiosk.session.outcomes import C, Case, Depart, Finish, Goto, Halt, Refusal, Taken, Way
from kiosk.session.requests import Request
from kiosk.session.steps import DELIBERATE, Ask, Do, Flow, Patience, Run, S, Stake, Step
from kiosk.session.views import Course, NoticeView, Place, View


class Position(ABC):
    """A resting place: a screen that waits for an answer, or a request under way."""

    __slots__ = ()

    @property
    @abstractmethod
    def trace(self) -> str:
        """Names of flows and step, for logs: ``visit/pay_own/base``. Never personal."""

    @property
    @abstractmethod
    def awaits_answer(self) -> bool:
        """Whether a screen waits for an answer here, rather than a request for its reply."""

    @property
    @abstractmethod
    def back(self) -> Position | None:
        """Where 上一步 leads."""

    @abstractmethod
    def index_within(self, flow_trace: str) -> int | None:
        """At which step of that flow, or of what it runs, this is; None if it is not in it."""

    @property
    @abstractmethod
    def place(self) -> Place | None:
        """Stage of the step bar."""

    @property
    @abstractmethod
    def course(self) -> Course:
        """What kind of errand the step bar shows."""

    @property
    @abstractmethod
    def patience(self) -> Patience:
        """How long to wait for a person."""

    @property
    @abstractmethod
    def stake(self) -> Stake | None:
        """Set while money may move."""

    @property
    @abstractmethod
    def abandonable(self) -> bool:
        """Whether a step at stake can be abandoned."""

    @abstractmethod
    def view(self, situation: Situation) -> View:
        """What the screen shows."""

    @abstractmethod
    def request(self, situation: Situation) -> Request[object] | None:
        """What must be asked of the outside world on arriving here."""

    @abstractmethod
    def respond(self, answer: Answer, situation: Situation) -> Move:
        """The citizen answered."""

    @abstractmethod
    def receive(self, reply: object, situation: Situation) -> Move:
        """The outside world replied."""

    @abstractmethod
    def fail(self, fault: Fault, situation: Situation) -> Move:
        """The outside world could not."""

    @abstractmethod
    def hear(self, news: object) -> Position | None:
        """The same place with news of its request taken in; None where they change nothing."""

    @abstractmethod
    def abandon(self, way: Way, situation: Situation) -> Move:
        """The citizen wants out of a step at stake."""


@dataclass(frozen=True, slots=True)
class Moved:
    """The visit rests somewhere new."""

    position: Position


@dataclass(frozen=True, slots=True)
class Refused:
    """The visit stays; the screen says why."""

    why: Text


@dataclass(frozen=True, slots=True)
class Halted:
    """The visit stays behind a notice."""

    notice: NoticeView


@dataclass(frozen=True, slots=True)
class Faulted:
    """The request failed and no step has a better idea than to say so."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class Ended:
    """The visit is over."""

    way: Way


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing here asked for that."""


Move = Moved | Refused | Halted | Faulted | Ended | Ignored


class Outer(ABC, Generic[C]):
    """What a finished flow returns to."""

    __slots__ = ()

    @property
    @abstractmethod
    def trace(self) -> str:
        """Names of the outer flows."""

    @abstractmethod
    def index_within(self, flow_trace: str) -> int | None:
        """At which step of that flow the inner one is run; None if it is not run there."""

    @property
    @abstractmethod
    def course(self) -> Course:
        """The errand that the inner flow is a part of."""

    @abstractmethod
    def resume(self, case: C, back: Position | None, situation: Situation) -> Move:
        """The inner flow is complete."""


@dataclass(frozen=True, slots=True)
class Return(Outer[S], Generic[C, S]):
    """Back into the flow that ran a sub-flow."""

    frame: Frame[C]
    run: Run[C, S]

    @property
    @override
    def trace(self) -> str:
        return self.frame.flow_trace

    @override
    def index_within(self, flow_trace: str) -> int | None:
        return self.frame.index_within(flow_trace)

    @property
    @override
    def course(self) -> Course:
        return self.frame.course

    @override
    def resume(self, case: S, back: Position | None, situation: Situation) -> Move:
        outcome = self.run.leave(self.frame.case, case)
        return replace(self.frame, previous=back).follow(outcome, situation)


@dataclass(frozen=True, slots=True)
class Frame(Position, Generic[C]):
    """One flow being walked: which step, what is known, what to return to, where back leads."""

    flow: Flow[C]
    index: int
    case: C
    outer: Outer[C] | None
    previous: Position | None

    @property
    def step(self) -> Step[C]:
        """The step that stands here."""
        return self.flow.steps[self.index]

    @property
    def flow_trace(self) -> str:
        """Names of the flows from outermost to this one."""
        return f"{self.outer.trace}/{self.flow.name}" if self.outer else self.flow.name

    @property
    @override
    def trace(self) -> str:
        return f"{self.flow_trace}/{self.step.name}"

    @property
    @override
    def awaits_answer(self) -> bool:
        return isinstance(self.step, Ask)

    @property
    @override
    def back(self) -> Position | None:
        previous = self.previous if self._keeps_back else None
        if isinstance(previous, Frame) and previous.flow_trace == self.flow_trace:
            # What was answered later is kept, so that correcting one answer costs only that one.
            return replace(previous, case=self.case)
        return previous

    @property
    def _keeps_back(self) -> bool:
        step = self.step
        return not isinstance(step, Ask) or step.keeps_back

    @override
    def index_within(self, flow_trace: str) -> int | None:
        if self.flow_trace == flow_trace:
            return self.index
        return self.outer.index_within(flow_trace) if self.outer else None

    @property
    @override
    def place(self) -> Place | None:
        step = self.step
        return step.place if isinstance(step, Ask | Do) else None

    @property
    @override
    def course(self) -> Course:
        outer = self.outer.course if self.outer else Course.PAYMENT
        return self.flow.course or outer

    @property
    @override
    def patience(self) -> Patience:
        step = self.step
        return step.patience if isinstance(step, Ask | Do) else DELIBERATE

    @property
    @override
    def stake(self) -> Stake | None:
        step = self.step
        return step.stake(self.case) if isinstance(step, Do) and step.stake else None

    @property
    @override
    def abandonable(self) -> bool:
        step = self.step
        return isinstance(step, Do) and step.abandon is not None

    @override
    def view(self, situation: Situation) -> View:
        step = self.step
        assert isinstance(step, Ask | Do)  # noqa: S101  (a run is never rested on)
        return step.view(self.case, situation)

    @override
    def request(self, situation: Situation) -> Request[object] | None:
        step = self.step
        return step.request(self.case, situation) if isinstance(step, Do) else None

    @override
    def respond(self, answer: Answer, situation: Situation) -> Move:
        step = self.step
        if not isinstance(step, Ask):
            return Ignored()
        outcome = step.respond(self.case, answer, situation)
        if outcome is None:
            return Ignored()
        return replace(self, previous=self._remembering(outcome)).follow(outcome, situation)

    def _remembering(self, outcome: Taken[C]) -> Position | None:
        """This screen as the way back, with the answer just given already in it."""
        step = self.step
        if not self._keeps_back:
            return None
        if isinstance(step, Ask) and step.once:
            return self.previous
        if isinstance(outcome, Goto | Finish):
            return replace(self, case=outcome.case)
        if isinstance(outcome, Case):
            return replace(self, case=outcome)
        return self.previous

    @override
    def receive(self, reply: object, situation: Situation) -> Move:
        step = self.step
        outcome = step.accept(self.case, reply) if isinstance(step, Do) else None
        if outcome is None:
            return Ignored()
        return self._sealed().follow(outcome, situation)

    def _sealed(self) -> Frame[C]:
        step = self.step
        return replace(self, previous=None) if isinstance(step, Do) and step.seals else self

    @override
    def fail(self, fault: Fault, situation: Situation) -> Move:
        step = self.step
        failed = step.failed if isinstance(step, Do) else None
        outcome = failed(self.case, fault) if failed else None
        return Faulted(fault) if outcome is None else self._sealed().follow(outcome, situation)

    @override
    def hear(self, news: object) -> Position | None:
        step = self.step
        if not isinstance(step, Do) or step.hear is None:
            return None
        case = step.hear(self.case, news)
        return None if case == self.case else replace(self, case=case)

    @override
    def abandon(self, way: Way, situation: Situation) -> Move:
        step = self.step
        if isinstance(step, Do) and step.abandon is not None:
            return self.follow(step.abandon(self.case, way), situation)
        return Ignored()

    def follow(self, outcome: Taken[C], situation: Situation) -> Move:
        """Go where an outcome leads, from this step on."""
        if isinstance(outcome, Case):
            return replace(self, case=outcome, index=self.index + 1).settle(situation)
        match outcome:
            case Goto(step, case):
                index = self.flow.index(step)
                frame = replace(self, case=case, index=index, previous=self._before(index))
                return frame.settle(situation)
            case Finish(case):
                return replace(self, case=case, index=len(self.flow.steps)).settle(situation)
            case Refusal(why):
                return Refused(why)
            case Halt(notice):
                return Halted(notice)
            case Depart(way):
                return Ended(way)
            case _:
                assert_never(outcome)

    def _before(self, index: int) -> Position | None:
        """The way back from a step that is gone to: whatever lies beyond it is forgotten."""
        back = self.previous
        while back is not None:
            reached = back.index_within(self.flow_trace)
            if reached is None or reached < index:
                break
            back = back.back
        return back

    def settle(self, situation: Situation) -> Move:
        """Walk on until a screen or a request is reached, or everything is finished."""
        for index in range(self.index, len(self.flow.steps)):
            step = self.flow.steps[index]
            if not step.when(self.case, situation):
                continue
            frame = replace(self, index=index)
            return enter(frame, step, situation) if isinstance(step, Run) else Moved(frame)
        if self.outer is None:
            return Ended(Way.HOME)
        return self.outer.resume(self.case, self.previous, situation)


def enter(frame: Frame[C], run: Run[C, S], situation: Situation) -> Move:
    """Start the sub-flow that a frame has come to."""
    inner = Frame(run.flow, 0, run.enter(frame.case, situation), Return(frame, run), frame.previous)
    return inner.settle(situation)


def begin(flow: Flow[C], case: C, situation: Situation) -> Move:
    """Start the outermost flow of a visit."""
    return Frame(flow, 0, case, None, None).settle(situation)
