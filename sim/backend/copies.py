"""A copy of every document that was handed out, for those who look on; no part of the service."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Copy:
    """A document as a terminal got it. ``number`` is empty for a list, ``reprint`` 0 at first."""

    title: str
    number: str
    reprint: int
    pdf: bytes = field(repr=False)


class Copies:
    """Grows until it is emptied. May be used from any thread."""

    def __init__(self) -> None:
        self._kept: list[Copy] = []

    def keep(self, copy: Copy) -> None:
        """Add the newest."""
        self._kept.append(copy)

    def all(self) -> tuple[Copy, ...]:
        """The oldest first."""
        return tuple(self._kept)

    def forget(self) -> None:
        """Begin anew."""
        self._kept.clear()
