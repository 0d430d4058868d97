"""Takes terminals' reports, each once, and keeps so many of each; tells them what to do."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sim.backend import instructions
from sim.backend.collection import Collection
from sim.backend.models_reports import TerminalReport
from sim.backend.problems import Code, Problem
from sim.backend.wire_reports import EventReport, GivenInstruction, ReportAnswer, StateReport

MOST_KEPT = 1_000


def take(
    collection: Collection,
    terminal: str,
    series: str,
    sequence: int,
    report: StateReport | EventReport,
) -> ReportAnswer:
    """Keep a report unless it is known. Problem: idempotency_conflict. The answer says what the
    terminal is to do; of what it tells here itself that is nothing."""
    content = report.state if isinstance(report, StateReport) else report.event
    body = content.model_dump_json()
    # How many events were lost may be more when the same report is told again.
    digest = hashlib.sha256(f"{report.kind} {report.at} {body}".encode()).hexdigest()
    now = collection.clock.now()

    def work(session: Session) -> tuple[datetime | None, GivenInstruction | None]:
        received_at = keep(session)
        if received_at is not None and isinstance(report, StateReport):
            told = report.state.instruction
            if told is not None:
                instructions.hear(session, terminal, told, now)
        return received_at, instructions.to_be_told(session, terminal, now)

    def keep(session: Session) -> datetime | None:
        known = session.scalars(
            select(TerminalReport).where(
                TerminalReport.terminal_number == terminal,
                TerminalReport.series == series,
                TerminalReport.sequence == sequence,
            )
        ).one_or_none()
        if known is not None:
            return known.received_at if known.digest == digest else None
        session.add(
            TerminalReport(
                terminal_number=terminal,
                series=series,
                sequence=sequence,
                kind=report.kind,
                at=report.at,
                received_at=now,
                digest=digest,
                body=body,
            )
        )
        session.flush()
        _forget_the_oldest(session, terminal)
        return now

    received_at, instruction = collection.store.run(work)
    if received_at is None:
        raise Problem(Code.IDEMPOTENCY_CONFLICT)
    return ReportAnswer(
        series=series, sequence=sequence, received_at=received_at, instruction=instruction
    )


def history(
    session: Session, terminal: str, kind: str, most: int = MOST_KEPT
) -> tuple[TerminalReport, ...]:
    """What a terminal reported of one kind, the latest first."""
    rows = (
        select(TerminalReport)
        .where(TerminalReport.terminal_number == terminal, TerminalReport.kind == kind)
        .order_by(TerminalReport.id.desc())
        .limit(most)
    )
    return tuple(session.scalars(rows))


def _forget_the_oldest(session: Session, terminal: str) -> None:
    own = TerminalReport.terminal_number == terminal
    ids = select(TerminalReport.id).where(own).order_by(TerminalReport.id.desc())
    oldest_kept = session.scalars(ids.offset(MOST_KEPT - 1).limit(1)).one_or_none()
    if oldest_kept is not None:
        session.execute(delete(TerminalReport).where(own, TerminalReport.id < oldest_kept))
