"""Reports to the collection service that wait for being confirmed, in a small file of their own.

Not in the ledger, whose entries are evidence and are never removed: a report is forgotten once it
has arrived, and the terminal takes money whether or not this file can be written.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from uuid import uuid4

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    func,
    insert,
    inspect,
    select,
    update,
)

from kiosk.ledger.database import failures, writing_engine
from kiosk.ledger.errors import LedgerDamaged

_VERSION = 1
MOST_WAITING = 5_000
_METADATA = MetaData()
_BOX = Table(
    "outbox",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("series", Text, nullable=False),
    Column("lost", Integer, nullable=False),
    CheckConstraint("id = 1", name="outbox_is_one_row"),
    sqlite_strict=True,
)
_REPORTS = Table(
    "reports",
    _METADATA,
    Column("sequence", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
    # A number is never given twice, also after its report has arrived and been forgotten.
    sqlite_autoincrement=True,
    sqlite_strict=True,
)


class ReportKind(Enum):
    """What a report is about."""

    STATE = "state"
    """How the terminal is since then; superseded by the next one."""
    EVENT = "event"
    """Something that happened."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report that waits. ``sequence`` rises within its ``series``, with gaps where reports had to
    be given up; ``lost`` events were, in all of the series so far. ``body`` is JSON."""

    series: str
    sequence: int
    kind: ReportKind
    at: datetime
    body: str
    lost: int


class Outbox:
    """Reports in order. Synchronous; every method that writes has written when it returns, and
    raises LedgerUnavailable or LedgerDamaged when it cannot.

    At most ``most`` reports wait. Beyond that superseded states are given up first, the oldest
    before the others, then the oldest events, which are counted as lost; never the newest state.
    """

    def __init__(self, path: Path, engine: Engine, most: int) -> None:
        self._path = path
        self._engine = engine
        self._most = most
        self._alone = threading.Lock()

    @classmethod
    def open(cls, path: Path, *, most: int = MOST_WAITING) -> Outbox:
        """Open the outbox at ``path``, or begin one, under a series of its own. A file that cannot
        be read is put aside as ``….broken`` and another one begun. Raises LedgerUnavailable."""
        with failures(path):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            return cls._opened(path, most)
        except LedgerDamaged:
            with failures(path):
                path.replace(path.with_name(f"{path.name}.broken"))
                for part in ("-wal", "-shm"):
                    path.with_name(path.name + part).unlink(missing_ok=True)
            return cls._opened(path, most)

    @classmethod
    def _opened(cls, path: Path, most: int) -> Outbox:
        engine = writing_engine(path)
        try:
            with failures(path), engine.begin() as connection:
                _begin_if_empty(connection)
                _refuse_other_version(connection, path)
        except BaseException:
            engine.dispose()
            raise
        with suppress(OSError):
            path.chmod(0o600)
        return cls(path, engine, most)

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        with self._alone:
            self._engine.dispose()

    def put(self, kind: ReportKind, at: datetime, body: str) -> None:
        """Have a report wait behind all others."""
        with self._alone, failures(self._path), self._engine.begin() as connection:
            connection.execute(
                insert(_REPORTS).values(kind=kind.value, at=at.isoformat(), body=body)
            )
            excess = _waiting(connection) - self._most
            if excess > 0:
                self._make_room(connection, excess)

    def next(self) -> Report | None:
        """The report to be sent, None where none waits."""
        with self._alone, failures(self._path), self._engine.begin() as connection:
            row = connection.execute(
                select(_REPORTS).order_by(_REPORTS.c.sequence).limit(1)
            ).one_or_none()
            if row is None:
                return None
            box = connection.execute(select(_BOX)).one()
            return Report(
                box.series,
                row.sequence,
                ReportKind(row.kind),
                datetime.fromisoformat(row.at),
                row.body,
                box.lost,
            )

    def arrived(self, report: Report) -> None:
        """The service has confirmed it."""
        self._remove(report, lost=0)

    def give_up(self, report: Report) -> None:
        """The service will never take it."""
        self._remove(report, lost=int(report.kind is ReportKind.EVENT))

    @property
    def waiting(self) -> int:
        """How many reports wait."""
        with self._alone, failures(self._path), self._engine.begin() as connection:
            return _waiting(connection)

    def _remove(self, report: Report, *, lost: int) -> None:
        with self._alone, failures(self._path), self._engine.begin() as connection:
            connection.execute(delete(_REPORTS).where(_REPORTS.c.sequence == report.sequence))
            if lost:
                connection.execute(update(_BOX).values(lost=_BOX.c.lost + lost))

    def _make_room(self, connection: Connection, excess: int) -> None:
        state = _REPORTS.c.kind == ReportKind.STATE.value
        newest = connection.execute(select(func.max(_REPORTS.c.sequence)).where(state)).scalar_one()
        superseded = state & (_REPORTS.c.sequence != newest)
        given_up = _give_up_oldest(connection, superseded, excess)
        events = _give_up_oldest(connection, ~state, excess - given_up)
        if events:
            connection.execute(update(_BOX).values(lost=_BOX.c.lost + events))


def _begin_if_empty(connection: Connection) -> None:
    if inspect(connection).get_table_names():
        return
    _METADATA.create_all(connection)
    connection.execute(insert(_BOX).values(id=1, version=_VERSION, series=str(uuid4()), lost=0))


def _refuse_other_version(connection: Connection, path: Path) -> None:
    if connection.execute(select(_BOX.c.version)).scalar_one_or_none() != _VERSION:
        raise LedgerDamaged("an outbox of another version", (path,))


def _waiting(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(_REPORTS)).scalar_one()


def _give_up_oldest(connection: Connection, which: ColumnElement[bool], most: int) -> int:
    if most <= 0:
        return 0
    oldest = select(_REPORTS.c.sequence).where(which).order_by(_REPORTS.c.sequence).limit(most)
    return connection.execute(delete(_REPORTS).where(_REPORTS.c.sequence.in_(oldest))).rowcount
