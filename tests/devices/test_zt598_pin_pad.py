"""What only the ZT598 does: keys inside answers, a host that must make itself known, older pads."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, KeyCipher, PinBlockForm
from kiosk.devices.codecs import zt598_command as command
from kiosk.devices.codecs.pad_stream import PadCommand
from kiosk.devices.codecs.zt598_frame import checksum
from kiosk.devices.pin_pad.zt598 import fault_of, zt598_pin_pad
from kiosk.devices.ports.recording import EventKind, WireEvent
from kiosk.devices.ports.replay import ReplayPort
from kiosk.devices.ports.serial_port import serial_port
from kiosk.domain.terminal import Remedy
from kiosk.runtime.clock import SystemClock
from sim.devices.pin_pad.arithmetic import Family, encipher
from sim.devices.pin_pad.faults import FaultKind, PadFault, Role
from sim.devices.pin_pad.process import PinPadProcess
from tests.devices.conformance_pin_pad import DES_BLOCK
from tests.devices.pin_pad_bench import (
    ACCOUNT,
    MAC_KEY,
    PATIENT,
    PIN_KEY,
    Bench,
    fails,
    open_bench,
    pad_process,
)

IDENTITY = bytes.fromhex("88888888888888888888888888888888")
ENCIPHERED_ZEROS = encipher(Family.DES, IDENTITY, bytes(16))


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PinPadProcess]:
    with pad_process("zt598", tmp_path_factory.mktemp("zt598")) as process:
        yield process


@pytest.fixture
async def bench(process: PinPadProcess) -> AsyncIterator[Bench]:
    async with open_bench(process, "zt598") as bench:
        yield bench


async def test_a_figure_typed_while_the_pad_still_answers_counts(bench: Bench) -> None:
    bench.process.fault("key_inside")
    bench.process.type_pin("234")
    assert await bench.enter() == 4
    assert bench.heard == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("key", [0x2A, 0x0D, 0x08, 0x1B, 0x80])
async def test_a_key_inside_a_block_is_told_from_it(bench: Bench, key: int) -> None:
    await bench.pad.load_working_keys((PIN_KEY,))
    bench.process.fault(PadFault(FaultKind.KEY_INSIDE, key, Role.BLOCK))
    assert await bench.block(PinBlockForm.ISO0_3DES) == DES_BLOCK
    bench.process.type_pin("4321")
    assert await bench.enter() == 4


async def test_a_key_inside_every_answer_does_no_harm(bench: Bench) -> None:
    bench.process.fault(PadFault(FaultKind.KEY_INSIDE, 0x2A, None, None))
    assert (await bench.pad.condition()).usable
    await bench.pad.load_working_keys((PIN_KEY, MAC_KEY))
    assert len(await bench.pad.mac(bytes(16), KeyCipher.DES)) == 8


async def test_a_damaged_block_is_not_asked_for_again(bench: Bench) -> None:
    await bench.pad.load_working_keys((PIN_KEY,))
    bench.process.fault(PadFault(FaultKind.CHECKSUM, on=Role.BLOCK))
    assert await fails(bench.block(PinBlockForm.ISO0_3DES)) is DeviceCause.PROTOCOL
    assert bench.process.state().told.count("block") == 1


async def test_a_pad_without_a_master_key(tmp_path: Path) -> None:
    with pad_process("zt598", tmp_path, "--master-key", "none") as process:
        async with open_bench(process, "zt598") as bench:
            loading = bench.pad.load_working_keys((PIN_KEY,))
            assert await fails(loading) is DeviceCause.KEY_MISSING


async def test_it_sounds_when_told_to(bench: Bench) -> None:
    await bench.pad.beep()
    assert bench.process.state().beeps == 1


async def test_the_pad_limits_the_time_by_itself_too(bench: Bench) -> None:
    # Had the driver died, the pad would still stop: here one that stopped long before the driver.
    entering = await bench.begin()
    bench.process.give_up()
    assert await fails(entering) is DeviceCause.PIN_TIMEOUT


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PinPadProcess]:
    options = ("--identity", IDENTITY.hex())
    with pad_process("zt598", tmp_path_factory.mktemp("guarded"), *options) as process:
        yield process


class TestHostThatMustBeKnown:
    async def test_makes_itself_known_when_it_is_asked_to(self, guarded: PinPadProcess) -> None:
        guarded.reset()
        port = serial_port(str(guarded.link), speed=9600)
        pad = zt598_pin_pad(port, SystemClock(), timing=PATIENT, identity=IDENTITY)
        await pad.open()
        await pad.load_working_keys((PIN_KEY, MAC_KEY))
        assert len(await pad.mac(bytes(8), KeyCipher.DES)) == 8
        await pad.close()

    @pytest.mark.parametrize("identity", [None, bytes(16)], ids=["none", "another"])
    async def test_is_not_let_in_otherwise(
        self, guarded: PinPadProcess, identity: bytes | None
    ) -> None:
        guarded.reset()
        port = serial_port(str(guarded.link), speed=9600)
        pad = zt598_pin_pad(port, SystemClock(), timing=PATIENT, identity=identity)
        await pad.open()
        with pytest.raises(DeviceError) as caught:
            await pad.load_working_keys((PIN_KEY,))
        assert caught.value.cause is DeviceCause.UNAUTHORISED
        assert caught.value.remedy is Remedy.CONFIGURATION
        await pad.close()

    def test_its_identity_has_a_length(self) -> None:
        with pytest.raises(ValueError, match="16 bytes"):
            zt598_pin_pad(serial_port("/dev/null", speed=9600), SystemClock(), identity=b"short")


def answer(code: int, data: bytes = b"") -> WireEvent:
    covered = b"%03d" % (1 + len(data)) + bytes((code,)) + data + b"\x03"
    return WireEvent(0.0, EventKind.RECEIVED, b"\x02" + covered + checksum(covered))


GREETING = (
    command.STOP_INPUT,
    command.ANSWER_IN_HEX,
    command.CLEAR_KEY_CLEARS_ALL,
    command.KEY_SOUND_ON,
    command.VERSION,
)


async def scripted(*events: WireEvent, identity: bytes | None = None) -> tuple[Bench, ReplayPort]:
    greeting = [
        event
        for asked in GREETING
        for event in (WireEvent(0.0, EventKind.SENT, asked.frame), answer(0x60))
    ]
    port = ReplayPort([*greeting, *events])

    async def opener() -> ReplayPort:
        return port

    pad = zt598_pin_pad(opener, SystemClock(), identity=identity)
    await pad.open()
    return Bench(pad, PinPadProcess("zt598", Path("nowhere"))), port


def sent(asked: PadCommand) -> WireEvent:
    return WireEvent(0.0, EventKind.SENT, asked.frame)


async def test_an_older_pad_does_not_know_its_removal_switch() -> None:
    bench, port = await scripted(
        sent(command.INSTALLED), answer(0xEB), sent(command.VERSION), answer(0x60)
    )
    assert (await bench.pad.condition()).usable
    assert port.finished


async def test_a_pad_that_cannot_say_how_it_is() -> None:
    bench, _ = await scripted(
        sent(command.INSTALLED), answer(0xEF), sent(command.VERSION), answer(0xEF)
    )
    assert await fails(bench.pad.condition()) is DeviceCause.PROTOCOL


async def test_a_key_whose_check_value_makes_no_sense_is_not_used() -> None:
    load = command.load_key(1, 0x30, command.ZtKeyUse.PIN, PIN_KEY.cryptogram)
    bench, _ = await scripted(sent(load), answer(0x60, b"XYZ"))
    assert await fails(bench.pad.load_working_keys((PIN_KEY,))) is DeviceCause.PROTOCOL


async def test_a_master_key_that_is_none_is_missing() -> None:
    load = command.load_key(1, 0x30, command.ZtKeyUse.PIN, PIN_KEY.cryptogram)
    bench, _ = await scripted(sent(load), answer(0xE5))
    assert await fails(bench.pad.load_working_keys((PIN_KEY,))) is DeviceCause.KEY_MISSING


@pytest.mark.parametrize(
    ("events", "cause"),
    [
        ([answer(0xED)], DeviceCause.UNAUTHORISED),
        ([answer(0x60, b"42")], DeviceCause.PROTOCOL),
        (
            [
                answer(0x60, b"00" * 16),
                sent(command.present_challenge(0x01, bytes(16))),
                answer(0x60, b"00" * 16),
                sent(command.answer_challenge(ENCIPHERED_ZEROS)),
                answer(0xEC),
            ],
            DeviceCause.UNAUTHORISED,
        ),
    ],
    ids=["locked", "no challenge", "refused"],
)
async def test_a_pad_that_does_not_want_to_know_its_host(
    events: list[WireEvent], cause: DeviceCause
) -> None:
    load = command.load_key(1, 0x30, command.ZtKeyUse.PIN, PIN_KEY.cryptogram)
    asked = [sent(load), answer(0xEC), sent(command.ask_challenge(IDENTITY))]
    bench, port = await scripted(*asked, *events, identity=IDENTITY)
    assert await fails(bench.pad.load_working_keys((PIN_KEY,))) is cause
    assert port.finished


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (0xDD, DeviceCause.TAMPERED),
        (0xFF, DeviceCause.TAMPERED),
        (0xE0, DeviceCause.BATTERY_LOW),
        (0xE2, DeviceCause.KEY_MISSING),
        (0xE4, DeviceCause.KEY_MISSING),
        (0xE5, DeviceCause.KEY_MISUSED),
        (0xE7, DeviceCause.KEY_REFUSED),
        (0xEC, DeviceCause.UNAUTHORISED),
        (0xEE, DeviceCause.PIN_TIMEOUT),
        (0xE8, DeviceCause.PROTOCOL),
        (0x00, DeviceCause.PROTOCOL),
    ],
)
def test_what_codes_mean(code: int, cause: DeviceCause) -> None:
    assert fault_of(code).cause is cause


async def test_a_tampering_that_is_told_unasked_ends_the_entry() -> None:
    begun = [
        event
        for asked in (
            command.STOP_INPUT,
            command.shortest_pin(4),
            command.longest_pin(6),
            command.input_time(15),
            command.KEY_SOUND_ON,
            command.START_PIN,
        )
        for event in (sent(asked), answer(0x60))
    ]
    told = [answer(0xE0), answer(0x60), answer(0xDD)]
    bench, port = await scripted(*begun, *told, sent(command.STOP_INPUT), answer(0xDD))
    assert await fails(bench.enter()) is DeviceCause.TAMPERED
    assert port.finished


async def test_the_account_is_in_no_representation(bench: Bench) -> None:
    asked = command.read_pin_block(0x30, ACCOUNT)
    assert ACCOUNT not in repr(asked)
