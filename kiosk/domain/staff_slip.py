"""The facts of a slip for staff. It names no citizen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.domain.money import Money


@dataclass(frozen=True, slots=True)
class StaffSlip:
    """工作单: something staff take along on receipt paper. ``sections`` are labelled facts, the
    labels of at most five Chinese characters; ``amount`` is what they come to, with its label."""

    heading: str
    hall_name: str
    terminal_number: str
    printed_at: datetime
    sections: tuple[tuple[tuple[str, str], ...], ...]
    amount: tuple[str, Money] | None = None
