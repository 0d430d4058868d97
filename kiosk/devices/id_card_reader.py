"""Reader of identity cards with a security module after GA/T 467 (SAM_V / SAM_A).

A card is found, selected and read. After a good read the module does not find the same card again
until it has left the field, so a card left lying is silence, and "removed" cannot be told from it.
Not yet checked against a real module; docs/hardware/id-card-reader.md says what rests on what.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.card_checks import identity_card
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.sdt_command import (
    FIND_CARD,
    READ_BASE,
    RESET_SAM,
    SAM_ID,
    SAM_STATUS,
    SELECT_CARD,
    SdtCommand,
)
from kiosk.devices.codecs.sdt_frame import SdtFrameError
from kiosk.devices.codecs.sdt_reply import sam_number, text_record
from kiosk.devices.codecs.sdt_status import SdtStatus
from kiosk.devices.port_opening import disconnected, greeting
from kiosk.devices.ports.byte_port import PortLost, PortOpener
from kiosk.devices.sdt_link import Answer, LinkTiming, SdtLink
from kiosk.domain.citizen import IdentityCard
from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, Remedy


@dataclass(frozen=True, slots=True)
class ReaderTiming:
    """Patience with the module and the card, in seconds and tries.

    ``poll_s``: between two looks for a card (300 to 1000 ms by the makers). ``probe_s``: silence
    after which a port is taken not to lead to a module. ``reset_s``: pause after a reset.
    ``read_tries``: how often a card that stays may fail to be selected, or to be read.
    """

    link: LinkTiming = field(default_factory=LinkTiming)
    poll_s: float = 0.3
    probe_s: float = 1.0
    reset_s: float = 0.5
    read_tries: int = 3


@dataclass(slots=True)
class _Patience:
    """What has already gone wrong while waiting for one card."""

    failed_selects: int = 0
    failed_reads: int = 0
    resets: int = 0


class _NeedsReset(Exception):
    """The module is confused in a way that a reset puts right."""


_CARD_FAULTS = {
    SdtStatus.CARD_REFUSED_SAM: DeviceCause.CARD_NOT_GENUINE,
    SdtStatus.SAM_REFUSED_CARD: DeviceCause.CARD_NOT_GENUINE,
    SdtStatus.VERIFY_ERROR: DeviceCause.CARD_NOT_GENUINE,
    SdtStatus.FINGERPRINT_ERROR: DeviceCause.CARD_NOT_GENUINE,
    SdtStatus.INFORMATION_LENGTH: DeviceCause.CARD_NOT_GENUINE,
    SdtStatus.UNKNOWN_CARD: DeviceCause.CARD_WRONG_KIND,
}
_MODULE_FAULTS = {
    SdtStatus.SELF_TEST_FAILED: DeviceCause.SELF_TEST,
    SdtStatus.SAM_NOT_AUTHORISED: DeviceCause.UNAUTHORISED,
    SdtStatus.NOT_AUTHORISED: DeviceCause.UNAUTHORISED,
}
_CURED_BY_RESET = (SdtStatus.NO_RANDOM, SdtStatus.UNKNOWN_ERROR)
_WORTH_ANOTHER_PORT = (DeviceCause.DISCONNECTED, DeviceCause.SILENT, DeviceCause.PROTOCOL)


class Ga467Reader:
    """IdCardReader over any byte port.

    ``ports`` are tried in their order until a module answers at one: the configured one first, then
    perhaps the same line at other speeds, for a module that was exchanged.
    """

    def __init__(
        self, ports: Sequence[PortOpener], clock: Clock, timing: ReaderTiming | None = None
    ) -> None:
        self._ports = tuple(ports)
        self._clock = clock
        self._timing = timing or ReaderTiming()
        self._link: SdtLink | None = None
        self._turn = asyncio.Lock()
        self._module_number = ""

    @property
    def kind(self) -> DeviceKind:
        """See Device."""
        return DeviceKind.ID_CARD_READER

    @property
    def module_number(self) -> str:
        """The security module's own number, ``""`` before it was ever opened."""
        return self._module_number

    async def open(self) -> None:
        """See Device."""
        await self.close()
        first: DeviceError | None = None
        for opener in self._ports:
            try:
                self._link = await self._connect(opener)
            except DeviceError as error:
                if error.cause not in _WORTH_ANOTHER_PORT:
                    raise
                first = first or error
            else:
                return
        raise first or DeviceError(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION)

    async def close(self) -> None:
        """See Device."""
        link, self._link = self._link, None
        if link is not None:
            await link.close()

    async def condition(self) -> Condition:
        """See Device."""
        async with self._in_turn() as link:
            try:
                await self._granted(link, SAM_STATUS)
            except _NeedsReset:
                await self._reset(link)
                await self._granted_after_reset(link, SAM_STATUS)
        return ONLINE

    async def read_card(self) -> IdentityCard:
        """See IdCardReader. A card that was read before is seen only after it was lifted."""
        patience = _Patience()
        while True:
            async with self._in_turn() as link:
                try:
                    card = await self._look(link, patience)
                except _NeedsReset:
                    patience.resets += 1
                    if patience.resets > 1:
                        raise DeviceError(DeviceCause.SELF_TEST, Remedy.MAINTENANCE) from None
                    await self._reset(link)
                    card = None
            if card is not None:
                return card
            await self._clock.sleep(self._timing.poll_s)

    async def _look(self, link: SdtLink, patience: _Patience) -> IdentityCard | None:
        found = await self._granted(link, FIND_CARD, SdtStatus.NO_CARD)
        if found.reply.status is SdtStatus.NO_CARD:
            if patience.failed_reads > 0:
                raise DeviceError(DeviceCause.CARD_REMOVED, Remedy.NONE)
            patience.failed_selects = 0
            return None
        selected = await self._granted(link, SELECT_CARD, SdtStatus.SELECT_FAILED)
        if selected.reply.status is SdtStatus.SELECT_FAILED:
            patience.failed_selects += 1
            self._give_up_after(patience.failed_selects)
            return None
        read = await self._granted(link, READ_BASE, SdtStatus.READ_FAILED)
        if read.reply.status is SdtStatus.READ_FAILED:
            if read.resent:
                # The module may have read the card well and only its answer was damaged; then the
                # card is not found again and must be lifted first.
                raise DeviceError(DeviceCause.CARD_UNREADABLE, Remedy.NONE)
            patience.failed_reads += 1
            self._give_up_after(patience.failed_reads)
            return None
        try:
            record = text_record(read.reply.data)
        except SdtFrameError:
            raise DeviceError(DeviceCause.CARD_UNREADABLE, Remedy.NONE) from None
        return identity_card(record)

    def _give_up_after(self, failures: int) -> None:
        if failures >= self._timing.read_tries:
            raise DeviceError(DeviceCause.CARD_UNREADABLE, Remedy.NONE)

    async def _connect(self, opener: PortOpener) -> SdtLink:
        async with greeting(opener) as port:
            await self._greet(
                SdtLink(port, replace(self._timing.link, response_s=self._timing.probe_s))
            )
        return SdtLink(port, self._timing.link)

    async def _greet(self, link: SdtLink) -> None:
        try:
            await self._granted(link, SAM_STATUS)
        except _NeedsReset:
            await self._reset(link)
            await self._granted_after_reset(link, SAM_STATUS)
        named = await self._granted_after_reset(link, SAM_ID)
        try:
            self._module_number = sam_number(named.reply.data)
        except SdtFrameError:
            raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE) from None

    async def _reset(self, link: SdtLink) -> None:
        await self._granted_after_reset(link, RESET_SAM)
        await self._clock.sleep(self._timing.reset_s)

    async def _granted_after_reset(self, link: SdtLink, command: SdtCommand) -> Answer:
        try:
            return await self._granted(link, command)
        except _NeedsReset:
            raise DeviceError(DeviceCause.SELF_TEST, Remedy.MAINTENANCE) from None

    async def _granted(self, link: SdtLink, command: SdtCommand, *refusals: SdtStatus) -> Answer:
        """Ask, and let through only success and the refusals the caller can deal with."""
        answer = await link.ask(command)
        status = answer.reply.status
        if status is command.success or status in refusals:
            return answer
        if status in _CURED_BY_RESET:
            raise _NeedsReset
        if status in _CARD_FAULTS:
            raise DeviceError(_CARD_FAULTS[status], Remedy.NONE)
        raise DeviceError(_MODULE_FAULTS.get(status, DeviceCause.PROTOCOL), Remedy.MAINTENANCE)

    @asynccontextmanager
    async def _in_turn(self) -> AsyncIterator[SdtLink]:
        async with self._turn:
            link = self._link
            if link is None:
                raise DeviceError(DeviceCause.DISCONNECTED, Remedy.RESET)
            try:
                yield link
            except PortLost:
                await self.close()
                raise disconnected() from None
