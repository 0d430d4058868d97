"""One walk through a task of staff."""

from __future__ import annotations

from typing import Self, TypeVar

from kiosk.session.answers import Answer, ServiceChosen
from kiosk.session.health import Health, Situation
from kiosk.session.outcomes import Case
from kiosk.session.position import Move, Moved, Position, Refused, begin
from kiosk.session.requests import Request
from kiosk.session.steps import Flow
from kiosk.session.views import (
    FactsView,
    LinesView,
    NoticeView,
    Tone,
    View,
)
from tests.support import samples

SITUATION = Situation(Health(), samples.FACTS)
C = TypeVar("C", bound=Case)
V = TypeVar("V", bound=View)
R = TypeVar("R", bound=Request[object])


class Walk:
    """One walk through a task: answers and replies, one after the other."""

    def __init__(self, flow: Flow[C], case: C) -> None:
        self.last: Move = begin(flow, case, SITUATION)

    @property
    def position(self) -> Position:
        assert isinstance(self.last, Moved)
        return self.last.position

    def on(self, *steps: object) -> Self:
        """Answers are given to what is asked, everything else is a reply to what was requested."""
        for step in steps:
            position = self.position
            if isinstance(step, Answer):
                self.last = position.respond(step, SITUATION)
            else:
                self.last = position.receive(step, SITUATION)
        return self

    def view(self, kind: type[V]) -> V:
        shown = self.position.view(SITUATION)
        assert isinstance(shown, kind)
        return shown

    def notice(self) -> tuple[Tone, str, str, str]:
        shown = self.view(NoticeView)
        assert str(shown.money) == ""
        return shown.tone, str(shown.title), str(shown.what), str(shown.advice)

    def labels(self) -> list[str]:
        shown = self.position.view(SITUATION)
        assert isinstance(shown, LinesView | FactsView | NoticeView)
        return [str(one.label) for one in shown.actions]

    def asked(self, kind: type[R]) -> R:
        request = self.position.request(SITUATION)
        assert isinstance(request, kind)
        return request

    def refusal(self) -> str:
        assert isinstance(self.last, Refused)
        return str(self.last.why)


def chosen(choice: object) -> ServiceChosen:
    return ServiceChosen(choice)  # type: ignore[arg-type]
