from __future__ import annotations

import logging

import pytest

from tests.support.logs import complaints


def record(level: int, message: str) -> logging.LogRecord:
    return logging.LogRecord("kiosk.test", level, __file__, 1, message, None, None)


def test_quiet_records_are_nobodys_business() -> None:
    assert complaints([record(logging.INFO, "ready")], []) == []


def test_a_warning_nobody_announced_is_named() -> None:
    assert complaints([record(logging.WARNING, "cover open")], []) == [
        "unexpected: WARNING kiosk.test: cover open"
    ]


def test_an_announced_warning_passes_and_another_beside_it_does_not() -> None:
    records = [record(logging.WARNING, "cover open"), record(logging.ERROR, "paper jam")]
    assert complaints(records, ["cover"]) == ["unexpected: ERROR kiosk.test: paper jam"]


def test_an_announcement_that_never_came_true_is_named() -> None:
    assert complaints([], ["cover open"]) == ["missing: cover open"]


@pytest.mark.expects_log("went silent")
def test_a_marked_test_may_log_its_warning() -> None:
    logging.getLogger("kiosk.test").warning("the printer went silent")


@pytest.mark.expects_log
def test_a_bare_mark_allows_anything() -> None:
    logging.getLogger("kiosk.test").error("anything at all")
