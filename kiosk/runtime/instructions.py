"""What the collection service wants of the terminal: each instruction once, whatever is said again.

The ledger's trail remembers what was dealt with, and is written first: what cannot be written is
not done. So no restart forgets that it was asked for, and no other follows from it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from kiosk.backend.instruction import Instruction, UnreadableInstruction
from kiosk.ledger import Entry
from kiosk.ledger.staffing import SERVICE
from kiosk.observe import Event as LogEvent
from kiosk.observe import EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.clock import Clock
from kiosk.runtime.control import COMMANDS, FROM_AFAR
from kiosk.runtime.failures import RequestFailed
from kiosk.session.events import Event

PAUSE_S = 600.0
"""After an instruction, and after every start of a terminal that ever had one, the next is not
looked at for so long. A service that gives a new number with every answer restarts nothing in a
circle."""

CODES = "instruction."
"""How their codes begin in the audit trail."""
_RESTART = f"{CODES}restart"
_UNREADABLE = "unreadable"


class InstructionOutcome(Enum):
    """What has become of an instruction."""

    TAKEN = "taken"
    """The terminal ends once nobody is served and no money is open."""
    DONE = "done"
    REFUSED = "refused"


class Objection(Enum):
    """Why an instruction is refused."""

    EXPIRED = "expired"
    UNKNOWN = "unknown"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Dealt:
    """An instruction by its number, and what has become of it; ``why`` is empty unless refused."""

    number: str
    outcome: InstructionOutcome
    why: str = ""

    def told(self) -> dict[str, str]:
        """As the service is told."""
        return {"number": self.number, "outcome": self.outcome.value, "why": self.why}


class InstructionDesk:
    """Deals with what the service says. ``dealt`` is what it is to be told of: the instruction
    dealt with last, or the one it has just repeated. Lives in the asyncio thread."""

    def __init__(
        self, *, books: Bookkeeping, post: Callable[[Event], None], clock: Clock, log: EventLog
    ) -> None:
        self._books = books
        self._post = post
        self._clock = clock
        self._log = log
        self._known: dict[str, Dealt] | None = None
        self._recalling = asyncio.Lock()
        self._quiet_until = clock.monotonic()
        self._complained = False
        self.dealt: Dealt | None = None

    async def recall(self) -> bool:
        """Read what was dealt with before this start; whether it is known. Nothing is looked at
        while it is not."""
        async with self._recalling:
            if self._known is None:
                try:
                    self._known = await self._read()
                except RequestFailed:
                    return False
                self.dealt = next(reversed(self._known.values()), None)
        return True

    async def _read(self) -> dict[str, Dealt]:
        books = self._books
        known: dict[str, Dealt] = {}
        for entry in await books(books.ledger.acted, CODES):
            # Anew at the end: what was done last is told.
            known.pop(_number(entry), None)
            known[_number(entry)] = _dealt(entry)
        for one in known.values():
            if one.outcome is InstructionOutcome.TAKEN:
                # Whatever the program has ended for: that it was to start anew has come true.
                await books(books.ledger.staff_acted, SERVICE, _RESTART, after=one.number)
                known[one.number] = Dealt(one.number, InstructionOutcome.DONE)
        if known:
            # A start may be the second one after an instruction, and no clock need be right.
            self._pause()
        return known

    async def given(self, said: Instruction | UnreadableInstruction | None) -> bool:
        """What an answer of the service said; whether there is something new to tell it.

        It may say the same again and again, in any order: what is known already is told again
        with the next report, and nothing else comes of it.
        """
        if said is None:
            self._complained = False
            return False
        if not said.number:
            self._complain()
            return False
        if not await self.recall() or self._known is None:
            return False
        if (known := self._known.get(said.number)) is not None:
            self.dealt = known
            return False
        if self._clock.monotonic() < self._quiet_until:
            return False
        self._pause()
        return await self._deal_with(said, self._known)

    async def _deal_with(
        self, said: Instruction | UnreadableInstruction, known: dict[str, Dealt]
    ) -> bool:
        kind = said.kind if isinstance(said, Instruction) else _UNREADABLE
        code = CODES + kind
        why = self._objection(said)
        outcome = "begun" if why is None else why.value
        books = self._books
        try:
            await books(books.ledger.staff_acted, SERVICE, code, after=said.number, outcome=outcome)
        except RequestFailed:
            # Not remembered, so not done; the service says it again.
            self._refused(code, "ledger", said.number)
            return False
        if why is None:
            dealt = Dealt(said.number, InstructionOutcome.TAKEN)
            self._log.record(LogEvent.INSTRUCTION_TAKEN, what=code, instruction=said.number)
            if (event := COMMANDS[kind]) is not None:
                self._post(event)
        else:
            dealt = Dealt(said.number, InstructionOutcome.REFUSED, why.value)
            self._refused(code, why.value, said.number)
        known[said.number] = self.dealt = dealt
        return True

    def _objection(self, said: Instruction | UnreadableInstruction) -> Objection | None:
        if isinstance(said, UnreadableInstruction):
            return Objection.UNREADABLE
        if said.kind not in FROM_AFAR:
            return Objection.UNKNOWN
        return Objection.EXPIRED if self._clock.now() >= said.valid_until else None

    def _pause(self) -> None:
        self._quiet_until = self._clock.monotonic() + PAUSE_S

    def _complain(self) -> None:
        """Once, until the service says something else: it answers every report."""
        if not self._complained:
            self._complained = True
            self._refused(CODES + _UNREADABLE, Objection.UNREADABLE.value, "")

    def _refused(self, code: str, why: str, number: str) -> None:
        self._log.record(LogEvent.INSTRUCTION_REFUSED, what=code, why=why, instruction=number)


_OUTCOMES: Mapping[str, InstructionOutcome] = {
    "begun": InstructionOutcome.TAKEN,
    "done": InstructionOutcome.DONE,
}


def _number(entry: Entry) -> str:
    return str(entry.facts["after"])


def _dealt(entry: Entry) -> Dealt:
    """By an entry of the trail; what it does not say was done was refused."""
    said = str(entry.facts["outcome"])
    outcome = _OUTCOMES.get(said, InstructionOutcome.REFUSED)
    return Dealt(_number(entry), outcome, said if outcome is InstructionOutcome.REFUSED else "")
