"""How many pages of a job are on paper, from counters that not every printer keeps.

A counter is believed to stand still only where it has been seen to move: a printer that does not
count, or counts late, says 0 as well as one that has printed nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.devices.codecs.ipp_jobs import IppJob, JobState
from kiosk.devices.codecs.ipp_reply import IppAttributes
from kiosk.devices.codecs.ipp_state import sheets_of

_SLACK_S = 5.0


@dataclass(frozen=True, slots=True)
class Odometer:
    """The printer's own counters at one moment: pages in all its life, and seconds since it was
    switched on, ``at`` a time of our clock."""

    sheets: int | None
    up_s: int | None
    at: float

    @staticmethod
    def of(printer: IppAttributes, at: float) -> Odometer:
        """As the printer tells it."""
        return Odometer(sheets_of(printer), printer.number("printer-up-time"), at)

    def since(self, before: Odometer) -> int | None:
        """Pages printed since; None where the printer keeps no such counter."""
        if self.sheets is None or before.sheets is None or self.sheets < before.sheets:
            return None
        return self.sheets - before.sheets

    def same_life(self, before: Odometer) -> bool:
        """Whether it has not been switched off in between: it would have forgotten its jobs."""
        if self.up_s is None or before.up_s is None:
            return False
        return self.up_s >= before.up_s + (self.at - before.at) - _SLACK_S


@dataclass(frozen=True, slots=True)
class Moved:
    """What the printer's odometer has moved by while a job was printed, None where that is not
    known, and whether the printer was on all the time."""

    pages: int | None = None
    same_life: bool = False


@dataclass(frozen=True, slots=True)
class Trust:
    """What may be believed of a printer's counts.

    ``confirms`` as configured. The others are learned from jobs that were printed, and forgotten
    when the printer is switched off, as another may stand in its place: ``counts_jobs`` that it
    counts the pages of a job as they come out, ``counts_sheets`` that its odometer moves with them,
    ``remembers`` that it knows jobs that have ended.
    """

    confirms: bool = True
    counts_jobs: bool = False
    counts_sheets: bool = False
    remembers: bool = False

    def anew(self) -> Trust:
        """Of a printer that was switched off and on."""
        return Trust(self.confirms)

    def after(self, ended: IppJob, pages: int, moved: Moved, *, on_the_way: bool) -> Trust:
        """Having seen a job of so many pages printed to its end, and some of its pages counted
        ``on_the_way``: a printer that counts when all is done says 0 of a job that is broken off.
        """
        return replace(
            self,
            counts_jobs=ended.pages_out == pages and (self.counts_jobs or on_the_way),
            counts_sheets=moved.same_life and moved.pages == pages,
            remembers=True,
        )

    def nothing_since(self, moved: Moved) -> bool:
        """Whether the odometer proves that no page came out."""
        return self.confirms and self.counts_sheets and moved.same_life and moved.pages == 0


def pages_of(job: IppJob, trust: Trust, moved: Moved, told: int) -> int | None:
    """Pages of an ended job that are on paper, None where nobody can tell. ``told`` is the most
    that the printer ever told of while it was printed."""
    if not job.begun and not told and job.state is not JobState.COMPLETED:
        return 0
    if not trust.confirms:
        return None
    counted = max(job.pages_out or 0, told) or moved.pages
    if counted:
        return counted
    still = trust.counts_jobs and job.this_life and job.pages_out == 0
    return 0 if still or trust.nothing_since(moved) else None
