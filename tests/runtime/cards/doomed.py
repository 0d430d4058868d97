"""A terminal that is killed while it charges a card: ``python -m tests.runtime.cards.doomed``.

It reads lines ``FOLDER PORT FUSE`` and for each forks a terminal that works in that folder against
the host on that port and is killed (SIGKILL) at the FUSE-th moment that matters: before and after
every write of the ledger, message to the acquirer, answer of it, cryptogram of the card and call of
the service. It answers with the number of such moments, or ``killed``.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from kiosk.devices.api import CardReply
from kiosk.payments.acquirer.connection import Connection
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.failures import RequestFailed
from tests.runtime.cards import bench
from tests.runtime.cards.soft_reader import SoftCard
from tests.runtime.fake_records import FakeService

T = TypeVar("T")
ORDERS = "service.pickle"
_GENERATE_AC = 0xAE
_READS = frozenset({"order", "at_risk", "batch", "open_orders", "attempts"})


class Fuse:
    """Counts moments and burns through at one of them."""

    def __init__(self, burns_at: int) -> None:
        self._burns_at = burns_at
        self.moments = 0

    def moment(self) -> None:
        self.moments += 1
        if self.moments == self._burns_at:
            os.kill(os.getpid(), signal.SIGKILL)

    async def around(self, work: Awaitable[T]) -> T:
        self.moment()
        result = await work
        self.moment()
        return result


class DurableService(FakeService):
    """A service whose orders outlive the terminal."""

    def __init__(self, folder: Path, fuse: Fuse) -> None:
        super().__init__(bench.beijing)
        self._file = folder / ORDERS
        self._fuse = fuse

    async def _answered(self, call: str, effect: Callable[[], T], number: object = None) -> T:
        def kept() -> T:
            result = effect()
            fresh = self._file.with_suffix(".new")
            fresh.write_bytes(pickle.dumps(self.orders))
            fresh.replace(self._file)
            return result

        return await self._fuse.around(super()._answered(call, kept))


def lay(fuse: Fuse) -> None:
    """Lead the fuse past everything that matters."""
    call, send, receive = Bookkeeping.__call__, Connection.send, Connection.receive
    exchange = SoftCard.exchange

    async def written(self: Bookkeeping, work: Callable[..., T], *args: object) -> T:
        working = call(self, work, *args)
        return await (working if work.__name__ in _READS else fuse.around(working))

    async def sent(self: Connection, frame: bytes) -> None:
        await fuse.around(send(self, frame))

    async def received(self: Connection, until: float) -> bytes | None:
        answer = await receive(self, until)
        fuse.moment()
        return answer

    async def exchanged(self: SoftCard, command: bytes) -> CardReply:
        if command[1] != _GENERATE_AC:
            return await exchange(self, command)
        return await fuse.around(exchange(self, command))

    Bookkeeping.__call__ = written  # type: ignore[assignment,method-assign]
    Connection.send = sent  # type: ignore[method-assign]
    Connection.receive = received  # type: ignore[method-assign]
    SoftCard.exchange = exchanged  # type: ignore[method-assign]


async def live(folder: Path, port: int, fuse: Fuse) -> int:
    """Charge a card once."""
    there = bench.closed_bank(DurableService(folder, fuse))
    async with bench.counter(there, folder, port=port) as counter:
        await counter.quiet()
        lay(fuse)
        with suppress(RequestFailed):
            await counter.pay(await counter.order())
        return fuse.moments


def serve() -> None:
    """Fork one terminal for each line."""
    for line in sys.stdin:
        folder, port, burns_at = line.split()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            fuse = Fuse(int(burns_at))
            moments = asyncio.run(live(Path(folder), int(port), fuse))
            os.write(writing, str(moments).encode())
            os._exit(0)
        os.close(writing)
        said = os.read(reading, 100).decode()
        os.close(reading)
        os.waitpid(child, 0)
        sys.stdout.write(f"{said or 'killed'}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
