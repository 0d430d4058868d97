"""The simulated collection service in a thread of this process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.backend.server import CollectionService
from sim.clock import WorldClock

STRANGER = "XX-99"
"""A terminal with a certificate that nobody has registered."""

_PATIENCE_S = 30.0


@contextmanager
def collection_service(
    folder: Path, clock: WorldClock | None = None
) -> Iterator[CollectionService]:
    service = CollectionService(folder, clock=clock, strangers=(STRANGER,))
    up, enough = threading.Event(), threading.Event()

    async def live() -> None:
        await service.start()
        up.set()
        await asyncio.to_thread(enough.wait)
        await service.stop()

    thread = threading.Thread(target=lambda: asyncio.run(live()), daemon=True)
    thread.start()
    if not up.wait(_PATIENCE_S):
        raise TimeoutError("the service did not start")
    try:
        yield service
    finally:
        enough.set()
        thread.join(_PATIENCE_S)
    if thread.is_alive():
        raise TimeoutError("the service did not stop")
