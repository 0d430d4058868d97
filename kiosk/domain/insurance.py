"""Kinds of social insurance a citizen pays here, with the codes of the tax interface."""

from __future__ import annotations

from enum import Enum


class CitizenGroup(Enum):
    """缴费人群: the value is ``user_type`` of the tax interface (0 residents, 1 flexible)."""

    FLEXIBLE = "1"
    RESIDENT = "0"

    @property
    def label(self) -> str:
        """The short Chinese name."""
        return _GROUP_LABELS[self]


_GROUP_LABELS = {CitizenGroup.FLEXIBLE: "灵活就业", CitizenGroup.RESIDENT: "城乡居民"}


class InsuranceKind(Enum):
    """险种. The value is our wire name; ``project_code`` is 征收项目."""

    FLEXIBLE_PENSION = "flexible_pension"
    FLEXIBLE_MEDICAL = "flexible_medical"
    RESIDENT_PENSION = "resident_pension"
    RESIDENT_MEDICAL = "resident_medical"

    @property
    def label(self) -> str:
        """The full Chinese name, as on the manual's tiles."""
        return _KINDS[self][0]

    @property
    def project_code(self) -> str:
        """征收项目, five digits."""
        return _KINDS[self][1]

    @property
    def group(self) -> CitizenGroup:
        """Which citizens this insurance is for."""
        return _KINDS[self][2]


_KINDS = {
    InsuranceKind.FLEXIBLE_PENSION: ("灵活就业人员基本养老保险", "10201", CitizenGroup.FLEXIBLE),
    InsuranceKind.FLEXIBLE_MEDICAL: ("灵活就业人员基本医疗保险", "10203", CitizenGroup.FLEXIBLE),
    InsuranceKind.RESIDENT_PENSION: ("城乡居民基本养老保险", "10210", CitizenGroup.RESIDENT),
    InsuranceKind.RESIDENT_MEDICAL: ("城乡居民基本医疗保险", "10212", CitizenGroup.RESIDENT),
}
