"""Money as whole fen; there is no other unit and no fraction anywhere in the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

FEN_PER_YUAN = 100


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of renminbi in fen (1/100 yuan).

    Raises TypeError for anything but an int and ValueError for a negative one, whether made
    directly or by arithmetic.
    """

    fen: int

    def __post_init__(self) -> None:
        if isinstance(self.fen, bool) or not isinstance(self.fen, int):
            raise TypeError(f"fen must be an int, not {type(self.fen).__name__}")
        if self.fen < 0:
            raise ValueError("money is never negative")

    @classmethod
    def yuan(cls, yuan: int) -> Self:
        """Whole yuan."""
        return cls(yuan * FEN_PER_YUAN)

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __mul__(self, times: int) -> Money:
        return Money(self.fen * times)

    def share(self, basis_points: int) -> Money:
        """The part of this amount at a rate in basis points (2000 = 20 %), half a fen upwards."""
        return Money((self.fen * basis_points + 5_000) // 10_000)

    @property
    def figures(self) -> str:
        """Digits with thousands separators and two decimals: ``1,040.00``."""
        return f"{self.fen // FEN_PER_YUAN:,}.{self.fen % FEN_PER_YUAN:02d}"

    @property
    def whole_figures(self) -> str:
        """As ``figures`` without ``.00`` when the amount is whole yuan: ``3,980``."""
        return self.figures.removesuffix(".00")

    def __str__(self) -> str:
        return f"¥{self.figures}"


ZERO = Money(0)


def total(amounts: tuple[Money, ...]) -> Money:
    """The sum of the amounts; zero for none."""
    return Money(sum(amount.fen for amount in amounts))
