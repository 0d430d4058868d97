"""The event log of the terminal: what happened, never to whom.

What is written is chosen by whitelist: the fields an event declares, if their values are of the
declared kinds. Anything else is dropped and counted; it is never an error in front of a citizen.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TextIO, TypeAlias

import structlog
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.typing import EventDict, WrappedLogger

from kiosk.observe.events import CATALOGUE, Event
from kiosk.observe.fields import is_safe
from kiosk.observe.sinks import ConsoleSink, FileSink, Sink

# Where the program itself is told that it tried to log what it may not.
_complaints = logging.getLogger(__name__)


Listener: TypeAlias = Callable[[Event, Mapping[str, object]], None]
"""Is told of every event and of those of its facts that are written, in the thread it happened."""


class EventLog:
    """Where the terminal records what happens. Used from any thread; ``record`` never raises."""

    def __init__(self, sinks: tuple[Sink, ...], *, now: Callable[[], datetime]) -> None:
        self._sinks = sinks
        self._now = now
        self._counting = threading.Lock()
        self._dropped = 0
        self._unheard = 0
        self._listeners: tuple[Listener, ...] = ()
        # Outside the tree of names on purpose: no other library's lines get in here.
        self._destination = logging.Logger("events", logging.INFO)  # noqa: LOG001
        for sink in sinks:
            self._destination.addHandler(sink)
        self._logger: BoundLogger = structlog.wrap_logger(
            self._destination,
            wrapper_class=BoundLogger,
            processors=[self._stamped, ProcessorFormatter.wrap_for_formatter],
        )

    @classmethod
    def open(
        cls, path: Path, *, now: Callable[[], datetime], console: TextIO | None = None
    ) -> EventLog:
        """Write JSON lines to the end of ``path``, and readable ones to ``console`` if given.

        The file is rotated; at least six months are kept (see ``FileSink``). Raises OSError when it
        cannot be opened; later trouble with it only counts as ``unwritten``.
        """
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = FileSink(path, now=now)
        return cls((file,) if console is None else (file, ConsoleSink(console)), now=now)

    @property
    def dropped(self) -> int:
        """Facts that were not written, being undeclared or not of their kind."""
        return self._dropped

    @property
    def unwritten(self) -> int:
        """Lines that a sink could not take."""
        return sum(sink.unwritten for sink in self._sinks)

    @property
    def unheard(self) -> int:
        """Events that a listener could not take."""
        return self._unheard

    def record(self, event: Event, /, **facts: object) -> None:
        """Write that something happened, with those of the facts that its declaration allows."""
        kept = self._declared(event, facts)
        self._logger.log(CATALOGUE[event].level.value, event.value, **kept)
        for listener in self._listeners:
            try:
                listener(event, kept)
            except Exception:
                # Who only watches is never felt by what is watched.
                with self._counting:
                    self._unheard += 1

    def listen(self, listener: Listener) -> None:
        """Have somebody told of every event from now on. What they raise is counted as unheard."""
        self._listeners = (*self._listeners, listener)

    def close(self) -> None:
        """Let go of the file; what is recorded afterwards is not written. May be called twice."""
        self._destination.handlers = [logging.NullHandler()]
        for sink in self._sinks:
            sink.close()

    def _declared(self, event: Event, facts: Mapping[str, object]) -> dict[str, object]:
        kept = {
            name: facts[name]
            for name, kind in CATALOGUE[event].fields.items()
            if name in facts and is_safe(kind, facts[name])
        }
        lost = len(facts) - len(kept)
        if lost:
            with self._counting:
                self._dropped += lost
            # Not even their names are told: what is not declared may be anything.
            _complaints.warning("%s: %d facts are not for the log", event.value, lost)
            kept["dropped"] = lost
        return kept

    def _stamped(self, _logger: WrappedLogger, level: str, line: EventDict) -> EventDict:
        at = self._now().isoformat(timespec="milliseconds")
        return {"at": at, "level": level, "event": line.pop("event"), **line}
