"""缴费基数选择: bases chosen for a year, apart from any payment."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.citizen import Citizen
from kiosk.domain.declaration import Declaration
from kiosk.domain.money import Money
from kiosk.session.requests import Request


@dataclass(frozen=True, slots=True)
class Declarations:
    """One for each 个人参保编号 that knows a base."""

    items: tuple[Declaration, ...]


@dataclass(frozen=True, slots=True)
class FindDeclarations(Request[Declarations]):
    """Ask the service which bases the person has chosen."""

    citizen: Citizen


@dataclass(frozen=True, slots=True)
class DeclareBase(Request[Declaration]):
    """Set the base of a year, or another one in its place. Safe to repeat."""

    citizen: Citizen
    declaration: Declaration
    base: Money
    allows_batch: bool


@dataclass(frozen=True, slots=True)
class VoidBase(Request[Declaration]):
    """基数作废: take the base back, so that another can be chosen. Safe to repeat."""

    citizen: Citizen
    declaration: Declaration
