"""The little of time that drivers need."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """A clock that is handed in; the runtime's clocks are such."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary origin; never goes back."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after ``seconds`` of this clock. Cancellable."""
        ...
