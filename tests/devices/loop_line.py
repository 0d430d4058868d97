"""A cable within one event loop: no threads, no files, and silence costs no time."""

from __future__ import annotations

import asyncio

from kiosk.devices.ports.byte_port import BytePort, PortLost
from sim.devices.serial_line import Received

_PATIENCE = 12
"""Turns of the loop without a byte that are silence, whatever time they stand for: more than a
simulated device without delays takes to answer."""


class LoopLine:
    """Both ends: a SerialLine for the device, a PortOpener for the driver."""

    def __init__(self) -> None:
        self._received: Received | None = None
        self._arrived = bytearray()

    @property
    def speed(self) -> int | None:
        return None

    def connect(self, received: Received) -> None:
        self._received = received

    def disconnect(self) -> None:
        self._received = None

    def send(self, data: bytes) -> None:
        self._arrived += data

    async def opener(self) -> BytePort:
        if self._received is None:
            raise PortLost("nothing there")
        self._arrived.clear()
        return self

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        for _ in range(_PATIENCE if timeout_s else 1):
            await asyncio.sleep(0)
            if self._received is None:
                raise PortLost("unplugged")
            if self._arrived:
                taken = bytes(self._arrived[:at_most])
                del self._arrived[:at_most]
                return taken
        return b""

    async def write(self, data: bytes, timeout_s: float) -> None:
        del timeout_s
        if self._received is None:
            raise PortLost("unplugged")
        self._received(data)
        await asyncio.sleep(0)

    async def close(self) -> None:
        self._arrived.clear()
