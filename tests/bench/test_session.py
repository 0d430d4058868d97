"""The pure machine: how long one event takes to become a state and effects."""

from __future__ import annotations

from statistics import median

from pytest_benchmark.fixture import BenchmarkFixture

from kiosk.flows.visit import start_visit
from kiosk.session.advance import advance
from kiosk.session.answers import Finished
from kiosk.session.events import Event
from kiosk.session.scenes import scene
from kiosk.session.terminal import Terminal
from tests.bench.figures import Figures
from tests.bench.measuring import loop_turn, per_call, taken
from tests.support import samples
from tests.support.visit import Session

GROUP = "The machine"


class Heard(Session):
    """Remembers every event of a visit."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []

    def hear(self, event: Event) -> Heard:
        self.events.append(event)
        super().hear(event)
        return self


def test_a_whole_visit(benchmark: BenchmarkFixture, figures: Figures) -> None:
    session = Heard()
    session.to_done().answer(Finished())
    events = tuple(session.events)

    def play() -> Terminal:
        terminal = Terminal(samples.FACTS, start_visit)
        for event in events:
            terminal, _ = advance(terminal, event)
        return terminal

    benchmark(play)

    assert play() == session.terminal
    steps = [seconds / len(events) for seconds in taken(benchmark)]
    own = ("one turn of an empty loop", loop_turn())
    a_second = 1 / median(steps)
    figures.add(GROUP, f"an event of a visit ({a_second:,.0f} a second)", steps, own=own)
    review = Session().to_review().terminal
    figures.add(GROUP, "the scene of the review", [per_call(lambda: scene(review))], own=own)
