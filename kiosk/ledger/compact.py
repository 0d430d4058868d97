"""Periods and lines of an order as one short text each, which people can read too."""

from __future__ import annotations

import re

from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.receipt import ReceiptLine

_LINE = re.compile(r"(0|[1-9][0-9]{0,15}) ([^\n]+)", re.ASCII)


def write_periods(periods: tuple[ContributionPeriod, ...]) -> str:
    """``202601-202603,202606-202606``."""
    return ",".join(f"{period.first.code}-{period.last.code}" for period in periods)


def read_periods(text: str) -> tuple[ContributionPeriod, ...]:
    """The inverse of ``write_periods``. Raises ValueError."""
    return tuple(_read_period(part) for part in text.split(","))


def write_lines(lines: tuple[ReceiptLine, ...]) -> str:
    """Fen and name of each on a line of its own: ``90000 2026年01月``; nothing for no lines."""
    return "\n".join(f"{line.amount.fen} {line.name}" for line in lines)


def read_lines(text: str) -> tuple[ReceiptLine, ...]:
    """The inverse of ``write_lines``. Raises ValueError."""
    return tuple(_read_line(part) for part in text.split("\n")) if text else ()


def _read_period(text: str) -> ContributionPeriod:
    first, dash, last = text.partition("-")
    if not dash:
        raise ValueError("a period has a first and a last month")
    return ContributionPeriod(Month.parse(first), Month.parse(last))


def _read_line(text: str) -> ReceiptLine:
    found = _LINE.fullmatch(text)
    if found is None:
        raise ValueError("a line is an amount and a name")
    return ReceiptLine(found[2], Money(int(found[1])))
