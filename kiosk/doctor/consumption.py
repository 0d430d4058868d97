"""What the terminal has used up, and how long the roll in its printer will last."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.equipment import Misconfigured, facts_of, ledger_key, printer_profile_of
from kiosk.ledger import LedgerError, LedgerReader
from kiosk.maintenance.counters import (
    REPLENISHED_ROLL,
    Usage,
    papers_left,
    receipt_length,
    replenished,
    roll_left_percent,
    usage,
)
from kiosk.maintenance.readiness import Finding
from kiosk.maintenance.readiness.consumption import about_usage
from kiosk.settings import Settings


def examine_usage(settings: Settings) -> Iterator[Finding]:
    """Reads without changing anything; nothing where there is no ledger to read. What is wrong with
    that is found by whoever examines it."""
    found = _reckoned(settings)
    if found is not None:
        total, used = found
        papers = None if used is None else papers_left(settings.receipt_printer.roll_metres, used)
        yield from about_usage(total, since_roll=used, papers=papers)


def roll_left(settings: Settings) -> int | None:
    """How many per cent of the roll are left; None where that cannot be known."""
    found = _reckoned(settings)
    if found is None or found[1] is None:
        return None
    return roll_left_percent(settings.receipt_printer.roll_metres, found[1])


def _reckoned(settings: Settings) -> tuple[Usage, Usage | None] | None:
    """What was used ever, and since the roll was new where somebody has said when."""
    if not settings.ledger.path.exists():
        return None
    try:
        profile = printer_profile_of(settings.receipt_printer)
        length = receipt_length(facts_of(settings), profile)
        with LedgerReader.look(settings.ledger.path, key=ledger_key(settings)) as reader:
            total = usage(reader, settings.log.path, length)
            at = replenished(reader, REPLENISHED_ROLL)
            return total, None if at is None else usage(reader, settings.log.path, length, at)
    except (LedgerError, Misconfigured):
        return None
