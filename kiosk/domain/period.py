"""Contribution months and the period (费款所属期) that a payment covers."""

from __future__ import annotations

import re
from dataclasses import dataclass

_YYYYMM = re.compile(r"([0-9]{4})([0-9]{2})")
MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month. Written YYYYMM on the wire, as the tax interface does."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= MONTHS_PER_YEAR or not 1000 <= self.year <= 9999:
            raise ValueError(f"no such month: {self.year}-{self.month}")

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read YYYYMM. Raises ValueError for anything else."""
        match = _YYYYMM.fullmatch(text)
        if match is None:
            raise ValueError("a month is written YYYYMM")
        return cls(int(match[1]), int(match[2]))

    @property
    def code(self) -> str:
        """YYYYMM."""
        return f"{self.year:04d}{self.month:02d}"

    @property
    def label(self) -> str:
        """``2026年01月``."""
        return f"{self.year}年{self.month:02d}月"

    def plus(self, months: int) -> Month:
        """The month so many months later, earlier when negative. Raises ValueError out of range."""
        index = self.year * MONTHS_PER_YEAR + self.month - 1 + months
        return Month(index // MONTHS_PER_YEAR, index % MONTHS_PER_YEAR + 1)

    def until(self, last: Month) -> int:
        """How many months from this one to ``last``, both counted; below 1 when it is earlier."""
        return (last.year - self.year) * MONTHS_PER_YEAR + last.month - self.month + 1


@dataclass(frozen=True, slots=True)
class ContributionPeriod:
    """费款所属期: consecutive months of one calendar year, first and last included."""

    first: Month
    last: Month

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends before it begins")
        if self.first.year != self.last.year:
            raise ValueError("a period stays within one calendar year")

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month of the period in order."""
        return tuple(self.first.plus(offset) for offset in range(self.first.until(self.last)))

    @property
    def label(self) -> str:
        """``2026年01月`` or ``2026年01月 – 03月``."""
        if self.first == self.last:
            return self.first.label
        if (self.first.month, self.last.month) == (1, MONTHS_PER_YEAR):
            return f"{self.first.year}年度"
        return f"{self.first.label} – {self.last.month:02d}月"

    @classmethod
    def whole_year(cls, year: int) -> ContributionPeriod:
        """January to December."""
        return cls(Month(year, 1), Month(year, MONTHS_PER_YEAR))

    def overlaps(self, other: ContributionPeriod) -> bool:
        """Whether they have a month in common."""
        return self.first <= other.last and other.first <= self.last


def periods_label(periods: tuple[ContributionPeriod, ...]) -> str:
    """Every period, one after another."""
    return "、".join(period.label for period in periods)


def count_months(periods: tuple[ContributionPeriod, ...]) -> int:
    """How many months the periods have together."""
    return sum(len(period.months) for period in periods)
