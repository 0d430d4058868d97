"""One PIN being typed, as far as it is seen outside the pad: how many figures there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from kiosk.devices.codecs.pad_stream import PadKey


class EntryEnd(Enum):
    """How an entry ended."""

    DONE = "done"
    CANCELLED = "cancelled"
    TIMED_OUT = "timed_out"
    IN_CLEAR = "in_clear"
    """The pad named a figure: it is not in PIN mode, or it is not the pad."""


@dataclass(slots=True)
class PinEntry:
    """Counts the figures of a PIN of ``least`` to ``most``; ``heard`` is told at the
    beginning and after every key."""

    least: int
    most: int
    heard: Callable[[int], None]
    count: int = 0

    def press(self, key: PadKey) -> EntryEnd | None:
        """Take in a key; how the entry ended, if it did. ENTER too early changes nothing."""
        match key:
            case PadKey.FIGURE:
                self.count = min(self.count + 1, self.most)
            case PadKey.CLEAR:
                self.count = 0
            case PadKey.ENTER:
                if self.count >= self.least:
                    return EntryEnd.DONE
            case PadKey.CANCEL:
                return EntryEnd.CANCELLED
            case PadKey.GAVE_UP:
                return EntryEnd.TIMED_OUT
            case PadKey.IN_CLEAR:
                return EntryEnd.IN_CLEAR
            case _:
                assert_never(key)
        self.heard(self.count)
        return None
