"""What the service wants is done once, remembered through restarts, or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.backend.instruction import Instruction, UnreadableInstruction
from kiosk.ledger import Ledger, LedgerUnavailable
from kiosk.observe import EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.control import FROM_AFAR
from kiosk.runtime.instructions import (
    PAUSE_S,
    Dealt,
    InstructionDesk,
    InstructionOutcome,
)
from kiosk.session.events import EndingWanted, Event
from kiosk.session.handover import Ending
from tests.runtime.conftest import KEY
from tests.support.begun_ledger import lay_begun_ledger
from tests.support.manual_clock import ManualClock

FIRST, SECOND = "a001-0002-0003-0004", "b001-0002-0003-0004"
RESTART = EndingWanted(Ending.RESTART)
TAKEN, DONE, REFUSED = InstructionOutcome


@dataclass(slots=True)
class Terminal:
    """A terminal that is started again and again over the same ledger."""

    path: Path
    clock: ManualClock
    log: EventLog
    posted: list[Event] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)

    @contextmanager
    def started(self) -> Iterator[InstructionDesk]:
        ledger = Ledger.open(self.path, now=self.clock.now, key=KEY)
        books = Bookkeeping(ledger, lambda: self.unsound.append("unsound"))
        try:
            yield InstructionDesk(
                books=books, post=self.posted.append, clock=self.clock, log=self.log
            )
        finally:
            books.close()

    def restart(self, number: str = FIRST, seconds: float = 3600) -> Instruction:
        return Instruction(number, "restart", self.clock.now() + timedelta(seconds=seconds))

    def trail(self) -> list[tuple[str, str, str, str]]:
        with Ledger.open(self.path, now=self.clock.now, key=KEY) as ledger:
            facts = [entry.facts for entry in ledger.staff_trail()]
        return [
            (str(one["who"]), str(one["what"]), str(one["after"]), str(one["outcome"]))
            for one in facts
        ]


@pytest.fixture
def terminal(tmp_path: Path, clock: ManualClock, log: EventLog) -> Terminal:
    path = tmp_path / "ledger.sqlite"
    lay_begun_ledger(path, at=clock.now(), key=KEY)
    return Terminal(path, clock, log)


async def test_a_restart_goes_the_way_of_the_command_line_and_is_written_first(
    terminal: Terminal, logged: Callable[[], list[str]]
) -> None:
    with terminal.started() as desk:
        assert await desk.given(terminal.restart())
        assert terminal.posted == [RESTART]
        assert desk.dealt == Dealt(FIRST, TAKEN)
    assert terminal.trail() == [("service", "instruction.restart", FIRST, "begun")]
    assert logged() == ["INSTRUCTION_TAKEN"]


async def test_the_same_number_again_restarts_nothing_and_is_told_again(
    terminal: Terminal,
) -> None:
    with terminal.started() as desk:
        await desk.given(terminal.restart())
        for _ in range(3):
            await terminal.clock.advance(PAUSE_S)
            assert not await desk.given(terminal.restart())
        assert terminal.posted == [RESTART]
        assert desk.dealt == Dealt(FIRST, TAKEN)
    assert len(terminal.trail()) == 1


async def test_what_was_taken_is_done_with_the_next_start_and_never_again(
    terminal: Terminal,
) -> None:
    with terminal.started() as desk:
        await desk.given(terminal.restart())
    for _ in range(3):
        with terminal.started() as desk:
            assert await desk.recall()
            assert desk.dealt == Dealt(FIRST, DONE)
            await terminal.clock.advance(PAUSE_S)
            assert not await desk.given(terminal.restart())
    assert terminal.posted == [RESTART]
    assert [entry[3] for entry in terminal.trail()] == ["begun", "done"]


async def test_an_earlier_one_that_comes_again_after_a_later_one_is_known(
    terminal: Terminal,
) -> None:
    with terminal.started() as desk:
        await desk.given(terminal.restart(FIRST))
        await terminal.clock.advance(PAUSE_S)
        await desk.given(terminal.restart(SECOND))
        assert desk.dealt == Dealt(SECOND, TAKEN)
        assert not await desk.given(terminal.restart(FIRST))
        assert desk.dealt == Dealt(FIRST, TAKEN)
    with terminal.started() as desk:
        assert not await desk.given(terminal.restart(FIRST))
        assert not await desk.given(terminal.restart(SECOND))
        assert desk.dealt == Dealt(SECOND, DONE)
    assert terminal.posted == [RESTART, RESTART]


async def test_a_new_number_with_every_answer_restarts_nothing_in_a_circle(
    terminal: Terminal,
) -> None:
    numbers = (f"a001-0002-0003-{place:04x}" for place in range(10_000))
    for _ in range(3):
        taken = len(terminal.posted)
        with terminal.started() as desk:
            while len(terminal.posted) == taken:
                await terminal.clock.advance(PAUSE_S / 20)
                await desk.given(terminal.restart(next(numbers)))
        assert terminal.clock.monotonic() >= taken * PAUSE_S
    assert len(terminal.posted) == 3


async def test_a_second_start_after_a_restart_lets_nothing_in_sooner(terminal: Terminal) -> None:
    with terminal.started() as desk:
        await desk.given(terminal.restart(FIRST))
    with terminal.started() as desk:
        assert await desk.recall()
    with terminal.started() as desk:
        assert not await desk.given(terminal.restart(SECOND))
        await terminal.clock.advance(PAUSE_S)
        assert await desk.given(terminal.restart(SECOND))
    assert terminal.posted == [RESTART, RESTART]


async def test_one_that_is_too_old_is_refused_and_stays_so(
    terminal: Terminal, logged: Callable[[], list[str]]
) -> None:
    with terminal.started() as desk:
        assert await desk.given(terminal.restart(seconds=0))
        assert desk.dealt == Dealt(FIRST, REFUSED, "expired")
        await terminal.clock.advance(PAUSE_S)
        # Also where the service has thought again about how long it holds.
        assert not await desk.given(terminal.restart())
    with terminal.started() as desk:
        assert not await desk.given(terminal.restart())
        assert desk.dealt == Dealt(FIRST, REFUSED, "expired")
    assert terminal.posted == []
    assert terminal.trail() == [("service", "instruction.restart", FIRST, "expired")]
    assert logged() == ["INSTRUCTION_REFUSED"]


@pytest.mark.parametrize("kind", ["shut_down", "maintain", "give_back", "status", "make_coffee"])
async def test_what_may_not_be_wanted_from_afar_is_refused(terminal: Terminal, kind: str) -> None:
    until = terminal.clock.now() + timedelta(hours=1)
    with terminal.started() as desk:
        assert await desk.given(Instruction(FIRST, kind, until))
        assert desk.dealt == Dealt(FIRST, REFUSED, "unknown")
    assert terminal.posted == []
    assert terminal.trail() == [("service", f"instruction.{kind}", FIRST, "unknown")]


def test_nothing_may_be_wanted_from_afar_that_needs_somebody_to_come() -> None:
    assert set(FROM_AFAR) == {"restart"}


async def test_what_cannot_be_read_is_refused_by_its_number(terminal: Terminal) -> None:
    with terminal.started() as desk:
        assert await desk.given(UnreadableInstruction(FIRST))
        assert desk.dealt == Dealt(FIRST, REFUSED, "unreadable")
    assert terminal.posted == []
    assert terminal.trail() == [("service", "instruction.unreadable", FIRST, "unreadable")]


async def test_what_has_not_even_a_number_is_logged_once_until_it_is_over(
    terminal: Terminal, logged: Callable[[], list[str]]
) -> None:
    with terminal.started() as desk:
        for said in (UnreadableInstruction(), UnreadableInstruction(), None):
            assert not await desk.given(said)
        assert logged() == ["INSTRUCTION_REFUSED"]
        await desk.given(UnreadableInstruction())
        assert logged() == ["INSTRUCTION_REFUSED"] * 2
        assert desk.dealt is None
    assert terminal.trail() == []


async def test_what_cannot_be_remembered_is_not_done(
    terminal: Terminal, logged: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_anything: object, **_named: object) -> None:
        raise LedgerUnavailable("disk full")

    with terminal.started() as desk:
        # Nothing fills a disk for a moment.
        with monkeypatch.context() as broken:
            broken.setattr(Ledger, "staff_acted", full)
            assert not await desk.given(terminal.restart())
        assert (terminal.posted, desk.dealt) == ([], None)
        assert logged() == ["INSTRUCTION_REFUSED"]
        await terminal.clock.advance(PAUSE_S)
        assert await desk.given(terminal.restart())
    assert terminal.posted == [RESTART]


async def test_while_it_is_not_known_what_was_done_nothing_is(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(*_anything: object) -> None:
        raise LedgerUnavailable("no such disk")

    with terminal.started() as desk:
        await desk.given(terminal.restart())
    with terminal.started() as desk:
        # A disk does not come back by itself.
        with monkeypatch.context() as broken:
            broken.setattr(Ledger, "acted", unreadable)
            assert not await desk.recall()
            assert not await desk.given(terminal.restart())
            assert not await desk.given(terminal.restart(SECOND))
        assert not await desk.given(terminal.restart())
    assert terminal.posted == [RESTART]
