"""Scanner of the codes that wallets show (付款码), on a serial line or as USB CDC.

It looks for a code only while somebody waits for one. It says nothing but codes: that it lost power
on a line of its own cannot be noticed, that its USB cable was pulled can. Not yet checked against a
real scanner; docs/hardware/code-scanner.md says what rests on what.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.clock import Clock
from kiosk.devices.codecs.scanner_line import ScannedText, ScannerDecoder, TriggerProfile
from kiosk.devices.port_opening import disconnected, greeting
from kiosk.devices.ports.byte_port import BytePort, PortLost, PortOpener
from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, Remedy

_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class ScannerTiming:
    """Patience with the scanner, in seconds.

    ``gap_s``: silence after which a line has been broken off. ``settle_s``: how long to wait for
    such a silence before a scan begins; a scanner that always looks may never be silent.
    ``retrigger_s``: silence after which it is told again to look, because scanners give up by
    themselves (after 30 s as delivered).
    """

    gap_s: float = 0.2
    settle_s: float = 1.0
    retrigger_s: float = 10.0
    write_s: float = 2.0


class SerialCodeScanner:
    """CodeScanner over any byte port."""

    def __init__(
        self,
        opener: PortOpener,
        trigger: TriggerProfile,
        clock: Clock,
        timing: ScannerTiming | None = None,
    ) -> None:
        self._opener = opener
        self._trigger = trigger
        self._clock = clock
        self._timing = timing or ScannerTiming()
        self._port: BytePort | None = None
        self._turn = asyncio.Lock()

    @property
    def kind(self) -> DeviceKind:
        """See Device."""
        return DeviceKind.CODE_SCANNER

    async def open(self) -> None:
        """See Device. A scanner left looking by a program that died is told to stop."""
        await self.close()
        async with greeting(self._opener) as port:
            await self._tell(port, self._trigger.off)
        self._port = port

    async def close(self) -> None:
        """See Device."""
        port, self._port = self._port, None
        if port is not None:
            await port.close()

    async def condition(self) -> Condition:
        """See Device. It tells whether the port is there; a scanner does not answer questions."""
        port = self._connected()
        # Whoever waits for a code reads all the time and notices the loss; the bytes are theirs.
        if not self._turn.locked():
            async with self._turn:
                try:
                    await port.read(_AT_ONCE, 0.0)
                except PortLost:
                    raise await self._lost(port) from None
        return ONLINE

    async def read_code(self) -> str:
        """See CodeScanner."""
        async with self._turn:
            port = self._connected()
            try:
                decoder = await self._fresh_start(port)
                try:
                    return await self._scan(port, decoder)
                finally:
                    # A code that was read stays read, whatever becomes of the line afterwards.
                    with contextlib.suppress(PortLost):
                        await self._tell(port, self._trigger.off)
            except PortLost:
                raise await self._lost(port) from None

    async def _fresh_start(self, port: BytePort) -> ScannerDecoder:
        """Discard what was scanned before, also what is only now arriving of it."""
        decoder = ScannerDecoder()
        ends = self._clock.monotonic() + self._timing.settle_s
        while await port.read(_AT_ONCE, self._timing.gap_s):
            if self._clock.monotonic() >= ends:
                decoder.begin_amid()
                break
        return decoder

    async def _scan(self, port: BytePort, decoder: ScannerDecoder) -> str:
        while True:
            # A scanner stops looking after each code, and after a while without one.
            await self._tell(port, self._trigger.on)
            text = await self._next_text(port, decoder)
            if text is not None:
                return text.text

    async def _next_text(self, port: BytePort, decoder: ScannerDecoder) -> ScannedText | None:
        """None when there was silence, or something came that cannot be used."""
        while True:
            timing = self._timing
            chunk = await port.read(_AT_ONCE, timing.gap_s if decoder.begun else timing.retrigger_s)
            if not chunk:
                decoder.reset()
                return None
            events = decoder.feed(chunk)
            for event in events:
                if isinstance(event, ScannedText):
                    return event
            if events:
                return None

    async def _tell(self, port: BytePort, command: bytes) -> None:
        if command:
            await port.write(command, self._timing.write_s)

    def _connected(self) -> BytePort:
        if self._port is None:
            raise DeviceError(DeviceCause.DISCONNECTED, Remedy.RESET)
        return self._port

    async def _lost(self, port: BytePort) -> DeviceError:
        if self._port is port:
            await self.close()
        return disconnected()
