"""What is true about A4 paper: the printer, what is done at it, and the pages that came out."""

from __future__ import annotations

import asyncio
import logging
from typing import assert_never

from sim import paper_actions
from sim.devices.document_printer.pictures import draw
from sim.devices.document_printer.printer import DocumentPrinterSimulator
from sim.devices.document_printer.processes import missing_program
from sim.impossible import Impossible
from sim.paper_actions import PaperAction
from sim.paper_hall.state import DocumentPrinterState, SheetState
from sim.settings import DocumentPrinterSection

_LOG = logging.getLogger(__name__)


class PaperWorld:
    """Used on a running event loop. A machine that lacks a program for it has no A4 printer."""

    def __init__(self, settings: DocumentPrinterSection) -> None:
        self._printer: DocumentPrinterSimulator | None = None
        missing = missing_program() if settings.fitted else None
        if missing is not None:
            _LOG.warning("no A4 printer: %s is not installed", missing)
        elif settings.fitted:
            self._printer = DocumentPrinterSimulator(
                port=settings.port, seconds_a_page=settings.page_seconds, sheets=settings.sheets
            )

    @property
    def uri(self) -> str | None:
        """Where the kiosk finds the printer; None where there is none."""
        return None if self._printer is None else self._printer.uri

    async def start(self) -> None:
        """Switch it on. Raises OSError when it does not start."""
        if self._printer is not None:
            await self._printer.start()

    async def stop(self) -> None:
        """End everything; may be called twice."""
        if self._printer is not None:
            await self._printer.close()

    async def reset(self) -> None:
        """Put everything back as it was when the hall opened."""
        if self._printer is not None:
            await self._printer.reset()

    async def perform(self, action: PaperAction) -> None:
        """Do something at the printer. Raises Impossible."""
        printer = self._fitted()
        paper = printer.paper
        match action:
            case paper_actions.A4Sheets(left=left):
                paper.sheets_left = left
            case paper_actions.A4JamCleared():
                paper.clear_jam()
            case paper_actions.A4Jam(page=page):
                paper.jam_at = page
            case paper_actions.A4Cover(state=state):
                paper.cover_open = state == "open"
            case paper_actions.A4Tray(state=state):
                paper.tray_out = state == "out"
            case paper_actions.A4Pause(state=state):
                paper.paused = state == "paused"
            case paper_actions.A4Abort(page=page):
                paper.abort_at = page
            case paper_actions.A4Toner(percent=percent):
                await printer.set_toner(percent)
            case paper_actions.A4Power(state="off"):
                await printer.switch_off()
            case paper_actions.A4Power():
                await printer.switch_on()
            case paper_actions.A4Voice(state="silent"):
                printer.fall_silent()
            case paper_actions.A4Voice():
                await printer.answer_again()
            case paper_actions.A4Cancel():
                await printer.cancel()
            case _:
                assert_never(action)
        await printer.say_so()

    def see(self) -> DocumentPrinterState | None:
        """How the printer looks from outside; None where there is none."""
        printer = self._printer
        if printer is None:
            return None
        return DocumentPrinterState(
            connected=printer.switched_on,
            silent=printer.silent,
            sheets_left=printer.paper.sheets_left,
            toner_percent=printer.toner,
            reasons=tuple(sorted(printer.paper.reasons)),
            printing=printer.printing,
            papers=tuple(
                SheetState(
                    number=sheet.number,
                    job=sheet.job,
                    page=sheet.page,
                    of=sheet.of,
                    sha256=sheet.sha256,
                )
                for sheet in printer.paper.out
            ),
        )

    async def picture(self, number: int) -> bytes:
        """A printed page as PNG; the first is 1. Raises Impossible when there is no such page."""
        out = self._fitted().paper.out
        if not 1 <= number <= len(out):
            raise Impossible("no such page")
        sheet = out[number - 1]
        return await asyncio.to_thread(draw, sheet.pdf, sheet.page)

    def _fitted(self) -> DocumentPrinterSimulator:
        if self._printer is None:
            raise Impossible("the terminal has no A4 printer")
        return self._printer
