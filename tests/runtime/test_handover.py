"""Parts come to rest one by one, and each acknowledges for itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.observe import EventLog
from kiosk.runtime.handover import PartsAtRest, Restful
from kiosk.session.effects import HandOver
from kiosk.session.events import Acknowledged
from kiosk.session.handover import Direction, Part
from tests.runtime.conftest import Room

PAUSE, RESUME = Direction.PAUSE, Direction.RESUME


@dataclass
class Busy:
    """At work until it is told that it is done."""

    done: asyncio.Event = field(default_factory=asyncio.Event)
    breaks: bool = False
    resumed: int = 0
    given_up: int = 0

    async def rest(self) -> None:
        try:
            await self.done.wait()
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        if self.breaks:
            raise OSError("a part that is broken")

    def resume(self) -> None:
        self.resumed += 1


@dataclass
class Terminal:
    """Parts and what they have acknowledged."""

    parts: dict[Part, Busy]
    log: EventLog
    heard: list[Acknowledged] = field(default_factory=list)

    def __post_init__(self) -> None:
        restful: dict[Part, Restful] = dict(self.parts.items())
        self.at_rest = PartsAtRest(restful, self.heard.append, self.log)

    async def ask(self, number: int, direction: Direction) -> None:
        self.at_rest.carry_out(HandOver(number, direction))
        await settle()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def terminal(room: Room) -> Terminal:
    return Terminal({Part.ORDERS: Busy(), Part.RECEIPTS: Busy()}, room.log)


async def test_a_part_that_is_not_there_is_at_rest_at_once(terminal: Terminal) -> None:
    await terminal.ask(1, PAUSE)
    assert {one.part for one in terminal.heard} == {Part.CARDS, Part.DOCUMENTS}
    await terminal.at_rest.close()


async def test_each_part_acknowledges_when_it_has_come_to_rest(terminal: Terminal) -> None:
    await terminal.ask(1, PAUSE)
    terminal.parts[Part.ORDERS].done.set()
    await settle()
    assert terminal.heard[-1] == Acknowledged(1, Part.ORDERS)
    terminal.parts[Part.RECEIPTS].done.set()
    await settle()
    assert {one.part for one in terminal.heard} == set(Part)


async def test_a_part_that_breaks_keeps_no_technician_out(
    terminal: Terminal, log_path: Path
) -> None:
    terminal.parts[Part.ORDERS].breaks = True
    await terminal.ask(1, PAUSE)
    terminal.parts[Part.ORDERS].done.set()
    await settle()
    assert terminal.heard[-1] == Acknowledged(1, Part.ORDERS)
    assert "rest_orders" in await asyncio.to_thread(log_path.read_text)
    await terminal.at_rest.close()


async def test_who_gives_up_waiting_sends_every_part_to_work(terminal: Terminal) -> None:
    await terminal.ask(1, PAUSE)
    terminal.heard.clear()
    await terminal.ask(2, RESUME)
    assert terminal.heard == [Acknowledged(2, part) for part in Part]
    assert [part.given_up for part in terminal.parts.values()] == [1, 1]
    assert [part.resumed for part in terminal.parts.values()] == [1, 1]


async def test_closing_leaves_nobody_waiting(terminal: Terminal) -> None:
    await terminal.ask(1, PAUSE)
    await terminal.at_rest.close()
    assert [part.given_up for part in terminal.parts.values()] == [1, 1]
