"""Event catalogue and logging without personal data."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from pathlib import Path

Event = Enum(
    "Event", {k: k for k in tomllib.loads((Path(__file__).parent / "events.toml").read_text())}
)


class EventLog:
    def __init__(self, file, now):
        self._f, self._now = file, now

    @classmethod
    def open(cls, path: Path, *, now: Callable[[], datetime]) -> EventLog:
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls(path.open("a"), now)

    def record(self, event: Event, **facts: object) -> None:
        self._f.write(json.dumps({"event": event.value, **facts}) + "\n")
        self._f.flush()

    def close(self) -> None:
        self._f.close()
