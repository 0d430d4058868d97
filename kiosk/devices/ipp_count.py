"""How many pages of a job are on paper, from counters that not every printer keeps."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.devices.codecs.ipp_jobs import IppJob, JobState
from kiosk.devices.codecs.ipp_reply import IppAttributes
from kiosk.devices.codecs.ipp_state import sheets_of

_SLACK_S = 5.0


@dataclass(frozen=True, slots=True)
class Trust:
    """What may be believed of a printer's counts: ``confirms`` as configured; ``counts_jobs`` until
    it is caught completing a job without having counted a page of it."""

    confirms: bool = True
    counts_jobs: bool = True


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


def pages_of(job: IppJob, trust: Trust, printed: int | None) -> int | None:
    """Pages of an ended job that are on paper, None where nobody can tell. ``printed`` is what the
    printer's counter of all its life has moved by, None where that is not known."""
    if not job.begun and job.state is not JobState.COMPLETED:
        return 0
    if not trust.confirms:
        return None
    if job.pages_out:
        return job.pages_out
    if printed is not None:
        return printed
    # A printer that counts no pages may well say 0, and so may one that was switched off.
    if job.state is JobState.COMPLETED or not (trust.counts_jobs and job.this_life):
        return None
    return job.pages_out
