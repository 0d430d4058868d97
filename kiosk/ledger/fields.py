"""Reading flat facts: the payload of an entry, or the row of a table."""

from __future__ import annotations

from collections.abc import Mapping

Flat = Mapping[str, object]


def text(flat: Flat, key: str) -> str:
    """A text that must be there. Raises ValueError."""
    value = flat.get(key)
    if not isinstance(value, str):
        raise ValueError(f"{key} is not a text")  # noqa: TRY004
    return value


def whole(flat: Flat, key: str) -> int:
    """A whole number that must be there. Raises ValueError."""
    value = flat.get(key)
    if not isinstance(value, int):
        raise ValueError(f"{key} is not a whole number")  # noqa: TRY004
    return value
