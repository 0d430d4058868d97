"""The readiness report of a running terminal, in the words of the maintenance screens."""

from __future__ import annotations

from kiosk.domain.terminal import Remedy
from kiosk.flows.requests.maintenance.overview import Readiness, ReportLine, ReportPart
from kiosk.maintenance.readiness import Finding, Report, Verdict
from kiosk.maintenance.readiness.how import HOW
from kiosk.session.staff_views import Mark

_MARKS = {
    Verdict.FINE: Mark.FINE,
    Verdict.WARNING: Mark.WARNING,
    Verdict.BROKEN: Mark.BROKEN,
    Verdict.SKIPPED: Mark.UNKNOWN,
}


def readiness_of(report: Report) -> Readiness:
    """The report for the screen."""
    return Readiness(
        at=report.at,
        headline=report.headline,
        parts=tuple(
            ReportPart(section.label, tuple(map(line_of, findings)))
            for section, findings in report.sections()
        ),
    )


def line_of(finding: Finding) -> ReportLine:
    """One finding for the screen, with who can put it right and how."""
    wrong = finding.verdict in (Verdict.BROKEN, Verdict.WARNING)
    who = finding.remedy.label if wrong and finding.remedy is not Remedy.NONE else ""
    return ReportLine(
        subject=finding.subject,
        mark=_MARKS[finding.verdict],
        what=finding.what,
        who=who,
        how=HOW.get(finding.cause, "") if wrong else "",
        since=finding.since,
    )
