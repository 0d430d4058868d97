"""Components of master keys, over wires that are scripts: what is asked, and what may go wrong."""

from __future__ import annotations

import pytest

from kiosk.devices.api import DeviceCause, KeyCipher
from kiosk.devices.codecs import xz_command, zt598_command
from kiosk.devices.codecs.pad_stream import PadCommand
from kiosk.devices.codecs.xz_command import XzAlgorithm, XzOfficer
from kiosk.devices.codecs.xz_frame import XzSplitter
from kiosk.devices.codecs.zt598_command import ZtComponent
from kiosk.devices.codecs.zt598_frame import Zt598Splitter, checksum
from kiosk.devices.pin_pad.component_loaders import (
    XzF35Components,
    Zt598Components,
    Zt598Sm4Components,
    component_loader,
)
from kiosk.devices.pin_pad.driver import PadWire
from kiosk.devices.pin_pad.link import PadLink, PadTiming
from kiosk.devices.ports.recording import EventKind, WireEvent
from kiosk.devices.ports.replay import ReplayPort
from tests.devices.pin_pad_bench import fails

COMPONENT = bytearray(range(16))
CHECK = b"08D7B4FB629D0885"


class HastyClock:
    """Every look at it is a minute later."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        self.now += 60.0
        return self.now

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("nobody sleeps here")


class StoppedClock(HastyClock):
    def monotonic(self) -> float:
        return 0.0


def sent(asked: PadCommand) -> WireEvent:
    return WireEvent(0.0, EventKind.SENT, asked.frame)


def zt(code: int, data: bytes = b"") -> WireEvent:
    covered = b"%03d" % (1 + len(data)) + bytes((code,)) + data + b"\x03"
    return WireEvent(0.0, EventKind.RECEIVED, b"\x02" + covered + checksum(covered))


def xz(data: bytes = b"", result: bytes = b"S") -> WireEvent:
    frame = b"\x02" + result + len(data).to_bytes(2, "big") + data
    return WireEvent(0.0, EventKind.RECEIVED, frame)


def keys(data: bytes) -> WireEvent:
    return WireEvent(0.0, EventKind.RECEIVED, data)


def zt_wire(*events: WireEvent) -> PadWire:
    port, clock, timing = ReplayPort(events), StoppedClock(), PadTiming()
    splitter = Zt598Splitter(zt598_command.ZT598_PIN_KEYS)
    return PadWire(port, PadLink(port, splitter, clock, timing), clock, timing)


def xz_wire(*events: WireEvent, clock: HastyClock | None = None) -> PadWire:
    port, timing = ReplayPort(events), PadTiming()
    splitter = XzSplitter(xz_command.XZ_PIN_KEYS)
    link = PadLink(port, splitter, StoppedClock(), timing)
    return PadWire(port, link, clock or StoppedClock(), timing)


async def test_the_first_component_is_stored_and_the_others_combined() -> None:
    loader = Zt598Components(2)
    for place, kind in ((0, ZtComponent.STORED), (1, ZtComponent.COMBINED)):
        asked = zt598_command.master_component(2, kind, COMPONENT)
        wire = zt_wire(sent(asked), zt(0x60, CHECK))
        shown = await loader.take(wire, place, COMPONENT, last=place == 1)
        assert shown == bytes.fromhex(CHECK.decode())
    assert await loader.check_value(zt_wire()) == bytes.fromhex(CHECK.decode())


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (zt(0xDD), DeviceCause.TAMPERED),
        (zt(0xE1), DeviceCause.KEY_MISSING),
        (zt(0x60, b"?"), DeviceCause.PROTOCOL),
    ],
    ids=["tampered", "no initial key", "no check value"],
)
async def test_a_pad_that_does_not_take_a_component(answer: WireEvent, cause: DeviceCause) -> None:
    asked = zt598_command.master_component(1, ZtComponent.STORED, COMPONENT)
    taking = Zt598Components().take(zt_wire(sent(asked), answer), 0, COMPONENT, last=False)
    assert await fails(taking) is cause


@pytest.mark.parametrize("code", [0x60, 0xE4, 0xE5])
async def test_forgetting_what_is_not_there_is_well(code: int) -> None:
    await Zt598Components().discard(zt_wire(sent(zt598_command.erase_key(1)), zt(code)))
    await Zt598Sm4Components().discard(zt_wire(sent(zt598_command.erase_sm4_key(1)), zt(code)))


async def test_a_pad_that_does_not_forget_is_reported() -> None:
    wire = zt_wire(sent(zt598_command.erase_key(1)), zt(0xFB))
    assert await fails(Zt598Components().discard(wire)) is DeviceCause.UNAUTHORISED


@pytest.mark.parametrize("loader", [Zt598Components(), Zt598Sm4Components()])
async def test_components_for_a_zt598_are_typed_here(
    loader: Zt598Components | Zt598Sm4Components,
) -> None:
    with pytest.raises(ValueError, match="typed here"):
        await loader.take(zt_wire(), 0, None, last=False)


def test_every_driver_has_its_way() -> None:
    assert isinstance(component_loader("zt598", KeyCipher.TRIPLE_DES, 1), Zt598Components)
    assert isinstance(component_loader("zt598", KeyCipher.SM4, 1), Zt598Sm4Components)
    for cipher in (KeyCipher.TRIPLE_DES, KeyCipher.SM4):
        assert isinstance(component_loader("xz-f35", cipher, 1), XzF35Components)
    with pytest.raises(ValueError, match="3DES or SM4"):
        component_loader("zt598", KeyCipher.DES, 1)


SELECT = xz_command.use_algorithm(XzAlgorithm.DES)
EMPTIED = (
    sent(xz_command.ABORT_INPUT),
    xz(),
    sent(SELECT),
    xz(),
    sent(xz_command.erase_key(1)),
    xz(b"\x0e", b"E"),
)
PASSWORD = sent(xz_command.ask_password(XzOfficer.A))


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        (keys(b"*\x1b"), DeviceCause.PIN_CANCELLED),
        (keys(b"*7"), DeviceCause.TAMPERED),
        (xz(b"\x0d", b"E"), DeviceCause.UNAUTHORISED),
        (xz(b"", b"E"), DeviceCause.PROTOCOL),
    ],
    ids=["cancelled", "named", "wrong", "no code"],
)
async def test_typing_at_the_pad_that_comes_to_nothing(told: WireEvent, cause: DeviceCause) -> None:
    wire = xz_wire(*EMPTIED, PASSWORD, xz(), keys(b"\x08"), xz(), told)
    assert await fails(XzF35Components(XzAlgorithm.DES).take(wire, 0, None, last=False)) is cause


async def test_typing_at_the_pad_that_takes_too_long() -> None:
    wire = xz_wire(*EMPTIED, PASSWORD, xz(), clock=HastyClock())
    taking = XzF35Components(XzAlgorithm.DES).take(wire, 0, None, last=False)
    assert await fails(taking) is DeviceCause.PIN_TIMEOUT


async def test_a_pad_without_passwords_asks_for_none() -> None:
    wire = xz_wire(*EMPTIED, PASSWORD, xz(b"\x0b", b"E"))
    taking = XzF35Components(XzAlgorithm.DES).take(wire, 0, None, last=False)
    assert await fails(taking) is DeviceCause.UNAUTHORISED


async def test_a_check_value_at_the_pad_that_makes_no_sense() -> None:
    wire = xz_wire(sent(xz_command.read_check_value(1)), xz(b"\x01"))
    assert await fails(XzF35Components(XzAlgorithm.DES).check_value(wire)) is DeviceCause.PROTOCOL


async def test_a_pad_that_cannot_be_emptied_is_reported() -> None:
    wire = xz_wire(*EMPTIED[:-1], xz(b"\x24", b"E"))
    assert await fails(XzF35Components(XzAlgorithm.DES).discard(wire)) is DeviceCause.UNAUTHORISED
