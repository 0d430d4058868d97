"""Tiers (缴费档次) of the residents' insurances, year by year, as the service offers them."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.money import Money


@dataclass(frozen=True, slots=True)
class Tier:
    """One amount a person may pay for a year.

    ``amount`` is what the person pays, zero where the government pays all of it; ``subsidy`` what
    the government adds to the account or pays in the person's stead. ``note`` says for whom or why,
    as 重度残疾人等困难群体; empty for everybody.
    """

    code: str
    name: str
    amount: Money
    subsidy: Money
    note: str = ""


@dataclass(frozen=True, slots=True)
class YearOffer:
    """A year (缴费年度) that can be paid now, and the tiers for this person in ascending order.

    ``person_type`` is what the register calls the person (人员类别), such as 普通居民.
    Raises ValueError for a year without tiers.
    """

    year: int
    person_type: str
    tiers: tuple[Tier, ...]
    demonstration: bool

    def __post_init__(self) -> None:
        if not self.tiers:
            raise ValueError("a year that can be paid has a tier")
