"""Where lines of the event log end up. A sink that fails counts its losses and says nothing."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from io import TextIOWrapper
from logging.handlers import BaseRotatingHandler
from pathlib import Path
from typing import TextIO

import structlog
from structlog.stdlib import ProcessorFormatter

from kiosk.observe.scrub import scrub

KEPT_AT_LEAST = timedelta(days=184)
"""Six months, in the longest half of a year (网络安全法 第21条)."""
MOST_SPAN = timedelta(days=31)
"""A quiet terminal begins a new file after so long, or none of its lines would ever be old."""
FILE_BYTES = 8 * 1024 * 1024
# A busy hall writes less than half a megabyte a day: more than a year of it.
BUDGET_BYTES = 200 * 1024 * 1024
# What a log never takes, for the ledger may be on the same disk: no ledger, no payments.
RESERVE_BYTES = 64 * 1024 * 1024
_TAIL_BYTES = 64 * 1024


class Sink(logging.Handler):
    """A destination that leaves the citizen alone when it cannot write."""

    unwritten = 0
    """Lines that got lost."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """The disk is full, or the console has gone."""
        self.unwritten += 1


class FileSink(Sink, BaseRotatingHandler):
    """JSON lines in a file only the kiosk may read, and in its predecessors ``.1`` (the youngest),
    ``.2`` and so on.

    A file is full at ``file_bytes``, or once its first line is ``MOST_SPAN`` old. The oldest is
    deleted when all together exceed ``budget_bytes`` *and* its last line is older than
    ``KEPT_AT_LEAST``: in a storm of events the files outgrow the budget. Where the disk has no more
    than ``reserve_bytes`` left, what is written already wins: new lines are counted as unwritten.
    """

    def __init__(
        self,
        path: Path,
        *,
        now: Callable[[], datetime],
        file_bytes: int = FILE_BYTES,
        budget_bytes: int = BUDGET_BYTES,
        reserve_bytes: int = RESERVE_BYTES,
    ) -> None:
        self._now = now
        self._file_bytes = file_bytes
        self._budget_bytes = budget_bytes
        self._reserve_bytes = reserve_bytes
        super().__init__(path, mode="a", encoding="utf-8")
        self._path = Path(self.baseFilename)
        self._begun_at = _first_moment(self._path)
        self.setFormatter(
            _Scrubbed(
                processors=[
                    ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(json.dumps, ensure_ascii=False),
                ]
            )
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, unless the disk is needed for other things."""
        if self._leaves_no_reserve():
            self.unwritten += 1
            return
        super().emit(record)

    def shouldRollover(self, record: logging.LogRecord) -> bool:  # noqa: N802 - logging's own name
        """Whether this line is to be the first one of a new file."""
        if self.stream is None:
            self.stream = self._open()
        length = os.fstat(self.stream.fileno()).st_size
        now = self._now()
        if length == 0 or self._begun_at is None:
            self._begun_at = now
        line = len(self.format(record).encode("utf-8")) + 1
        too_long = length > 0 and length + line > self._file_bytes
        return too_long or now - self._begun_at > MOST_SPAN

    def doRollover(self) -> None:  # noqa: N802 - logging's own name
        """Number the files anew, begin one, and let go of what need not be kept."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None
        for number, file in reversed(self._predecessors()):
            file.rename(self._predecessor(number + 1))
        self._path.rename(self._predecessor(1))
        self.stream = self._open()
        self._begun_at = self._now()
        self._let_go()

    def close(self) -> None:
        """Close the file, also on a disk that will not take the last line, which was counted."""
        with suppress(OSError):
            super().close()

    def _let_go(self) -> None:
        files = self._predecessors()
        total = sum(file.stat().st_size for _, file in files)
        for _, file in reversed(files):
            if total <= self._budget_bytes or self._now() - _last_moment(file) <= KEPT_AT_LEAST:
                return
            total -= file.stat().st_size
            file.unlink()

    def _predecessor(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")

    def _predecessors(self) -> list[tuple[int, Path]]:
        """The youngest first."""
        prefix = f"{self._path.name}."
        found = [
            (int(file.name.removeprefix(prefix)), file)
            for file in self._path.parent.iterdir()
            if file.name.startswith(prefix) and file.name.removeprefix(prefix).isdecimal()
        ]
        return sorted(found)

    def _leaves_no_reserve(self) -> bool:
        if self.stream is None:
            return False
        disk = os.fstatvfs(self.stream.fileno())
        return disk.f_bavail * disk.f_frsize <= self._reserve_bytes

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(
            self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600
        )
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding="utf-8")


def _first_moment(file: Path) -> datetime | None:
    """When the first line was written; None where there is none that says so."""
    if not file.is_file():
        return None
    with file.open("rb") as lines:
        return _moment(lines.readline(_TAIL_BYTES))


def _last_moment(file: Path) -> datetime:
    """When the last line was written, or else the file."""
    with file.open("rb") as lines:
        lines.seek(max(file.stat().st_size - _TAIL_BYTES, 0))
        tail = lines.read().splitlines()
    moments = (_moment(line) for line in reversed(tail))
    known = next((moment for moment in moments if moment is not None), None)
    return known or datetime.fromtimestamp(file.stat().st_mtime).astimezone()


def _moment(line: bytes) -> datetime | None:
    try:
        moment = datetime.fromisoformat(json.loads(line)["at"])
    except (ValueError, KeyError, TypeError):
        return None
    return moment if moment.tzinfo is not None else None


class ConsoleSink(Sink, logging.StreamHandler[TextIO]):
    """Lines for a person at a console or for the journal; in colour on a terminal."""

    def __init__(self, console: TextIO) -> None:
        super().__init__(console)
        self.setFormatter(
            _Scrubbed(
                processors=[
                    ProcessorFormatter.remove_processors_meta,
                    structlog.dev.ConsoleRenderer(
                        colors=console.isatty(), timestamp_key="at", sort_keys=False
                    ),
                ]
            )
        )


class _Scrubbed(ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))
