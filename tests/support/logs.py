"""A warning or an error in the log that no test announced is a failure.

A test whose story includes trouble says so, word by word:

    @pytest.mark.expects_log("printer went silent")

Every fragment must turn up, and nothing else may. Without a fragment, anything may.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

import pytest


def complaints(records: Sequence[logging.LogRecord], announced: Sequence[str]) -> list[str]:
    """What is wrong with these records, given the fragments a test announced."""
    said = [
        f"{record.levelname} {record.name}: {record.getMessage()}"
        for record in records
        if record.levelno >= logging.WARNING
    ]
    unexpected = [line for line in said if not any(fragment in line for fragment in announced)]
    missing = [fragment for fragment in announced if not any(fragment in line for line in said)]
    return [f"unexpected: {line}" for line in unexpected] + [f"missing: {f}" for f in missing]


@pytest.fixture(autouse=True)
def unexpected_logs_fail(
    request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """Judge the log once everything else of the test has been taken down."""
    yield
    announced: list[str] = []
    for marker in request.node.iter_markers("expects_log"):
        if not marker.args:
            return
        announced += marker.args
    records = [
        record for phase in ("setup", "call", "teardown") for record in caplog.get_records(phase)
    ]
    found = complaints(records, announced)
    if found:
        pytest.fail("the log is not as announced:\n" + "\n".join(found), pytrace=False)
