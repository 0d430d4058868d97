"""What a citizen can answer on a screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.domain.criteria import Criteria
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
    """Modules beside the insurances that are paid month by month or year by year."""

    SPECIAL_PAYMENT = "特殊缴费"
    FLEXIBLE_ARREARS = "社保（医保）费补缴"
    RESIDENT_ARREARS = "社保费补缴"
    BASE_SELECTION = "缴费档次或基数选择"


class Choice(Enum):
    """A choice among a few that are named on the screen itself."""

    TAX_CERTIFICATE = "tax_certificate"
    CONTRIBUTION_CERTIFICATE = "contribution_certificate"
    FIRST_ISSUE = "first_issue"
    REPRINT = "reprint"
    SUMMARY = "summary"
    DETAIL = "detail"
    LOG_IN_FIRST = "log_in_first"
    WITHOUT_LOGIN = "without_login"
    ANOTHER_PAYEE = "another_payee"
    SET_BASE = "set_base"
    VOID_BASE = "void_base"
    PAY_NOW = "pay_now"
    ALLOW_BATCH = "allow_batch"
    NO_BATCH = "no_batch"
    PRINT_LIST = "print_list"
    TO_PHONE = "to_phone"
    PAYMENT_CODE = "payment_code"


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
    """A module beside the insurances: one of ``Service``, or of an enumeration of its own that a
    service brings along."""

    service: Enum


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of a few named choices."""

    choice: Choice


@dataclass(frozen=True, slots=True)
class Picked:
    """The option that stands at this place of the list, counted from 0."""

    place: int


@dataclass(frozen=True, slots=True)
class Ticked:
    """The rows that are ticked, by their places in ascending order, counted from 0."""

    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NumberEntered:
    """缴费人身份证号 as it was typed: figures, and X in the last place."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TextEntered:
    """What staff typed; it may be a secret."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TouchTested:
    """How many fields of the grid were touched, and how many were not."""

    touched: int
    missed: int


@dataclass(frozen=True, slots=True)
class CriteriaChosen:
    """费款所属期 and whatever else narrows a search."""

    criteria: Criteria


@dataclass(frozen=True, slots=True)
class SlipWanted:
    """打印说明单: the message on the screen, on paper, for the window."""


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
    | Chosen
    | Picked
    | Ticked
    | NumberEntered
    | TextEntered
    | TouchTested
    | CriteriaChosen
    | SlipWanted
    | PeriodChosen
    | BaseEntered
    | Confirmed
    | TenderChosen
    | Again
    | Another
    | Finished
)


def answer_name(answer: Answer) -> str:
    """A stable name for the element that gives this answer: its type, and the enum value or the
    place in it.

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
        case Chosen(value):
            return f"Chosen.{value.name}"
        case Picked(place):
            return f"Picked.{place}"
        case TenderChosen(value):
            return f"TenderChosen.{value.name}"
        case _:
            return type(answer).__name__
