"""Who is on duty, and what is written down of it, whatever the file of staff and the ledger do."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from kiosk.domain.staff import OnDuty, Role
from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.flows.requests.maintenance.keys import LeaveKeys, SecondLeft
from kiosk.flows.requests.maintenance.overview import Readiness, TakeReport
from kiosk.flows.requests.maintenance.power import About, AskAbout, End
from kiosk.ledger import Entry, LedgerUnavailable
from kiosk.maintenance.readiness import Report, Sinces
from kiosk.maintenance.staffing import MaintenanceStaffing
from kiosk.session.faults import FaultCode
from kiosk.session.handover import Ending
from kiosk.session.health import Health
from kiosk.settings import Settings
from sim.staff import PIN, STAFF, find_member
from tests.maintenance.serviced import Serviced
from tests.runtime.conftest import Room
from tests.support.configuration import GOOD, write

WRONG = Admit("T0417", "204818")


async def kinds(terminal: Serviced, *expected: str) -> None:
    """What is in the trail, once it is: whoever leaves is written down a little later."""
    async with asyncio.timeout(10):
        while len(terminal.trail()) < len(expected):  # noqa: ASYNC110  (another thread writes)
            await asyncio.sleep(0.002)
    assert [f"{one.facts['who']} {one.kind}" for one in terminal.trail()] == list(expected)


@pytest.mark.parametrize("key", [one.key for one in STAFF])
async def test_whoever_proves_it_is_on_duty(terminal: Serviced, key: str) -> None:
    member = await terminal.come(key)
    (known,) = (one for one in STAFF if one.key == key)
    assert member == OnDuty(known.number, known.role)
    await kinds(terminal, f"{known.number} staff_admitted")


@pytest.mark.parametrize("spoilt", ["", "[[staff]]\nnumber = 1", "\x00", "nonsense = true", None])
async def test_a_file_of_staff_that_cannot_be_read_lets_nobody_in(
    terminal: Serviced, room: Room, spoilt: str | None
) -> None:
    if spoilt is None:
        terminal.staff_file.unlink()
    else:
        terminal.staff_file.write_text(spoilt, encoding="utf-8")
    refused = await terminal.ask(Admit("T0417", PIN), Admittance)
    assert refused == Admittance(unreadable=spoilt != "")
    assert terminal.trail() == ()
    # An empty file is a file of nobody.
    assert ("STAFF_FILE_UNREADABLE" in room.logged()) is (spoilt != "")


async def test_a_file_that_is_not_text_lets_nobody_in(terminal: Serviced) -> None:
    terminal.staff_file.write_bytes(b"\xff\xfe")
    assert await terminal.ask(Admit("T0417", PIN), Admittance) == Admittance(unreadable=True)


async def test_a_changed_file_holds_from_the_next_log_in_on(terminal: Serviced) -> None:
    file = terminal.staff_file
    kept = file.read_text(encoding="utf-8")
    file.write_text(kept.replace('"T0417"', '"T9999"'), encoding="utf-8")
    assert await terminal.ask(Admit("T0417", PIN), Admittance) == Admittance()
    file.write_text(kept, encoding="utf-8")
    await terminal.come("technician")


async def test_no_change_of_the_file_lets_anybody_in_before_it_is_in_the_trail(
    terminal: Serviced, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = terminal.staff_file
    kept = file.read_text(encoding="utf-8")
    await terminal.come("technician")
    assert len(terminal.listed()) == len(STAFF)
    assert set(terminal.listed()) >= {"unknown staff.number.t0417 first_seen"}
    file.write_text(kept.replace('"T0417"', '"T9999"'), encoding="utf-8")

    def full(*_facts: str, **_more: str) -> None:
        raise LedgerUnavailable("a full disk")

    with monkeypatch.context() as broken:
        broken.setattr(terminal.ledger, "staff_acted", full)
        fault = await terminal.fault(Admit("T9999", PIN))
        assert fault.code is FaultCode.LEDGER_UNAVAILABLE
    assert (await terminal.ask(Admit("T9999", PIN), Admittance)).member is not None
    assert terminal.listed()[len(STAFF) :] == [
        "unknown staff.number.t0417 done",
        "unknown staff.number.t9999 done",
    ]
    # What is known by now is not read up again.
    await terminal.ask(Admit("T9999", PIN), Admittance)
    assert len(terminal.listed()) == len(STAFF) + 2


async def test_a_terminal_looks_at_the_list_when_it_starts(terminal: Serviced) -> None:
    running = asyncio.create_task(terminal.staffing.run())
    async with asyncio.timeout(10):
        while len(terminal.listed()) < len(STAFF):  # noqa: ASYNC110  (another thread writes)
            await asyncio.sleep(0.002)
    assert not running.done()
    running.cancel()


@pytest.mark.parametrize("spoilt", [True, False])
async def test_who_says_that_they_changed_the_list_is_named_once_it_can_be_read(
    terminal: Serviced, spoilt: bool
) -> None:
    await terminal.come("technician")
    file = terminal.staff_file
    kept = file.read_text(encoding="utf-8")
    file.write_text("nonsense" if spoilt else kept.replace("T0417", "T9999"), encoding="utf-8")
    await terminal.staffing.list_changed("T9999", "command:root")
    by_hand = "unknown staff.number.t0417 done"
    named = [by_hand, "command:root staff.number.t9999 done"]
    assert terminal.listed()[len(STAFF) :] == ([] if spoilt else named)


async def test_a_list_that_cannot_be_read_is_nothing_new(terminal: Serviced) -> None:
    terminal.staff_file.unlink()
    running = asyncio.create_task(terminal.staffing.run())
    for _ in range(5):
        await asyncio.sleep(0)
    assert not running.done()
    running.cancel()
    assert terminal.listed() == []


async def test_a_wrong_pin_is_refused_and_then_waited_for(terminal: Serviced, room: Room) -> None:
    for _ in range(2):
        assert await terminal.ask(WRONG, Admittance) == Admittance()
    third = await terminal.ask(WRONG, Admittance)
    assert third.member is None
    assert third.until is not None
    again = await terminal.ask(Admit("T0417", PIN), Admittance)
    assert again == Admittance(until=third.until)
    await kinds(terminal, *["T0417 staff_refused"] * 3)
    assert room.logged().count("STAFF_REFUSED") == 4
    assert PIN not in room.log_path.read_text(encoding="utf-8")


async def test_a_code_is_asked_for_before_anything_is_written(terminal: Serviced) -> None:
    asked = await terminal.ask(Admit("K0101", PIN), Admittance)
    assert asked == Admittance(code_wanted=True)
    assert terminal.trail() == ()
    assert await terminal.fault(TakeReport()) == await _internal(terminal)


async def _internal(terminal: Serviced) -> object:
    fault = await terminal.fault(AskAbout())
    assert fault.code is FaultCode.INTERNAL
    return fault


async def test_a_code_lets_nobody_in_twice(terminal: Serviced, room: Room) -> None:
    await terminal.come("key-officer")
    one = find_member("key-officer")
    seen = Admit(one.number, PIN, one.code(room.clock.now()))
    assert (await terminal.ask(seen, Admittance)).member is None
    await room.clock.advance(60)
    await terminal.come("key-officer")


async def test_the_next_one_takes_the_place_of_whoever_was_there(terminal: Serviced) -> None:
    await terminal.come("technician")
    await terminal.come("cashier")
    await _internal(terminal)


async def test_what_both_do_is_written_down_for_both_until_the_second_leaves(
    terminal: Serviced,
) -> None:
    await terminal.come("key-officer")
    await terminal.come("technician", second=True)
    await terminal.ask(End(Ending.RESTART), object)
    assert terminal.done() == ["K0101 power.restart done", "T0417 power.restart done"]
    await terminal.ask(LeaveKeys(), SecondLeft)
    await _internal(terminal)
    await terminal.ask(TakeReport(), Readiness)
    terminal.staffing.left("leave")
    await kinds(
        terminal,
        "K0101 staff_admitted",
        "T0417 staff_admitted",
        "K0101 staff_acted",
        "T0417 staff_acted",
        "T0417 staff_left",
        "K0101 staff_left",
    )
    assert [one.facts["reason"] for one in terminal.trail()[-2:]] == ["done", "leave"]


async def test_a_third_takes_the_place_of_the_second(terminal: Serviced) -> None:
    await terminal.come("key-officer")
    for second in ("cashier", "technician"):
        await terminal.come(second, second=True)
    await terminal.ask(End(Ending.RESTART), object)
    assert [one.split()[0] for one in terminal.done()] == ["K0101", "T0417"]


async def test_whoever_has_left_may_do_nothing_more(terminal: Serviced) -> None:
    await terminal.come("technician")
    await terminal.ask(AskAbout(), About)
    terminal.staffing.left("idle")
    await _internal(terminal)
    await kinds(terminal, "T0417 staff_admitted", "T0417 staff_left")
    terminal.staffing.left("idle")
    await asyncio.sleep(0.02)
    await kinds(terminal, "T0417 staff_admitted", "T0417 staff_left")


async def test_who_cannot_be_written_down_is_not_let_in(terminal: Serviced, room: Room) -> None:
    room.ledger.close()
    fault = await terminal.fault(Admit("T0417", PIN))
    assert fault.code is FaultCode.LEDGER_UNAVAILABLE
    await _internal(terminal)
    assert room.unsound


async def test_what_cannot_be_written_down_is_not_done(terminal: Serviced, room: Room) -> None:
    await terminal.come("technician")
    room.ledger.close()
    fault = await terminal.fault(End(Ending.RESTART))
    assert fault.code is FaultCode.LEDGER_UNAVAILABLE
    assert terminal.posted == []
    # Leaving ends in silence then: the terminal is out of service, and the log has it.
    terminal.staffing.left("leave")
    await asyncio.sleep(0.02)
    assert "STAFF_ACTED" not in room.logged()
    await _internal(terminal)


async def test_whoever_leaves_while_they_are_checked_is_not_on_duty(
    terminal: Serviced, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check goes on by itself; the trail says that they came and went."""
    checking, checked = threading.Event(), threading.Event()
    written = terminal.ledger.staff_admitted

    def slowly(who: str, role: str) -> None:
        checking.set()
        assert checked.wait(10)
        written(who, role)

    monkeypatch.setattr(terminal.ledger, "staff_admitted", slowly)
    trying = asyncio.create_task(terminal.come("technician"))
    await asyncio.to_thread(checking.wait, 10)
    trying.cancel()
    await asyncio.gather(trying, return_exceptions=True)
    checked.set()
    await kinds(terminal, "T0417 staff_admitted", "T0417 staff_left")
    await _internal(terminal)


