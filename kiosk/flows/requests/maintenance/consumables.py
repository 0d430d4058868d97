"""Paper, toner, and what is stuck on its way out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.flows.requests.maintenance.overview import ReportLine
from kiosk.session.requests import Request


class Supply(Enum):
    """What hall staff fill up."""

    RECEIPT_ROLL = "receipt_roll"
    A4_PAPER = "a4_paper"
    TONER = "toner"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"receipt_roll": "小票纸卷", "a4_paper": "A4 纸", "toner": "碳粉"}[self.value]


@dataclass(frozen=True, slots=True)
class Supplies:
    """How everything stands that is used up; ``fitted`` is what this terminal uses, ``stuck`` how
    many prints on A4 nobody has seen end."""

    lines: tuple[ReportLine, ...]
    fitted: tuple[Supply, ...]
    stuck: int


@dataclass(frozen=True, slots=True)
class AskSupplies(Request[Supplies]):
    """Look how much is left."""


@dataclass(frozen=True, slots=True)
class Replenished:
    """Written down; the forecast begins anew."""


@dataclass(frozen=True, slots=True)
class Replenish(Request[Replenished]):
    """Somebody has filled it up."""

    supply: Supply


@dataclass(frozen=True, slots=True)
class PrintsEnded:
    """So many prints are in doubt from now on: their certificates can be had as 补打."""

    count: int


@dataclass(frozen=True, slots=True)
class EndPrints(Request[PrintsEnded]):
    """The printer was cleared by hand: nothing that it was still given will come out."""
