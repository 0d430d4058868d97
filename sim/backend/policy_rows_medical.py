"""The policy rows of the flexible medical insurance the service starts with.

Cities set their own rates and nobody has verified any of these: every row is a demonstration.
"""

from __future__ import annotations

from datetime import date

from kiosk.domain.insurance import InsuranceKind
from sim.backend.columns import Base
from sim.backend.policy_tables import CollectionWindow, ItemRow, PlanRow, WaitingRule

_START = date(2020, 1, 1)
_ASSUMED = "Assumed: rates of about 8 to 10 % are remembered for cities of Shandong"


def medical_policy() -> tuple[Base, ...]:
    """New rows for an empty database."""
    return (
        _plan(
            "P1",
            "统账结合",
            "建立个人账户，享受门诊、住院待遇",
            rate_bp=1000,
            bases_yuan="4504,6005,7506,11259,15012,22518",
        ),
        _plan(
            "P2",
            "单建统筹",
            "不建个人账户，享受住院、门诊慢特病待遇",
            rate_bp=800,
            bases_yuan="4504,6005,7506",
        ),
        _item("I1", "职工基本医疗保险", month_fen=None, required=True),
        _item("I2", "职工大额医疗费用补助", month_fen=800, required=True),
        _item("I3", "职工长期护理保险", month_fen=500, required=False),
        CollectionWindow(
            insurance=InsuranceKind.FLEXIBLE_MEDICAL,
            effective_from=_START,
            opens="0101",
            closes="1231",
            months_behind=0,
            months_ahead=11,
            source="Paid for the current month or in advance within the year; remembered",
            demonstration=True,
        ),
        WaitingRule(
            effective_from=_START,
            months=3,
            source="Commonly three to six months after a lapse; remembered",
            demonstration=True,
        ),
    )


def _plan(code: str, name: str, description: str, *, rate_bp: int, bases_yuan: str) -> PlanRow:
    return PlanRow(
        code=code,
        effective_from=_START,
        offered=True,
        name=name,
        description=description,
        rate_bp=rate_bp,
        bases_yuan=bases_yuan,
        source=_ASSUMED,
        demonstration=True,
    )


def _item(code: str, name: str, *, month_fen: int | None, required: bool) -> ItemRow:
    return ItemRow(
        code=code,
        effective_from=_START,
        offered=True,
        name=name,
        month_fen=month_fen,
        required=required,
        source=_ASSUMED,
        demonstration=True,
    )
