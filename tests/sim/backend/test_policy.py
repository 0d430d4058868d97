from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.period import Month
from kiosk.domain.tender import Tender
from sim.backend import policy
from sim.backend.agencies import JINAN
from sim.backend.policy import BasePolicy
from sim.backend.policy_tables import CollectionWindow, Publication, Term
from sim.clock import CHINA
from tests.sim.backend.desk import Desk

PENSION = InsuranceKind.FLEXIBLE_PENSION
AGENCY = JINAN.code


def _policy_on(desk: Desk, day: str) -> BasePolicy | None:
    on = date.fromisoformat(day)
    return desk.store.run(lambda session: policy.base_policy(session, PENSION, on))


@pytest.mark.parametrize(
    ("day", "lower", "upper", "demonstration"),
    [
        ("2022-07-01", 3980, 19899, False),
        ("2022-12-31", 3980, 19899, False),
        ("2023-01-01", 3980, 19899, True),
        ("2023-08-31", 3980, 19899, True),
        ("2023-09-01", 4242, 21207, True),
        ("2024-03-01", 4242, 21207, True),
        ("2024-10-01", 4416, 22078, True),
        ("2025-08-31", 4416, 22078, True),
        ("2025-09-01", 4504, 22518, True),
        ("2026-11-23", 4504, 22518, True),
        ("2030-02-01", 4504, 22518, True),
    ],
)
def test_the_bounds_are_those_in_force_on_the_day(
    desk: Desk, day: str, lower: int, upper: int, demonstration: bool
) -> None:
    rule = _policy_on(desk, day)
    assert rule is not None
    assert (rule.lower, rule.upper) == (Money.yuan(lower), Money.yuan(upper))
    assert rule.rate_bp == 2000
    assert rule.year == int(day[:4])
    assert rule.demonstration is demonstration


@pytest.mark.parametrize("day", ["2021-12-31", "2022-06-30", "2036-01-01"])
def test_a_year_without_published_bounds_has_no_rule(desk: Desk, day: str) -> None:
    assert _policy_on(desk, day) is None


def test_a_publication_takes_effect_on_its_day_and_not_before(desk: Desk) -> None:
    desk.admin.publish_bounds(PENSION, lower_fen=460_000, upper_fen=2_300_000)
    today = _policy_on(desk, "2026-11-23")
    yesterday = _policy_on(desk, "2026-11-22")
    assert today is not None
    assert yesterday is not None
    assert (today.lower.fen, yesterday.lower.fen) == (460_000, 450_400)


def test_withdrawn_bounds_close_the_year(desk: Desk) -> None:
    desk.admin.withdraw_bounds(PENSION)
    assert _policy_on(desk, "2026-11-23") is None
    token, enrolment = desk.pension("zhang-san")
    assert enrolment.base is None
    assert enrolment.payable == []
    assert token


def test_bounds_carried_over_from_the_year_before_are_marked(desk: Desk) -> None:
    row = desk.store.run(
        lambda session: policy.bounds_row(session, PENSION, 2026, date(2026, 11, 23))
    )
    assert row is not None
    assert row.publication is Publication.CARRIED_OVER


@pytest.mark.parametrize(
    ("base", "month_fen"), [(398_000, 79_600), (1_989_900, 397_980), (450_400, 90_080)]
)
def test_a_month_costs_a_fifth_of_the_base(desk: Desk, base: int, month_fen: int) -> None:
    rule = _policy_on(desk, "2026-11-23")
    assert rule is not None
    assert rule.month_amount(Money(base)).fen == month_fen


@given(base=st.integers(0, 10**9), rate=st.integers(0, 10_000))
def test_half_a_fen_is_rounded_up_and_less_is_not(base: int, rate: int) -> None:
    rule = BasePolicy(2026, Money(0), Money(10**9), rate, demonstration=True)
    exact = 2 * base * rate  # in twenty-thousandths of a fen
    amount = 20_000 * rule.month_amount(Money(base)).fen
    assert amount - 10_000 <= exact < amount + 10_000


def _months(desk: Desk, on: date) -> tuple[Month, ...]:
    return desk.store.run(lambda session: policy.collectable_months(session, PENSION, AGENCY, on))


def test_the_whole_calendar_year_can_be_collected(desk: Desk) -> None:
    assert _months(desk, date(2026, 1, 1))[-1] == Month(2026, 12)
    assert _months(desk, date(2026, 12, 31))[0] == Month(2026, 1)


def test_a_window_is_data(desk: Desk) -> None:
    def narrow(session: Session) -> None:
        session.add(
            CollectionWindow(
                insurance=PENSION,
                effective_from=date(2026, 6, 1),
                opens="0301",
                closes="1220",
                months_ahead=1,
                source="test",
                demonstration=True,
            )
        )

    desk.store.run(narrow)
    assert len(_months(desk, date(2026, 5, 31))) == 12
    assert _months(desk, date(2026, 6, 1))[-1] == Month(2026, 7)
    assert _months(desk, date(2026, 12, 20))[-1] == Month(2026, 12)
    assert _months(desk, date(2026, 12, 21)) == ()
    assert _months(desk, date(2027, 2, 28)) == ()


def test_durations_are_dated(desk: Desk) -> None:
    desk.admin.set_duration(Term.QR, 60)

    def qr_seconds(day: date) -> int:
        return desk.store.run(lambda session: policy.seconds(session, Term.QR, day))

    assert qr_seconds(date(2026, 11, 22)) == 180
    assert qr_seconds(date(2026, 11, 23)) == 60
    with pytest.raises(LookupError):
        qr_seconds(date(2000, 1, 1))


def test_of_two_rows_of_one_day_the_later_entry_holds(desk: Desk) -> None:
    desk.admin.set_tender(Tender.WECHAT, available=False, reason="暂停")
    desk.admin.set_tender(Tender.WECHAT, available=True)
    rule = desk.store.run(
        lambda session: policy.tender_rule(session, Tender.WECHAT, date(2026, 11, 23))
    )
    assert rule is not None
    assert rule.available


def test_in_a_new_year_the_new_year_is_payable_and_the_old_is_not() -> None:
    desk = Desk(now=datetime(2027, 1, 4, 9, tzinfo=CHINA))
    try:
        _, enrolment = desk.pension("guli-yangben")
        assert enrolment.payable[0] == "202701"
        assert enrolment.base is not None
        assert enrolment.base.policy_year == 2027
    finally:
        desk.close()
