"""What a test found out and people want to read: told at the end, whichever process found it.

A test records it with ``record_property(FINDING, "…")``.
"""

from __future__ import annotations

import pytest

FINDING = "finding"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each finding of a test that passed."""
    reports = terminalreporter.getreports("passed")
    told = dict.fromkeys(
        str(value)
        for report in reports
        if isinstance(report, pytest.TestReport)
        for name, value in report.user_properties
        if name == FINDING
    )
    for finding in told:
        terminalreporter.write_line(finding)
