"""What the service may want of the terminal, as its answer to a report says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Instruction:
    """Something to be done once, however often it is said. ``kind`` is a word that this program may
    not know; from ``valid_until`` on it is not to be done any more."""

    number: str
    kind: str
    valid_until: datetime


@dataclass(frozen=True, slots=True)
class UnreadableInstruction:
    """One that is not as described; ``number`` is empty where not even that can be read."""

    number: str = ""
