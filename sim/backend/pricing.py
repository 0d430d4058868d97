"""What any selection costs now, whatever it is of."""

from __future__ import annotations

from typing import assert_never

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from kiosk.domain.insurance import CitizenGroup
from sim.backend.bills import price_bills
from sim.backend.collection import Collection
from sim.backend.models import Enrolment
from sim.backend.months import price_months
from sim.backend.payable import Priced, refuse_open_order
from sim.backend.problems import Code, Problem
from sim.backend.wire_payable import ChosenBills, MonthsOnBase, SelectionBody, YearOnTier
from sim.backend.years import price_year

_SELECTION: TypeAdapter[SelectionBody] = TypeAdapter(SelectionBody)


def read_selection(text: str) -> SelectionBody:
    """A selection as a quote keeps it."""
    return _SELECTION.validate_json(text)


def reckon(
    session: Session, collection: Collection, enrolment: Enrolment, wanted: SelectionBody
) -> Priced:
    """What the selection costs, and whether it can be paid by anybody now. Raises Problem."""
    by_month = enrolment.insurance.group is CitizenGroup.FLEXIBLE
    match wanted:
        case MonthsOnBase() if by_month:
            return price_months(session, collection, enrolment, wanted)
        case YearOnTier() if not by_month:
            return price_year(session, collection, enrolment, wanted)
        case ChosenBills():
            return price_bills(session, collection, enrolment, wanted)
        case MonthsOnBase() | YearOnTier():
            raise Problem(Code.PERIOD_NOT_PAYABLE, "not how this insurance is paid")
        case _:
            assert_never(wanted)


def price(
    session: Session, collection: Collection, enrolment: Enrolment, wanted: SelectionBody
) -> Priced:
    """What the selection costs, if it can be paid at a terminal now. Raises Problem; order_open
    while an order for any of its months is not final."""
    priced = reckon(session, collection, enrolment, wanted)
    refuse_open_order(session, enrolment, priced.periods)
    return priced
