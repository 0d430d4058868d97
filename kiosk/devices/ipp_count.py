"""How many pages of a job are on paper, from counters that not every printer keeps.

A counter is believed to stand still only where it has been seen to move: a printer that does not
count, or counts late, says 0 as well as one that has printed nothing. The counter of a job never
proves that nothing came out: it may be a page behind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.devices.codecs.ipp_jobs import IppJob, JobState
from kiosk.devices.codecs.ipp_reply import IppAttributes
from kiosk.devices.codecs.ipp_state import sheets_of

QUIET_S = 60.0
"""So long nothing must have been printed before a document from which the odometer is learned: one
that is late catches up with the document before it."""
_SLACK_S = 5.0
_LONGEST_LIFE_S = 10 * 365 * 86_400


@dataclass(frozen=True, slots=True)
class Odometer:
    """The printer's own counters at one moment: pages in all its life, and seconds since it was
    switched on, ``at`` a time of our clock. ``uuid`` tells it from another in its place."""

    sheets: int | None
    up_s: int | None
    at: float
    uuid: str = ""

    @staticmethod
    def of(printer: IppAttributes, at: float) -> Odometer:
        """As the printer tells it."""
        uuid = next(iter(printer.words("printer-uuid")), "")
        up_s = printer.number("printer-up-time")
        # Some tell the time of day instead, which would never look switched off.
        told = up_s if up_s is not None and up_s < _LONGEST_LIFE_S else None
        return Odometer(sheets_of(printer), told, at, uuid)

    def since(self, before: Odometer) -> Moved:
        """What it has moved by."""
        pages = None
        if self.sheets is not None and before.sheets is not None and self.sheets >= before.sheets:
            pages = self.sheets - before.sheets
        return Moved(pages, same_life=self.same_life(before))

    def same_life(self, before: Odometer) -> bool:
        """Whether it is the same printer and has not been switched off in between: it would have
        forgotten its jobs."""
        if self.up_s is None or before.up_s is None or self.uuid != before.uuid:
            return False
        return self.up_s >= before.up_s + (self.at - before.at) - _SLACK_S


@dataclass(frozen=True, slots=True)
class Moved:
    """What the printer's odometer has moved by while a job was printed, None where that is not
    known, and whether the printer was on all the time."""

    pages: int | None = None
    same_life: bool = False


NOT_KNOWN = Moved()


@dataclass(frozen=True, slots=True)
class Told:
    """What the printer said of a job while it was printed: the most ``pages`` it ever said are out,
    whether it was ever ``worked_on``, and whether its odometer ``moved`` before all was done."""

    pages: int = 0
    worked_on: bool = False
    moved: bool = False

    def with_word(self, job: IppJob, moved: Moved = NOT_KNOWN) -> Told:
        """And what it says now."""
        working = job.state in (JobState.PROCESSING, JobState.STOPPED)
        return Told(
            max(self.pages, job.pages_out or 0),
            self.worked_on or working,
            self.moved or (bool(moved.pages) and not job.ended),
        )


@dataclass(frozen=True, slots=True)
class Trust:
    """What may be believed of a printer's counts.

    ``confirms`` as configured. The others are learned from documents that were printed, and
    forgotten when the printer is switched off, as another may stand in its place: ``counts_jobs``
    that it counts the pages of a job, ``counts_sheets`` that its odometer moves with them,
    ``tells_begun`` that it says of a job when it was begun.
    """

    confirms: bool = True
    counts_jobs: bool = False
    counts_sheets: bool = False
    tells_begun: bool = False

    def anew(self) -> Trust:
        """Of a printer that was switched off and on."""
        return Trust(self.confirms)

    def after(self, ended: IppJob, pages: int, moved: Moved, told: Told, *, quiet: bool) -> Trust:
        """Having seen a job of so many pages printed to its end; ``quiet`` where nothing had been
        printed for QUIET_S before it. An odometer that moves only when all is done is not learned:
        it stands still when something is broken off."""
        exact = moved.same_life and moved.pages == pages
        return replace(
            self,
            counts_jobs=ended.pages_out == pages,
            counts_sheets=exact and (self.counts_sheets or (quiet and told.moved)),
            tells_begun=ended.begun_told,
        )

    def nothing_since(self, moved: Moved) -> bool:
        """Whether the odometer proves that no page came out."""
        return self.confirms and self.counts_sheets and moved.same_life and moved.pages == 0


def pages_of(job: IppJob, trust: Trust, moved: Moved, told: Told) -> int | None:
    """Pages of an ended job that are on paper, None where nobody can tell."""
    begun = job.begun or told.worked_on or told.pages > 0
    untouched = trust.tells_begun and moved.same_life and not begun
    if untouched and job.state is not JobState.COMPLETED:
        return 0
    if not trust.confirms:
        return None
    counted = max(job.pages_out or 0, told.pages)
    if counted:
        return counted
    if job.state is not JobState.COMPLETED:
        return 0 if trust.nothing_since(moved) else None
    if trust.counts_sheets and moved.same_life:
        return moved.pages
    return 0 if trust.counts_jobs else None
