"""What the service knows in the beginning: its terminals, and the people of ``sim.people``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import MONTHS_PER_YEAR, Month
from sim.backend.models import Contribution, Enrolment, Person, Terminal
from sim.backend.policy_rows import starting_policy
from sim.people import find_person


@dataclass(frozen=True, slots=True)
class TerminalSeed:
    """A registered terminal."""

    number: str
    name: str = "社保费自助缴费终端"
    hall_name: str = "示例区市民服务大厅"
    tax_authority: str = "国家税务总局济南市示例区税务局"
    window: str = "3号窗口"
    hotline: str = "12366"


@dataclass(frozen=True, slots=True)
class Agency:
    """社保经办机构; codes and names are invented."""

    code: str
    name: str


JINAN = Agency("3701000000000001", "济南市社会保险事业中心（示例）")
QINGDAO = Agency("3702000000000001", "青岛市社会保险事业中心（示例）")
YANTAI = Agency("3706000000000001", "烟台市社会保险服务中心（示例）")

TERMINALS = (
    TerminalSeed("JN-03"),
    TerminalSeed("JN-04"),
    TerminalSeed(
        "QD-01",
        hall_name="样本区市民服务大厅",
        tax_authority="国家税务总局青岛市样本区税务局",
        window="8号窗口",
    ),
)

_PENSION = InsuranceKind.FLEXIBLE_PENSION
_MEDICAL = InsuranceKind.FLEXIBLE_MEDICAL
_RESIDENT_PENSION = InsuranceKind.RESIDENT_PENSION
_RESIDENT_MEDICAL = InsuranceKind.RESIDENT_MEDICAL


@dataclass(frozen=True, slots=True)
class EnrolmentSeed:
    """An enrolment of a person of the cast.

    ``paid_this_year`` months from January on are paid already; all of last year is paid on
    ``last_year_base`` when there is one (it also prices this year's).
    """

    insurance: InsuranceKind
    agency: Agency
    since: Month
    status: EnrolmentStatus = EnrolmentStatus.ACTIVE
    paid_this_year: int = 0
    last_year_base: Money | None = None
    deduction_running: bool = False


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


def _other(insurance: InsuranceKind, agency: Agency, since: str) -> EnrolmentSeed:
    return EnrolmentSeed(insurance, agency, Month.parse(since))


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
        _other(_RESIDENT_PENSION, YANTAI, "201401"),
        _other(_RESIDENT_MEDICAL, YANTAI, "201401"),
    ),
    "jiang-xiaoli": (_other(_RESIDENT_MEDICAL, JINAN, "201409"),),
    "shen-yang": (
        _other(_RESIDENT_PENSION, YANTAI, "201201"),
        _other(_RESIDENT_MEDICAL, YANTAI, "201201"),
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
}
"""By key of ``sim.people``. Who is missing here is unknown to the service."""


def sow(session: Session, today: date, terminals: tuple[TerminalSeed, ...]) -> None:
    """Fill an empty database."""
    session.add_all(starting_policy())
    for seed in terminals:
        session.add(
            Terminal(
                number=seed.number,
                name=seed.name,
                hall_name=seed.hall_name,
                tax_authority=seed.tax_authority,
                window=seed.window,
                hotline=seed.hotline,
            )
        )
    for order, (key, enrolments) in enumerate(KNOWN.items(), start=1):
        person = find_person(key)
        row = Person(
            identity_kind=person.identity.kind,
            identity_number=person.identity.value,
            name=person.called,
        )
        session.add(row)
        session.flush()
        for place, enrolment in enumerate(enrolments, start=1):
            _enrol(session, row.id, f"{order:04d}{place:02d}", enrolment, today)


def _enrol(session: Session, person_id: int, suffix: str, seed: EnrolmentSeed, today: date) -> None:
    personal_number = f"{seed.agency.code[:4]}20{suffix}"
    session.add(
        Enrolment(
            personal_number=personal_number,
            person_id=person_id,
            insurance=seed.insurance,
            agency_code=seed.agency.code,
            agency_name=seed.agency.name,
            status=seed.status,
            since=seed.since,
            deduction_running=seed.deduction_running,
        )
    )
    base = seed.last_year_base
    if base is None:
        return
    last_year, this_year = Month(today.year - 1, 1), Month(today.year, 1)
    paid = [last_year.plus(n) for n in range(MONTHS_PER_YEAR)]
    paid += [this_year.plus(n) for n in range(seed.paid_this_year)]
    session.add_all(
        Contribution(
            person_id=person_id,
            insurance=seed.insurance,
            personal_number=personal_number,
            month=month,
            base_fen=base.fen,
            amount_fen=base.share(2000).fen,
        )
        for month in paid
        if month >= seed.since
    )
