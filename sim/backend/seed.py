"""What the service knows in the beginning: its terminals, and the people of ``sim.people``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from kiosk.domain.period import Month
from sim.backend.models import Bill, Enrolment, Person, PersonType, Terminal
from sim.backend.policy_rows import starting_policy
from sim.backend.seed_cast import KNOWN, PERSON_TYPES, EnrolmentSeed
from sim.backend.seed_payments import Enrolled, remember_payments
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
    # All of a kind at once: one after another they would take seconds.
    people = {key: _person(key) for key in KNOWN}
    session.add_all(people.values())
    session.flush()
    enrolled = [
        Enrolled(_enrolment(people[key].id, f"{order:04d}{place:02d}", seed), seed)
        for order, (key, seeds) in enumerate(KNOWN.items(), start=1)
        for place, seed in enumerate(seeds, start=1)
    ]
    session.add_all(one.enrolment for one in enrolled)
    session.flush()
    for one in enrolled:
        session.add_all(_bills(one, today))
    remember_payments(session, enrolled, today)


def _person(key: str) -> Person:
    person = find_person(key)
    return Person(
        identity_kind=person.identity.kind,
        identity_number=person.identity.value,
        name=person.called,
        person_type=PERSON_TYPES.get(key, PersonType.ORDINARY),
    )


def _enrolment(person_id: int, suffix: str, seed: EnrolmentSeed) -> Enrolment:
    return Enrolment(
        personal_number=f"{seed.agency.code[:4]}20{suffix}",
        person_id=person_id,
        insurance=seed.insurance,
        agency_code=seed.agency.code,
        agency_name=seed.agency.name,
        status=seed.status,
        since=seed.since,
        deduction_running=seed.deduction_running,
    )


def _bills(one: Enrolled, today: date) -> Iterator[Bill]:
    for number, bill in enumerate(one.seed.bills, start=1):
        first = Month(today.year - bill.years_ago, bill.first)
        yield Bill(
            number=f"{bill.prefix}{today.year}{one.suffix}{number:04d}",
            person_id=one.enrolment.person_id,
            kind=bill.kind,
            insurance=one.enrolment.insurance,
            personal_number=one.enrolment.personal_number,
            agency_name=one.enrolment.agency_name,
            first_month=first,
            last_month=first.plus(bill.months - 1),
            amount_fen=bill.month_fen * bill.months,
            determined_on=today - timedelta(days=bill.days_ago),
        )
