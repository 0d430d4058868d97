"""The pure machine: how long one event takes to become a state and effects."""

from __future__ import annotations

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
    turn = loop_turn()
    own = ("one turn of an empty loop", turn)
    spread = figures.add(GROUP, f"an event, of {len(events)} in a visit", steps, own=own)
    figures.add(
        GROUP, "events a second", [1 / spread.p50], own=("turns a second", 1 / turn), unit="/s"
    )
    review = Session().to_review().terminal
    figures.add(GROUP, "the scene of the review", [per_call(lambda: scene(review))], own=own)
