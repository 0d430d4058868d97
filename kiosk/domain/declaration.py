"""缴费基数选择: the base a person has chosen for a year, apart from any payment."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.domain.enrolment import BaseRule
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money


class DeclarationState(Enum):
    """Whether there is a base for the year, and whether it can still be changed."""

    NONE = "none"
    DECLARED = "declared"
    IN_USE = "in_use"
    """Something was paid on it: it stays for the year."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """The base of one 个人参保编号 for ``rule.policy_year``.

    ``base`` is None exactly when the state is NONE, else ValueError is raised. ``allows_batch`` is
    允许用于批扣: the bank's batch deduction may use it.
    """

    personal_number: str = field(repr=False)
    insurance: InsuranceKind
    agency_name: str
    rule: BaseRule
    state: DeclarationState
    base: Money | None
    allows_batch: bool

    def __post_init__(self) -> None:
        if (self.base is None) is not (self.state is DeclarationState.NONE):
            raise ValueError("a declared base is known, and one not declared is not")
