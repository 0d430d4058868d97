"""A good answer about a report of the terminal."""

from __future__ import annotations

from tests.backend.call import Call

SERIES = "0b9f5b0e-3c9a-4c6e-8f61-0d1c2b3a4f55"

REPORT = Call(
    "report",
    lambda service: service.put_report(SERIES, 17, {"kind": "event"}),
    {"series": SERIES, "sequence": 17, "received_at": "2026-11-23T09:30:00+08:00"},
)
CALLS = (REPORT,)
