"""What a flexible worker may choose of the medical insurance (职工医保, paid by oneself)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.money import Money


@dataclass(frozen=True, slots=True)
class MedicalPlan:
    """参保档次, such as 统账结合 or 单建统筹: its rate in basis points, and the bases to choose
    from in ascending order. Raises ValueError for a plan without bases."""

    code: str
    name: str
    description: str
    rate_bp: int
    bases: tuple[Money, ...]

    def __post_init__(self) -> None:
        if not self.bases or tuple(sorted(set(self.bases))) != self.bases:
            raise ValueError("the bases of a plan ascend, and there is at least one")


@dataclass(frozen=True, slots=True)
class InsuranceItem:
    """缴费险种: one thing paid with the month. ``month_amount`` is its price a month, None where it
    is reckoned from the base. A ``required`` item cannot be left out."""

    code: str
    name: str
    month_amount: Money | None
    required: bool


@dataclass(frozen=True, slots=True)
class MedicalOffer:
    """Plans and items as the service offers them to one enrolment now.

    ``note`` is what the citizen should know before paying, such as a waiting period (待遇等待期);
    empty when there is nothing. Raises ValueError without a plan or a required item.
    """

    plans: tuple[MedicalPlan, ...]
    items: tuple[InsuranceItem, ...]
    note: str
    demonstration: bool

    def __post_init__(self) -> None:
        if not self.plans or not any(item.required for item in self.items):
            raise ValueError("a medical offer has a plan and a required item")
