"""A PIN pad in memory, with real ciphers: what a driver and its pad come to, without the wire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    KeyCipher,
    KeyUse,
    PinBlockForm,
    WorkingKey,
)
from kiosk.domain.terminal import DeviceKind, Remedy
from sim.acquirer.ciphers import Suite, check_value, decipher, encipher, xor
from sim.acquirer.keys import MASTER_KEYS
from tests.runtime.fakes import FakeDevice


class SoftPad(FakeDevice):
    """A pad that the citizen types at with ``type_pin``; ``typed`` None means nobody comes."""

    def __init__(self) -> None:
        super().__init__(DeviceKind.PIN_PAD)
        self.keys: dict[KeyUse, bytes] = {}
        self.beeps = 0
        self.typing = asyncio.Event()
        self._entries: asyncio.Queue[str | DeviceCause] = asyncio.Queue()
        self._pin: str | None = None

    def type_pin(self, pin: str | DeviceCause) -> None:
        self._entries.put_nowait(pin)

    async def load_working_keys(self, keys: tuple[WorkingKey, ...]) -> None:
        await self._asked("load")
        for key in keys:
            clear = decipher(Suite.TRIPLE_DES, MASTER_KEYS[Suite.TRIPLE_DES], key.cryptogram)
            if check_value(Suite.TRIPLE_DES, clear) != key.check_value:
                raise DeviceError(DeviceCause.KEY_REFUSED, Remedy.MAINTENANCE)
            self.keys[key.use] = clear

    async def enter_pin(
        self, *, least: int, most: int, seconds: float, heard: Callable[[int], None]
    ) -> int:
        await self._asked("pin")
        heard(0)
        self.typing.set()
        pin = await self._entries.get()
        if isinstance(pin, DeviceCause):
            raise DeviceError(pin, Remedy.NONE)
        for figures in range(1, len(pin) + 1):
            heard(figures)
        self._pin = pin
        return len(pin)

    async def pin_block(self, account: str, form: PinBlockForm) -> bytes:
        await self._asked("block")
        pin, self._pin = self._pin, None
        if pin is None:
            raise DeviceError(DeviceCause.PIN_MISSING, Remedy.NONE)
        clear = bytes.fromhex(f"{len(pin):02d}{pin}".ljust(16, "F"))
        block = xor(clear, bytes.fromhex(account.rjust(16, "0")))
        return encipher(Suite.TRIPLE_DES, self._key(KeyUse.PIN), block)

    async def mac(self, data: bytes, cipher: KeyCipher) -> bytes:
        await self._asked("mac")
        chained = bytes(8)
        for start in range(0, len(data), 8):
            chained = encipher(
                Suite.TRIPLE_DES, self._key(KeyUse.MAC), xor(chained, data[start : start + 8])
            )
        return chained

    async def beep(self) -> None:
        self.beeps += 1

    def _key(self, use: KeyUse) -> bytes:
        if use not in self.keys:
            raise DeviceError(DeviceCause.KEY_MISSING, Remedy.MAINTENANCE)
        return self.keys[use]
