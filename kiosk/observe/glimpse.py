"""What onlookers see of the terminal: where it stands and how it is, and nothing of whom it serves.

Neither is in the event log: a line for each step would flood it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from kiosk.session.health import Health
from kiosk.session.outcomes import C
from kiosk.session.steps import Ask, Flow, Run
from kiosk.session.terminal import (
    Attract,
    OutOfService,
    Starting,
    Terminal,
    Visit,
)

ELSEWHERE = "other"
"""A step that is in no table of the terminal's."""


class Standing(Enum):
    """What the terminal is doing, as far as anybody outside needs to know."""

    STARTING = "starting"
    OUT_OF_SERVICE = "out_of_service"
    WAITING = "waiting"
    SERVING = "serving"
    STAFF = "staff"
    """Staff have it, or it is on its way to them and back, or about to end."""

    @property
    def label(self) -> str:
        """In Chinese."""
        return {
            "starting": "正在启动",
            "out_of_service": "暂停服务",
            "waiting": "可以办理",
            "serving": "正在办理",
            "staff": "维护中",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """The terminal at one moment. ``step`` is ``flow/step`` of the innermost flow of a visit, and
    empty between visits."""

    standing: Standing
    health: Health
    step: str = ""


class Onlooker(Protocol):
    """Whoever watches the terminal. Called in the asyncio thread, after every event."""

    def glimpsed(self, glimpse: Glimpse) -> None:
        """The terminal now; often the same as before."""
        ...


class Onlookers:
    """Those who watch; whatever they raise is counted, and felt by nobody."""

    def __init__(self, *onlookers: Onlooker) -> None:
        self._onlookers = onlookers
        self.failures = 0
        """Glimpses that an onlooker could not take."""

    def __call__(self, terminal: Terminal) -> None:
        """Let everybody have a look."""
        for onlooker in self._onlookers:
            try:
                onlooker.glimpsed(glimpse_of(terminal))
            except Exception:  # who only watches is never felt by what is watched
                self.failures += 1


def glimpse_of(terminal: Terminal) -> Glimpse:
    """What can be seen of the terminal."""
    match terminal.phase:
        case Visit(position=position, staff=staff):
            standing = Standing.STAFF if staff else Standing.SERVING
            return Glimpse(standing, terminal.health, innermost(position.trace))
        case Starting():
            return Glimpse(Standing.STARTING, terminal.health)
        case OutOfService():
            return Glimpse(Standing.OUT_OF_SERVICE, terminal.health)
        case Attract():
            return Glimpse(Standing.WAITING, terminal.health)
        case _:
            return Glimpse(Standing.STAFF, terminal.health)


def innermost(trace: str) -> str:
    """``settle/review`` of ``visit/pay_own/pay/settle/review``."""
    return "/".join(trace.split("/")[-2:])


def steps_of(flow: Flow[C]) -> Mapping[str, bool]:
    """Every step of a flow and of the flows it runs at which a visit can rest, and whether it shows
    a result: a screen after which nothing is left to do."""
    found: dict[str, bool] = {}
    for step in flow.steps:
        if isinstance(step, Run):
            found |= steps_of(step.flow)
        else:
            result = isinstance(step, Ask) and not step.patience.asks
            found[f"{flow.name}/{step.name}"] = result
    return found
