"""Jobs as printers tell of them, and how many of their pages are on paper."""

from __future__ import annotations

import pytest

from kiosk.devices.codecs.ipp_jobs import IppJob, JobState, job_of
from kiosk.devices.codecs.ipp_reply import IppAttributes
from kiosk.devices.ipp_count import Moved, Odometer, Told, Trust, pages_of

BLIND = Trust(confirms=False, counts_jobs=True, counts_sheets=True, tells_begun=True)
TELLS = Trust(tells_begun=True)
COUNTS_JOBS = Trust(counts_jobs=True)
COUNTS_SHEETS = Trust(counts_sheets=True)


def told(**values: object) -> IppAttributes:
    return IppAttributes({name.replace("_", "-"): (value,) for name, value in values.items()})


def test_a_job_is_told_by_its_number_and_state() -> None:
    job = job_of(
        told(
            job_id=7,
            job_name="JN03-1",
            job_state=9,
            job_state_reasons="job-completed-with-errors",
            job_impressions_completed=2,
            job_media_sheets_completed=3,
            time_at_processing=12,
        )
    )
    reasons = frozenset({"job-completed-with-errors"})
    assert job == IppJob(7, "JN03-1", JobState.COMPLETED, reasons, pages_out=3, begun=True)
    assert job is not None
    assert job.ended
    assert job.has_errors


def test_little_is_needed_of_a_job_and_little_is_concluded() -> None:
    job = job_of(told(job_id=7, job_state=5, job_impressions_completed=-2))
    assert job == IppJob(7, "", JobState.PROCESSING, frozenset(), None, True, begun_told=False)
    assert job is not None
    assert not job.ended
    assert not job.has_errors


@pytest.mark.parametrize("values", [{"job_id": 7}, {"job_state": 5}, {"job_id": 7, "job_state": 2}])
def test_what_has_no_number_or_no_state_is_no_job(values: dict[str, object]) -> None:
    assert job_of(told(**values)) is None


def test_only_a_time_without_a_value_says_that_it_never_began() -> None:
    waiting = job_of(told(job_id=7, job_state=7, time_at_processing=""))
    assert waiting is not None
    assert not waiting.begun


WAITED = Told()
WORKED = Told(worked_on=True)


@pytest.mark.parametrize(
    ("state", "out", "begun", "trust", "moved", "told", "pages"),
    [
        (JobState.COMPLETED, 3, True, Trust(), None, WORKED, 3),
        (JobState.COMPLETED, 3, True, Trust(), 9, WORKED, 3),
        (JobState.COMPLETED, 0, True, Trust(), 3, WORKED, None),
        (JobState.COMPLETED, 0, True, COUNTS_SHEETS, 2, WORKED, 2),
        (JobState.COMPLETED, 0, True, COUNTS_SHEETS, 0, WORKED, 0),
        (JobState.COMPLETED, 0, True, COUNTS_JOBS, None, WORKED, 0),
        (JobState.COMPLETED, 0, True, Trust(), None, Told(2), 2),
        (JobState.COMPLETED, None, False, TELLS, None, WAITED, None),
        (JobState.COMPLETED, 3, True, BLIND, 3, Told(3), None),
        (JobState.CANCELLED, 0, True, COUNTS_JOBS, None, WORKED, None),
        (JobState.CANCELLED, 0, True, Trust(), 0, WORKED, None),
        (JobState.CANCELLED, 0, True, COUNTS_SHEETS, 0, WORKED, 0),
        (JobState.CANCELLED, 0, True, COUNTS_SHEETS, 2, WORKED, None),
        (JobState.CANCELLED, 0, True, COUNTS_SHEETS, 0, Told(1), 1),
        (JobState.CANCELLED, 2, True, Trust(), None, Told(1), 2),
        (JobState.CANCELLED, 0, True, BLIND, 0, WORKED, None),
        (JobState.CANCELLED, None, False, Trust(), None, WAITED, None),
        (JobState.CANCELLED, None, False, TELLS, None, WAITED, 0),
        (JobState.CANCELLED, None, False, TELLS, None, WORKED, None),
        (JobState.ABORTED, None, False, TELLS, None, Told(1), 1),
        (JobState.ABORTED, None, False, BLIND, None, WAITED, 0),
        (JobState.ABORTED, None, False, BLIND, None, Told(1), None),
    ],
)
def test_pages_are_counted_by_whoever_can(
    state: JobState,
    out: int | None,
    begun: bool,
    trust: Trust,
    moved: int | None,
    told: Told,
    pages: int | None,
) -> None:
    job = IppJob(1, "", state, frozenset(), out, begun)
    assert pages_of(job, trust, Moved(moved, same_life=True), told) == pages


def test_a_counter_that_was_seen_to_move_proves_nothing_of_another_life() -> None:
    job = IppJob(1, "", JobState.CANCELLED, frozenset(), 0, begun=True)
    assert pages_of(job, COUNTS_SHEETS, Moved(0, same_life=False), WORKED) is None
    waited = IppJob(1, "", JobState.CANCELLED, frozenset(), None, begun=False)
    assert pages_of(waited, TELLS, Moved(None, same_life=False), WAITED) is None
    assert COUNTS_SHEETS.anew() == Trust()


def test_the_odometer_is_learned_when_all_was_quiet_and_unlearned_at_once() -> None:
    done = IppJob(1, "", JobState.COMPLETED, frozenset(), 3, begun=True)
    exact, behind = Moved(3, same_life=True), Moved(2, same_life=True)
    way = Told(3, worked_on=True, moved=True)
    assert not Trust().after(done, 3, exact, way, quiet=False).counts_sheets
    assert not Trust().after(done, 3, exact, Told(3), quiet=True).counts_sheets
    learned = Trust().after(done, 3, exact, way, quiet=True)
    assert learned == Trust(counts_jobs=True, counts_sheets=True, tells_begun=True)
    assert learned.after(done, 3, exact, Told(3), quiet=False) == learned
    assert not learned.after(done, 3, behind, way, quiet=True).counts_sheets
    assert not learned.after(done, 3, Moved(3), way, quiet=True).counts_sheets


@pytest.mark.parametrize(
    ("before", "after", "moved", "same"),
    [
        (Odometer(10, 100, 0.0), Odometer(13, 160, 60.0), 3, True),
        (Odometer(10, 100, 0.0), Odometer(10, 156, 60.0), 0, True),
        (Odometer(10, 100, 0.0), Odometer(10, 110, 60.0), 0, False),
        (Odometer(10, 100, 0.0), Odometer(4, 3, 60.0), None, False),
        (Odometer(None, None, 0.0), Odometer(4, 3, 60.0), None, False),
        (Odometer(4, 3, 0.0), Odometer(None, None, 60.0), None, False),
    ],
)
def test_an_odometer_tells_pages_and_whether_it_was_on_all_the_time(
    before: Odometer, after: Odometer, moved: int | None, same: bool
) -> None:
    assert after.since(before) == Moved(moved, same_life=same)


def test_another_printer_in_its_place_is_another_life() -> None:
    before = Odometer(10, 100, 0.0, "urn:uuid:1")
    assert Odometer(10, 160, 60.0, "urn:uuid:1").since(before).same_life
    assert not Odometer(10, 900, 60.0, "urn:uuid:2").since(before).same_life
