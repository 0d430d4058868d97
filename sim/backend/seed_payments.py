"""What the people of the cast paid elsewhere before the terminal was there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from kiosk.domain.basis import Basis, BasisKind, monthly_base
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import MONTHS_PER_YEAR, ContributionPeriod, Month
from sim.backend.columns import Line, Lines
from sim.backend.crediting import credited_months
from sim.backend.models import Contribution, CreditedMonth, Enrolment, PaymentChannel
from sim.backend.seed_cast import EnrolmentSeed
from sim.clock import CHINA

_PENSION_BP = 2000
_MEDICAL_BP = 1000
_MEDICAL_PLAN = "统账结合"
_MEDICAL_ITEM = "职工基本医疗保险"
_QUARTER = 3

_WAYS = (
    (PaymentChannel.WECHAT_MINI_PROGRAM, "微信支付"),
    (PaymentChannel.BATCH_DEDUCTION, "银行代扣"),
    (PaymentChannel.ALIPAY_MINI_PROGRAM, "支付宝支付"),
    (PaymentChannel.E_TAX_BUREAU, "银行卡支付"),
    (PaymentChannel.WINDOW, "刷卡支付"),
)


@dataclass(frozen=True, slots=True)
class _Paid:
    period: ContributionPeriod
    basis: Basis
    lines: Lines
    on: date


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolment as entered, and what it came from."""

    enrolment: Enrolment
    seed: EnrolmentSeed

    @property
    def suffix(self) -> str:
        """Six digits that no other enrolment has."""
        return self.enrolment.personal_number[-6:]


def remember_payments(session: Session, enrolled: list[Enrolled], today: date) -> None:
    """Enter what was paid, one payment a quarter or a year."""
    payments = [
        _contribution(one, paid, count)
        for one in enrolled
        for count, paid in enumerate(_payments(one.seed, today))
    ]
    session.add_all(payments)
    session.flush()
    months = [
        month for paid in payments if paid.refunded_at is None for month in credited_months(paid)
    ]
    session.execute(insert(CreditedMonth), months)


def _payments(seed: EnrolmentSeed, today: date) -> Iterator[_Paid]:
    if seed.insurance.group is CitizenGroup.FLEXIBLE:
        return _quarters(seed, today)
    return _whole_years(seed, today)


def _quarters(seed: EnrolmentSeed, today: date) -> Iterator[_Paid]:
    base = seed.last_year_base
    if base is None:
        return
    this_year = seed.paid_this_year
    if seed.up_to_date:
        this_year = today.month - 1
    for year in range(today.year - seed.years_paid, today.year + 1):
        whole = MONTHS_PER_YEAR if year < today.year else this_year
        for begin in range(1, whole + 1, _QUARTER):
            months = tuple(
                month
                for n in range(begin, min(begin + _QUARTER, whole + 1))
                if (month := Month(year, n)) >= seed.since
            )
            if months:
                yield _on_base(seed.insurance, base, months, today)


def _on_base(
    insurance: InsuranceKind, base: Money, months: tuple[Month, ...], today: date
) -> _Paid:
    medical = insurance is InsuranceKind.FLEXIBLE_MEDICAL
    amount = base.share(_MEDICAL_BP if medical else _PENSION_BP).fen
    item = _MEDICAL_ITEM if medical else ""
    period = ContributionPeriod(months[0], months[-1])
    return _Paid(
        period,
        monthly_base(base, _MEDICAL_PLAN if medical else ""),
        tuple(Line(ContributionPeriod(month, month), amount, item) for month in months),
        min(date(period.last.year, period.last.month, 15), _before(today)),
    )


def _whole_years(seed: EnrolmentSeed, today: date) -> Iterator[_Paid]:
    if seed.tier_yuan is None:
        return
    medical = seed.insurance is InsuranceKind.RESIDENT_MEDICAL
    now = today.year + 1 if medical else today.year
    name = "居民医保" if medical else f"{seed.tier_yuan}元档"
    amount = Money.yuan(seed.tier_yuan)
    for year in range(now - seed.years_paid, now + (1 if seed.paid_this_year else 0)):
        period = ContributionPeriod.whole_year(year)
        yield _Paid(
            period,
            Basis(BasisKind.TIER, amount, name),
            (Line(period, amount.fen),),
            min(date(year - 1, 10, 12) if medical else date(year, 6, 8), _before(today)),
        )


def _before(today: date) -> date:
    return today - timedelta(days=1)


def _contribution(one: Enrolled, paid: _Paid, count: int) -> Contribution:
    enrolment = one.enrolment
    channel, tender = _WAYS[(enrolment.id + count) % len(_WAYS)]
    at = datetime.combine(paid.on, time(10, 20 + count % 30), CHINA)
    place = f"{one.suffix}{count:08d}"
    gave_back = one.seed.gave_back and count == 0
    return Contribution(
        number=f"JF{paid.on:%Y%m%d}{place}",
        person_id=enrolment.person_id,
        insurance=enrolment.insurance,
        personal_number=enrolment.personal_number,
        agency_name=enrolment.agency_name,
        periods=(paid.period,),
        basis_kind=paid.basis.kind,
        basis_fen=paid.basis.amount.fen,
        basis_name=paid.basis.name,
        lines=paid.lines,
        amount_fen=sum(line.amount_fen for line in paid.lines),
        tender=tender,
        channel=channel,
        paid_at=at,
        posted_at=at + timedelta(minutes=2),
        posting_serial=f"JF{paid.on:%Y%m%d}{place}",
        channel_trade_number=f"42{paid.on:%Y%m%d}{place}",
        tax_ticket_number=f"337{paid.on:%y%m%d}{one.suffix}{count:03d}",
        demonstration=True,
        refunded_at=at + timedelta(days=20) if gave_back else None,
        refund_serial=f"TK{paid.on:%Y%m%d}{place}" if gave_back else None,
    )
