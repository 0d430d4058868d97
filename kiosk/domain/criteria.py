"""What a citizen looks for among payments and certificates."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.payment_record import PaymentState


@dataclass(frozen=True, slots=True)
class Criteria:
    """费款所属期 from year to year, both included, and what else narrows the search.

    ``insurance`` and ``state`` None stand for all of them; ``refunds`` asks for 电子收入退还书
    instead of payments. Raises ValueError when the years are the wrong way round.
    """

    first_year: int
    last_year: int
    insurance: InsuranceKind | None = None
    state: PaymentState | None = None
    refunds: bool = False

    def __post_init__(self) -> None:
        if self.last_year < self.first_year:
            raise ValueError("the years of a search are the wrong way round")

    @property
    def years_label(self) -> str:
        """``2025年`` or ``2024年 – 2026年``."""
        if self.first_year == self.last_year:
            return f"{self.first_year}年"
        return f"{self.first_year}年 – {self.last_year}年"
