"""Reports of made-up terminals."""

from __future__ import annotations

from sim.backend import reports
from sim.backend.wire_reports import EventReport, ReportAnswer, StateReport
from tests.sim.backend.desk import HERE, Desk

SERIES = "0b9f5b0e-3c9a-4c6e-8f61-0d1c2b3a4f55"
AT = "2026-11-23T09:29:00.5+08:00"
PRINTER = {
    "device": "receipt_printer",
    "status": "online",
    "remedy": "none",
    "cause": "",
    "since": AT,
}
PAPER_OUT = PRINTER | {"status": "userError", "remedy": "clear", "cause": "paper_out"}
STATE: dict[str, object] = {
    "version": "9.8.7",
    "started_at": AT,
    "standing": "waiting",
    "obstacle": "",
    "since": AT,
    "devices": [PRINTER],
    "acquirer": "ready",
    "open_orders": 2,
    "printed": {"receipts": 12, "slips": 1, "documents": 3, "sheets": 5},
    "supplies": [{"supply": "receipt_paper", "left_percent": 63}],
}


def state(**changes: object) -> StateReport:
    """A state with something otherwise."""
    told = {"kind": "state", "at": AT, "lost": 0, "state": STATE | changes}
    return StateReport.model_validate(told)


def event(name: str, **facts: str | int) -> EventReport:
    """Something that happened."""
    told = {"kind": "event", "at": AT, "lost": 0, "event": {"event": name, "facts": facts}}
    return EventReport.model_validate(told)


def tell(
    desk: Desk, sequence: int, report: StateReport | EventReport, terminal: str = HERE
) -> ReportAnswer:
    """A terminal reports."""
    return reports.take(desk.collection, terminal, SERIES, sequence, report)
