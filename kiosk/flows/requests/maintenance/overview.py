"""How the terminal stands: the readiness report, on the screen, on paper and as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.session.requests import Request
from kiosk.session.staff_views import Mark


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One thing: how it is, who can put it right and how (both empty where nothing is wrong), and
    since when, where that is known."""

    subject: str
    mark: Mark
    what: str
    who: str = ""
    how: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReportPart:
    """Things of one kind."""

    title: str
    lines: tuple[ReportLine, ...]


@dataclass(frozen=True, slots=True)
class Readiness:
    """The whole report; ``headline`` sums it up."""

    at: datetime
    headline: str
    parts: tuple[ReportPart, ...]


@dataclass(frozen=True, slots=True)
class TakeReport(Request[Readiness]):
    """Have the running terminal report on itself."""


@dataclass(frozen=True, slots=True)
class ReportPrinted:
    """It is out, on receipt paper."""


@dataclass(frozen=True, slots=True)
class PrintReport(Request[ReportPrinted]):
    """Print the report as it is now."""


@dataclass(frozen=True, slots=True)
class ReportSaved:
    """Where the file is; or why there is none, in Chinese. The other is empty."""

    place: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class SaveReport(Request[ReportSaved]):
    """Write the report as it is now onto the USB stick."""
