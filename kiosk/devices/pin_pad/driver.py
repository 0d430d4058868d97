"""Driver of encrypting PIN pads: what holds for every model. A model's own words are its dialect.

The pad is at rest, asked for a PIN, holding one for one block, or lent to the technician. It is not
lent while a PIN is asked, so nobody can have it name keys then; and its input is stopped before and
after it was lent, and before every PIN.

Not yet checked against a real pad; docs/hardware/pin-pad.md says what rests on what.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from kiosk.devices.api import (
    DeviceCause,
    DeviceError,
    KeyCipher,
    KeyUse,
    PinBlockForm,
    WorkingKey,
)
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.pad_stream import PadFrame
from kiosk.devices.pin_pad.dialect import (
    ACCOUNT_FIGURES,
    MOST_FIGURES,
    PadDialect,
    PinLink,
)
from kiosk.devices.pin_pad.link import PadLink, PadTiming
from kiosk.devices.pin_pad.pin_entry import EntryEnd, PinEntry
from kiosk.devices.port_opening import disconnected, greeting
from kiosk.devices.ports.byte_port import BytePort, PortLost, PortOpener
from kiosk.domain.terminal import Condition, DeviceKind, DeviceStatus, Remedy

_LISTEN_S = 0.5
_HOLD_S = 120.0
"""A PIN that was typed and for which no block was asked is forgotten after so many seconds."""
_BLOCK_SIZES = {KeyCipher.DES: 8, KeyCipher.TRIPLE_DES: 8, KeyCipher.SM4: 16}
_FORM_CIPHERS = {
    PinBlockForm.ISO0_3DES: KeyCipher.TRIPLE_DES,
    PinBlockForm.ISO0_SM4: KeyCipher.SM4,
    PinBlockForm.ISO0_PADDED_SM4: KeyCipher.SM4,
}
_KEY_SIZES = {KeyCipher.DES: (8, 16), KeyCipher.TRIPLE_DES: (16,), KeyCipher.SM4: (16,)}
_LOST_ANSWER = frozenset({DeviceCause.SILENT, DeviceCause.PROTOCOL})
_WITH_THE_TECHNICIAN = Condition(DeviceStatus.OFFLINE, Remedy.SUSPEND, "lent")


class PadInUse(Exception):
    """A PIN is asked, or the pad is lent already: it cannot be lent now."""


@dataclass(frozen=True, slots=True)
class PadWire:
    """The wire to an opened pad; ``link`` is on it and cannot name figures."""

    port: BytePort
    link: PinLink
    clock: Clock
    timing: PadTiming


class _Use(Enum):
    AT_REST = "at_rest"
    HOLDING = "holding"
    LENT = "lent"


class EncryptingPinPad:
    """PinPad over any byte port.

    Working keys count as loaded only once this object has loaded them: what the pad still knows
    from before is not used, because nobody here has checked it.
    """

    def __init__(
        self,
        opener: PortOpener,
        dialect: PadDialect,
        clock: Clock,
        timing: PadTiming | None = None,
    ) -> None:
        self._opener = opener
        self._dialect = dialect
        self._clock = clock
        self._timing = timing or PadTiming()
        self._wire: PadWire | None = None
        self._turn = asyncio.Lock()
        self._use = _Use.AT_REST
        self._asked = 0
        self._held_until = 0.0
        self._loaded: dict[KeyUse, KeyCipher] = {}
        self._known = Condition(DeviceStatus.ONLINE)
        self._identity = ""

    @property
    def kind(self) -> DeviceKind:
        """See Device."""
        return DeviceKind.PIN_PAD

    @property
    def identity(self) -> str:
        """The pad's model, firmware and serial number as it says them; empty until opened."""
        return self._identity

    async def open(self) -> None:
        """See Device. Input that a program that died left on is ended."""
        await self.close()
        async with greeting(self._opener) as port:
            link = PadLink(port, self._dialect.splitter(), self._clock, self._timing)
            self._identity = await self._dialect.greet(link)
        self._wire = PadWire(port, link, self._clock, self._timing)

    async def close(self) -> None:
        """See Device. A pad that takes keys is told to stop; its answer is not waited for."""
        wire, self._wire = self._wire, None
        use, self._use = self._use, _Use.AT_REST
        self._loaded.clear()
        if wire is None:
            return
        if self._asked or use is not _Use.AT_REST:
            with contextlib.suppress(PortLost):
                await wire.link.tell(self._dialect.stop_command)
        await wire.port.close()

    async def condition(self) -> Condition:
        """See Device. A pad that takes or holds a PIN is not disturbed; it is as it was before."""
        if self._use is _Use.LENT:
            return _WITH_THE_TECHNICIAN
        if self._asked or self._still_holding:
            return self._known
        async with self._in_turn() as wire:
            if self._use is _Use.HOLDING:
                self._use = _Use.AT_REST
                await self._dialect.stop(wire.link)
            self._known = await self._dialect.condition(wire.link)
        return self._known

    async def load_working_keys(self, keys: tuple[WorkingKey, ...]) -> None:
        """See PinPad. Raises ValueError for keys of no possible length."""
        for key in keys:
            if len(key.cryptogram) not in _KEY_SIZES[key.cipher] or not key.check_value:
                raise ValueError("a working key of no possible length, or without a check value")
        async with self._in_turn() as wire:
            for key in keys:
                self._loaded.pop(key.use, None)
            try:
                for key in keys:
                    await self._load(wire.link, key)
            except DeviceError as error:
                if error.cause is DeviceCause.KEY_REFUSED:
                    for key in keys:
                        await self._quietly(self._dialect.erase(wire.link, key))
                raise
            self._loaded.update({key.use: key.cipher for key in keys})

    async def enter_pin(
        self, *, least: int, most: int, seconds: float, heard: Callable[[int], None]
    ) -> int:
        """See PinPad. ValueError for lengths that no PIN has: 1 to 12 figures."""
        if not 1 <= least <= most <= MOST_FIGURES or seconds <= 0:
            raise ValueError("a PIN has 1 to 12 figures and takes some time")
        entry = PinEntry(least, most, heard)
        # From now on nobody waits behind it for as long as a citizen may take.
        self._asked += 1
        try:
            async with self._in_turn() as wire:
                self._use = _Use.AT_REST
                await self._type(wire.link, entry, seconds)
                self._use = _Use.HOLDING
                self._held_until = self._clock.monotonic() + _HOLD_S
        finally:
            self._asked -= 1
        return entry.count

    async def pin_block(self, account: str, form: PinBlockForm) -> bytes:
        """See PinPad. However it ends, the pad has had its one chance to tell this PIN, except
        where it is not even asked (KEY_MISSING, KEY_MISUSED). Raises ValueError for an account that
        is not twelve figures."""
        if len(account) != ACCOUNT_FIGURES or not account.isascii() or not account.isdigit():
            raise ValueError("an account is twelve figures here")
        async with self._in_turn() as wire:
            if not self._still_holding:
                raise DeviceError(DeviceCause.PIN_MISSING, Remedy.NONE)
            self._ready(KeyUse.PIN, _FORM_CIPHERS[form])
            self._use = _Use.AT_REST
            return await self._dialect.pin_block(wire.link, account, form)

    async def mac(self, data: bytes, cipher: KeyCipher) -> bytes:
        """See PinPad. Raises ValueError when ``data`` is no whole number of blocks, or too long for
        one command (480 bytes)."""
        if not data or len(data) % _BLOCK_SIZES[cipher]:
            raise ValueError("a MAC is over whole blocks")
        async with self._in_turn() as wire:
            self._ready(KeyUse.MAC, cipher)
            return await self._dialect.mac(wire.link, data, cipher)

    async def beep(self) -> None:
        """See PinPad. Silent while a PIN is asked, which has sounds of its own."""
        if self._asked:
            return
        async with self._in_turn() as wire:
            await self._dialect.beep(wire.link)

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[PadWire]:
        """Lend the wire to the technician's tools until the block is left; then input is ended.

        A PIN that the pad still holds is forgotten first. Raises PadInUse while a PIN is asked, and
        DeviceError.
        """
        self._refuse_if_in_use()
        async with self._in_turn() as wire:
            # Whoever was waited for may have lent it meanwhile.
            self._refuse_if_in_use()
            await self._dialect.stop(wire.link)
            self._use = _Use.LENT
            try:
                yield wire
            finally:
                self._use = _Use.AT_REST
                await self._quietly(self._dialect.stop(wire.link))

    def _refuse_if_in_use(self) -> None:
        if self._asked or self._use is _Use.LENT:
            raise PadInUse

    async def _load(self, link: PinLink, key: WorkingKey) -> None:
        computed = await self._dialect.load(link, key)
        claimed = key.check_value
        if not hmac.compare_digest(computed[: len(claimed)], claimed):
            raise DeviceError(DeviceCause.KEY_REFUSED, Remedy.MAINTENANCE)

    async def _type(self, link: PinLink, entry: PinEntry, seconds: float) -> None:
        """Have the PIN typed. Whatever else ends it, the pad takes no more keys afterwards."""
        try:
            await self._start(link, entry, seconds)
            entry.heard(0)
            end = await self._listen(link, entry, self._clock.monotonic() + seconds)
        except BaseException:
            await self._quietly(self._dialect.stop(link))
            raise
        match end:
            case EntryEnd.DONE:
                return
            case EntryEnd.CANCELLED:
                await self._dialect.stop(link)
                raise DeviceError(DeviceCause.PIN_CANCELLED, Remedy.NONE)
            case EntryEnd.TIMED_OUT:
                # A pad that does not even answer this was dead, and nobody was slow.
                await self._dialect.stop(link)
                raise DeviceError(DeviceCause.PIN_TIMEOUT, Remedy.NONE)
            case EntryEnd.IN_CLEAR:
                await self._quietly(self._dialect.reset(link))
                raise DeviceError(DeviceCause.TAMPERED, Remedy.MAINTENANCE)
            case _:
                assert_never(end)

    async def _start(self, link: PinLink, entry: PinEntry, seconds: float) -> None:
        """Begin the input; a beginning without an answer is stopped and made once more.

        Nothing has been told to anybody yet, so figures pressed between the two are typed again.
        """
        for last_time in (False, True):
            await self._dialect.stop(link)
            await self._dialect.prepare_pin(link, entry.least, entry.most, seconds)
            # What was pressed before is no part of this PIN, nor is the second of two ENTERs.
            await link.forget_keys()
            try:
                await self._dialect.start_pin(link, entry.least, entry.most)
            except DeviceError as error:
                if last_time or error.cause not in _LOST_ANSWER:
                    raise
            else:
                return

    async def _listen(self, link: PinLink, entry: PinEntry, ends: float) -> EntryEnd:
        while (left := ends - self._clock.monotonic()) > 0:
            event = await link.next(min(left, _LISTEN_S))
            if isinstance(event, PadFrame):
                complaint = self._dialect.complaint(event)
                if complaint is not None:
                    raise complaint
            elif event is not None:
                end = entry.press(event.key)
                if end is not None:
                    return end
        return EntryEnd.TIMED_OUT

    @property
    def _still_holding(self) -> bool:
        return self._use is _Use.HOLDING and self._clock.monotonic() < self._held_until

    def _ready(self, use: KeyUse, cipher: KeyCipher) -> None:
        loaded = self._loaded.get(use)
        if loaded is None:
            raise DeviceError(DeviceCause.KEY_MISSING, Remedy.RESET)
        if loaded is not cipher:
            raise DeviceError(DeviceCause.KEY_MISUSED, Remedy.CONFIGURATION)

    async def _quietly(self, work: Awaitable[None]) -> None:
        """Do what can only be tried, because something worse is being reported already."""
        with contextlib.suppress(DeviceError, PortLost):
            await work

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[PadWire]:
        if self._use is _Use.LENT:
            raise DeviceError(DeviceCause.DISCONNECTED, Remedy.SUSPEND)
        async with self._turn:
            wire = self._wire
            if wire is None:
                raise DeviceError(DeviceCause.DISCONNECTED, Remedy.RESET)
            try:
                yield wire
            except PortLost:
                if self._wire is wire:
                    await self.close()
                raise disconnected() from None
