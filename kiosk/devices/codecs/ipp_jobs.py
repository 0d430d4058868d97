"""Jobs as an IPP printer tells of them (RFC 8011 5.3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kiosk.devices.codecs.ipp_reply import IppAttributes

_COUNTS = ("job-impressions-completed", "job-media-sheets-completed")
JOB_ATTRIBUTES = (
    "job-id",
    "job-name",
    "job-state",
    "job-state-reasons",
    *_COUNTS,
    "time-at-processing",
)


class JobState(IntEnum):
    """job-state (RFC 8011 5.3.7)."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELLED = 7
    ABORTED = 8
    COMPLETED = 9


_ENDED = frozenset({JobState.CANCELLED, JobState.ABORTED, JobState.COMPLETED})


@dataclass(frozen=True, slots=True)
class IppJob:
    """One job at the printer.

    ``pages_out`` is what the printer says of pages out, None where it says nothing. ``begun`` is
    False only where the printer says itself that the job was never worked on, ``begun_told`` True
    only where it says when that was.
    """

    number: int
    name: str
    state: JobState
    reasons: frozenset[str]
    pages_out: int | None
    begun: bool
    begun_told: bool = True

    @property
    def ended(self) -> bool:
        """Whether it will never change again."""
        return self.state in _ENDED

    @property
    def has_errors(self) -> bool:
        """Whether it was completed, but not well."""
        return "job-completed-with-errors" in self.reasons


def job_of(told: IppAttributes) -> IppJob | None:
    """The job these attributes tell of; None where they do not tell of one."""
    number, state = told.number("job-id"), told.number("job-state")
    if number is None or state not in tuple(JobState):
        return None
    counts = [count for name in _COUNTS for count in told.numbers(name) if count >= 0]
    began_s = told.number("time-at-processing")
    waited = told.has("time-at-processing") and began_s is None
    return IppJob(
        number=number,
        name=next(iter(told.words("job-name")), ""),
        state=JobState(state),
        reasons=frozenset(told.words("job-state-reasons")),
        pages_out=max(counts, default=None),
        begun=not waited,
        begun_told=began_s is not None,
    )
