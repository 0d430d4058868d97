"""The terminals that may call, and what each is told about itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.tender import Tender
from kiosk.observe.glimpse import Standing
from sim.backend import policy
from sim.backend.collection import Collection
from sim.backend.hall_sight import LOST_AFTER
from sim.backend.models import Terminal
from sim.backend.problems import Code, Problem
from sim.backend.reports import history
from sim.backend.wire import NearbyTerminal, PlannedMaintenance, TenderOffer, TerminalAnswer
from sim.backend.wire_reports import ReportedState


def admit(collection: Collection, common_name: str | None) -> str:
    """The number of the terminal that calls. Problems: maintenance, terminal_unknown."""
    if collection.conditions.maintenance:
        raise Problem(Code.MAINTENANCE)
    struck_off = collection.conditions.strikes_off
    if struck_off or common_name is None or _find(collection, common_name) is None:
        raise Problem(Code.TERMINAL_UNKNOWN)
    return common_name


def describe_terminal(collection: Collection, number: str) -> TerminalAnswer:
    """What a terminal is called and what it may offer. Problem: terminal_unknown."""
    now = collection.clock.now()
    terminal = _find(collection, number)
    if terminal is None:
        raise Problem(Code.TERMINAL_UNKNOWN)
    offers = collection.store.run(
        lambda session: [_offer(session, collection, tender) for tender in Tender]
    )
    return TerminalAnswer(
        number=terminal.number,
        name=terminal.name,
        hall_name=terminal.hall_name,
        tax_authority=terminal.tax_authority,
        window=terminal.window,
        hotline=terminal.hotline,
        server_time=now + collection.conditions.clock_ahead,
        tenders=offers,
        planned_maintenance=[
            PlannedMaintenance(begins=plan.begins, ends=plan.ends, reason=plan.reason)
            for plan in collection.conditions.planned
            if plan.ends > now
        ],
        nearby_terminals=collection.store.run(lambda session: _nearby(session, terminal, now)),
    )


def _nearby(session: Session, here: Terminal, now: datetime) -> list[NearbyTerminal]:
    """Those of the same authority, the same hall first, but none that is known not to serve."""
    others = session.scalars(
        select(Terminal)
        .where(Terminal.tax_authority == here.tax_authority, Terminal.number != here.number)
        .order_by(Terminal.hall_name != here.hall_name, Terminal.number)
    )
    return [
        NearbyTerminal(
            hall_name=one.hall_name,
            number=one.number,
            distance="同一大厅" if one.hall_name == here.hall_name else "",
        )
        for one in others
        if _may_serve(session, one, now)
    ]


def _may_serve(session: Session, terminal: Terminal, now: datetime) -> bool:
    """Of one that never reported nothing is known, which is nothing against it."""
    reported = history(session, terminal.number, "state", 1)
    if not reported:
        return True
    standing = ReportedState.model_validate_json(reported[0].body).standing
    fresh = now - reported[0].received_at <= LOST_AFTER
    return fresh and standing in (Standing.WAITING.value, Standing.SERVING.value)


def _find(collection: Collection, number: str) -> Terminal | None:
    return collection.store.run(lambda session: session.get(Terminal, number))


def _offer(session: Session, collection: Collection, tender: Tender) -> TenderOffer:
    rule = policy.tender_rule(session, tender, collection.clock.today())
    if rule is None:
        return TenderOffer(tender=tender.value, available=False, reason="暂未开通")
    return TenderOffer(tender=tender.value, available=rule.available, reason=rule.reason)
