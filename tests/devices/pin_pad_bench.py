"""A real driver and a PIN pad in a process of its own, joined by a pseudo-terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    KeyCipher,
    KeyUse,
    PinBlockForm,
    WorkingKey,
)
from kiosk.devices.pin_pad.driver import EncryptingPinPad
from kiosk.devices.pin_pad.link import PadTiming
from kiosk.devices.pin_pad.xz_f35 import xz_f35_pin_pad
from kiosk.devices.pin_pad.zt598 import zt598_pin_pad
from kiosk.devices.ports.byte_port import PortOpener
from kiosk.devices.ports.serial_port import serial_port
from kiosk.runtime.clock import SystemClock
from sim.devices.pin_pad.process import PinPadProcess

PATIENT = PadTiming(answer_s=5.0, gap_s=0.2)
"""For what is answered: generous, because the machine may be busy."""
BRISK = PadTiming(answer_s=0.25, gap_s=0.08, tries=2)
"""For what is not: every silence is waited out on a real wire."""

ACCOUNT = "040256489001"
"""Of 6228480402564890018."""
PIN = "123456"

# devices.md 5.3, vector 003: what the acquirer sends under the master key 11…1122…22.
PIN_KEY = WorkingKey(
    KeyUse.PIN,
    KeyCipher.TRIPLE_DES,
    bytes.fromhex("CB4AB541CD5AD4FC256A882726936A5A"),
    bytes.fromhex("08D7B4FB"),
)
MAC_KEY = WorkingKey(
    KeyUse.MAC,
    KeyCipher.DES,
    bytes.fromhex("6D2F717C654431D70000000000000000"),
    bytes.fromhex("6FB23EAD"),
)
# Vector 006, under 1234567890ABCDEFABCDEF0987654321.
SM4_PIN_KEY = WorkingKey(
    KeyUse.PIN,
    KeyCipher.SM4,
    bytes.fromhex("4CE1CCBE0A8A76C9A1A1D4BC4659CC97"),
    bytes.fromhex("2677F46B"),
)
SM4_MAC_KEY = WorkingKey(
    KeyUse.MAC,
    KeyCipher.SM4,
    bytes.fromhex("ABD6F1276833BB141083968CFF12D4E1"),
    bytes.fromhex("72EBA303"),
)
SM4_DATA_KEY = WorkingKey(
    KeyUse.DATA,
    KeyCipher.SM4,
    bytes.fromhex("99650FBE9A90EFB70511F613DC1F428C"),
    bytes.fromhex("CB1A2948"),
)
# Vector of 4.2: F351…B481 under the same master key.
OTHER_SM4_PIN_KEY = WorkingKey(
    KeyUse.PIN,
    KeyCipher.SM4,
    bytes.fromhex("3D66234C49E4296FF9C78D8BACBD6A76"),
    bytes.fromhex("861E83E3"),
)

_DRIVERS: dict[str, Callable[[PortOpener, PadTiming], EncryptingPinPad]] = {
    "zt598": lambda port, timing: zt598_pin_pad(port, SystemClock(), timing=timing),
    "xz-f35": lambda port, timing: xz_f35_pin_pad(port, SystemClock(), timing=timing),
}


@dataclass(frozen=True)
class Bench:
    """The driver under test and the hands and the casing of the pad at the other end."""

    pad: EncryptingPinPad
    process: PinPadProcess
    heard: list[int] = field(default_factory=list)

    async def enter(self, *, least: int = 4, most: int = 6, seconds: float = 10.0) -> int:
        return await self.pad.enter_pin(
            least=least, most=most, seconds=seconds, heard=self.heard.append
        )

    async def begin(self, *, least: int = 4, most: int = 6) -> asyncio.Task[int]:
        """Somebody is asked for a PIN, and the pad takes it by now."""
        entering = asyncio.create_task(self.enter(least=least, most=most))
        await until(lambda: self.process.state().mode == "pin" or entering.done())
        assert not entering.done()
        return entering

    async def has_heard(self, *counts: int) -> None:
        await until(lambda: len(self.heard) >= len(counts))
        assert self.heard == list(counts)

    async def block(self, form: PinBlockForm, pin: str = PIN, account: str = ACCOUNT) -> bytes:
        self.process.type_pin(pin)
        await self.enter(most=12)
        return await self.pad.pin_block(account, form)


@contextmanager
def pad_process(model: str, directory: Path, *options: str) -> Iterator[PinPadProcess]:
    with PinPadProcess(model, directory / "pin-pad", options) as process:
        yield process


@asynccontextmanager
async def bench_on(
    process: PinPadProcess, model: str, *, timing: PadTiming = PATIENT
) -> AsyncIterator[Bench]:
    process.reset()
    pad = _DRIVERS[model](serial_port(str(process.link), speed=9600), timing)
    try:
        yield Bench(pad, process)
    finally:
        await pad.close()


@asynccontextmanager
async def open_bench(
    process: PinPadProcess, model: str, *, timing: PadTiming = PATIENT
) -> AsyncIterator[Bench]:
    async with bench_on(process, model, timing=timing) as bench:
        await bench.pad.open()
        yield bench


async def until(truth: Callable[[], bool]) -> None:
    """Return as soon as something is true; it is looked at every few milliseconds."""
    for _ in range(5000):
        if truth():
            return
        await asyncio.sleep(0.002)
    raise AssertionError("it never came true")


async def fails(work: Awaitable[object]) -> DeviceCause:
    """Why something failed."""
    try:
        await work
    except DeviceError as error:
        return error.cause
    raise AssertionError("it did not fail")
