"""Heavy work in a child process, so that neither the screen nor the devices wait for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")


class Workshop:
    """One child process, started when first needed and again if it dies."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def do(self, work: Callable[[], T]) -> T:
        """The result of a picklable call. A child that dies is replaced and the call made again.

        Raises BrokenProcessPool if it dies of this very call twice.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._children(), work)
        except BrokenProcessPool:
            self.close()
            return await loop.run_in_executor(self._children(), work)

    def _children(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked: a fork of a process with Qt and threads would carry their locks along.
            self._pool = ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn"))
        return self._pool

    def close(self) -> None:
        """End the child."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None
