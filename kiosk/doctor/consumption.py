"""What the terminal has used up, and how long the roll in its printer will last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias, TypeVar

from kiosk.equipment import Misconfigured, facts_of, ledger_key, printer_profile_of
from kiosk.ledger import LedgerError, LedgerOrder, LedgerReader
from kiosk.maintenance.counters import (
    REPLENISHED_ROLL,
    Usage,
    papers_left,
    receipt_length,
    replenished,
    usage,
)
from kiosk.maintenance.readiness import Finding
from kiosk.maintenance.readiness.consumption import about_usage
from kiosk.settings import Settings

T = TypeVar("T")
Length: TypeAlias = Callable[[LedgerOrder], float]


def examine_usage(settings: Settings) -> Iterator[Finding]:
    """Reads without changing anything; nothing where there is no ledger to read. What is wrong with
    that is found by whoever examines it."""
    found = _reckoned(settings)
    if found is not None:
        total, used = found
        papers = None if used is None else papers_left(settings.receipt_printer.roll_metres, used)
        yield from about_usage(total, since_roll=used, papers=papers)


def used_of_roll(settings: Settings) -> Usage | None:
    """What was used since the roll was new; None where that cannot be known."""
    return _read(settings, _of_roll)


def _reckoned(settings: Settings) -> tuple[Usage, Usage | None] | None:
    """What was used ever, and since the roll was new where somebody has said when."""

    def both(reader: LedgerReader, log: Path, length: Length) -> tuple[Usage, Usage | None]:
        return usage(reader, log, length), _of_roll(reader, log, length)

    return _read(settings, both)


def _of_roll(reader: LedgerReader, log: Path, length: Length) -> Usage | None:
    at = replenished(reader, REPLENISHED_ROLL)
    return None if at is None else usage(reader, log, length, at)


def _read(settings: Settings, reckon: Callable[[LedgerReader, Path, Length], T]) -> T | None:
    """None where there is no ledger that can be read."""
    if not settings.ledger.path.exists():
        return None
    try:
        length = receipt_length(facts_of(settings), printer_profile_of(settings.receipt_printer))
        with LedgerReader.look(settings.ledger.path, key=ledger_key(settings)) as reader:
            return reckon(reader, settings.log.path, length)
    except (LedgerError, Misconfigured):
        return None
