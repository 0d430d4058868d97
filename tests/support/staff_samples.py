"""Samples of everything that staff ask of the world, and of what may come of it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from kiosk.domain.staff import OnDuty, Role
from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.flows.requests.maintenance.power import About, AskAbout, End, EndingAccepted, Licence
from kiosk.session.handover import Ending
from kiosk.session.requests import Request

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
TYPED = ("T0417", "204817", "")
"""What is typed: a personal number, a PIN that is a code as well, and nothing."""
TECHNICIAN = OnDuty("T0417", Role.TECHNICIAN)
KEY_OFFICERS = (OnDuty("K01", Role.KEY_OFFICER), OnDuty("K02", Role.KEY_OFFICER))

STAFF_REQUESTS: tuple[Request[object], ...] = (
    Admit("T0417", "204817"),
    AskAbout(),
    *map(End, Ending),
)


def staff_replies(request: Request[object]) -> tuple[object, ...]:
    """Every kind of reply that a request of staff may get. Raises LookupError for one without."""
    match request:
        case Admit(second=second):
            members = KEY_OFFICERS[1:] if second else tuple(OnDuty("T0417", role) for role in Role)
            return (
                *(Admittance(member=member) for member in members),
                Admittance(code_wanted=True),
                Admittance(),
                Admittance(until=NOW),
            )
        case AskAbout():
            licences = (Licence("PySide6", "6.11.3", "LGPL-3.0-only"),)
            return (About("0.1.0", "3.11.2", "Linux 6.1", NOW, licences),)
        case End():
            return (EndingAccepted(),)
        case _:
            raise LookupError(type(request).__name__)
