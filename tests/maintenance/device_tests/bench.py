"""A terminal under maintenance whose devices are tried: in memory, or at the end of a wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache

from kiosk.devices.api import (
    Auxiliaries,
    BankCardReader,
    Device,
    DocumentPrinter,
    IdCardReader,
    Light,
    PinPad,
    SocialCardReader,
)
from kiosk.devices.codecs.printer_profile import GENERIC_80
from kiosk.domain.staff import Role
from kiosk.equipment.cards import acquirer_with
from kiosk.flows.requests.maintenance.admission import Admit
from kiosk.flows.requests.maintenance.device_tests import DeviceTest, DeviceTried, TryDevice
from kiosk.maintenance.duty import Duty
from kiosk.maintenance.performing import device_tests
from kiosk.maintenance.readiness import Report, Sinces
from kiosk.maintenance.staff import Staff, StaffMember, hash_of
from kiosk.maintenance.toolbox import Toolbox
from kiosk.payments.acquirer.profile import AcquirerProfile
from kiosk.payments.emv.terminal import TerminalData
from kiosk.runtime.cards.counter import CardEquipment
from kiosk.runtime.clock import Clock
from kiosk.runtime.health_board import HealthBoard
from kiosk.runtime.performer import Performer
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.runtime.press import Press
from kiosk.runtime.supervision import Supervisor, Watched
from kiosk.runtime.workings import Equipment, Workings
from kiosk.session.health import Health
from kiosk.session.requests import Request
from kiosk.settings import Settings
from tests.runtime.cards.soft_pad import SoftPad
from tests.runtime.cards.soft_reader import SoftReader
from tests.runtime.conftest import TIMING, Room, means_of
from tests.runtime.fake_board import FakeBoard
from tests.runtime.fake_document_printer import FakeDocumentPrinter
from tests.runtime.fakes import FakeReader, FakeScanner, FakeSocialReader
from tests.support.samples import FACTS

PIN = "204817"
_PROFILE = AcquirerProfile("127.0.0.1", 9, "12345678", "102440000000001", answer_seconds=0.1)


def _no_report(_health: Health, _sinces: Sinces) -> Report:
    raise AssertionError("no test of a device takes a report")


async def _staff() -> Staff:
    return _list_of_staff()


@cache
def _list_of_staff() -> Staff:
    member = StaffMember(number="T0417", role=Role.TECHNICIAN, pin=hash_of(PIN))
    cashier = StaffMember(number="C001", role=Role.CASHIER, pin=member.pin)
    return Staff(staff=(member, cashier))


@dataclass
class Devices:
    """What the terminal is fitted with; None for what it lacks."""

    reader: FakeReader = field(default_factory=FakeReader)
    social: FakeSocialReader | None = field(default_factory=FakeSocialReader)
    scanner: FakeScanner | None = field(default_factory=FakeScanner)
    bank: BankCardReader | None = field(default_factory=SoftReader)
    pad: PinPad | None = field(default_factory=SoftPad)
    page_printer: FakeDocumentPrinter | None = field(default_factory=FakeDocumentPrinter)
    board: Auxiliaries | None = field(default_factory=FakeBoard)

    def bare(self) -> Devices:
        """Only what every terminal has."""
        return Devices(self.reader, *[None] * 6)


@dataclass
class Bench:
    """The performer of a staff visit, and everything at its other end."""

    room: Room
    devices: Devices
    workings: Workings
    duty: Duty
    performer: Performer
    reported: list[str]
    wanted: set[Light]
    told: list[object] = field(default_factory=list)

    async def log_in(self, number: str = "T0417") -> None:
        assert (await self.duty.admit(Admit(number, PIN))).member is not None

    async def ask(self, request: Request[object]) -> object:
        return await self.performer.perform(request, self.told.append)

    async def tried(self, test: DeviceTest) -> DeviceTried:
        reply = await self.ask(TryDevice(test))
        assert isinstance(reply, DeviceTried)
        return reply

    def trying(self, test: DeviceTest) -> asyncio.Task[DeviceTried]:
        return asyncio.create_task(self.tried(test))

    async def until(self, truth: Callable[[], bool]) -> None:
        """Return once something is so; threads and wires take what they take."""
        async with asyncio.timeout(20):
            while not truth():  # noqa: ASYNC110  (nothing says when)
                await asyncio.sleep(0.002)

    def trail(self) -> list[tuple[str, str, str]]:
        """What was tested: what, how it ended, what was found."""
        acted = (one.facts for one in self.room.ledger.staff_trail() if one.kind == "staff_acted")
        return [(str(one["what"]), str(one["outcome"]), str(one["after"])) for one in acted]


async def opened(
    room: Room, settings: Settings, devices: Devices | None = None, clock: Clock | None = None
) -> Bench:
    """A technician is on duty. ``clock`` for devices that live in real time."""
    fitted = devices or Devices()
    time = clock or room.clock
    reported: list[str] = []
    keepers: list[Supervisor] = []

    def kept(device: Device) -> Supervisor:
        keeper = Supervisor(
            device, time, TIMING, room.log, lambda condition: reported.append(condition.cause)
        )
        keepers.append(keeper)
        return keeper

    for device in (
        fitted.reader,
        fitted.social,
        fitted.scanner,
        fitted.bank,
        fitted.pad,
        fitted.page_printer,
        fitted.board,
    ):
        if device is not None:
            await device.open()
    reader: Watched[IdCardReader] = Watched(fitted.reader, kept(fitted.reader))
    social: Watched[SocialCardReader] | None = None
    if fitted.social is not None:
        social = Watched(fitted.social, kept(fitted.social))
    scanner = None if fitted.scanner is None else Watched(fitted.scanner, kept(fitted.scanner))
    page: Watched[DocumentPrinter] | None = None
    if fitted.page_printer is not None:
        page = Watched(fitted.page_printer, kept(fitted.page_printer))
    for device in (fitted.bank, fitted.pad, fitted.board):
        if device is not None:
            kept(device)
    printer_keeper = kept(room.printer)
    press = Press(
        printer=room.printer,
        profile=GENERIC_80,
        supervisor=printer_keeper,
        workshop=room.workshop,
    )
    cards = None
    if fitted.bank is not None and fitted.pad is not None:
        acquirer = acquirer_with(_PROFILE, fitted.pad, time)
        data = TerminalData("12345678", "JN030001", "102440000000001")
        cards = CardEquipment(fitted.bank, fitted.pad, acquirer, data, _PROFILE)
    wanted: set[Light] = {Light.STATUS_SUPERVISOR}
    workings = Workings(
        equipment=Equipment(
            reader=fitted.reader,
            printer=room.printer,
            printer_profile=GENERIC_80,
            service=room.service,
            ledger=room.ledger,
            social_card_reader=fitted.social,
            scanner=fitted.scanner,
            document_printer=fitted.page_printer,
            cards=cards,
            auxiliaries=fitted.board,
        ),
        means=replace(means_of(room, reader, social, scanner, page), clock=time),
        board=HealthBoard(lambda _event: None),
        books=room.books,
        keepers=tuple(keepers),
        press=press,
        line=None,
        facts=FACTS,
        clock=time,
        timing=TIMING,
        log=room.log,
        post=lambda _event: None,
        lights_wanted=lambda: frozenset(wanted),
    )
    duty = Duty(_staff, books=room.books, clock=room.clock, log=room.log)
    repertoire = Repertoire()
    toolbox = Toolbox(workings, duty, settings, None, _no_report, Sinces)
    device_tests.add_to(repertoire, toolbox)
    performer = Performer(repertoire, time, room.log)
    bench = Bench(room, fitted, workings, duty, performer, reported, wanted)
    await bench.log_in()
    return bench
