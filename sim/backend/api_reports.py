"""The operations about the terminals themselves."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path

from sim.backend import reports
from sim.backend.calling import Caller, Service
from sim.backend.problems import Code
from sim.backend.refusals import refusals
from sim.backend.wire_reports import ReportAnswer, ReportBody

routes = APIRouter(prefix="/v1")

_MOST_SEQUENCE = 2**53


@routes.put(
    "/terminal/reports/{series}/{sequence}",
    operation_id="report_terminal",
    tags=["terminal"],
    responses=refusals(Code.IDEMPOTENCY_CONFLICT),
)
def report_terminal(
    series: Annotated[
        UUID,
        Path(
            description="The same for all reports of one outbox of the terminal",
            examples=["0b9f5b0e-3c9a-4c6e-8f61-0d1c2b3a4f55"],
        ),
    ],
    sequence: Annotated[
        int,
        Path(
            ge=1,
            le=_MOST_SEQUENCE,
            description="Rises within the series, with gaps where reports were superseded or lost",
            examples=[17],
        ),
    ],
    body: ReportBody,
    terminal: Caller,
    collection: Service,
) -> ReportAnswer:
    """Take a report of the calling terminal: how it is, or what happened.

    Safe to repeat with the same content; `lost` may have risen. Reports arrive in order, those of
    an outage after it. A terminal reports at least once a minute. The answer may say what the
    terminal is to do; it takes each instruction once, and tells with its state what became of it.
    """
    return reports.take(collection, terminal, str(series), sequence, body)
