"""The event log in the bundle: lines that the terminal itself can have written, written anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kiosk.maintenance.bundle.told_settings import Told
from kiosk.maintenance.logged import LoggedLine, lines_of, read_line
from kiosk.observe import Event, scrub

_OF_CONDITIONS = {
    Event.DEVICE_CHANGED: "device",
    Event.ACQUIRER_CHANGED: "",
    Event.PHASE_CHANGED: "",
    Event.LEDGER_REFUSED: "",
}
"""The events that say how something is since then, and which field says what."""


class ToldLog:
    """Goes through files of the log once; how many lines were kept and left out, and the last
    condition of everything, are known afterwards."""

    def __init__(self) -> None:
        self.kept = 0
        self.left_out = 0
        self._last: dict[tuple[Event, str], LoggedLine] = {}

    def lines(self, file: Path) -> Iterator[bytes]:
        """The lines of one file that can be believed, scrubbed once more."""
        for raw in lines_of(file):
            line = read_line(raw)
            if line is None:
                self.left_out += bool(raw.strip())
                continue
            text = line.text()
            if scrub(text) != text:
                # Nothing should ever be caught in this net; what is, is no line of ours.
                self.left_out += 1
                continue
            self.kept += 1
            self._remember(line)
            yield f"{text}\n".encode()

    def last_conditions(self) -> list[Told]:
        """The last line about each device, the acquirer, the phase and the ledger."""
        lines = sorted(self._last.values(), key=lambda line: line.at)
        return [
            {"at": line.at.isoformat(), "event": line.event.value, **line.facts} for line in lines
        ]

    def _remember(self, line: LoggedLine) -> None:
        if line.event in _OF_CONDITIONS:
            what = str(line.facts.get(_OF_CONDITIONS[line.event], ""))
            self._last[line.event, what] = line
