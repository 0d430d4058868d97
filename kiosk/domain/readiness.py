"""The facts of a readiness report on paper. It names no citizen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ReadinessLine:
    """One thing that was found; what is wrong is ``bold``."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class ReadinessPart:
    """What was found about one kind of thing, under its ``title``."""

    title: str
    lines: tuple[ReadinessLine, ...]


@dataclass(frozen=True, slots=True)
class ReadinessSlip:
    """设备检查报告: how the terminal stands, for staff. ``heading`` sums it up."""

    terminal_number: str
    hall_name: str
    version: str
    printed_at: datetime
    heading: str
    parts: tuple[ReadinessPart, ...]
