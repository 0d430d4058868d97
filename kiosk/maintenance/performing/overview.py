"""The readiness report, taken of the running terminal."""

from __future__ import annotations

import asyncio

from kiosk.documents.readiness_layout import lay_out_readiness
from kiosk.domain.staff import Task
from kiosk.flows.requests.maintenance.overview import (
    PrintReport,
    Readiness,
    ReportPrinted,
    ReportSaved,
    SaveReport,
    TakeReport,
)
from kiosk.maintenance.placing import NotPlaced, placed
from kiosk.maintenance.readiness import Report
from kiosk.maintenance.reporting import readiness_of
from kiosk.maintenance.toolbox import Toolbox
from kiosk.maintenance.usb_sticks import stick_to_write_to, usb_sticks
from kiosk.runtime.performing.repertoire import Repertoire


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """On the screen, on paper, as a file."""
    workings, duty = toolbox.workings, toolbox.duty

    async def report() -> Report:
        duty.allowed(Task.OVERVIEW)
        health, sinces = workings.board.health, toolbox.sinces()
        return await asyncio.to_thread(toolbox.reporter, health, sinces)

    async def take(_request: TakeReport) -> Readiness:
        return readiness_of(await report())

    async def print_report(_request: PrintReport) -> ReportPrinted:
        slip = (await report()).slip(workings.facts.hall_name)
        await duty.did(Task.OVERVIEW, "overview.print", outcome="begun")
        await workings.press.print_uncounted(lay_out_readiness(slip, workings.press.columns))
        await duty.did(Task.OVERVIEW, "overview.print")
        return ReportPrinted()

    async def save(_request: SaveReport) -> ReportSaved:
        taken = await report()
        await duty.did(Task.OVERVIEW, "overview.save", outcome="begun")
        try:
            place = await asyncio.to_thread(_saved, taken)
        except NotPlaced as refused:
            await duty.did(Task.OVERVIEW, "overview.save", outcome="failed")
            return ReportSaved(why_not=str(refused))
        await duty.did(Task.OVERVIEW, "overview.save")
        return ReportSaved(place)

    repertoire.add(TakeReport, take)
    repertoire.add(PrintReport, print_report)
    repertoire.add(SaveReport, save)


def _saved(report: Report) -> str:
    """The name of the file on the stick. Raises NotPlaced."""
    stick = stick_to_write_to(usb_sticks())
    name = f"{report.terminal}-{report.at:%Y%m%d-%H%M%S}.txt"
    with placed(stick.folder / name) as file:
        file.write(report.as_text().encode())
    return name
