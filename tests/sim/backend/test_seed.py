"""What the service knows in the beginning: enough of everybody, and books that agree."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import Select, func, select

from kiosk.domain.identity import parse_identity_number
from kiosk.domain.insurance import CitizenGroup
from sim.backend.models import Bill, Contribution, CreditedMonth, Enrolment, Person
from sim.backend.policy_rows import starting_policy
from sim.backend.policy_tables import TierRow
from sim.clock import CHINA
from sim.people import Case, find_person, people_of
from tests.sim.backend.books import check_books, open_books
from tests.sim.backend.desk import Desk

DAYS = [(2026, 1, 1), (2026, 2, 28), (2026, 11, 23), (2026, 12, 31), (2028, 2, 29)]


def _values(desk: Desk, rows: Select[tuple[str]]) -> list[str]:
    return desk.store.run(lambda session: list(session.scalars(rows)))


def _contributions(desk: Desk, key: str) -> list[Contribution]:
    number = find_person(key).number
    rows = (
        select(Contribution)
        .join(Person, Person.id == Contribution.person_id)
        .where(Person.identity_number == number)
        .order_by(Contribution.paid_at)
    )
    return desk.store.run(lambda session: list(session.scalars(rows)))


@pytest.mark.parametrize("day", DAYS)
def test_on_any_day_the_books_agree_and_nothing_was_paid_in_the_future(
    day: tuple[int, int, int],
) -> None:
    desk = Desk(now=datetime(*day, 9, tzinfo=CHINA))
    try:
        books = open_books(desk, whole=True)
        check_books(books)
        assert books.contributions
        assert all(paid.posted_at < desk.opened for paid in books.contributions)
        assert open_books(desk).contributions == ()
    finally:
        desk.close()


def test_serials_and_numbers_are_unique(desk: Desk) -> None:
    for column in (
        Contribution.number,
        Contribution.posting_serial,
        Contribution.channel_trade_number,
        Contribution.tax_ticket_number,
        Enrolment.personal_number,
        Bill.number,
    ):
        values = _values(desk, select(column))
        assert values
        assert len(set(values)) == len(values)


def test_somebody_has_paid_for_years_in_both_groups(desk: Desk) -> None:
    paid = _contributions(desk, people_of(Case.LONG_HISTORY)[0].key)
    for group in CitizenGroup:
        periods = [p for one in paid if one.insurance.group is group for p in one.periods]
        years = {period.first.year for period in periods}
        assert len(years) >= 4
    assert len({one.channel for one in paid}) >= 4


def test_what_the_treasury_gave_back_is_in_the_books_and_its_months_are_free(desk: Desk) -> None:
    (returned,) = [one for one in open_books(desk, whole=True).contributions if one.refunded_at]
    assert returned.refund_serial
    kept = select(func.count()).where(CreditedMonth.contribution_id == returned.id)
    assert desk.store.run(lambda session: session.scalar(kept)) == 0


def test_every_row_about_figures_says_what_it_is_worth() -> None:
    rows = [row for row in starting_policy() if hasattr(row, "demonstration")]
    assert len(rows) > 60
    assert all(getattr(row, "source", "") for row in rows)
    verified = {type(row).__name__ for row in rows if not getattr(row, "demonstration", True)}
    assert verified == {"BaseBounds", "Rate", "TierRow"}


def test_only_the_verified_medical_share_is_no_demonstration() -> None:
    verified = {
        (row.amount_fen, row.effective_from)
        for row in starting_policy()
        if isinstance(row, TierRow) and not row.demonstration
    }
    assert verified == {(40_000, date(2024, 9, 1))}


def test_everybody_of_the_register_has_a_valid_number(desk: Desk) -> None:
    numbers = desk.store.run(lambda session: list(session.scalars(select(Person.identity_number))))
    for number in numbers:
        assert parse_identity_number(number).value == number
