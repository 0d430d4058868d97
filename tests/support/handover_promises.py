"""What the machine promises about changing hands, checked event by event."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kiosk.flows.requests.card import ChargeCard, EnterPin, InsertCard
from kiosk.flows.requests.payment import (
    AwaitPosting,
    ChargeCode,
    CloseOrder,
    OpenOrder,
    WatchOrder,
)
from kiosk.session.effects import Effect, EndProgram, HandOver, Perform
from kiosk.session.events import Acknowledged, Event
from kiosk.session.handover import ALL_PARTS, Direction, Part
from kiosk.session.requests import Request
from kiosk.session.terminal import Terminal, Visit

ABOUT_MONEY = (
    OpenOrder,
    ChargeCard,
    ChargeCode,
    WatchOrder,
    CloseOrder,
    AwaitPosting,
    InsertCard,
    EnterPin,
)


@dataclass(frozen=True)
class HandoverWatcher:
    """``resting`` are the parts that have acknowledged the last hand-over, if it was a pause.
    ``see`` gives the next one and objects to the first broken promise."""

    number: int = 0
    pausing: bool = False
    resting: frozenset[Part] = frozenset()

    @property
    def at_rest(self) -> bool:
        """Whether nothing of the terminal is at work."""
        return self.pausing and self.resting == ALL_PARTS

    def see(
        self,
        event: Event,
        after: Terminal,
        effects: tuple[Effect, ...],
        live: Collection[Request[object]],
    ) -> HandoverWatcher:
        """One event, what came of it, and what is under way now. Raises AssertionError."""
        now = self
        if isinstance(event, Acknowledged) and event.handover == self.number:
            now = HandoverWatcher(self.number, self.pausing, self.resting | {event.part})
        for effect in effects:
            match effect:
                case HandOver(number, direction):
                    assert number > now.number, "a hand-over has a number of its own"
                    now = HandoverWatcher(number, direction is Direction.PAUSE)
                    assert not live, "nothing is under way when hands are changed"
                    assert not isinstance(after.phase, Visit)
                case EndProgram():
                    assert now.at_rest, "the program ends with nothing under way"
                    assert not isinstance(after.phase, Visit)
                case Perform(_, request) if isinstance(request, ABOUT_MONEY):
                    assert not now.pausing, "no money moves while the terminal is not a citizen's"
                case _:
                    pass
        if isinstance(after.phase, Visit):
            if after.phase.staff:
                assert now.at_rest, "staff get a terminal of which every part is at rest"
            else:
                assert not now.pausing, "citizens get a terminal that is at work"
        return now
