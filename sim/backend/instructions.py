"""What terminals are to do: told with every answer to a report until they say what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from sim.backend.collection import Collection
from sim.backend.models import Terminal
from sim.backend.models_reports import TerminalInstruction
from sim.backend.wire_reports import GivenInstruction, ReportedInstruction

RESTART = "restart"
VALID_FOR = timedelta(hours=1)


class Progress(Enum):
    """How far an instruction has come."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    REFUSED = "refused"
    LAPSED = "lapsed"
    """The terminal did not ask in time."""


@dataclass(frozen=True, slots=True)
class InstructionRecord:
    """An instruction as an onlooker sees it; ``why`` is the terminal's reason to refuse."""

    number: str
    terminal: str
    kind: str
    given_at: datetime
    progress: Progress
    why: str

    @property
    def is_open(self) -> bool:
        """Whether something may still come of it."""
        return self.progress in (Progress.WAITING, Progress.TAKEN)


_ORDER = ("", Progress.TAKEN.value, Progress.DONE.value)


def give(
    collection: Collection, terminal: str, kind: str = RESTART, valid_for: timedelta = VALID_FOR
) -> InstructionRecord:
    """Have a terminal do something. While one of the kind is still open that is the one. Raises
    KeyError for a terminal that nobody knows."""
    now = collection.clock.now()
    number = collection.mint.instruction_number()

    def work(session: Session) -> InstructionRecord:
        if session.get(Terminal, terminal) is None:
            raise KeyError(terminal)
        for row in _of(session, terminal):
            if (known := _record(row, now)).is_open and known.kind == kind:
                return known
        row = TerminalInstruction(
            number=number,
            terminal_number=terminal,
            kind=kind,
            given_at=now,
            valid_until=now + valid_for,
            outcome="",
            why="",
        )
        session.add(row)
        return _record(row, now)

    return collection.store.run(work)


def all_of(collection: Collection) -> tuple[InstructionRecord, ...]:
    """Every instruction, the oldest first."""
    now = collection.clock.now()
    rows = select(TerminalInstruction).order_by(TerminalInstruction.id)
    return collection.store.run(
        lambda session: tuple(_record(row, now) for row in session.scalars(rows))
    )


def latest(session: Session, terminal: str, now: datetime) -> InstructionRecord | None:
    """The last instruction to a terminal."""
    rows = _of(session, terminal)
    return _record(rows[-1], now) if rows else None


def to_be_told(session: Session, terminal: str, now: datetime) -> GivenInstruction | None:
    """The oldest instruction of which the terminal has not told anything yet."""
    for row in _of(session, terminal):
        if _record(row, now).progress is Progress.WAITING:
            return GivenInstruction(number=row.number, kind=row.kind, valid_until=row.valid_until)
    return None


def hear(session: Session, terminal: str, told: ReportedInstruction, now: datetime) -> None:
    """A terminal tells what became of one; of another's, or one that nobody knows, it tells
    nothing. Reports of an outage come late, so nothing goes back to what it was."""
    for row in _of(session, terminal):
        if row.number == told.number and _goes_on(row.outcome, told.outcome):
            row.outcome, row.why, row.told_at = told.outcome, told.why, now


def _goes_on(before: str, after: str) -> bool:
    if after == Progress.REFUSED.value:
        return before == ""
    return before in _ORDER and _ORDER.index(after) > _ORDER.index(before)


def _of(session: Session, terminal: str) -> list[TerminalInstruction]:
    rows = select(TerminalInstruction).where(TerminalInstruction.terminal_number == terminal)
    return list(session.scalars(rows.order_by(TerminalInstruction.id)))


def _record(row: TerminalInstruction, now: datetime) -> InstructionRecord:
    if row.outcome:
        progress = Progress(row.outcome)
    else:
        progress = Progress.WAITING if now < row.valid_until else Progress.LAPSED
    return InstructionRecord(
        row.number, row.terminal_number, row.kind, row.given_at, progress, row.why
    )
