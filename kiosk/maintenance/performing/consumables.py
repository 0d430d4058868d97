"""What is used up, filled up, or stuck."""

from __future__ import annotations

import asyncio

from kiosk.domain.staff import Task
from kiosk.domain.terminal import DeviceKind
from kiosk.flows.requests.maintenance.consumables import (
    AskSupplies,
    EndPrints,
    PrintsEnded,
    Replenish,
    Replenished,
    Supplies,
    Supply,
)
from kiosk.maintenance.readiness import Section
from kiosk.maintenance.reporting import line_of
from kiosk.maintenance.toolbox import Toolbox
from kiosk.runtime.performing.repertoire import Repertoire

_A4 = (Supply.A4_PAPER, Supply.TONER)
_PAPERS = frozenset({DeviceKind.RECEIPT_PRINTER.label, DeviceKind.DOCUMENT_PRINTER.label})


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """Paper and toner."""
    workings, duty = toolbox.workings, toolbox.duty
    documents = workings.means.document_press

    async def ask(_request: AskSupplies) -> Supplies:
        duty.allowed(Task.CONSUMABLES)
        health = workings.board.health
        report = await asyncio.to_thread(toolbox.reporter, health, toolbox.sinces())
        lines = tuple(
            line_of(one)
            for one in report.findings
            if one.section is Section.COUNTERS or one.subject in _PAPERS
        )
        prints = health.fitted(DeviceKind.DOCUMENT_PRINTER)
        stuck = await workings.books(workings.books.ledger.unfinished_documents)
        return Supplies(lines, (Supply.RECEIPT_ROLL, *(_A4 if prints else ())), len(stuck))

    async def replenish(request: Replenish) -> Replenished:
        await duty.did(Task.CONSUMABLES, f"replenished.{request.supply.value}")
        return Replenished()

    async def end_prints(_request: EndPrints) -> PrintsEnded:
        await duty.did(Task.CONSUMABLES, "documents.end", outcome="begun")
        ended = await documents.end_as_doubtful()
        await duty.did(Task.CONSUMABLES, "documents.end", after=str(ended))
        return PrintsEnded(ended)

    repertoire.add(AskSupplies, ask)
    repertoire.add(Replenish, replenish)
    repertoire.add(EndPrints, end_prints)
