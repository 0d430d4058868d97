"""Staff, a restart and switching off wait for citizens, and for every part to come to rest."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.flows.maintenance.tasks import start_staff_visit
from kiosk.flows.visit import start_visit
from kiosk.session.advance import advance
from kiosk.session.answers import Begin, GoHome, Leave, TextEntered
from kiosk.session.effects import EndProgram, HandOver, Moment, Note, SetTimer, Show, Wipe
from kiosk.session.events import (
    Acknowledged,
    EndingWanted,
    MaintenanceOver,
    MaintenanceWanted,
)
from kiosk.session.handover import ALL_PARTS, Direction, Ending, Part
from kiosk.session.health import UNKNOWN_HEALTH, Health
from kiosk.session.outcomes import Way
from kiosk.session.position import Ended
from kiosk.session.terminal import (
    Attract,
    Closing,
    OutOfService,
    Pausing,
    Resuming,
    Starting,
    Terminal,
    Visit,
)
from kiosk.session.views import MaintenanceView
from tests.support import samples
from tests.support.samples import READERLESS, WELL
from tests.support.visit import Session

PAUSE, RESUME = Direction.PAUSE, Direction.RESUME
RESTART, SHUT_DOWN = Ending.RESTART, Ending.SHUT_DOWN


def staffed() -> Session:
    return Session(Terminal(samples.FACTS, start_visit, serve=start_staff_visit))


def serviced() -> Session:
    return staffed().open().hear(MaintenanceWanted()).acknowledge()


def is_staffed(session: Session) -> bool:
    phase = session.terminal.phase
    return isinstance(phase, Visit) and phase.staff


@pytest.mark.parametrize("health", [UNKNOWN_HEALTH, READERLESS, WELL])
def test_a_terminal_that_serves_nobody_comes_to_rest_at_once(health: Health) -> None:
    session = staffed().health(health).hear(MaintenanceWanted())
    assert session.terminal.phase == Pausing(ALL_PARTS)
    assert session.all_of(HandOver) == [HandOver(1, PAUSE)]
    assert session.notes == [Note(Moment.PHASE_CHANGED, "Pausing")]
    view = session.view(MaintenanceView)
    assert str(view.title) == "正在准备维护"
    assert {str(row.value) for row in view.rows} == {"请稍候"}


@pytest.mark.parametrize("last", Part, ids=lambda part: part.value)
def test_staff_get_it_when_the_last_part_has_acknowledged(last: Part) -> None:
    session = staffed().open().hear(MaintenanceWanted())
    session.acknowledge(*(part for part in Part if part is not last))
    assert session.terminal.phase == Pausing(frozenset({last}))
    waiting = {str(row.label): str(row.value) for row in session.view(MaintenanceView).rows}
    assert [name for name, how in waiting.items() if how == "请稍候"] == [last.label]
    session.acknowledge(last)
    assert session.trace == "maintenance/staff_login/number"
    assert session.visit.staff
    assert session.notes == [Note(Moment.STAFF_CAME, "maintenance/staff_login/number")]


def test_a_part_that_acknowledges_twice_or_late_counts_once() -> None:
    session = staffed().open().hear(MaintenanceWanted())
    session.acknowledge(Part.CARDS)
    session.acknowledge(Part.CARDS)
    assert session.effects == ()
    session.hear(Acknowledged(session.terminal.handover - 1, Part.ORDERS))
    assert session.effects == ()
    assert session.terminal.phase == Pausing(ALL_PARTS - {Part.CARDS})


def test_nothing_a_citizen_can_touch_gets_in_between() -> None:
    session = staffed().open().hear(MaintenanceWanted())
    assert session.answer(Begin()).effects == ()
    session.acknowledge().answer(Leave()).answer(Begin())
    assert session.terminal.phase == Resuming(ALL_PARTS)


def test_maintenance_waits_for_the_citizen_to_finish() -> None:
    session = staffed().to_period()
    shown = session.scene
    session.hear(MaintenanceWanted())
    assert session.effects == ()
    assert session.scene == shown
    session.answer(Leave())
    assert session.terminal.phase == Pausing(ALL_PARTS)
    assert Wipe() in session.effects


def test_going_home_hands_the_terminal_to_whoever_waits() -> None:
    session = staffed().to_period().hear(MaintenanceWanted()).answer(GoHome())
    assert session.terminal.phase == Pausing(ALL_PARTS)


def test_who_gives_up_waiting_changes_nothing_for_the_citizen() -> None:
    session = staffed().to_period().hear(MaintenanceWanted()).hear(MaintenanceOver())
    assert session.step == "period"
    assert session.answer(Leave()).terminal.phase == Attract()


def test_who_gives_up_while_parts_come_to_rest_gives_them_back() -> None:
    session = staffed().open().hear(MaintenanceWanted()).acknowledge(Part.ORDERS)
    session.hear(MaintenanceOver())
    assert session.terminal.phase == Resuming(ALL_PARTS)
    assert session.all_of(HandOver) == [HandOver(2, RESUME)]


@pytest.mark.parametrize("health", [UNKNOWN_HEALTH, READERLESS, WELL])
def test_the_end_of_a_maintenance_that_never_was_changes_nothing(health: Health) -> None:
    session = staffed().health(health)
    before = session.terminal
    session.hear(MaintenanceOver())
    assert (session.terminal, session.effects) == (before, ())


@pytest.mark.parametrize(
    ("health", "phase"), [(WELL, Attract()), (READERLESS, OutOfService())], ids=["well", "broken"]
)
def test_after_maintenance_every_part_goes_to_work_before_citizens_come(
    health: Health, phase: Attract | OutOfService
) -> None:
    session = serviced().health(health).answer(Leave())
    assert session.terminal.phase == Resuming(ALL_PARTS)
    assert session.all_of(HandOver) == [HandOver(2, RESUME)]
    assert session.notes[0] == Note(Moment.STAFF_LEFT, "maintenance/staff_login/number", "leave")
    assert session.acknowledge().terminal.phase == phase
    assert not session.terminal.wishes.any


def test_a_terminal_that_was_starting_says_what_it_lacks_after_maintenance() -> None:
    session = staffed().hear(MaintenanceWanted()).acknowledge().answer(Leave()).acknowledge()
    assert session.terminal.phase == OutOfService()


def test_whoever_stays_away_is_logged_out_and_citizens_come_again() -> None:
    session = serviced().elapse()
    assert session.scene.asking_presence
    session.elapse()
    assert session.terminal.phase == Resuming(ALL_PARTS)
    assert Note(Moment.STAFF_LEFT, "maintenance/staff_login/number", "idle") in session.notes


def test_with_the_operator_switch_on_the_next_of_the_staff_may_come() -> None:
    session = staffed().open().hear(MaintenanceWanted(held=True)).acknowledge()
    session.answer(Leave())
    assert is_staffed(session)
    assert session.all_of(HandOver) == []
    assert Wipe() in session.effects
    session.hear(MaintenanceOver())
    assert session.terminal.phase == Resuming(ALL_PARTS)


def test_with_the_switch_on_nobody_is_logged_out_who_has_not_logged_in() -> None:
    session = staffed().open().hear(MaintenanceWanted(held=True)).acknowledge()
    assert session.all_of(SetTimer) == []
    assert session.scene.countdown is None
    before = session.terminal
    assert session.elapse().terminal == before
    session.answer(TextEntered("T0417"))
    assert session.step == "pin"
    assert len(session.all_of(SetTimer)) == 1
    assert session.elapse().elapse().step == "number"
    assert session.all_of(SetTimer) == []


def test_corners_touched_while_a_citizen_is_served_mean_nothing() -> None:
    session = staffed().to_period().hear(MaintenanceWanted(touched=True))
    assert not session.terminal.wishes.any
    assert session.answer(Leave()).terminal.phase == Attract()


def test_corners_touched_while_nobody_is_served_ask_for_it() -> None:
    session = staffed().open().hear(MaintenanceWanted(touched=True))
    assert session.terminal.phase == Pausing(ALL_PARTS)


def test_a_switch_turned_on_in_the_middle_holds_what_a_touch_began() -> None:
    session = serviced().hear(MaintenanceWanted(held=True)).hear(MaintenanceWanted())
    assert is_staffed(session.answer(Leave()))


def test_who_wants_it_while_it_is_given_back_gets_it_after_that() -> None:
    session = serviced().answer(Leave()).hear(MaintenanceWanted())
    assert session.effects == ()
    assert session.acknowledge().terminal.phase == Pausing(ALL_PARTS)


def test_staff_are_shown_no_way_home_and_a_way_out_that_says_so() -> None:
    ways = serviced().scene.ways
    assert (ways.home, str(ways.leave)) == (None, "退出维护")
    session = serviced().answer(GoHome())
    assert is_staffed(session)


def test_a_terminal_that_knows_no_staff_goes_to_work_again() -> None:
    session = Session().open().hear(MaintenanceWanted()).acknowledge()
    assert session.terminal.phase == Resuming(ALL_PARTS)
    assert not session.terminal.wishes.any
    nowhere = replace(Session().terminal, serve=lambda _situation: Ended(Way.HOME))
    other = Session(nowhere).open().hear(MaintenanceWanted(held=True)).acknowledge()
    assert other.terminal.phase == Resuming(ALL_PARTS)


@pytest.mark.parametrize("ending", Ending, ids=lambda ending: ending.value)
def test_the_program_ends_when_every_part_is_at_rest(ending: Ending) -> None:
    session = staffed().open().hear(EndingWanted(ending))
    assert session.all_of(HandOver) == [HandOver(1, PAUSE)]
    assert str(session.view(MaintenanceView).title) == "准备停机"
    session.acknowledge(*(part for part in Part if part is not Part.CARDS))
    assert session.all_of(EndProgram) == []
    session.acknowledge(Part.CARDS)
    assert session.terminal.phase == Closing(ending)
    assert session.all_of(EndProgram) == [EndProgram(ending)]
    title = {RESTART: "正在重新启动", SHUT_DOWN: "正在关机"}[ending]
    assert str(session.view(MaintenanceView).title) == title


def test_a_restart_waits_for_the_citizen_too() -> None:
    session = staffed().to_period().hear(EndingWanted(RESTART))
    assert session.effects == ()
    session.answer(Leave())
    assert session.terminal.phase == Pausing(ALL_PARTS)


def test_a_restart_waits_for_staff_and_follows_them_at_once() -> None:
    session = serviced().hear(EndingWanted(SHUT_DOWN))
    assert session.effects == ()
    session.answer(Leave())
    assert session.terminal.phase == Closing(SHUT_DOWN)
    assert session.all_of(EndProgram) == [EndProgram(SHUT_DOWN)]


def test_staff_who_come_while_a_restart_waits_go_first() -> None:
    session = staffed().open().hear(EndingWanted(RESTART)).hear(MaintenanceWanted())
    session.acknowledge()
    assert is_staffed(session)
    assert session.answer(Leave()).terminal.phase == Closing(RESTART)


def test_who_gives_up_waiting_keeps_no_restart_from_coming() -> None:
    session = staffed().open().hear(EndingWanted(RESTART)).hear(MaintenanceWanted())
    session.hear(MaintenanceOver()).acknowledge()
    assert session.terminal.phase == Closing(RESTART)


def test_nothing_happens_any_more_while_the_program_ends() -> None:
    session = staffed().open().hear(EndingWanted(RESTART)).acknowledge()
    for event in (MaintenanceWanted(), EndingWanted(SHUT_DOWN), MaintenanceOver()):
        session.hear(event)
        assert session.effects == ()
        assert isinstance(session.terminal.phase, Closing)


def test_health_is_followed_and_changes_no_hands() -> None:
    session = staffed().open().hear(MaintenanceWanted()).health(READERLESS)
    assert session.all_of(Show) == []
    assert session.terminal.phase == Pausing(ALL_PARTS)
    assert session.terminal.health == READERLESS


def test_starting_is_left_for_maintenance_and_for_nothing_less() -> None:
    terminal, _ = advance(staffed().terminal, MaintenanceOver())
    assert terminal.phase == Starting()
