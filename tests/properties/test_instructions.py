"""Whatever the service says, in whatever order, through restarts and outages of the ledger: each
instruction is carried out once at most, and a restart is never followed by another one at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import ParamSpec, TypeVar, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.backend.instruction import Instruction, UnreadableInstruction
from kiosk.ledger import Entry, EntryKind
from kiosk.ledger.entry import write_payload
from kiosk.observe import EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.instructions import PAUSE_S, InstructionDesk, InstructionOutcome
from kiosk.session.events import EndingWanted, Event
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.handover import Ending
from tests.support.manual_clock import OPENING

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Says:
    """The service says that; one that is valid for no time at all cannot be read."""

    number: str
    kind: str
    seconds: float | None


@dataclass(frozen=True)
class Passes:
    seconds: float


@dataclass(frozen=True)
class StartsAgain:
    """Whatever for."""


@dataclass(frozen=True)
class LedgerTurns:
    fails: bool


Step = Says | Passes | StartsAgain | LedgerTurns | None
NUMBERS = st.sampled_from(["", *(f"a{place:03x}-0000-0000-0000" for place in range(4))])
KINDS = st.sampled_from(["restart", "restart", "restart", "shut_down", "make_coffee"])
SAYS = st.builds(Says, NUMBERS, KINDS, st.sampled_from([100_000.0, 30.0, 0.0, -1.0, None]))
STEPS: st.SearchStrategy[Step] = st.one_of(
    SAYS,
    st.builds(Says, NUMBERS.filter(bool), st.just("restart"), st.just(100_000.0)),
    st.builds(Passes, st.sampled_from([1.0, PAUSE_S - 1, PAUSE_S])),
    st.just(StartsAgain()),
    st.builds(LedgerTurns, st.booleans()),
    st.none(),
)


class Hands:
    """A clock whose hands are moved, with nobody asleep by it."""

    def __init__(self) -> None:
        self.elapsed = 0.0

    def now(self) -> datetime:
        return OPENING + timedelta(seconds=self.elapsed)

    def monotonic(self) -> float:
        return self.elapsed

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


class Trail:
    """The audit trail in memory, as much of books and ledger as is asked."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.fails = False
        self.ledger = self

    async def __call__(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self.fails:
            raise RequestFailed(Fault(FaultCode.LEDGER_UNAVAILABLE))
        return call(*args, **kwargs)

    def acted(self, begins: str) -> tuple[Entry, ...]:
        return tuple(one for one in self.entries if str(one.facts["what"]).startswith(begins))

    def staff_acted(self, who: str, what: str, *, after: str, outcome: str = "done") -> None:
        facts: dict[str, str | int] = {"who": who, "what": what, "after": after, "outcome": outcome}
        kind, seq = EntryKind.STAFF_ACTED.value, len(self.entries) + 1
        self.entries.append(Entry(seq, "", kind, None, write_payload(facts), "", ""))


class Unread:
    """A log that nobody reads."""

    def record(self, *_event: object, **_facts: object) -> None:
        pass


class Terminal:
    """A terminal that is started again at any moment, and what it did."""

    def __init__(self) -> None:
        self.clock = Hands()
        self.trail = Trail()
        self.ended: list[tuple[str, float]] = []
        self.saying = ""
        self.desk = self.start()

    def start(self) -> InstructionDesk:
        books, log = cast("Bookkeeping", self.trail), cast("EventLog", Unread())
        return InstructionDesk(books=books, post=self.post, clock=self.clock, log=log)

    def post(self, event: Event) -> None:
        assert event == EndingWanted(Ending.RESTART)
        assert self.saying in {str(one.facts["after"]) for one in self.trail.entries}
        self.ended.append((self.saying, self.clock.monotonic()))

    async def play(self, step: Step) -> None:
        match step:
            case Says(number, kind, float(seconds)) if number:
                until = self.clock.now() + timedelta(seconds=seconds)
                may = kind == "restart" and seconds > 0
                await self.hear(Instruction(number, kind, until), may_end=may)
            case Says(number):
                await self.hear(UnreadableInstruction(number), may_end=False)
            case Passes(seconds):
                self.clock.elapsed += seconds
            case StartsAgain():
                self.desk = self.start()
                if await self.desk.recall() and self.desk.dealt is not None:
                    assert self.desk.dealt.outcome is not InstructionOutcome.TAKEN
            case LedgerTurns(fails):
                self.trail.fails = fails
            case None:
                await self.desk.given(None)

    async def hear(self, said: Instruction | UnreadableInstruction, *, may_end: bool) -> None:
        before, self.saying = len(self.ended), said.number
        await self.desk.given(said)
        assert may_end or len(self.ended) == before


@settings(max_examples=100)
@given(st.lists(STEPS, min_size=20, max_size=40))
def test_each_is_carried_out_once_at_most_and_none_right_after_another(steps: list[Step]) -> None:
    terminal = Terminal()

    async def played() -> None:
        for step in steps:
            await terminal.play(step)

    asyncio.run(played())
    numbers = [number for number, _ in terminal.ended]
    assert len(numbers) == len(set(numbers))
    moments = [at for _, at in terminal.ended]
    assert all(later - earlier >= PAUSE_S for earlier, later in pairwise(moments))
