"""Connections to the file, their settings, their failures, and the migrations."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import StaticPool

from kiosk.ledger.errors import LedgerDamaged, LedgerNewer, LedgerUnavailable
from kiosk.ledger.schema import REVISION

# Nobody else should ever hold a lock on the file; a backup tool may for an instant.
_BUSY_SECONDS = 0.25
_CORRUPT = frozenset(
    {
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_FORMAT,
        # Our statements are fixed: one that cannot be understood means that a table is not as made.
        sqlite3.SQLITE_ERROR,
    }
)
_PRIMARY_CODE = 0xFF


def writing_engine(path: Path) -> Engine:
    """One connection that writes. Every commit is on the disk before it returns (WAL, FULL)."""

    def connect() -> sqlite3.Connection:
        connection = _connect(path, "rwc")
        (mode,) = connection.execute("PRAGMA journal_mode = WAL").fetchone()
        if mode != "wal":
            raise LedgerUnavailable("no write-ahead log here")
        connection.execute("PRAGMA synchronous = FULL")
        # What is erased is overwritten, and not only forgotten.
        connection.execute("PRAGMA secure_delete = ON")
        return connection

    return _engine(connect, "BEGIN IMMEDIATE")


def empty_log(engine: Engine) -> bool:
    """Bring the write-ahead log into the file and cut it to nothing, so that what was erased is in
    neither. False where somebody is reading, or the disk refuses; nothing is lost then."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            row = cursor.fetchone()
        finally:
            cursor.close()
    except sqlite3.Error:
        return False
    finally:
        connection.close()
    return row is not None and row[0] == 0


def reading_engine(path: Path) -> Engine:
    """One connection that cannot write, and leaves the file and its WAL as they are."""
    return _engine(lambda: _connect(path, "ro"), "BEGIN")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return connection


def _engine(connect: Callable[[], sqlite3.Connection], begin: str) -> Engine:
    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool, hide_parameters=True)

    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", begin_transaction)
    return engine


@contextmanager
def failures(path: Path) -> Iterator[None]:
    """Turn what SQLite and the file system say into LedgerDamaged or LedgerUnavailable."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        code, name = _sqlite_code(error.orig)
        if code in _CORRUPT:
            raise LedgerDamaged(name, (path,)) from error
        raise LedgerUnavailable(name) from error
    except UnicodeDecodeError as error:
        raise LedgerDamaged("text that is not text", (path,)) from error
    except OSError as error:
        raise LedgerUnavailable(errno_name(error)) from error


def errno_name(error: OSError) -> str:
    """What the operating system says, without the file's name."""
    return os.strerror(error.errno) if error.errno else type(error).__name__


def _sqlite_code(error: BaseException | None) -> tuple[int | None, str]:
    if not isinstance(error, sqlite3.Error):
        return None, "unknown"
    try:
        return error.sqlite_errorcode & _PRIMARY_CODE, error.sqlite_errorname
    except AttributeError:  # raised by the module itself, not by the library
        # The one such error reading can meet is text that is not UTF-8.
        undecodable = isinstance(error, sqlite3.OperationalError)
        return (sqlite3.SQLITE_CORRUPT if undecodable else None), type(error).__name__


def revision_of(connection: Connection) -> str | None:
    """The migration this file is at, None when it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return found


def migrate(engine: Engine) -> None:
    """Bring the file to ``REVISION`` in one transaction. Raises LedgerNewer for a later one."""
    with engine.begin() as connection:
        if revision_of(connection) == REVISION:
            return
        # Imported only where there is something to migrate: it costs a cheap box a noticeable time.
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", f"{__package__}:migrations")
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, REVISION)
        except CommandError as error:
            raise LedgerNewer("schema") from error
