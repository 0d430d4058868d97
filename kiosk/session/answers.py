"""What a citizen can answer on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.tender import Tender


class Module(Enum):
    """The four modules of the manual."""

    PAY = "社保费缴费"
    PAY_FOR_OTHER = "社保费代缴"
    CERTIFICATES = "社保费凭证打印"
    QUERY = "社保费缴费查询"


class Service(Enum):
    """Modules that follow login and have no insurance of their own."""

    SPECIAL_PAYMENT = "特殊缴费"


@dataclass(frozen=True, slots=True)
class GroupChosen:
    """A home tile."""

    group: CitizenGroup


@dataclass(frozen=True, slots=True)
class ModuleChosen:
    """A module tile."""

    module: Module


@dataclass(frozen=True, slots=True)
class InsuranceChosen:
    """An insurance module."""

    insurance: InsuranceKind


@dataclass(frozen=True, slots=True)
class ServiceChosen:
    """A module beside the insurances."""

    service: Service


@dataclass(frozen=True, slots=True)
class PeriodChosen:
    """缴费起止时间."""

    period: ContributionPeriod


@dataclass(frozen=True, slots=True)
class BaseEntered:
    """缴费基数."""

    base: Money


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The one primary action of a screen."""


@dataclass(frozen=True, slots=True)
class TenderChosen:
    """缴款方式."""

    tender: Tender


@dataclass(frozen=True, slots=True)
class Again:
    """Try the same once more."""


@dataclass(frozen=True, slots=True)
class Another:
    """继续缴费."""


@dataclass(frozen=True, slots=True)
class Finished:
    """办完了，退出."""


@dataclass(frozen=True, slots=True)
class Begin:
    """The attract screen was touched."""


@dataclass(frozen=True, slots=True)
class GoBack:
    """上一步."""


@dataclass(frozen=True, slots=True)
class GoHome:
    """返回首页."""


@dataclass(frozen=True, slots=True)
class Leave:
    """退出."""


@dataclass(frozen=True, slots=True)
class StillHere:
    """Yes, I am still here; also sent, at most once a second, on any touch of the screen."""


Answer = (
    Begin
    | GoBack
    | GoHome
    | Leave
    | StillHere
    | GroupChosen
    | ModuleChosen
    | InsuranceChosen
    | ServiceChosen
    | PeriodChosen
    | BaseEntered
    | Confirmed
    | TenderChosen
    | Again
    | Another
    | Finished
)


def answer_name(answer: Answer) -> str:
    """A stable name for the element that gives this answer: its type, and the enum value in it.

    Used as the object name of tiles and buttons, so that tests and assistive tools can find them:
    ``ModuleChosen.PAY``, ``TenderChosen.ALIPAY``, ``Confirmed``.
    """
    match answer:
        case GroupChosen(value):
            return f"GroupChosen.{value.name}"
        case ModuleChosen(value):
            return f"ModuleChosen.{value.name}"
        case InsuranceChosen(value):
            return f"InsuranceChosen.{value.name}"
        case ServiceChosen(value):
            return f"ServiceChosen.{value.name}"
        case TenderChosen(value):
            return f"TenderChosen.{value.name}"
        case _:
            return type(answer).__name__
