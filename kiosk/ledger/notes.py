"""What may be written beside orders: short codes and small numbers under known keys."""

from __future__ import annotations

import re
from collections.abc import Mapping

NOTE_KEYS = frozenset(
    {
        "amount_fen",
        "attempt",
        "cause",
        "count",
        "device",
        "effect",
        "event",
        "insurance",
        "ordinal",
        "outcome",
        "reason",
        "remedy",
        "screen",
        "seconds",
        "service",
        "state",
        "status",
        "step",
        "tender",
        "version",
    }
)
_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
# A code, not a sentence; with too few digits for an identity, card or telephone number, or a birth.
_CODE = re.compile(r"(?!(?:[^0-9]*[0-9]){8})[A-Za-z0-9_.:+-]{0,64}", re.ASCII)
_LARGEST = 10**10


def note_facts(kind: str, facts: Mapping[str, str | int]) -> dict[str, str | int]:
    """The facts of a note, checked. Raises ValueError naming the key (never the value) that may not
    be written."""
    if _KIND.fullmatch(kind) is None:
        raise ValueError("a kind of note is a short lower-case word")
    for key, value in facts.items():
        if key not in NOTE_KEYS:
            raise ValueError(f"notes have no {key if _KIND.fullmatch(key) else 'such key'}")
        fits = _CODE.fullmatch(value) if isinstance(value, str) else abs(value) < _LARGEST
        if not fits:
            raise ValueError(f"{key} is not a short code or a small number")
    return dict(facts)
