"""What happens before a ledger is used: it is begun if there is none, and examined."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select, text

from kiosk.ledger.anchor import read_anchor
from kiosk.ledger.database import (
    failures,
    migrate,
    reading_engine,
    revision_of,
    writing_engine,
)
from kiosk.ledger.entry import Head, Seals
from kiosk.ledger.errors import LedgerDamaged, LedgerKeyRefused
from kiosk.ledger.evidence import earlier_evidence, parts_present
from kiosk.ledger.journal import Journal
from kiosk.ledger.schema import ENTRIES, HEAD, REVISION
from kiosk.ledger.verification import stored_entry, verify
from kiosk.ledger.whole_files import sync_directory


def begin_if_absent(path: Path, seals: Seals, at: datetime) -> None:
    """Begin a ledger where there is none and no part of one.

    It is made under another name and put in place complete, so that whatever is found in its place
    later was once complete, and an empty file means damage.
    """
    if parts_present(path):
        return
    draft = path.with_name(f"{path.name}.draft")
    for part in ("", "-wal", "-shm", "-journal"):
        draft.with_name(draft.name + part).unlink(missing_ok=True)
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    engine = writing_engine(draft)
    try:
        migrate(engine)
        with engine.begin() as connection:
            facts: dict[str, str | int] = {"revision": REVISION}
            evidence = earlier_evidence(path)
            if evidence:
                facts["succeeds"] = evidence[-1]
            Journal(connection, seals, at).begin(facts)
    finally:
        engine.dispose()
    draft.rename(path)
    sync_directory(path.parent)


def bring_up_to_date(path: Path) -> None:
    """Check that the file is a whole database, and migrate it where it is of an earlier version.

    Raises LedgerDamaged, LedgerNewer.
    """
    if not path.exists() or path.stat().st_size == 0:
        raise LedgerDamaged("the database is gone", (path,))
    with _looking(path) as connection:
        found = connection.execute(text("PRAGMA integrity_check(1)")).scalars().all()
        if found != ["ok"]:
            raise LedgerDamaged("integrity check", (path,))
        revision = revision_of(connection)
    if revision is None:
        raise LedgerDamaged("not a ledger", (path,))
    if revision != REVISION:
        engine = writing_engine(path)
        try:
            migrate(engine)
        finally:
            engine.dispose()


def examine(path: Path, seals: Seals) -> Head:
    """Verify a ledger without changing a byte of it, and return its head.

    Raises LedgerDamaged with the reason, LedgerKeyRefused.
    """
    try:
        anchor = read_anchor(path)
    except ValueError as error:
        raise LedgerDamaged("anchor: spoilt", (path,)) from error
    with _looking(path) as connection:
        _refuse_other_key(connection, seals)
        report = verify(connection, seals, anchor)
        if not report.sound:
            raise LedgerDamaged(str(report), (path,))
        seq, entry_hash = connection.execute(select(HEAD.c.seq, HEAD.c.hash)).one()
    return seals.head(seq, entry_hash)


def _refuse_other_key(connection: Connection, seals: Seals) -> None:
    """Tell a wrong key, under which no entry holds, from a ledger that was tampered with."""
    key_check = connection.execute(select(HEAD.c.key_check)).scalar_one_or_none()
    first = connection.execute(select(ENTRIES).where(ENTRIES.c.seq == 1)).one_or_none()
    entry = None if first is None else stored_entry(first)
    if key_check != seals.key_check and entry is not None and not seals.holds(entry):
        raise LedgerKeyRefused("key")


@contextmanager
def _looking(path: Path) -> Iterator[Connection]:
    engine = reading_engine(path)
    try:
        with failures(path), engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
