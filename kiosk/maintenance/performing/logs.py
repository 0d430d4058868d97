"""Reading the event log and the audit trail, and writing a support bundle."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

from kiosk.domain.staff import Task
from kiosk.flows.requests.maintenance.logs import (
    BundlePlace,
    BundleWritten,
    LogLines,
    ReadLog,
    ReadTrail,
    WriteBundle,
)
from kiosk.maintenance.bundle import Bundle, Sources, write_bundle
from kiosk.maintenance.log_reading import MOST_LINES, newest_lines
from kiosk.maintenance.log_words import told_entry, told_line
from kiosk.maintenance.placing import NotPlaced
from kiosk.maintenance.toolbox import Toolbox
from kiosk.maintenance.usb_sticks import stick_to_write_to, usb_sticks
from kiosk.runtime.performing.repertoire import Repertoire

_WHAT = "logs.bundle"
_KEPT_HERE = 3
"""How many bundles the terminal keeps in its own folder."""


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """The log, the trail, the bundle."""
    workings, duty, settings = toolbox.workings, toolbox.duty, toolbox.settings

    async def read(request: ReadLog) -> LogLines:
        duty.allowed(Task.LOGS)
        newest = await asyncio.to_thread(
            newest_lines, settings.log.path, request.wanted, workings.clock.now(), request.place
        )
        return LogLines(tuple(map(told_line, newest.lines)), newest.older)

    async def trail(request: ReadTrail) -> LogLines:
        duty.allowed(Task.LOGS)
        books = workings.books
        before = int(request.place) if request.place else None
        entries = await books(books.ledger.newest_of_staff, MOST_LINES + 1, before)
        shown = entries[:MOST_LINES]
        older = str(shown[-1].seq) if len(entries) > MOST_LINES else ""
        return LogLines(tuple(map(told_entry, shown)), older)

    def written(place: BundlePlace) -> Bundle:
        """Blocks for seconds. Raises NotPlaced."""
        here = settings.log.path.parent
        folder = here if place is BundlePlace.HERE else stick_to_write_to(usb_sticks()).folder
        report = toolbox.reporter(workings.board.health, toolbox.sinces())
        bundle = write_bundle(Sources(settings, _key(settings.ledger.key_file), report), folder)
        if place is BundlePlace.HERE:
            _let_go_of_older(here)
        return bundle

    async def bundle(request: WriteBundle) -> BundleWritten:
        await duty.did(Task.LOGS, _WHAT, after=request.place.value, outcome="begun")
        try:
            made = await asyncio.to_thread(written, request.place)
        except NotPlaced as error:
            await duty.did(Task.LOGS, _WHAT, after=request.place.value, outcome="failed")
            return BundleWritten(refused=str(error))
        await duty.did(Task.LOGS, _WHAT, after=request.place.value)
        return BundleWritten(made.path.name, str(made.path.parent), made.size, made.lines_left_out)

    repertoire.add(ReadLog, read)
    repertoire.add(ReadTrail, trail)
    repertoire.add(WriteBundle, bundle)


def _key(path: Path) -> bytes | None:
    """The ledger's key; a bundle without anything of the ledger is better than none."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def _let_go_of_older(folder: Path) -> None:
    bundles = sorted(folder.glob("kiosk-support-*.zip"), key=lambda one: one.name)
    for old in bundles[:-_KEPT_HERE]:
        with suppress(OSError):
            old.unlink()
