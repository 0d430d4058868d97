"""Tiers, plans and items on offer on a day: of the rows of one code the latest in force holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.insurance import InsuranceKind
from sim.backend.models import PersonType
from sim.backend.policy_tables import EVERYWHERE, ItemRow, PlanRow, TierRow

_CODED = TypeVar("_CODED", TierRow, PlanRow, ItemRow)
_FEN_PER_YUAN = 100


@dataclass(frozen=True, slots=True)
class MedicalTariff:
    """Plans by code and items by code, in the order they are offered in."""

    plans: dict[str, PlanRow]
    items: dict[str, ItemRow]

    @property
    def demonstration(self) -> bool:
        """Nobody has verified some of these figures."""
        rows: Iterable[PlanRow | ItemRow] = (*self.plans.values(), *self.items.values())
        return any(row.demonstration for row in rows)


def tiers(
    session: Session, insurance: InsuranceKind, person_type: PersonType, on: date
) -> dict[str, TierRow]:
    """Tiers that people of that type may choose, by code, in their order."""
    rows = select(TierRow).where(
        TierRow.insurance == insurance,
        TierRow.person_type == person_type,
        TierRow.effective_from <= on,
    )
    found = session.scalars(rows.order_by(TierRow.effective_from, TierRow.id))
    return dict(sorted(_in_force(found).items(), key=lambda entry: entry[1].rank))


def knows_tier(session: Session, insurance: InsuranceKind, code: str, on: date) -> bool:
    """Whether anybody at all may choose the tier."""
    return any(code in tiers(session, insurance, kind, on) for kind in PersonType)


def medical_tariff(session: Session, agency_code: str, on: date) -> MedicalTariff:
    """What the agency offers, or the whole province where the agency has no plans of its own."""
    place = agency_code
    plans = _plans(session, place, on)
    if not plans:
        place = EVERYWHERE
        plans = _plans(session, place, on)
    rows = select(ItemRow).where(ItemRow.agency_code == place, ItemRow.effective_from <= on)
    items = _in_force(session.scalars(rows.order_by(ItemRow.effective_from, ItemRow.id)))
    return MedicalTariff(plans, items)


def listed_bases(plan: PlanRow) -> tuple[int, ...]:
    """The bases of a plan in fen, ascending."""
    return tuple(sorted(int(yuan) * _FEN_PER_YUAN for yuan in plan.bases_yuan.split(",")))


def _plans(session: Session, place: str, on: date) -> dict[str, PlanRow]:
    rows = select(PlanRow).where(PlanRow.agency_code == place, PlanRow.effective_from <= on)
    return _in_force(session.scalars(rows.order_by(PlanRow.effective_from, PlanRow.id)))


def _in_force(rows: Iterable[_CODED]) -> dict[str, _CODED]:
    latest = {row.code: row for row in rows}
    return {code: row for code, row in latest.items() if row.offered}
