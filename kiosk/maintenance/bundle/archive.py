"""Writing the bundle: a zip of members, each made as it is written, and their sums."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.ledger import LedgerError, LedgerReader
from kiosk.maintenance.bundle.told_ledger import tell_ledger, tell_trail, tell_unreadable
from kiosk.maintenance.bundle.told_log import ToldLog
from kiosk.maintenance.bundle.told_settings import Told, tell_settings
from kiosk.maintenance.bundle.told_versions import tell_versions
from kiosk.maintenance.logged import log_files
from kiosk.maintenance.placing import placed
from kiosk.maintenance.readiness import Report
from kiosk.observe import scrub
from kiosk.settings import Settings

FORMAT = 1
_MODE = 0o600 << 16


@dataclass(frozen=True, slots=True)
class Sources:
    """What a bundle is made of. ``ledger_key`` opens the ledger for reading; None where there is no
    ledger or no key, and then nothing of it is told. ``report`` also says when the bundle is
    made."""

    settings: Settings
    ledger_key: bytes | None
    report: Report


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that has been written: where, how large, and how many lines of the log are in it and
    how many are not."""

    path: Path
    size: int
    lines_kept: int
    lines_left_out: int


def bundle_name(report: Report) -> str:
    """``kiosk-support-JN-03-20260131-090000.zip``."""
    return f"kiosk-support-{report.terminal}-{report.at:%Y%m%d-%H%M%S}.zip"


def write_bundle(sources: Sources, out: Path) -> Bundle:
    """Write it to ``out``, or under a name of its own into ``out`` where that is a folder: whole or
    not at all, with mode 600. Blocks for seconds. Raises NotPlaced."""
    path = out / bundle_name(sources.report) if out.is_dir() else out
    log = ToldLog()
    with placed(path) as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            writing = _Writing(archive, sources.report.at)
            _write_members(writing, sources, log)
            writing.end(sources.report.terminal, log)
        size = file.tell()
    return Bundle(path, size, log.kept, log.left_out)


def _write_members(writing: _Writing, sources: Sources, log: ToldLog) -> None:
    report, settings = sources.report, sources.settings
    writing.add("readiness.txt", [scrub(report.as_text()).encode()])
    writing.add("readiness.json", [scrub(report.as_json()).encode()])
    writing.add_json("versions.json", tell_versions())
    writing.add_json("settings.json", tell_settings(settings))
    for name, content in _ledger(sources):
        writing.add_json(name, content)
    for file in log_files(settings.log.path):
        writing.add(f"log/{file.name}", log.lines(file))
    writing.add_json("conditions.json", log.last_conditions())


def _ledger(sources: Sources) -> tuple[tuple[str, Told], ...]:
    """The members about the ledger. One that cannot be read is no reason against a bundle: it is
    one for it."""
    path = sources.settings.ledger.path
    if sources.ledger_key is None or not path.exists():
        return (("ledger.json", {"sound": None}),)
    try:
        with LedgerReader.look(path, key=sources.ledger_key) as reader:
            summary, trail = tell_ledger(reader), [*tell_trail(reader)]
    except LedgerError as error:
        return (("ledger.json", tell_unreadable(error)),)
    return (("ledger.json", summary), ("staff.json", trail))


class _Writing:
    def __init__(self, archive: zipfile.ZipFile, at: datetime) -> None:
        self._archive = archive
        self._at = at
        self._members: list[dict[str, Told]] = []

    def add_json(self, name: str, content: Told) -> None:
        """A member for programs, which people can read too."""
        self.add(name, [json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"])

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        """A member out of its parts, none of which is kept in memory."""
        digest, size = hashlib.sha256(), 0
        with self._archive.open(self._entry(name), "w", force_zip64=True) as member:
            for part in parts:
                member.write(part)
                digest.update(part)
                size += len(part)
        self._members.append({"name": name, "bytes": size, "sha256": digest.hexdigest()})

    def end(self, terminal: str, log: ToldLog) -> None:
        """The manifest, last: it says what everything before it is."""
        manifest: dict[str, Told] = {
            "format": FORMAT,
            "terminal": terminal,
            "at": self._at.isoformat(timespec="seconds"),
            "log_lines": log.kept,
            "log_lines_left_out": log.left_out,
            "members": [*self._members],
        }
        with self._archive.open(self._entry("manifest.json"), "w") as member:
            member.write(json.dumps(manifest, ensure_ascii=False, indent=1).encode() + b"\n")

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._at.timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = _MODE
        return entry
