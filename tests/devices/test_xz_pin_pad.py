"""What only the XZ-F35 does: status bytes, lost answers to keys, the cipher chosen beforehand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from kiosk.devices.api import DeviceCause, DeviceError, KeyCipher, PinBlockForm
from kiosk.devices.codecs import xz_command as command
from kiosk.devices.codecs.pad_stream import PadCommand
from kiosk.devices.codecs.xz_command import XzAlgorithm, XzKeyUse
from kiosk.devices.pin_pad.driver import EncryptingPinPad
from kiosk.devices.pin_pad.xz_f35 import fault_of, xz_f35_pin_pad
from kiosk.devices.ports.recording import EventKind, WireEvent
from kiosk.devices.ports.replay import ReplayPort
from kiosk.domain.terminal import DeviceStatus
from kiosk.runtime.clock import SystemClock
from sim.devices.pin_pad.process import PinPadProcess
from tests.devices.conformance_pin_pad import DES_BLOCK, SM4_BLOCK
from tests.devices.pin_pad_bench import (
    MAC_KEY,
    PIN_KEY,
    SM4_MAC_KEY,
    SM4_PIN_KEY,
    Bench,
    fails,
    open_bench,
    pad_process,
)


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PinPadProcess]:
    with pad_process("xz-f35", tmp_path_factory.mktemp("xz")) as process:
        yield process


@pytest.fixture
async def bench(process: PinPadProcess) -> AsyncIterator[Bench]:
    async with open_bench(process, "xz-f35") as bench:
        yield bench


async def test_the_ciphers_may_be_used_in_turn(bench: Bench) -> None:
    for _ in range(2):
        await bench.pad.load_working_keys((PIN_KEY, MAC_KEY))
        assert await bench.block(PinBlockForm.ISO0_3DES) == DES_BLOCK
        assert len(await bench.pad.mac(bytes(16), KeyCipher.DES)) == 8
        await bench.pad.load_working_keys((SM4_PIN_KEY, SM4_MAC_KEY))
        assert await bench.block(PinBlockForm.ISO0_SM4) == SM4_BLOCK
        assert len(await bench.pad.mac(bytes(16), KeyCipher.SM4)) == 16


def sent(asked: PadCommand) -> WireEvent:
    return WireEvent(0.0, EventKind.SENT, asked.frame)


def done(data: bytes = b"") -> WireEvent:
    return WireEvent(0.0, EventKind.RECEIVED, b"\x02S" + len(data).to_bytes(2, "big") + data)


def failed(data: bytes) -> WireEvent:
    return WireEvent(0.0, EventKind.RECEIVED, b"\x02E" + len(data).to_bytes(2, "big") + data)


async def scripted(*events: WireEvent) -> tuple[EncryptingPinPad, ReplayPort]:
    greeting = (
        sent(command.ABORT_INPUT),
        done(),
        sent(command.STATUS),
        done(bytes(8)),
        sent(command.SERIAL_NUMBER),
        failed(b"\x08"),
    )
    port = ReplayPort([*greeting, *events])

    async def opener() -> ReplayPort:
        return port

    pad = xz_f35_pin_pad(opener, SystemClock())
    await pad.open()
    assert pad.identity == ""
    return pad, port


@pytest.mark.parametrize(
    ("answer", "status", "cause"),
    [
        (done(bytes.fromhex("01 00 01 01 01 01 01 00")), DeviceStatus.ONLINE, ""),
        (done(bytes.fromhex("00 00 01 01 01 01 01 00")), DeviceStatus.ONLINE, "battery_low"),
        (done(bytes.fromhex("01 01 01 01 01 01 01 00")), DeviceStatus.FRAUD_ATTEMPT, "tampered"),
        (done(bytes.fromhex("01 00 01 01 01 00 01 00")), DeviceStatus.FRAUD_ATTEMPT, "removed"),
        (
            done(bytes.fromhex("01 00 00 00 00 01 01 00")),
            DeviceStatus.HARDWARE_ERROR,
            "not_initialised",
        ),
        (failed(b"\x01"), DeviceStatus.FRAUD_ATTEMPT, "tampered"),
        (failed(b"\x34"), DeviceStatus.FRAUD_ATTEMPT, "tampered"),
    ],
    ids=["well", "battery", "tampered", "removed", "new", "tamper code", "removal code"],
)
async def test_its_status_is_told(answer: WireEvent, status: DeviceStatus, cause: str) -> None:
    pad, _ = await scripted(sent(command.STATUS), answer)
    condition = await pad.condition()
    assert (condition.status, condition.cause) == (status, cause)


@pytest.mark.parametrize(
    "answer",
    [failed(b""), failed(b"\x03"), done(bytes(3))],
    ids=["without a code", "with another", "too short"],
)
async def test_a_status_that_makes_no_sense(answer: WireEvent) -> None:
    pad, _ = await scripted(sent(command.STATUS), answer)
    assert await fails(pad.condition()) is DeviceCause.PROTOCOL


async def test_a_key_whose_answer_was_lost_is_known_by_its_check_value() -> None:
    load = command.load_key(XzAlgorithm.DES, 1, 0x30, XzKeyUse.PIN, PIN_KEY.cryptogram)
    pad, port = await scripted(
        sent(command.use_algorithm(XzAlgorithm.DES)),
        done(),
        sent(command.erase_key(0x30)),
        failed(b"\x0e"),
        sent(load),
        sent(command.read_check_value(0x30)),
        done(bytes.fromhex("08D7B4FB629D0885")),
    )
    await pad.load_working_keys((PIN_KEY,))
    assert port.finished


async def test_a_place_that_cannot_be_emptied_takes_no_key() -> None:
    pad, _ = await scripted(
        sent(command.use_algorithm(XzAlgorithm.DES)),
        done(),
        sent(command.erase_key(0x30)),
        failed(b"\x24"),
    )
    assert await fails(pad.load_working_keys((PIN_KEY,))) is DeviceCause.UNAUTHORISED


async def test_an_answer_to_a_key_that_was_damaged_is_no_success() -> None:
    load = command.load_key(XzAlgorithm.DES, 1, 0x30, XzKeyUse.PIN, PIN_KEY.cryptogram)
    pad, _ = await scripted(
        sent(command.use_algorithm(XzAlgorithm.DES)),
        done(),
        sent(command.erase_key(0x30)),
        done(),
        sent(load),
        WireEvent(0.0, EventKind.RECEIVED, b"\x02S\x00"),
    )
    with pytest.raises(DeviceError) as caught:
        await pad.load_working_keys((PIN_KEY,))
    assert caught.value.cause is DeviceCause.PROTOCOL


@pytest.mark.parametrize(
    ("told", "cause"),
    [(failed(b"\x26"), DeviceCause.PIN_TIMEOUT), (failed(b"\x01"), DeviceCause.TAMPERED)],
    ids=["timed out", "tampered"],
)
async def test_a_failure_that_is_told_unasked_ends_the_entry(
    told: WireEvent, cause: DeviceCause
) -> None:
    begun = [
        event
        for asked in (command.ABORT_INPUT, command.BUZZER_ON, command.start_pin(4, 6))
        for event in (sent(asked), done())
    ]
    harmless = [done(), failed(b""), failed(b"\x03")]
    pad, port = await scripted(*begun, *harmless, told, sent(command.ABORT_INPUT), done())
    entry = pad.enter_pin(least=4, most=6, seconds=10.0, heard=lambda _: None)
    assert await fails(entry) is cause
    assert port.finished


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (0x01, DeviceCause.TAMPERED),
        (0x0E, DeviceCause.KEY_MISSING),
        (0x10, DeviceCause.KEY_MISUSED),
        (0x12, DeviceCause.KEY_REFUSED),
        (0x19, DeviceCause.PIN_MISSING),
        (0x1B, DeviceCause.PIN_MISSING),
        (0x24, DeviceCause.UNAUTHORISED),
        (0x44, DeviceCause.SELF_TEST),
        (0x03, DeviceCause.PROTOCOL),
        (0xF7, DeviceCause.PROTOCOL),
    ],
)
def test_what_codes_mean(code: int, cause: DeviceCause) -> None:
    assert fault_of(code).cause is cause
