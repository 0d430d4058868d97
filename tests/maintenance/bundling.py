"""A terminal on disk, to make bundles of."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

from kiosk.maintenance.bundle import Bundle, Sources, write_bundle
from kiosk.maintenance.readiness import Finding, Report, Section, Verdict
from kiosk.observe import Event, EventLog
from kiosk.settings import Settings
from tests.ledger.given import KEY, Clock
from tests.support.configuration import Section as Table
from tests.support.configuration import changed, write

WHO = "T0417"


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal's files."""

    settings: Settings
    sources: Sources

    def bundle(self, out: Path) -> Bundle:
        return write_bundle(self.sources, out)


def at(room: Path, **changes: Table) -> Terminal:
    """In a folder that is not there yet."""
    room.mkdir()
    settings = Settings.load(write(room / "kiosk.toml", changed(changes)))
    for path in (settings.ledger.path, settings.log.path):
        path.parent.mkdir(exist_ok=True)
    fine = Finding("账本", Verdict.FINE, "校验一致", section=Section.LEDGER)
    report = Report(Clock()(), settings.terminal.number, "0.1.0", (fine,))
    return Terminal(settings, Sources(settings, KEY, report))


def told(path: Path, name: str) -> object:
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read(name))


def record(terminal: Terminal, *events: tuple[Event, dict[str, object]]) -> None:
    log = EventLog.open(terminal.settings.log.path, now=Clock())
    for event, facts in events:
        log.record(event, **facts)
    log.close()
