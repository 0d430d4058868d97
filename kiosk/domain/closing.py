"""When and why a terminal that works serves nobody, and where else people are served."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from kiosk.domain.hours import OpeningHours, weekday_label

SOON = timedelta(minutes=10)
"""How long before closing people are told of it."""


class ClosedBy(Enum):
    """Why nobody is served although everything may work."""

    HOURS = "hours"
    MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True)
class Closed:
    """Nobody is served now. ``until`` is when somebody will be again, None where nobody knows;
    ``reason`` is said by whoever planned it, and may be empty."""

    by: ClosedBy
    until: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlannedMaintenance:
    """计划维护 that the service has announced, from ``begins`` until before ``ends``. Raises
    ValueError where it ends before it begins."""

    begins: datetime
    ends: datetime
    reason: str = ""

    def __post_init__(self) -> None:
        if self.ends <= self.begins:
            raise ValueError("maintenance ends after it begins")


@dataclass(frozen=True, slots=True)
class NearbyTerminal:
    """Another terminal at which citizens are served: its hall, its number, and how far it is in
    words, perhaps empty."""

    hall_name: str
    number: str
    distance: str = ""


Plans = tuple[PlannedMaintenance, ...]


def closed_at(hours: OpeningHours | None, plans: Plans, moment: datetime) -> Closed | None:
    """Whether and why nobody is served at a moment. Without ``hours`` it is always open."""
    planned = _planned_at(plans, moment)
    if hours is not None and not hours.open_at(moment):
        return Closed(ClosedBy.HOURS, _reopens(hours, plans, moment))
    if planned is not None:
        return Closed(ClosedBy.MAINTENANCE, _reopens(hours, plans, moment), planned.reason)
    return None


def closes_soon_after(
    hours: OpeningHours | None, plans: Plans, moment: datetime
) -> datetime | None:
    """When it closes, if that is within ``SOON`` of a moment at which it is open; else None."""
    ends = [plan.begins for plan in plans if plan.begins > moment]
    closes = None if hours is None else hours.closes_after(moment)
    end = min((*ends, *(() if closes is None else (closes,))), default=None)
    return end if end is not None and end - moment <= SOON else None


def moment_label(moment: datetime) -> str:
    """10月8日（周四）08:30."""
    return f"{moment.month}月{moment.day}日（{weekday_label(moment.date())}）{moment:%H:%M}"


def _planned_at(plans: Plans, moment: datetime) -> PlannedMaintenance | None:
    under_way = [plan for plan in plans if plan.begins <= moment < plan.ends]
    return max(under_way, key=lambda plan: plan.ends, default=None)


def _reopens(hours: OpeningHours | None, plans: Plans, moment: datetime) -> datetime | None:
    """When neither hours nor maintenance stand against it any more."""
    at: datetime | None = moment
    while at is not None:
        planned = _planned_at(plans, at)
        if planned is not None:
            at = planned.ends.astimezone(at.tzinfo)
        elif hours is not None and not hours.open_at(at):
            at = hours.opens_after(at)
        else:
            break
    return at