@pytest.mark.parametrize("pin", ["204818", PIN])
async def test_of_whoever_left_and_was_not_let_in_nothing_more_is_written(
    terminal: Serviced, monkeypatch: pytest.MonkeyPatch, pin: str
) -> None:
    checking, checked = threading.Event(), threading.Event()
    refusals = terminal.ledger.staff_refusals
    broken = pin == PIN

    def slowly(who: str) -> tuple[Entry, ...]:
        checking.set()
        assert checked.wait(10)
        if broken:
            raise LedgerUnavailable("a full disk")
        return refusals(who)

    monkeypatch.setattr(terminal.ledger, "staff_refusals", slowly)
    trying = asyncio.create_task(terminal.performer.perform(Admit("T0417", pin)))
    await asyncio.to_thread(checking.wait, 10)
    trying.cancel()
    await asyncio.gather(trying, return_exceptions=True)
    checked.set()
    await asyncio.sleep(0.05)
    await kinds(terminal, *([] if broken else ["T0417 staff_refused"]))
    await _internal(terminal)


def test_a_terminal_that_never_began_has_nobody_to_leave(tmp_path: Path) -> None:
    settings = Settings.load(write(tmp_path / "kiosk.toml", GOOD))
    never = MaintenanceStaffing(tmp_path / "staff.toml", settings, None, _no_report)
    never.left("leave")


async def test_a_terminal_that_never_began_has_no_list(tmp_path: Path) -> None:
    settings = Settings.load(write(tmp_path / "kiosk.toml", GOOD))
    never = MaintenanceStaffing(tmp_path / "staff.toml", settings, None, _no_report)
    await never.list_changed("T0417", "command:root")
    running = asyncio.create_task(never.run())
    await asyncio.sleep(0)
    assert not running.done()
    running.cancel()


def _no_report(_health: Health, _sinces: Sinces) -> Report:
    raise AssertionError("nobody asked for a report")


def test_roles_of_the_simulated_hall_are_all_roles() -> None:
    assert {one.role for one in STAFF} == set(Role)
