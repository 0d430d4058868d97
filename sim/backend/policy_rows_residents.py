"""The policy rows of the residents' insurances the service starts with, in fen."""

from __future__ import annotations

from datetime import date

from kiosk.domain.insurance import InsuranceKind
from sim.backend.agencies import QINGDAO_MEDICAL
from sim.backend.columns import Base
from sim.backend.models import PersonType
from sim.backend.policy_tables import Bound, Limit, TierRow, YearWindow

HARDSHIP_TIER = "T0100"
"""The pension tier of 100 yuan, for people in hardship only."""

_START = date(2020, 1, 1)
_REMEMBERED = "Tiers and subsidies of Shandong as remembered; unverified"
_PENSION_TIERS = (
    ("T0300", 300, 30),
    ("T0500", 500, 60),
    ("T0600", 600, 60),
    ("T0800", 800, 80),
    ("T1000", 1000, 80),
    ("T1500", 1500, 80),
    ("T2000", 2000, 80),
    ("T2500", 2500, 80),
    ("T3000", 3000, 80),
    ("T4000", 4000, 80),
    ("T5000", 5000, 80),
)
"""Code, yuan a year, yuan of subsidy; with the hardship tier there are twelve."""

_IN_HARDSHIP = {
    PersonType.SEVERELY_DISABLED: "重度残疾人等缴费困难群体可选",
    PersonType.LOW_INCOME: "低保对象等缴费困难群体可选",
    PersonType.EXTREMELY_POOR: "特困人员等缴费困难群体可选",
}

_MEDICAL_YEARS = (
    # In force from, individual share, fiscal share, source, verified.
    (date(2022, 9, 1), 350, 640, "National minimum of 2023 as remembered; unverified", False),
    (date(2023, 9, 1), 380, 640, "National minimum of 2024 as remembered; unverified", False),
    (date(2024, 9, 1), 400, 670, "National minimum of 2025: 400 yuan and 670 yuan fiscal", True),
    (date(2025, 9, 1), 400, 670, "Figures of the year before; demonstration", False),
)
_REDUCTIONS = {
    # Share the person pays in per cent, and what is said of it. 社会保险法 article 25 has the rule
    # that the government pays for them; how much is a city's own.
    PersonType.LOW_INCOME: (40, "低保对象由政府定额资助"),
    PersonType.SEVERELY_DISABLED: (40, "重度残疾人由政府定额资助"),
    PersonType.EXTREMELY_POOR: (0, "特困人员由政府全额资助，个人无需缴费"),
}
_REDUCTION_ASSUMED = "社会保险法 article 25; the share is assumed"


def resident_policy() -> tuple[Base, ...]:
    """New rows for an empty database."""
    return (*_pension_tiers(), *_medical_tiers(), *_windows(), _age())


def _pension_tiers() -> tuple[Base, ...]:
    rows: list[Base] = []
    for person_type in PersonType:
        if person_type in _IN_HARDSHIP:
            note = _IN_HARDSHIP[person_type]
            rows.append(_pension_tier(person_type, 0, HARDSHIP_TIER, 100, 30, note))
        rows += [
            _pension_tier(person_type, rank, code, yuan, subsidy, "")
            for rank, (code, yuan, subsidy) in enumerate(_PENSION_TIERS, start=1)
        ]
    return tuple(rows)


def _pension_tier(
    person_type: PersonType, rank: int, code: str, yuan: int, subsidy: int, note: str
) -> TierRow:
    return TierRow(
        insurance=InsuranceKind.RESIDENT_PENSION,
        person_type=person_type,
        code=code,
        effective_from=_START,
        offered=True,
        rank=rank,
        name=f"{yuan}元档",
        amount_fen=yuan * 100,
        subsidy_fen=subsidy * 100,
        note=note,
        source=_REMEMBERED,
        demonstration=True,
    )


def _medical_tiers() -> tuple[Base, ...]:
    rows: list[Base] = []
    for effective_from, individual, fiscal, source, verified in _MEDICAL_YEARS:
        for person_type in PersonType:
            percent, note = _REDUCTIONS.get(person_type, (100, ""))
            own = individual * percent  # yuan times per cent are fen
            whole = percent == 100
            rows.append(
                TierRow(
                    insurance=InsuranceKind.RESIDENT_MEDICAL,
                    person_type=person_type,
                    code="M1",
                    effective_from=effective_from,
                    offered=True,
                    rank=1,
                    name="居民医保",
                    amount_fen=own,
                    subsidy_fen=(individual + fiscal) * 100 - own,
                    note=note,
                    source=source if whole else f"{source}. {_REDUCTION_ASSUMED}.",
                    demonstration=not (verified and whole),
                )
            )
    return tuple(rows)


def _windows() -> tuple[Base, ...]:
    return (
        YearWindow(
            insurance=InsuranceKind.RESIDENT_PENSION,
            effective_from=_START,
            opens="0101",
            closes="1231",
            years_ahead=0,
            source="Once in the calendar year; remembered",
            demonstration=True,
        ),
        YearWindow(
            insurance=InsuranceKind.RESIDENT_MEDICAL,
            effective_from=_START,
            opens="0901",
            closes="1231",
            years_ahead=1,
            source="集中缴费期 for the next year; remembered",
            demonstration=True,
        ),
        YearWindow(
            insurance=InsuranceKind.RESIDENT_MEDICAL,
            agency_code=QINGDAO_MEDICAL.code,
            effective_from=_START,
            opens="0901",
            closes="1031",
            years_ahead=1,
            source="A city with a shorter 集中缴费期; assumed",
            demonstration=True,
        ),
    )


def _age() -> Base:
    return Limit(
        bound=Bound.RESIDENT_PENSION_AGE,
        effective_from=_START,
        value=60,
        source="Residents pay from 16 to 59 years of age; remembered",
        demonstration=True,
    )
