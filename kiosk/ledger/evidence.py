"""One user at a time, and nothing damaged is ever thrown away or silently replaced."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.ledger.database import errno_name
from kiosk.ledger.errors import LedgerDamaged, LedgerInUse, LedgerUnavailable
from kiosk.ledger.moments import CHINA
from kiosk.ledger.whole_files import replaced, sync_directory

# What belongs to one ledger: the database, SQLite's files beside it, the anchor.
_PARTS = ("", "-wal", "-shm", "-journal", ".head")


@dataclass(frozen=True, slots=True)
class _Latch:
    reason: str
    stem: str


@contextmanager
def sole_use(path: Path) -> Iterator[None]:
    """Hold the ledger for this process; released when the process ends in whatever way.

    A lock of its own, for SQLite's locks let two writers take turns. Raises LedgerInUse,
    LedgerUnavailable.
    """
    try:
        descriptor = os.open(
            path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
        )
    except OSError as error:
        raise LedgerUnavailable(errno_name(error)) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LedgerInUse("in use") from error
        yield
    finally:
        os.close(descriptor)


def ledger_in_use(path: Path) -> bool:
    """Whether another process holds the ledger at this moment. Changes nothing."""
    try:
        descriptor = os.open(path.with_name(f"{path.name}.lock"), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def put_aside(path: Path, reason: str, at: datetime) -> tuple[Path, ...]:
    """Latch the ledger as damaged and move its files under a new name, byte for byte.

    Returns the files as they are now. Where the disk refuses even that, they stay where they are,
    and will be found damaged again.
    """
    stem = _free_stem(path, at)
    latch = json.dumps({"reason": reason, "evidence": stem}, ensure_ascii=False)
    try:
        with replaced(_latch_path(path)) as file:
            file.write(latch.encode())
        _move(path, stem)
    except OSError:
        return _parts(path, path.name)
    return _parts(path, stem)


def refuse_latched(path: Path) -> None:
    """Raise LedgerDamaged while an operator has not acknowledged earlier damage."""
    latch = _read_latch(path)
    if latch is not None:
        raise LedgerDamaged(latch.reason, _parts(path, latch.stem))


def finish_putting_aside(path: Path) -> None:
    """Move what a crash kept ``put_aside`` from moving."""
    latch = _read_latch(path)
    if latch is not None:
        _move(path, latch.stem)


def acknowledge_damage(path: Path) -> tuple[Path, ...]:
    """The operator has seen the damage: the next ``Ledger.open`` may begin a new ledger.

    The evidence stays where it is and is returned; none when nothing was latched. Raises
    LedgerInUse, LedgerUnavailable.
    """
    with sole_use(path):
        latch = _read_latch(path)
        if latch is None:
            return ()
        try:
            _move(path, latch.stem)
            _latch_path(path).rename(path.with_name(f"{latch.stem}.json"))
            sync_directory(path.parent)
        except OSError as error:
            raise LedgerUnavailable(errno_name(error)) from error
        return _parts(path, latch.stem)


def earlier_evidence(path: Path) -> tuple[str, ...]:
    """Names of the damaged ledgers this one succeeds."""
    prefix = f"{path.name}.damaged-"
    return tuple(
        sorted(
            file.stem
            for file in path.parent.iterdir()
            if file.name.startswith(prefix) and file.name.endswith(".json")
        )
    )


def parts_present(path: Path) -> bool:
    """Whether there is anything of a ledger here, be it only a part."""
    return bool(_parts(path, path.name))


def _latch_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.latch")


def _read_latch(path: Path) -> _Latch | None:
    try:
        content = _latch_path(path).read_bytes()
    except FileNotFoundError:
        return None
    try:
        loaded: object = json.loads(content)
    except ValueError:
        loaded = None
    match loaded:
        case {"reason": str(reason), "evidence": str(stem)} if "/" not in stem:
            return _Latch(reason, stem)
        case _:
            # Whatever became of the latch, it was one.
            return _Latch("latched", f"{path.name}.damaged-unknown")


def _free_stem(path: Path, at: datetime) -> str:
    base = f"{path.name}.damaged-{at.astimezone(CHINA):%Y%m%dT%H%M%S}"
    taken = {file.name for file in path.parent.iterdir()}
    stem, count = base, 1
    while any(name.startswith(stem) for name in taken):
        count += 1
        stem = f"{base}.{count}"
    return stem


def _move(path: Path, stem: str) -> None:
    for part in _PARTS:
        source = path.with_name(path.name + part)
        target = path.with_name(stem + part)
        if source.exists() and not target.exists():
            source.rename(target)
    sync_directory(path.parent)


def _parts(path: Path, stem: str) -> tuple[Path, ...]:
    candidates = (path.with_name(stem + part) for part in _PARTS)
    return tuple(candidate for candidate in candidates if candidate.exists())
