"""PC/SC readers: which one is meant, and what each of the service's answers is taken for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.chip_card_reader import ChipCardReader
from kiosk.devices.ports.byte_port import PortLost, PortRefused
from kiosk.devices.ports.chip_address import chip_port_at
from kiosk.devices.ports.chip_port import ChipGone, ChipMute, ChipPort, ChipSilent
from kiosk.devices.ports.pcsc_calls import LibPcsc, PcscCode, PcscTrouble
from kiosk.devices.ports.pcsc_port import pcsc_port
from kiosk.devices.ports.pcsc_role import ReaderRole, find_reader, usb_path
from kiosk.domain.terminal import Remedy
from kiosk.runtime.clock import SystemClock
from tests.devices.chip_bench import HurriedClock
from tests.devices.paper_pcsc import ATR, PaperPcsc, PaperReader

NAME = "ACS ACR39U 00 00"
OTHER = "Feitian R502 01 00"
COMMAND = bytes.fromhex("0084000008")


@pytest.fixture
def pcsc() -> PaperPcsc:
    return PaperPcsc(**{NAME: PaperReader(), OTHER: PaperReader()})


@pytest.fixture
async def port(pcsc: PaperPcsc) -> AsyncIterator[ChipPort]:
    port = await pcsc_port(ReaderRole(name="acr39u"), pcsc)()
    yield port
    await port.close()
    assert not pcsc.contexts
    assert not pcsc.connected


def plug_into(sysfs: Path, socket: str, bus: int, device: int) -> None:
    (sysfs / socket).mkdir()
    (sysfs / socket / "busnum").write_text(f"{bus}\n")
    (sysfs / socket / "devnum").write_text(f"{device}\n")


@pytest.mark.parametrize("name", ["ACR39U", "acr39u", NAME])
def test_a_reader_is_found_by_a_part_of_its_name(pcsc: PaperPcsc, name: str) -> None:
    assert find_reader(pcsc, pcsc.establish(), ReaderRole(name=name)) == NAME


def test_the_only_reader_needs_no_name(pcsc: PaperPcsc) -> None:
    del pcsc.readers_there[OTHER]
    assert find_reader(pcsc, pcsc.establish(), ReaderRole()) == NAME


@pytest.mark.parametrize("role", [ReaderRole(), ReaderRole(name="0")])
def test_of_several_none_is_guessed(pcsc: PaperPcsc, role: ReaderRole) -> None:
    with pytest.raises(PortRefused, match="several"):
        find_reader(pcsc, pcsc.establish(), role)


def test_one_that_is_not_there_may_still_come(pcsc: PaperPcsc) -> None:
    with pytest.raises(PortLost):
        find_reader(pcsc, pcsc.establish(), ReaderRole(name="OMNIKEY"))


def test_two_of_one_model_are_told_apart_by_their_sockets(tmp_path: Path) -> None:
    plug_into(tmp_path, "1-1.4", 1, 9)
    plug_into(tmp_path, "1-1.2", 1, 7)
    (tmp_path / "1-1.2:1.0").mkdir()
    (tmp_path / "usb1").mkdir()
    twins = PaperPcsc(
        **{
            "ACS ACR39U 00 00": PaperReader(channel=0x0020_0107),
            "ACS ACR39U 01 00": PaperReader(channel=0x0020_0109),
            "Virtual PCD 00 00": PaperReader(channel=None),
            "Serial 00 00": PaperReader(channel=0x0001_0109),
            "Held by another 00 00": PaperReader(telling=PcscCode.SHARING_VIOLATION),
        }
    )
    context = twins.establish()
    for socket, reader in (("1-1.2", "ACS ACR39U 00 00"), ("1-1.4", "ACS ACR39U 01 00")):
        assert find_reader(twins, context, ReaderRole(usb=socket), sysfs=tmp_path) == reader
    with pytest.raises(PortLost):
        find_reader(twins, context, ReaderRole(usb="1-1.3"), sysfs=tmp_path)


def test_a_device_nobody_knows_has_no_socket(tmp_path: Path) -> None:
    plug_into(tmp_path, "1-1", 1, 2)
    (tmp_path / "1-1" / "devnum").write_text("?")
    assert usb_path(1, 2, tmp_path) is None


@pytest.mark.parametrize(
    "address",
    ["pcsc:", "pcsc://ACR39U", "pcsc://name=", "pcsc://usb=", "pcsc://serial=1", "socket://host",
     "socket://:35963", "socket://host:1/x", "/dev/ttyS1", ""],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="pcsc://"):
        chip_port_at(address, SystemClock())


@pytest.mark.parametrize(
    "address",
    ["pcsc://", "pcsc://name=ACS ACR39U 00 00", "pcsc://usb=1-1.4", "socket://127.0.0.1:35963"],
)
def test_addresses_as_the_configuration_writes_them(address: str) -> None:
    assert callable(chip_port_at(address, SystemClock()))


async def test_where_no_pcscd_runs_the_reader_is_lost() -> None:
    # Nothing listens where the tests look for one.
    with pytest.raises(PortLost):
        await chip_port_at("pcsc://", SystemClock())()


def test_a_library_that_is_missing_is_a_service_that_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def missing() -> None:
        raise ImportError("libpcsclite.so.1")

    monkeypatch.setattr("kiosk.devices.ports.pcsc_calls._scard", missing)
    with pytest.raises(PcscTrouble) as caught:
        LibPcsc().establish()
    assert caught.value.code == PcscCode.NO_SERVICE


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (PcscCode.NO_SERVICE, PortLost),
        (PcscCode.COMM_ERROR, PortLost),
        (PcscCode.ACCESS_DENIED, PortRefused),
    ],
)
async def test_a_service_that_does_not_let_us_in(
    pcsc: PaperPcsc, code: PcscCode, meaning: type[Exception]
) -> None:
    pcsc.refuse(code)
    with pytest.raises(meaning):
        await pcsc_port(ReaderRole(name=NAME), pcsc)()
    assert not pcsc.contexts


async def test_a_reader_nobody_waits_for_any_more_is_let_go(pcsc: PaperPcsc) -> None:
    begun, go_on = threading.Event(), threading.Event()
    establish = pcsc.establish

    def slowly() -> int:
        begun.set()
        assert go_on.wait(20)
        return establish()

    pcsc.establish = slowly  # type: ignore[method-assign]
    opening = asyncio.ensure_future(pcsc_port(ReaderRole(name=NAME), pcsc)())
    await asyncio.to_thread(begun.wait, 20)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    released = threading.Event()
    release = pcsc.release

    def watched(context: int) -> None:
        release(context)
        if not pcsc.contexts:
            released.set()

    pcsc.release = watched  # type: ignore[method-assign]
    go_on.set()
    assert await asyncio.to_thread(released.wait, 20)


async def test_a_card_comes_and_goes(pcsc: PaperPcsc, port: ChipPort) -> None:
    assert port.insertion is None
    coming = asyncio.create_task(port.card_in())
    pcsc.insert(NAME)
    first = await coming
    going = asyncio.create_task(port.card_out(first))
    pcsc.remove(NAME)
    await going
    pcsc.insert(NAME)
    assert await port.card_in() != first


async def test_a_card_changed_between_two_looks_is_another(pcsc: PaperPcsc, port: ChipPort) -> None:
    pcsc.insert(NAME)
    first = await port.card_in()
    going = asyncio.create_task(port.card_out(first))
    pcsc.swap_unseen(NAME)
    await going
    assert port.insertion not in (None, first)


async def test_flags_that_say_who_uses_it_are_no_new_card(pcsc: PaperPcsc, port: ChipPort) -> None:
    pcsc.insert(NAME)
    first = await port.card_in()
    in_use = pcsc.readers_there[NAME].state | 0x0180
    pcsc.readers_there[NAME].state = in_use
    pcsc.remove(NAME)
    await port.card_out(first)
    pcsc.insert(NAME)
    assert await port.card_in() == first + 1


async def test_commands_and_answers_pass_unchanged(pcsc: PaperPcsc, port: ChipPort) -> None:
    pcsc.insert(NAME)
    pcsc.readers_there[NAME].answers.extend([b"\x61\x08", b"\x90\x00"])
    await port.card_in()
    chip = await port.power_on()
    assert (chip.answer_to_reset, chip.t0) == (ATR, True)
    assert await chip.transmit(COMMAND) == b"\x61\x08"
    await chip.reset()
    assert await chip.transmit(COMMAND) == b"\x90\x00"
    assert (pcsc.sent, pcsc.resets) == ([COMMAND, COMMAND], 1)
    await chip.power_off()
    await chip.power_off()
    assert not pcsc.connected
    with pytest.raises(ChipGone):
        await chip.transmit(COMMAND)


async def test_an_old_chip_cannot_talk_to_a_new_one(pcsc: PaperPcsc, port: ChipPort) -> None:
    pcsc.insert(NAME)
    old = await port.power_on()
    new = await port.power_on()
    assert len(pcsc.connected) == 1
    await old.power_off()
    assert len(pcsc.connected) == 1
    with pytest.raises(ChipGone):
        await old.transmit(COMMAND)
    pcsc.readers_there[NAME].answers.append(b"\x90\x00")
    assert await new.transmit(COMMAND) == b"\x90\x00"


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (PcscCode.NO_SMARTCARD, ChipGone),
        (PcscCode.REMOVED_CARD, ChipGone),
        (0x8010_0066, ChipMute),
        (0x8010_0067, ChipMute),
        (0x8010_000F, ChipMute),
        (PcscCode.SHARING_VIOLATION, PortRefused),
        (PcscCode.READER_UNAVAILABLE, PortLost),
        (PcscCode.NO_SERVICE, PortLost),
    ],
)
async def test_why_a_card_gets_no_power(
    pcsc: PaperPcsc, port: ChipPort, code: PcscCode, meaning: type[Exception]
) -> None:
    pcsc.insert(NAME)
    pcsc.readers_there[NAME].connecting = code
    with pytest.raises(meaning):
        await port.power_on()


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (PcscCode.REMOVED_CARD, ChipGone),
        (PcscCode.NO_SMARTCARD, ChipGone),
        (PcscCode.COMM_ERROR, ChipSilent),
        (PcscCode.SERVICE_STOPPED, PortLost),
    ],
)
async def test_why_a_command_is_not_answered(
    pcsc: PaperPcsc, port: ChipPort, code: PcscCode, meaning: type[Exception]
) -> None:
    pcsc.insert(NAME)
    chip = await port.power_on()
    pcsc.readers_there[NAME].answers.append(code)
    with pytest.raises(meaning):
        await chip.transmit(COMMAND)


async def test_a_reader_unplugged_is_lost_to_whoever_waits_and_asks(
    pcsc: PaperPcsc, port: ChipPort
) -> None:
    waiting = asyncio.create_task(port.card_in())
    await asyncio.sleep(0)
    pcsc.unplug(NAME)
    with pytest.raises(PortLost, match="unplugged"):
        await waiting
    for use in (port.card_in(), port.card_out(1), port.power_on()):
        with pytest.raises(PortLost):
            await use
    with pytest.raises(PortLost):
        port.check()


async def test_a_port_that_was_closed_is_lost(pcsc: PaperPcsc, port: ChipPort) -> None:
    pcsc.insert(NAME)
    chip = await port.power_on()
    waiting = asyncio.create_task(port.card_out(99))
    await waiting
    await port.close()
    await port.close()
    for use in (port.card_in(), port.power_on(), chip.transmit(COMMAND)):
        with pytest.raises(PortLost):
            await use
    await chip.power_off()


async def test_a_card_powered_for_nobody_is_let_go(pcsc: PaperPcsc, port: ChipPort) -> None:
    pcsc.insert(NAME)
    begun, go_on = threading.Event(), threading.Event()
    connect = pcsc.connect

    def slowly(context: int, reader: str) -> tuple[int, bool]:
        begun.set()
        assert go_on.wait(20)
        return connect(context, reader)

    pcsc.connect = slowly  # type: ignore[method-assign]
    powering = asyncio.create_task(port.power_on())
    await asyncio.to_thread(begun.wait, 20)
    powering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await powering
    let_go = threading.Event()
    disconnect = pcsc.disconnect

    def watched(card: int) -> None:
        disconnect(card)
        let_go.set()

    pcsc.disconnect = watched  # type: ignore[method-assign]
    go_on.set()
    assert await asyncio.to_thread(let_go.wait, 20)
    assert not pcsc.connected


async def _inserting(pcsc: PaperPcsc) -> DeviceError:
    reader = ChipCardReader(pcsc_port(ReaderRole(name=NAME), pcsc), HurriedClock())
    await reader.open()
    try:
        with pytest.raises(DeviceError) as caught:
            await reader.insert()
    finally:
        await reader.close()
    return caught.value


async def test_a_card_that_another_program_holds_is_a_matter_of_configuration(
    pcsc: PaperPcsc,
) -> None:
    pcsc.insert(NAME)
    pcsc.readers_there[NAME].connecting = PcscCode.SHARING_VIOLATION
    error = await _inserting(pcsc)
    assert (error.cause, error.remedy) == (DeviceCause.CONFIGURATION, Remedy.CONFIGURATION)


async def test_a_service_that_refuses_because_it_is_going_away_is_gone(pcsc: PaperPcsc) -> None:
    pcsc.insert(NAME)
    pcsc.readers_there[NAME].connecting = PcscCode.ACCESS_DENIED
    connect = pcsc.connect

    def going_away(context: int, reader: str) -> tuple[int, bool]:
        pcsc.unplug(reader)
        pcsc.readers_there[reader + " again"] = PaperReader()
        raise PcscTrouble(PcscCode.ACCESS_DENIED)

    pcsc.connect = going_away  # type: ignore[method-assign]
    error = await _inserting(pcsc)
    assert (error.cause, error.remedy) == (DeviceCause.DISCONNECTED, Remedy.MAINTENANCE)
    pcsc.connect = connect  # type: ignore[method-assign]


async def test_a_configuration_that_fits_several_readers_is_told(pcsc: PaperPcsc) -> None:
    reader = ChipCardReader(pcsc_port(ReaderRole(), pcsc), SystemClock())
    with pytest.raises(DeviceError) as caught:
        await reader.open()
    assert caught.value.cause is DeviceCause.CONFIGURATION
