"""A byte port over a blocking wire, each with one thread of its own.

The thread reads in slices of at most ``SLICE_S``. A cancelled read therefore gives the thread back
within one slice, and what that slice still brought is kept for the next read.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol, TypeVar

from kiosk.devices.ports.byte_port import PortLost
from kiosk.devices.ports.own_thread import outliving

SLICE_S = 0.05

_Result = TypeVar("_Result")


class BlockingWire(Protocol):
    """A wire as libraries offer it; all calls come from one thread."""

    def read_slice(self, wait_s: float) -> bytes:
        """What there is, waiting no longer than ``wait_s`` for it. Raises PortLost."""
        ...

    def write_all(self, data: bytes, timeout_s: float) -> None:
        """Send all. Raises PortLost."""
        ...

    def close(self) -> None:
        """Let go. Never raises."""
        ...


class ThreadedPort:
    """BytePort over a BlockingWire."""

    def __init__(self, wire: BlockingWire, thread: ThreadPoolExecutor) -> None:
        self._wire = wire
        self._thread = thread
        self._arrived = bytearray()
        self._guard = threading.Lock()
        self._closed = False

    @classmethod
    async def open(cls, connect: Callable[[], BlockingWire], name: str) -> ThreadedPort:
        """Connect on a new thread called ``name``. Raises what ``connect`` raises."""
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        connecting = thread.submit(connect)
        try:
            wire = await outliving(connecting)
        except asyncio.CancelledError:
            connecting.add_done_callback(_close_unwanted)
            thread.shutdown(wait=False)
            raise
        except BaseException:
            thread.shutdown(wait=False)
            raise
        return cls(wire, thread)

    async def read(self, at_most: int, timeout_s: float) -> bytes:
        """See BytePort."""
        given_up = threading.Event()
        try:
            await self._in_thread(lambda: self._gather(timeout_s, given_up))
        finally:
            given_up.set()
        with self._guard:
            taken = bytes(self._arrived[:at_most])
            del self._arrived[:at_most]
        return taken

    async def write(self, data: bytes, timeout_s: float) -> None:
        """See BytePort."""
        await self._in_thread(lambda: self._wire.write_all(data, timeout_s))

    async def close(self) -> None:
        """See BytePort."""
        if self._closed:
            return
        self._closed = True
        closing = self._thread.submit(self._wire.close)
        self._thread.shutdown(wait=False)
        await outliving(closing)

    async def _in_thread(self, call: Callable[[], _Result]) -> _Result:
        if self._closed:
            raise PortLost("the port is closed")
        return await outliving(self._thread.submit(call))

    def _gather(self, timeout_s: float, given_up: threading.Event) -> None:
        with self._guard:
            if self._arrived:
                return
        ends = time.monotonic() + timeout_s
        while True:
            left = max(0.0, ends - time.monotonic())
            chunk = self._wire.read_slice(min(SLICE_S, left))
            if chunk:
                with self._guard:
                    self._arrived += chunk
                return
            if left == 0.0 or given_up.is_set() or self._closed:
                return


def _close_unwanted(connecting: Future[BlockingWire]) -> None:
    with contextlib.suppress(Exception):  # nobody waits for what went wrong with it
        connecting.result().close()
