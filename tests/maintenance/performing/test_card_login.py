"""Staff prove themselves with a chip card, in a real reader's driver at the end of its wire."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kiosk.devices.api import Device
from kiosk.devices.social_card_reader import ChipSocialCardReader
from kiosk.domain.staff import OnDuty, Role
from kiosk.domain.terminal import DeviceKind
from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.flows.requests.maintenance.power import About, AskAbout
from kiosk.flows.requests.maintenance.staff_card import (
    AdmitCard,
    CardAdmittance,
    CardTrouble,
    PresentStaffCard,
    StaffCardShown,
)
from kiosk.maintenance.staffing import MaintenanceStaffing
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.performer import Performer
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.supervision import Supervisor
from kiosk.settings import Settings
from sim.cards.inserted import CardFault, CardFaultKind
from sim.cards.piv_card import StaffCard
from sim.cards.staff_authority import CARD_PIN, STRANGER, StaffAuthority, StaffCardFlaw
from sim.staff import PIN, find_member, write_staff
from tests.devices.chip_bench import SocketWire, socket_wire
from tests.maintenance.serviced import Reporter, Serviced, in_room
from tests.runtime.conftest import TIMING, Room
from tests.support.configuration import changed, write

SLOT = DeviceKind.SOCIAL_CARD_READER
WRONG = "999999"
OFFICER = find_member("key-officer")
ON_DUTY = OnDuty(OFFICER.number, Role.KEY_OFFICER)


@dataclass
class Hall:
    """A terminal with a slot, an authority, and what is put into the slot."""

    terminal: Serviced
    wire: SocketWire
    authority: StaffAuthority
    authority_file: Path

    async def show(self, card: StaffCard, fault: CardFault | None = None) -> StaffCardShown:
        await self.wire.slot.insert(card.inserted(), fault)
        return await self.terminal.ask(PresentStaffCard(SLOT), StaffCardShown)

    async def admit(self, pin: str = CARD_PIN, *, second: bool = False) -> CardAdmittance:
        return await self.terminal.ask(AdmitCard(pin, second=second), CardAdmittance)

    def written(self) -> list[str]:
        return [f"{one.facts['who']} {one.kind}" for one in self.terminal.trail()]


@asynccontextmanager
async def opened(room: Room, folder: Path) -> AsyncIterator[Hall]:
    base = in_room(room, folder)
    async with socket_wire() as wire:
        reader = ChipSocialCardReader(wire.opener, SystemClock())
        await reader.open()
        authority = StaffAuthority(room.clock.now())
        authority_file = folder / "staff-cards.pem"
        authority_file.write_bytes(authority.pem)
        staff_file = write_staff(folder / "staff.toml")
        told: Mapping[str, Mapping[str, str]] = {
            "log": {"path": str(room.log_path)},
            "maintenance": {"staff": str(staff_file), "card_authority": str(authority_file)},
        }
        source = write(folder / "kiosk.toml", changed(told))
        reporter = Reporter(room.clock.now)
        staffing = MaintenanceStaffing(staff_file, Settings.load(source), source, reporter)
        device: Device = reader
        keeper = Supervisor(device, room.clock, TIMING, room.log, lambda _condition: None)
        workings = replace(
            base.workings,
            equipment=replace(base.workings.equipment, social_card_reader=reader),
            keepers=(*base.workings.keepers, keeper),
        )
        repertoire = Repertoire()
        staffing.add_to(repertoire, workings)
        performer = Performer(repertoire, room.clock, room.log)
        terminal = Serviced(workings, staffing, staff_file, performer, reporter)
        try:
            yield Hall(terminal, wire, authority, authority_file)
        finally:
            await reader.close()


@pytest.fixture
async def hall(room: Room, tmp_path: Path) -> AsyncIterator[Hall]:
    folder = tmp_path / "staff"
    folder.mkdir()
    async with opened(room, folder) as hall:
        yield hall


@pytest.mark.parametrize("key", ["technician", "hall-staff", "key-officer"])
async def test_whoever_has_the_card_and_its_pin_is_on_duty_in_the_role_of_the_file(
    hall: Hall, room: Room, key: str
) -> None:
    member = find_member(key)
    assert await hall.show(hall.authority.card(member)) == StaffCardShown(member.number, 3)
    assert await hall.admit() == CardAdmittance(member=OnDuty(member.number, member.role))
    assert hall.written() == [f"{member.number} staff_admitted"]
    assert CARD_PIN not in room.log_path.read_text(encoding="utf-8")
    assert CARD_PIN not in json.dumps([dict(one.facts) for one in hall.terminal.trail()])
    assert CARD_PIN not in repr(AdmitCard(CARD_PIN))


async def test_a_wrong_pin_costs_a_try_at_the_card_and_one_in_the_trail(hall: Hall) -> None:
    card = hall.authority.card(OFFICER)
    await hall.show(card)
    refused = await hall.admit(WRONG)
    assert refused == CardAdmittance(trouble=CardTrouble.WRONG_PIN, tries_left=2)
    assert hall.written() == [f"{OFFICER.number} staff_refused"]
    assert (await hall.show(card)).tries_left == 2
    assert (await hall.admit()).member == ON_DUTY


async def test_wrong_pins_of_cards_wait_as_those_typed_do_and_the_card_is_then_not_asked(
    hall: Hall,
) -> None:
    for _ in range(2):
        await hall.terminal.ask(Admit(OFFICER.number, "000000"), Admittance)
    card = hall.authority.card(OFFICER)
    await hall.show(card)
    third = await hall.admit(WRONG)
    assert third.until is not None
    await hall.show(card)
    assert await hall.admit() == CardAdmittance(until=third.until)
    assert card.tries == 2
    typed = await hall.terminal.ask(Admit(OFFICER.number, PIN), Admittance)
    assert typed == Admittance(until=third.until)


async def test_the_third_wrong_pin_blocks_the_card_and_says_so(hall: Hall) -> None:
    card = hall.authority.card(OFFICER)
    card.tries = 1
    await hall.show(card)
    refused = await hall.admit(WRONG)
    assert (refused.trouble, refused.tries_left) == (CardTrouble.BLOCKED, 0)
    assert await hall.show(card) == StaffCardShown(trouble=CardTrouble.BLOCKED)


@pytest.mark.parametrize(
    ("flaw", "trouble"),
    [
        (StaffCardFlaw.FOREIGN, CardTrouble.FOREIGN),
        (StaffCardFlaw.EXPIRED, CardTrouble.NOT_VALID_NOW),
        (StaffCardFlaw.BLOCKED, CardTrouble.BLOCKED),
        (StaffCardFlaw.EMPTY, CardTrouble.WRONG_KIND),
    ],
)
async def test_a_card_that_does_not_do_is_told_before_its_pin_is_asked_for(
    hall: Hall, flaw: StaffCardFlaw, trouble: CardTrouble
) -> None:
    shown = await hall.show(hall.authority.card(OFFICER, flaw))
    assert shown == StaffCardShown(trouble=trouble)
    # Nothing is held that a PIN could be sent to.
    assert await hall.admit() == CardAdmittance(trouble=CardTrouble.REMOVED)
    assert hall.written() == []
    assert not [one for one in hall.wire.slot.seen if one[1] == 0x20 and len(one) > 4]


async def test_a_copied_card_has_not_the_key_and_counts(hall: Hall) -> None:
    await hall.show(hall.authority.card(OFFICER, StaffCardFlaw.COPIED))
    refused = await hall.admit()
    assert refused == CardAdmittance(trouble=CardTrouble.NOT_GENUINE)
    assert hall.written() == [f"{OFFICER.number} staff_refused"]


async def test_somebody_who_is_not_in_the_file_is_not_let_in_and_not_written_down(
    hall: Hall,
) -> None:
    shown = await hall.show(hall.authority.card(OFFICER, StaffCardFlaw.STRANGER))
    assert shown.number == STRANGER
    assert await hall.admit() == CardAdmittance(trouble=CardTrouble.STRANGER)
    assert hall.written() == []
    await hall.terminal.fault(AskAbout())


@pytest.mark.parametrize("after", [0, 1, 2, 3, 4])
async def test_a_card_pulled_out_on_the_way_lets_nobody_in(hall: Hall, after: int) -> None:
    fault = CardFault(CardFaultKind.PULLED_OUT, after=after)
    card = hall.authority.card(OFFICER)
    shown = await hall.show(card, fault)
    admitted = await hall.admit()
    assert CardTrouble.REMOVED in (shown.trouble, admitted.trouble)
    assert admitted.member is None
    assert hall.written() == []


async def test_a_card_that_was_changed_for_another_proves_nothing(hall: Hall) -> None:
    await hall.show(hall.authority.card(OFFICER))
    await hall.wire.slot.insert(hall.authority.card(find_member("cashier")).inserted())
    assert (await hall.admit()).trouble is CardTrouble.REMOVED


async def test_a_second_officer_joins_the_first(hall: Hall) -> None:
    second = find_member("second-key-officer")
    await hall.show(hall.authority.card(OFFICER))
    await hall.admit()
    await hall.show(hall.authority.card(second))
    joined = await hall.admit(second=True)
    assert joined.member == OnDuty(second.number, Role.KEY_OFFICER)
    assert hall.written() == [
        f"{OFFICER.number} staff_admitted",
        f"{second.number} staff_admitted",
    ]


async def test_a_technician_let_in_by_card_may_do_what_the_role_allows(hall: Hall) -> None:
    await hall.show(hall.authority.card(find_member("technician")))
    await hall.admit()
    about = await hall.terminal.ask(AskAbout(), About)
    assert about.licences


async def test_without_a_readable_authority_no_card_is_believed(hall: Hall) -> None:
    for spoilt in (b"", b"no certificate"):
        hall.authority_file.write_bytes(spoilt)
        shown = await hall.show(hall.authority.card(OFFICER))
        assert shown == StaffCardShown(trouble=CardTrouble.NO_AUTHORITY)
    hall.authority_file.unlink()
    shown = await hall.show(hall.authority.card(OFFICER))
    assert shown == StaffCardShown(trouble=CardTrouble.NO_AUTHORITY)


async def test_an_unreadable_file_of_staff_asks_the_card_for_nothing(hall: Hall) -> None:
    card = hall.authority.card(OFFICER)
    await hall.show(card)
    hall.terminal.staff_file.write_text("nonsense = true", encoding="utf-8")
    assert (await hall.admit(WRONG)).trouble is CardTrouble.NO_STAFF
    assert card.tries == 3
    # It has been given back: once the file is mended, nobody else is let in by it.
    write_staff(hall.terminal.staff_file)
    assert await hall.admit() == CardAdmittance(trouble=CardTrouble.REMOVED)


async def test_a_lost_reader_is_said_and_a_missing_one_too(hall: Hall) -> None:
    await hall.wire.unplug()
    lost = await hall.terminal.ask(PresentStaffCard(SLOT), StaffCardShown)
    assert lost == StaffCardShown(trouble=CardTrouble.READER)
    missing = PresentStaffCard(DeviceKind.BANK_CARD_READER)
    assert (await hall.terminal.ask(missing, StaffCardShown)).trouble is CardTrouble.READER


async def test_waiting_for_a_card_can_be_given_up(hall: Hall) -> None:
    waiting = asyncio.create_task(hall.terminal.performer.perform(PresentStaffCard(SLOT)))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await hall.show(hall.authority.card(OFFICER))).number == OFFICER.number


async def test_a_card_left_behind_is_let_go_of(hall: Hall) -> None:
    """By whoever leaves at the question for its PIN, or types a number instead."""
    await hall.show(hall.authority.card(OFFICER))
    hall.terminal.staffing.left("leave")
    await asyncio.sleep(0.05)
    assert (await hall.admit()).trouble is CardTrouble.REMOVED
    await hall.show(hall.authority.card(OFFICER))
    await hall.terminal.come("technician")
    assert (await hall.admit()).trouble is CardTrouble.REMOVED


async def test_whoever_leaves_while_the_card_is_asked_was_not_there(hall: Hall) -> None:
    await hall.show(hall.authority.card(OFFICER))
    trying = asyncio.create_task(hall.terminal.performer.perform(AdmitCard(CARD_PIN)))
    while not [one for one in hall.wire.slot.seen if one[1] == 0x20 and len(one) > 4]:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    trying.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trying
    # The card may be given back before it has answered: then nobody has proved anything.
    gone = [f"{OFFICER.number} staff_admitted", f"{OFFICER.number} staff_left"]
    for _ in range(500):
        if hall.written() == gone:
            break
        await asyncio.sleep(0.002)
    assert hall.written() in (gone, [f"{OFFICER.number} staff_refused"], [])
    assert (await hall.terminal.fault(AskAbout())) is not None
