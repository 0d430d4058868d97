"""Feeds events to the machine one at a time and carries out the effects it asks for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, assert_never

from kiosk.observe.glimpse import Onlookers
from kiosk.runtime.clock import Clock
from kiosk.runtime.countdown import Countdown
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.news import Tell
from kiosk.runtime.stage import Stage
from kiosk.session.advance import advance
from kiosk.session.effects import (
    Abort,
    Effect,
    EndProgram,
    HandOver,
    Note,
    Perform,
    SetTimer,
    Show,
    StopTimer,
    Wipe,
)
from kiosk.session.events import Done, Event, Failed, Progressed
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.handover import Ending
from kiosk.session.requests import Request
from kiosk.session.terminal import Terminal

_NOBODY = Onlookers()


class Performs(Protocol):
    """Carries out requests."""

    async def perform(self, request: Request[object], tell: Tell) -> object:
        """The reply the request asks for; ``tell`` is given news of it. Raises RequestFailed."""
        ...


class Conductor:
    """The terminal, running. ``hand_over`` brings its parts to rest or to work, ``end`` ends the
    program, ``onlookers`` see the terminal after every event. Lives in the asyncio thread; only
    ``post_threadsafe`` may be called from another."""

    def __init__(
        self,
        terminal: Terminal,
        *,
        performer: Performs,
        clock: Clock,
        stage: Stage,
        note: Callable[[Note], None],
        hand_over: Callable[[HandOver], None],
        end: Callable[[Ending], None],
        onlookers: Callable[[Terminal], None] = _NOBODY,
    ) -> None:
        self._terminal = terminal
        self._performer = performer
        self._stage = stage
        self._note = note
        self._hand_over = hand_over
        self._end = end
        self._onlookers = onlookers
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._countdown = Countdown(clock, stage, self.post)

    @property
    def terminal(self) -> Terminal:
        """The state after the last event."""
        return self._terminal

    def post(self, event: Event) -> None:
        """Queue an event."""
        self._events.put_nowait(event)

    async def run(self) -> None:
        """Process events until cancelled."""
        try:
            while True:
                event = await self._events.get()
                self._terminal, effects = advance(self._terminal, event)
                for effect in effects:
                    self._carry_out(effect)
                self._onlookers(self._terminal)
        finally:
            self._countdown.cancel()
            working = tuple(self._tasks.values())
            for task in working:
                task.cancel()
            # Whoever lets go of the devices and the ledger next must find nobody using them.
            await asyncio.gather(*working, return_exceptions=True)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Show(scene):
                self._stage.show(scene)
            case Perform(ticket, request):
                task = asyncio.create_task(self._perform(ticket, request))
                self._tasks[ticket] = task
                task.add_done_callback(lambda _task: self._tasks.pop(ticket, None))
            case Abort(ticket):
                if (running := self._tasks.get(ticket)) is not None:
                    running.cancel()
            case SetTimer():
                self._countdown.set(effect)
            case StopTimer():
                self._countdown.stop(effect)
            case Wipe():
                self._stage.wipe()
            case HandOver():
                self._hand_over(effect)
            case EndProgram(ending):
                self._end(ending)
            case Note():
                self._note(effect)
            case _:
                assert_never(effect)

    async def _perform(self, ticket: int, request: Request[object]) -> None:
        def tell(news: object) -> None:
            self.post(Progressed(ticket, news))

        try:
            reply = await self._performer.perform(request, tell)
        except RequestFailed as failure:
            self.post(Failed(ticket, failure.fault))
        except asyncio.CancelledError:
            if _is_wanted():
                raise
            # Something underneath was cancelled, which nobody here asked for: the citizen waits.
            self.post(Failed(ticket, Fault(FaultCode.INTERNAL)))
        except Exception:  # whatever it is, somebody stands before a screen that waits
            self.post(Failed(ticket, Fault(FaultCode.INTERNAL)))
        else:
            self.post(Done(ticket, reply))


def _is_wanted() -> bool:
    """Whether this very task was told to stop."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
