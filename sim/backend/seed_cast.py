"""What the service knows of the people of ``sim.people``: enrolments, payments, bills."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.bill import BillKind
from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import Month
from sim.backend.agencies import (
    JINAN,
    JINAN_MEDICAL,
    QINGDAO,
    QINGDAO_MEDICAL,
    YANTAI,
    YANTAI_MEDICAL,
    Agency,
)
from sim.backend.models import PersonType

_PENSION = InsuranceKind.FLEXIBLE_PENSION
_MEDICAL = InsuranceKind.FLEXIBLE_MEDICAL
_RESIDENT_PENSION = InsuranceKind.RESIDENT_PENSION
_RESIDENT_MEDICAL = InsuranceKind.RESIDENT_MEDICAL


@dataclass(frozen=True, slots=True)
class BillSeed:
    """A bill for so many months from ``first`` (1 to 12) of the year ``years_ago``, determined
    ``days_ago``. ``prefix`` begins its number."""

    kind: BillKind
    prefix: str
    years_ago: int
    month_fen: int
    first: int = 1
    months: int = 12
    days_ago: int = 40


@dataclass(frozen=True, slots=True)
class EnrolmentSeed:
    """An enrolment of a person of the cast, and what was paid on it elsewhere.

    ``years_paid`` years before the one that can be paid now are paid whole, and of this one the
    first ``paid_this_year`` months (up to last month if ``up_to_date``); months are paid on
    ``last_year_base`` and years on a tier of ``tier_yuan``, and nothing is paid without one.
    ``gave_back`` says that the treasury gave the oldest of these payments back.
    """

    insurance: InsuranceKind
    agency: Agency
    since: Month
    status: EnrolmentStatus = EnrolmentStatus.ACTIVE
    paid_this_year: int = 0
    up_to_date: bool = False
    years_paid: int = 1
    last_year_base: Money | None = None
    tier_yuan: int | None = None
    gave_back: bool = False
    deduction_running: bool = False
    bills: tuple[BillSeed, ...] = ()


def _pension(
    agency: Agency, since: str, *, paid: int = 0, last_year: int | None = None
) -> EnrolmentSeed:
    return EnrolmentSeed(
        _PENSION,
        agency,
        Month.parse(since),
        paid_this_year=paid,
        last_year_base=None if last_year is None else Money.yuan(last_year),
    )


def _medical(
    agency: Agency, since: str, base: int, *, years_paid: int = 1, bills: tuple[BillSeed, ...] = ()
) -> EnrolmentSeed:
    return EnrolmentSeed(
        _MEDICAL,
        agency,
        Month.parse(since),
        up_to_date=True,
        years_paid=years_paid,
        last_year_base=Money.yuan(base),
        bills=bills,
    )


def _other(insurance: InsuranceKind, agency: Agency, since: str) -> EnrolmentSeed:
    return EnrolmentSeed(insurance, agency, Month.parse(since))


def _years(
    insurance: InsuranceKind, agency: Agency, since: str, tier_yuan: int, *, years_paid: int = 1
) -> EnrolmentSeed:
    return EnrolmentSeed(
        insurance, agency, Month.parse(since), years_paid=years_paid, tier_yuan=tier_yuan
    )


KNOWN: dict[str, tuple[EnrolmentSeed, ...]] = {
    "zhang-san": (_pension(JINAN, "201807", last_year=5000),),
    "li-si": (
        _pension(QINGDAO, "201605", paid=6, last_year=4504),
        _other(_MEDICAL, QINGDAO, "201605"),
    ),
    "wang-wu": (_pension(JINAN, "201509", paid=3, last_year=6000),),
    "zhao-liu": (
        EnrolmentSeed(_PENSION, YANTAI, Month(2003, 1), EnrolmentStatus.ENDED),
        _other(_RESIDENT_MEDICAL, YANTAI, "201301"),
        _other(_RESIDENT_PENSION, YANTAI, "201301"),
    ),
    "qian-qi": (_pension(QINGDAO, "200601", paid=9, last_year=8000),),
    "sun-ba": (_pension(JINAN, "201003"), _pension(QINGDAO, "201908")),
    "zhou-jiu": (EnrolmentSeed(_PENSION, JINAN, Month(2009, 5), EnrolmentStatus.SUSPENDED),),
    "wu-shi": (
        EnrolmentSeed(
            _PENSION,
            QINGDAO,
            Month(2020, 8),
            last_year_base=Money.yuan(4504),
            deduction_running=True,
        ),
    ),
    "zheng-yi": (_pension(JINAN, "201704", paid=12, last_year=5200),),
    "chen-li": (),
    "chu-yang": (
        _pension(JINAN, "201206", paid=6, last_year=7500),
        _other(_MEDICAL, JINAN, "201206"),
        _other(_RESIDENT_MEDICAL, JINAN, "202201"),
    ),
    "wei-shi": (
        _years(_RESIDENT_PENSION, YANTAI, "201401", 100),
        _years(_RESIDENT_MEDICAL, YANTAI, "201401", 160),
    ),
    "jiang-xiaoli": (_other(_RESIDENT_MEDICAL, JINAN, "201409"),),
    "shen-yang": (
        _years(_RESIDENT_PENSION, YANTAI, "201201", 500, years_paid=3),
        _years(_RESIDENT_MEDICAL, YANTAI, "201201", 400, years_paid=3),
    ),
    "han-li": (_pension(JINAN, "201501", last_year=4504),),
    "yang-yan": (_pension(QINGDAO, "201711", paid=4, last_year=4800),),
    "zhu-wei": (_pension(JINAN, "202001", paid=2, last_year=5500),),
    "guli-yangben": (_pension(JINAN, "201902", last_year=4504),),
    "qin-chexiao": (_pension(JINAN, "200807", paid=8, last_year=9000),),
    "xu-gang": (_pension(JINAN, "202405"),),
    "he-ao": (_pension(JINAN, "202406", paid=5, last_year=6600),),
    "lyu-tai": (_pension(JINAN, "202405", last_year=4504),),
    "anna-specimen": (_pension(JINAN, "202201", paid=1, last_year=12000),),
    "john-sample": (_pension(JINAN, "202203", last_year=22518),),
    "christopher-example": (_pension(JINAN, "202402", last_year=10000),),
    "tao-li": (
        _pension(JINAN, "201003", paid=6, last_year=6000),
        _medical(JINAN_MEDICAL, "201003", 6005),
    ),
    "qi-shi": (
        EnrolmentSeed(
            _PENSION,
            JINAN,
            Month(2011, 6),
            last_year_base=Money.yuan(4504),
            bills=(
                BillSeed(BillKind.SPECIAL, "RS", years_ago=4, month_fen=79_600),
                BillSeed(BillKind.SPECIAL, "RS", years_ago=3, month_fen=84_840, months=6),
                BillSeed(BillKind.SPECIAL, "RS", years_ago=2, month_fen=88_320, first=4, months=3),
            ),
        ),
        _medical(
            JINAN_MEDICAL,
            "201106",
            4504,
            bills=(
                BillSeed(BillKind.SPECIAL, "YB", years_ago=2, month_fen=45_040, first=3, months=6),
                BillSeed(BillKind.SPECIAL, "YB", years_ago=3, month_fen=44_160, months=2),
            ),
        ),
    ),
    "xie-yang": (
        EnrolmentSeed(
            _PENSION,
            QINGDAO,
            Month(2016, 9),
            EnrolmentStatus.SUSPENDED,
            bills=(
                BillSeed(
                    BillKind.FLEXIBLE_ARREARS,
                    "RS",
                    years_ago=1,
                    month_fen=90_080,
                    first=7,
                    months=6,
                ),
                BillSeed(BillKind.FLEXIBLE_ARREARS, "RS", years_ago=2, month_fen=88_320),
            ),
        ),
        EnrolmentSeed(
            _MEDICAL,
            QINGDAO_MEDICAL,
            Month(2016, 9),
            bills=(BillSeed(BillKind.FLEXIBLE_ARREARS, "YB", years_ago=1, month_fen=45_040),),
        ),
    ),
    "zou-li": (
        EnrolmentSeed(
            _RESIDENT_PENSION,
            YANTAI,
            Month(2012, 1),
            tier_yuan=300,
            bills=(
                BillSeed(BillKind.RESIDENT_ARREARS, "RS", years_ago=3, month_fen=2_500),
                BillSeed(BillKind.RESIDENT_ARREARS, "RS", years_ago=2, month_fen=2_500),
            ),
        ),
        _other(_RESIDENT_MEDICAL, YANTAI_MEDICAL, "201201"),
    ),
    "yu-shi": (
        _years(_RESIDENT_PENSION, JINAN, "201501", 100),
        _years(_RESIDENT_MEDICAL, JINAN_MEDICAL, "201501", 160),
    ),
    "bai-yang": (
        _years(_RESIDENT_PENSION, YANTAI, "201601", 100),
        _other(_RESIDENT_MEDICAL, YANTAI_MEDICAL, "201601"),
    ),
    "shui-li": (
        _years(_RESIDENT_PENSION, QINGDAO, "201401", 800),
        _years(_RESIDENT_MEDICAL, QINGDAO_MEDICAL, "201401", 400),
    ),
    "dou-shi": (
        EnrolmentSeed(
            _RESIDENT_PENSION,
            JINAN,
            Month(2013, 1),
            paid_this_year=12,
            years_paid=3,
            tier_yuan=1000,
        ),
        EnrolmentSeed(
            _RESIDENT_MEDICAL,
            JINAN_MEDICAL,
            Month(2013, 1),
            paid_this_year=12,
            years_paid=3,
            tier_yuan=400,
        ),
    ),
    "zhang-yang": (
        EnrolmentSeed(
            _RESIDENT_PENSION, JINAN, Month(2018, 1), tier_yuan=600, deduction_running=True
        ),
        EnrolmentSeed(
            _RESIDENT_MEDICAL, JINAN_MEDICAL, Month(2018, 1), tier_yuan=400, deduction_running=True
        ),
    ),
    "yun-li": (
        EnrolmentSeed(
            _PENSION,
            JINAN,
            Month(2019, 1),
            paid_this_year=9,
            years_paid=4,
            last_year_base=Money.yuan(5200),
            gave_back=True,
        ),
        _medical(JINAN_MEDICAL, "201901", 6005, years_paid=3),
        EnrolmentSeed(
            _RESIDENT_PENSION,
            JINAN,
            Month(2012, 1),
            EnrolmentStatus.ENDED,
            years_paid=6,
            tier_yuan=500,
        ),
    ),
}
"""By key of ``sim.people``. Who is missing here is unknown to the service."""

PERSON_TYPES = {
    "wei-shi": PersonType.SEVERELY_DISABLED,
    "jiang-xiaoli": PersonType.STUDENT,
    "yu-shi": PersonType.LOW_INCOME,
    "bai-yang": PersonType.EXTREMELY_POOR,
}
"""Everybody else is an ordinary resident."""
