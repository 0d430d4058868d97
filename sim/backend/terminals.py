"""The terminals that may call, and what each is told about itself."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kiosk.domain.tender import Tender
from sim.backend import policy
from sim.backend.collection import Collection
from sim.backend.models import Terminal
from sim.backend.problems import Code, Problem
from sim.backend.wire import TenderOffer, TerminalAnswer


def admit(collection: Collection, common_name: str | None) -> str:
    """The number of the terminal that calls. Problems: maintenance, terminal_unknown."""
    if collection.conditions.maintenance:
        raise Problem(Code.MAINTENANCE)
    if common_name is None or _find(collection, common_name) is None:
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
        server_time=now,
        tenders=offers,
    )


def _find(collection: Collection, number: str) -> Terminal | None:
    return collection.store.run(lambda session: session.get(Terminal, number))


def _offer(session: Session, collection: Collection, tender: Tender) -> TenderOffer:
    rule = policy.tender_rule(session, tender, collection.clock.today())
    if rule is None:
        return TenderOffer(tender=tender.value, available=False, reason="暂未开通")
    return TenderOffer(tender=tender.value, available=rule.available, reason=rule.reason)
