"""Heavy work in a child process, so that neither the screen nor the devices wait for it."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from typing import TypeVar

T = TypeVar("T")


class Workshop:
    """One child process, started when first needed and again if it dies."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def open(self, first: Callable[[], object]) -> None:
        """Start the child now and have it do ``first``, which loads what later work needs, so that
        the first citizen does not wait for it."""
        self._children().submit(first)

    async def do(self, work: Callable[[], T]) -> T:
        """The result of a picklable call. A child that dies is replaced and the call made again.

        Raises BrokenProcessPool if it dies of this very call twice.
        """
        loop = asyncio.get_running_loop()
        children = self._children()
        try:
            return await loop.run_in_executor(children, work)
        except asyncio.CancelledError:
            # Given up, perhaps because it never ends: nobody's work shall queue behind it.
            if self._pool is children:
                self._kill()
            raise
        except BrokenProcessPool:
            # Somebody else may have met the same death and replaced the child already.
            if self._pool is children:
                self.close()
            return await loop.run_in_executor(self._children(), work)

    def _children(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Not forked: a fork of a process with Qt and threads would carry their locks along.
            self._pool = ProcessPoolExecutor(
                max_workers=1, mp_context=get_context("spawn"), initializer=_end_with_parent
            )
        return self._pool

    def _kill(self) -> None:
        if self._pool is not None:
            # The library has no way of its own to stop a child at work before Python 3.14.
            for child in tuple(self._pool._processes.values()):  # noqa: SLF001
                child.kill()
        self.close()

    def close(self) -> None:
        """End the child."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None


def _end_with_parent() -> None:
    """In the child: a parent that is killed cannot tell its child to go."""
    threading.Thread(target=_wait_for_parent, name="parent", daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)
