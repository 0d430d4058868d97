"""Nobody gets a task that is not theirs: not on the menu, and not where it would be carried out."""

from __future__ import annotations

import pytest

from kiosk.domain.staff import OnDuty, Role, Task
from kiosk.flows.maintenance.menu import MaintenanceCase
from kiosk.flows.maintenance.tasks import MAINTENANCE
from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.flows.requests.maintenance.power import End, EndingAccepted
from kiosk.flows.requests.maintenance.staff_card import AdmitCard, PresentStaffCard
from kiosk.session.answers import ServiceChosen, TextEntered
from kiosk.session.faults import FaultCode
from kiosk.session.handover import Ending
from kiosk.session.health import Health, Situation
from kiosk.session.position import Ignored, Moved, Position, begin
from kiosk.session.requests import Request
from kiosk.session.views import TilesView
from tests.maintenance.serviced import Serviced
from tests.runtime.conftest import Room
from tests.support import samples
from tests.support.staff_samples import STAFF_REQUESTS

SITUATION = Situation(Health(), samples.FACTS)
OVERVIEW, CONSUMABLES, DEVICE_TESTS, CONNECTIONS, KEYS, SETTINGS, MONEY, LOGS, POWER = Task
MAY = {
    Role.HALL_STAFF: {OVERVIEW, CONSUMABLES, POWER},
    Role.TECHNICIAN: {OVERVIEW, CONSUMABLES, DEVICE_TESTS, CONNECTIONS, SETTINGS, LOGS, POWER},
    Role.KEY_OFFICER: {OVERVIEW, KEYS},
    Role.CASHIER: {OVERVIEW, MONEY},
}
"""Written out a second time: what each role is there for."""
OF_TASKS = {task: f"kiosk.flows.requests.maintenance.{task.value}" for task in Task}


def requests_of(task: Task) -> tuple[Request[object], ...]:
    return tuple(one for one in STAFF_REQUESTS if type(one).__module__ == OF_TASKS[task])


def at_the_menu(role: Role) -> Position:
    last = begin(MAINTENANCE, MaintenanceCase(), SITUATION)
    for typed in ("T0417", "204817"):
        assert isinstance(last, Moved)
        last = last.position.respond(TextEntered(typed), SITUATION)
    assert isinstance(last, Moved)
    last = last.position.receive(Admittance(member=OnDuty("T0417", role)), SITUATION)
    assert isinstance(last, Moved)
    return last.position


@pytest.mark.parametrize("role", Role)
def test_the_menu_offers_what_a_role_is_there_for_in_its_order(role: Role) -> None:
    view = at_the_menu(role).view(SITUATION)
    assert isinstance(view, TilesView)
    offered = [tile.answer for tile in view.tiles]
    assert offered == [ServiceChosen(task) for task in Task if task in MAY[role]]
    assert str(view.hint) == f"{role.label} T0417"


@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("role", Role)
def test_a_task_that_is_not_theirs_cannot_be_chosen(role: Role, task: Task) -> None:
    move = at_the_menu(role).respond(ServiceChosen(task), SITUATION)
    if task in MAY[role]:
        assert isinstance(move, Moved)
        assert move.position.trace.startswith(f"maintenance/{task.value}/")
    else:
        assert isinstance(move, Ignored)


def test_every_request_of_staff_belongs_to_a_task() -> None:
    of_tasks = {one for task in Task for one in requests_of(task)}
    for request in set(STAFF_REQUESTS) - of_tasks:
        assert isinstance(request, (Admit, PresentStaffCard, AdmitCard))
    assert all(requests_of(task) for task in Task)


@pytest.mark.parametrize("key", ["hall-staff", "technician", "second-key-officer", "cashier", ""])
async def test_nobody_has_done_what_is_not_theirs(terminal: Serviced, room: Room, key: str) -> None:
    mine: set[Task] = set()
    if key:
        mine = MAY[(await terminal.come(key)).role]
    known, calls = terminal.trail(), len(room.service.calls)
    refused = [one for task in Task if task not in mine for one in requests_of(task)]
    for request in refused:
        fault = await terminal.fault(request)
        assert fault.code is FaultCode.INTERNAL, request
    assert room.logged().count("INTERNAL_ERROR") == len(refused)
    log = room.log_path.read_text(encoding="utf-8")
    assert log.count("PermissionError") == len(refused)
    assert terminal.trail() == known
    assert (terminal.posted, room.printer.paper) == ([], [])
    assert len(room.service.calls) == calls
    assert terminal.reporter.asked == []


async def test_hall_staff_restart_and_switch_nothing_off(terminal: Serviced) -> None:
    await terminal.come("hall-staff")
    assert (await terminal.fault(End(Ending.SHUT_DOWN))).code is FaultCode.INTERNAL
    assert (terminal.posted, terminal.done()) == ([], [])
    await terminal.ask(End(Ending.RESTART), EndingAccepted)
    assert terminal.done() == ["H0203 power.restart done"]
