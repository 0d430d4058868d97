"""The flow tables, read as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from kiosk.session.outcomes import C
from kiosk.session.steps import Ask, Do, Flow, Run, Step


class Kind(Enum):
    """The three kinds of step."""

    ASK = "Ask"
    DO = "Do"
    RUN = "Run"


@dataclass(frozen=True, slots=True)
class Entry:
    """One step as its table has it; ``trace`` is where a visit stands that has come to it."""

    trace: str
    flow: str
    name: str
    kind: Kind
    leads: tuple[str, ...]


def entries(flow: Flow[C], outer: str = "") -> Iterator[Entry]:
    """Every step of a flow and of the flows it runs, in order."""
    here = f"{outer}{flow.name}"
    for step in flow.steps:
        yield Entry(f"{here}/{step.name}", flow.name, step.name, kind_of(step), step.leads)
        if isinstance(step, Run):
            yield from entries(step.flow, f"{here}/")


def kind_of(step: Step[C]) -> Kind:
    """Which of the three a step is. Raises LookupError for a fourth."""
    match step:
        case Ask():
            return Kind.ASK
        case Do():
            return Kind.DO
        case Run():
            return Kind.RUN
        case _:
            raise LookupError(step.name)
