"""Whether the terminal is ready: what is found out about it, and how that is said to people and to
programs. Who asks the devices stands elsewhere: the doctor opens them, a running terminal has been
told by them already."""

from __future__ import annotations

from kiosk.maintenance.readiness.finding import Finding, Section, Verdict
from kiosk.maintenance.readiness.report import Report
from kiosk.maintenance.readiness.since import NEVER_HEARD, Sinces

__all__ = ["NEVER_HEARD", "Finding", "Report", "Section", "Sinces", "Verdict"]
