"""Tables made up for a test: an errand that remembers the names of what happened."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.text import say
from kiosk.session.answers import Confirmed
from kiosk.session.health import Situation
from kiosk.session.notices import stop_notice
from kiosk.session.outcomes import Case, Halt, Outcome, Taken
from kiosk.session.position import Move, begin
from kiosk.session.requests import Request
from kiosk.session.steps import Ask, Do, Flow, Step
from kiosk.session.terminal import Terminal
from kiosk.session.views import View, WaitingView
from tests.support import samples
from tests.support.visit import Session


@dataclass(frozen=True, slots=True)
class Errand(Case):
    """What is known so far: the names of what happened."""

    done: tuple[str, ...] = ()

    def plus(self, name: str) -> Errand:
        """And this happened too."""
        return Errand((*self.done, name))


@dataclass(frozen=True, slots=True)
class Stamp(Request[str]):
    """Something to be done outside."""


HALT: Halt = Halt(stop_notice(say("不行"), say("不能办。"), say("请到人工窗口。")))
SITUATION = Situation(samples.WELL, samples.FACTS)


def show(case: Errand, _situation: Situation) -> View:
    """A screen that says what happened so far."""
    return WaitingView(say("到了"), say("{done}", done="+".join(case.done)))


def ask(
    name: str, outcome: Taken[Errand] | None = None, *, keeps_back: bool = True
) -> Ask[Errand, Confirmed]:
    """A screen to confirm; what comes of it, or on to the next step."""

    def take(case: Errand, _answer: Confirmed) -> Taken[Errand]:
        return case.plus(name) if outcome is None else outcome

    return Ask(name=name, view=show, answers=(Confirmed,), take=take, keeps_back=keeps_back)


def do(name: str, outcome: Outcome[Errand] | None = None) -> Do[Errand, str]:
    """A request; what comes of its reply, or on to the next step."""

    def take(case: Errand, reply: str) -> Outcome[Errand]:
        return case.plus(reply) if outcome is None else outcome

    return Do(name=name, request=lambda _case, _situation: Stamp(), reply=str, take=take)


def started(*steps: Step[Errand]) -> Session:
    """A visit that consists of these steps."""
    flow = Flow("errand", "办事", steps)

    def start(situation: Situation) -> Move:
        return begin(flow, Errand(), situation)

    return Session(Terminal(samples.FACTS, start)).to_home()


def where(session: Session) -> str:
    """Flow and step."""
    return session.trace


def said(session: Session) -> str:
    """What happened so far, as the screen says it."""
    return str(session.view(WaitingView).hint)
