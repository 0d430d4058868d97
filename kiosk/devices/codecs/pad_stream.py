"""What comes from an encrypting PIN pad: answers to commands, and between them the keys.

While a PIN is entered the pad tells that a figure key was pressed and never which one. So nothing
here can hold a figure: a byte that would name one becomes ``PadKey.IN_CLEAR`` and nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, Protocol, TypeAlias, TypeVar

K = TypeVar("K")


class PadFrameError(ValueError):
    """A command that does not fit a frame, or an answer that makes no sense. Never quotes it."""


class PadKey(Enum):
    """A key as a pad tells it while a PIN is entered."""

    FIGURE = "figure"
    ENTER = "enter"
    CLEAR = "clear"
    CANCEL = "cancel"
    GAVE_UP = "gave_up"
    """No key: the pad has waited long enough."""
    IN_CLEAR = "in_clear"
    """A figure that was named, which no pad does while it takes a PIN."""


FIGURE_BYTES = range(0x30, 0x3A)
NAMED_FIGURES: Mapping[int, PadKey] = dict.fromkeys(FIGURE_BYTES, PadKey.IN_CLEAR)
"""Part of the key table of every pad: the ten bytes that must never come."""


@dataclass(frozen=True, slots=True)
class KeyPress(Generic[K]):
    """One key."""

    key: K


@dataclass(frozen=True, slots=True)
class PadFrame:
    """An answer whose form is right: its result ``code`` and what it brings, which may be a PIN's
    block, so it is not shown."""

    code: int
    data: bytes = field(repr=False)


class Damage(Enum):
    """Why an answer had to be given up."""

    LENGTH = "length"
    CHECKSUM = "checksum"
    BROKEN_OFF = "broken_off"


Arrival: TypeAlias = KeyPress[K] | PadFrame | Damage


class PadSplitter(Protocol[K]):
    """Takes answers and keys apart. What it finds does not depend on how the stream is cut."""

    @property
    def begun(self) -> bool:
        """Whether an answer has begun and is not complete yet."""
        ...

    def feed(self, chunk: bytes) -> tuple[Arrival[K], ...]:
        """Take in what has arrived; give back what it completes, in order. Raises nothing."""
        ...

    def quiet(self) -> bool:
        """Nothing came for a while: an answer that had begun is given up. Whether there was one."""
        ...


@dataclass(frozen=True, slots=True)
class PadCommand:
    """A command ready to be sent.

    ``repeatable`` says that doing it twice is the same as doing it once, so that it may be sent
    again when its answer was lost. Commands that are not say why where they are made.
    """

    frame: bytes = field(repr=False)
    repeatable: bool
