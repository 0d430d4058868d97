"""The code scanner: told to look and to stop, never an old code, never a code made of pieces."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.code_scanner import ScannerTiming, SerialCodeScanner
from kiosk.devices.codecs.scanner_line import TRIGGER_PROFILES
from kiosk.devices.ports.byte_port import BytePort, PortLost, PortRefused
from kiosk.domain.terminal import Remedy
from sim.devices.code_scanner import ScanFlaw
from tests.devices.conformance_code_scanner import ALIPAY, EAN, WECHAT, ended
from tests.devices.id_reader_bench import StepClock
from tests.devices.scanner_bench import BRISK, Bench, always_bench, pty_bench

ON, OFF = b"\x16T\r", b"\x16U\r"
SILENCE = b""
TIMING = ScannerTiming()


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    async with pty_bench(tmp_path) as bench:
        await bench.scanner.open()
        yield bench


def looks(bench: Bench) -> bool:
    """A call, so that the type checker does not take it for settled."""
    return bench.simulator.looking


# --- with a simulated scanner over a pseudo-terminal ---------------------------------------------


async def test_it_looks_only_while_a_code_is_waited_for(bench: Bench) -> None:
    await bench.simulator.has_obeyed(1)
    reading = await bench.begin()
    await bench.simulator.has_obeyed(2)
    assert looks(bench)
    bench.simulator.show(WECHAT)
    assert await reading == WECHAT
    await bench.simulator.has_obeyed(3)
    assert not looks(bench)
    assert bench.simulator.obeyed == (OFF, ON, OFF)


async def test_a_cancelled_wait_ends_its_looking(bench: Bench) -> None:
    reading = await bench.begin()
    await bench.simulator.has_obeyed(2)
    await ended(reading)
    await bench.simulator.has_obeyed(3)
    assert bench.simulator.obeyed == (OFF, ON, OFF)
    bench.simulator.show(WECHAT)
    assert bench.simulator.showing


async def test_a_scanner_left_looking_is_told_to_stop_when_it_is_opened(bench: Bench) -> None:
    reading = await bench.begin()
    await bench.simulator.has_obeyed(2)
    await bench.scanner.close()
    with pytest.raises(DeviceError):
        await reading
    await bench.scanner.open()
    await bench.simulator.has_obeyed(3)
    assert not looks(bench)


async def test_a_code_held_there_too_early_is_read_once_somebody_waits(bench: Bench) -> None:
    bench.simulator.show(ALIPAY)
    assert await bench.scanner.read_code() == ALIPAY


async def test_a_goods_barcode_is_returned_as_it_is(bench: Bench) -> None:
    bench.simulator.show(EAN)
    assert await bench.scanner.read_code() == EAN


@pytest.mark.parametrize("flaw", [ScanFlaw.NOISE, ScanFlaw.TRUNCATED])
async def test_it_is_told_to_look_again_after_a_spoilt_code(bench: Bench, flaw: ScanFlaw) -> None:
    bench.simulator.spoil(flaw)
    bench.simulator.spoil(flaw)
    bench.simulator.show(ALIPAY)
    assert await bench.scanner.read_code() == ALIPAY
    await bench.simulator.has_obeyed(5)
    assert bench.simulator.obeyed == (OFF, ON, ON, ON, OFF)


async def test_it_is_told_to_look_again_when_it_has_given_up(tmp_path: Path) -> None:
    async with pty_bench(tmp_path, timing=BRISK, look_seconds=0.01) as bench:
        await bench.scanner.open()
        reading = await bench.begin()
        await bench.simulator.has_obeyed(4)
        bench.simulator.show(WECHAT)
        assert await reading == WECHAT
        assert set(bench.simulator.obeyed[1:4]) == {ON}


async def test_a_scanner_at_another_speed_yields_nothing(tmp_path: Path) -> None:
    async with pty_bench(tmp_path, timing=BRISK, speed=115200) as bench:
        await bench.scanner.open()
        reading = await bench.begin()
        await bench.babble(f"{WECHAT}\r".encode())
        await bench.babble(f"{WECHAT}\r".encode())
        assert not reading.done()
        assert bench.simulator.obeyed == ()
        await ended(reading)


@pytest.mark.parametrize("suffix", [b"\r", b"\n", b"\r\n"])
async def test_any_end_of_line_will_do(tmp_path: Path, suffix: bytes) -> None:
    async with pty_bench(tmp_path, suffix=suffix) as bench:
        await bench.scanner.open()
        for code in (WECHAT, ALIPAY):
            bench.simulator.show(code)
            assert await bench.scanner.read_code() == code


async def test_a_scanner_that_always_looks_is_told_nothing(tmp_path: Path) -> None:
    async with always_bench(tmp_path) as bench:
        await bench.scanner.open()
        reading = await bench.begin()
        bench.simulator.show(ALIPAY)
        assert await reading == ALIPAY
        await ended(await bench.begin())
        assert bench.simulator.obeyed == ()


async def test_a_code_that_stays_before_a_scanner_that_never_pauses_is_read_whole(
    tmp_path: Path,
) -> None:
    async with always_bench(tmp_path, timing=BRISK, reread_seconds=0.005) as bench:
        await bench.scanner.open()
        bench.simulator.show(ALIPAY, readings=None)
        assert await bench.scanner.read_code() == ALIPAY
        bench.simulator.hide()


async def test_two_who_wait_are_served_one_after_the_other(bench: Bench) -> None:
    first = await bench.begin()
    second = asyncio.create_task(bench.scanner.read_code())
    bench.simulator.show(WECHAT)
    assert await first == WECHAT
    bench.simulator.show(ALIPAY)
    assert await second == ALIPAY


async def test_codes_are_neither_shown_nor_logged(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        bench.simulator.show(WECHAT)
        await bench.scanner.read_code()
        reading = await bench.begin()
        bench.simulator.babble(ALIPAY.encode())
        bench.simulator.unplug()
        with pytest.raises(DeviceError) as caught:
            await reading
    said = f"{caplog.text}{bench.scanner!r}{caught.value!r}{caught.value.__context__!r}"
    assert WECHAT not in said
    assert ALIPAY not in said


# --- over a wire that does exactly what is written down ------------------------------------------


class ScriptedPort:
    """BytePort that gives one piece a read, ``SILENCE`` for one that nothing came to, and is lost
    at its end. It is lost to writing after so many writes."""

    def __init__(self, pieces: Sequence[bytes], *, writes: int = 1000) -> None:
        self._pieces = list(pieces)
        self._writes = writes
        self.written: list[bytes] = []
        self.closed = False

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        await asyncio.sleep(0)
        if not self._pieces:
            raise PortLost("the script is over")
        return self._pieces.pop(0)

    async def write(self, data: bytes, timeout_s: float) -> None:
        await asyncio.sleep(0)
        if len(self.written) >= self._writes:
            raise PortLost("the script says so")
        self.written.append(data)

    async def close(self) -> None:
        self.closed = True


def scanner_on(
    port: ScriptedPort, clock: StepClock | None = None, *, profile: str = "honeywell"
) -> SerialCodeScanner:
    async def opener() -> BytePort:
        return port

    return SerialCodeScanner(opener, TRIGGER_PROFILES[profile], clock or StepClock(), TIMING)


async def scanned(*pieces: bytes) -> str:
    scanner = scanner_on(ScriptedPort(pieces))
    await scanner.open()
    return await scanner.read_code()


def sent(code: str) -> bytes:
    return f"{code}\r".encode()


async def test_a_line_that_was_arriving_when_the_wait_began_is_no_code() -> None:
    code = sent(ALIPAY)
    assert await scanned(code[:5], code[5:], SILENCE, sent(WECHAT)) == WECHAT


async def test_a_line_that_breaks_off_is_not_put_together_with_the_next() -> None:
    half = ALIPAY[:4].encode()
    assert await scanned(SILENCE, half, SILENCE, sent("2800001111222233")) == "2800001111222233"


async def test_where_there_is_never_silence_the_line_under_way_is_not_taken() -> None:
    clock = StepClock()

    class Endless(ScriptedPort):
        async def read(self, at_most: int, timeout_s: float) -> bytes:
            clock.now += 0.125
            return await super().read(at_most, timeout_s)

    code = sent(ALIPAY)
    stale = [code[-5:] + code[:-5]] * 8
    port = Endless([*stale, code[-5:], sent(WECHAT)])
    scanner = scanner_on(port, clock, profile="continuous")
    await scanner.open()
    assert await scanner.read_code() == WECHAT
    assert port.written == []


async def test_a_code_that_was_read_counts_even_if_the_wire_is_lost_then() -> None:
    port = ScriptedPort([SILENCE, sent(WECHAT)], writes=2)
    scanner = scanner_on(port)
    await scanner.open()
    assert await scanner.read_code() == WECHAT
    with pytest.raises(DeviceError) as caught:
        await scanner.condition()
    assert (caught.value.cause, caught.value.remedy) == (
        DeviceCause.DISCONNECTED,
        Remedy.MAINTENANCE,
    )


async def test_a_wire_lost_while_waiting_is_let_go_of() -> None:
    port = ScriptedPort([SILENCE])
    scanner = scanner_on(port)
    await scanner.open()
    with pytest.raises(DeviceError) as caught:
        await scanner.read_code()
    assert caught.value.cause is DeviceCause.DISCONNECTED
    assert port.closed
    assert port.written == [OFF, ON, OFF]


async def test_a_wire_lost_before_it_looks_is_told_nothing_more() -> None:
    port = ScriptedPort([])
    scanner = scanner_on(port)
    await scanner.open()
    with pytest.raises(DeviceError):
        await scanner.read_code()
    assert port.written == [OFF]


async def test_a_wire_lost_while_it_is_opened_is_let_go_of() -> None:
    port = ScriptedPort([], writes=0)
    with pytest.raises(DeviceError) as caught:
        await scanner_on(port).open()
    assert caught.value.cause is DeviceCause.DISCONNECTED
    assert port.closed


async def test_an_opening_given_up_leaves_nothing_open() -> None:
    port = ScriptedPort([])
    opening = asyncio.create_task(scanner_on(port).open())
    await asyncio.sleep(0)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    assert port.closed


@pytest.mark.parametrize(
    ("failure", "cause", "remedy"),
    [
        (PortLost("gone"), DeviceCause.DISCONNECTED, Remedy.MAINTENANCE),
        (PortRefused("no"), DeviceCause.CONFIGURATION, Remedy.CONFIGURATION),
    ],
)
async def test_a_port_that_cannot_be_opened_says_who_can_help(
    failure: Exception, cause: DeviceCause, remedy: Remedy
) -> None:
    async def opener() -> BytePort:
        raise failure

    scanner = SerialCodeScanner(opener, TRIGGER_PROFILES["honeywell"], StepClock())
    with pytest.raises(DeviceError) as caught:
        await scanner.open()
    assert (caught.value.cause, caught.value.remedy) == (cause, remedy)


# Pieces that never make a text by themselves: noise has a byte no text may have.
noises = st.binary(max_size=20).map(
    lambda data: b"\xff" + data.replace(b"\r", b"").replace(b"\n", b"")
)
digits = st.text("0123456789", min_size=16, max_size=24)


@given(st.lists(st.one_of(noises, digits.map(sent)), max_size=6), digits)
def test_of_whatever_came_before_nothing_is_returned(before: list[bytes], code: str) -> None:
    assert asyncio.run(scanned(*before, SILENCE, sent(code))) == code


@given(
    st.lists(
        st.one_of(
            noises.map(lambda data: (data + b"\r",)),
            noises.map(lambda data: (data, SILENCE)),
            digits.map(lambda text: (text.encode(), SILENCE)),
            st.just((b"\r\n",)),
            st.just((SILENCE,)),
        ),
        max_size=6,
    ),
    digits,
    st.integers(1, 15),
)
def test_after_any_noise_the_next_whole_code_is_returned(
    noise: list[tuple[bytes, ...]], code: str, cut: int
) -> None:
    pieces = [piece for part in noise for piece in part]
    whole = sent(code)
    assert asyncio.run(scanned(SILENCE, *pieces, whole[:cut], whole[cut:])) == code
