"""Enrolment (参保登记) of a person in one insurance, and what may be paid on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import Month


class EnrolmentStatus(Enum):
    """参保状态."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class BaseRule:
    """Bounds of the contribution base (缴费基数) from a dated policy row of the service, both
    allowed themselves. Raises ValueError when they are the wrong way round.

    ``rate_bp`` is the contribution rate in basis points (2000 = 20 %). ``previous`` is the base the
    person paid on last year, if any. ``demonstration`` marks figures nobody has verified.

    ``declared`` is the base the person has chosen for the year (缴费基数选择), if any. Once
    something was paid on it, it is ``fixed`` and the only one that can be paid on. Raises
    ValueError for a fixed base that was never declared.
    """

    lower: Money
    upper: Money
    rate_bp: int
    policy_year: int
    previous: Money | None
    demonstration: bool
    declared: Money | None = None
    fixed: bool = False

    def __post_init__(self) -> None:
        if self.upper < self.lower:
            raise ValueError("the upper bound of a base is below the lower")
        if self.fixed and self.declared is None:
            raise ValueError("a fixed base has been declared")

    def admits(self, base: Money) -> bool:
        """Whether a person may contribute on this base."""
        return base == self.declared if self.fixed else self.lower <= base <= self.upper


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One 个人参保编号 of a person at one agency (社保经办机构).

    ``payable`` are the months that can be paid now and ``paid`` those of the same year already
    paid, both ascending and no month in both, else ValueError is raised. ``base`` is None where
    the insurance knows no base.
    """

    personal_number: str = field(repr=False)
    insurance: InsuranceKind
    agency_name: str
    status: EnrolmentStatus
    since: Month
    payable: tuple[Month, ...]
    paid: tuple[Month, ...]
    base: BaseRule | None

    def __post_init__(self) -> None:
        for months in (self.payable, self.paid):
            if any(later <= earlier for earlier, later in pairwise(months)):
                raise ValueError("the months of an enrolment ascend")
        if not set(self.payable).isdisjoint(self.paid):
            raise ValueError("a month is either payable or paid")
