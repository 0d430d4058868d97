"""Where lines of the event log end up. A sink that fails counts its losses and says nothing."""

from __future__ import annotations

import json
import logging
import os
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TextIO

import structlog
from structlog.stdlib import ProcessorFormatter

from kiosk.observe.scrub import scrub

# A busy hall writes less than half a megabyte a day; an audit log is kept for at least six months
# (网络安全法 第21条). This holds a year, and never fills a disk.
_FILE_BYTES = 8 * 1024 * 1024
_FILES_KEPT = 24


class Sink(logging.Handler):
    """A destination that leaves the citizen alone when it cannot write."""

    unwritten = 0
    """Lines that got lost."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """The disk is full, or the console has gone."""
        self.unwritten += 1


class FileSink(Sink, RotatingFileHandler):
    """JSON lines in a file only the kiosk may read, and in its numbered predecessors."""

    def __init__(
        self, path: Path, *, file_bytes: int = _FILE_BYTES, files_kept: int = _FILES_KEPT
    ) -> None:
        super().__init__(path, maxBytes=file_bytes, backupCount=files_kept, encoding="utf-8")
        self.setFormatter(
            _Scrubbed(
                processors=[
                    ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(json.dumps, ensure_ascii=False),
                ]
            )
        )

    def close(self) -> None:
        """Close the file, also on a disk that will not take the last line, which was counted."""
        with suppress(OSError):
            super().close()

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(
            self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600
        )
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding="utf-8")


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
