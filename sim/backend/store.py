"""The database: work is done as functions of a session, each one whole and alone (serialised)."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from sqlite3 import Connection as SqliteConnection
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from sim.backend import models, models_cards, models_documents, models_reports, policy_tables
from sim.backend.channels import tables
from sim.backend.columns import Base

T = TypeVar("T")

TABLES = (models, models_cards, models_documents, models_reports, policy_tables, tables)
"""Every module with tables; naming them here makes SQLAlchemy know them before any are made."""

_ATTEMPTS = 50
_BUSY_SECONDS = 30.0


class Store:
    """SQLite in memory (``sqlite://``), in a file (``sqlite:///path``), or PostgreSQL by URL."""

    def __init__(self, url: str = "sqlite://") -> None:
        self._engine = _open(url)
        # SQLite makes writers queue, so the first attempt is the only one there.
        self._attempts = 1 if self._engine.dialect.name == "sqlite" else _ATTEMPTS
        in_memory = isinstance(self._engine.pool, StaticPool)
        self._alone: contextlib.AbstractContextManager[object] = (
            threading.Lock() if in_memory else contextlib.nullcontext()
        )
        Base.metadata.create_all(self._engine)

    def run(self, work: Callable[[Session], T]) -> T:
        """Do the work in one serialised transaction and commit it; if it raises, nothing stays.

        The work may be done more than once before one attempt succeeds, so it must change nothing
        but the session, and must never call out (to a payment channel) while it holds the database.
        """
        for _ in range(self._attempts - 1):
            try:
                return self._attempt(work)
            except (OperationalError, IntegrityError):
                # Somebody else was first: PostgreSQL says so with a serialization failure, a
                # deadlock or a unique violation. Another look shows what they did.
                continue
        return self._attempt(work)

    def _attempt(self, work: Callable[[Session], T]) -> T:
        with self._alone, Session(self._engine, expire_on_commit=False) as session, session.begin():
            return work(session)

    def renew(
        self, fill: Callable[[Session], None], leave: Callable[[Session], None] | None = None
    ) -> None:
        """Throw everything away, make the tables anew and fill them; nobody sees them half done.
        ``leave`` has a last look at what goes."""
        with self._alone, self._engine.begin() as connection:
            if leave is not None:
                with Session(connection) as session:
                    leave(session)
            Base.metadata.drop_all(connection)
            Base.metadata.create_all(connection)
            with Session(connection) as session:
                fill(session)
                session.flush()

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def _open(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, isolation_level="SERIALIZABLE")
    if url in ("sqlite://", "sqlite:///:memory:"):
        engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def take_the_write_lock(connection: Connection) -> None:
        # The driver's own deferred BEGIN lets two writers read the same past and one fail later.
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
