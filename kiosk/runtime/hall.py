"""The asyncio thread beside the Qt thread: everything but the screen happens in it."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable

from kiosk.session.events import Event


class Hall:
    """Runs one coroutine in a thread of its own until asked to stop.

    ``main`` receives an asyncio event that is set when it should come to an end. ``failed`` is
    called in that thread if ``main`` raises, or returns without having been asked to: the terminal
    cannot go on then.
    """

    def __init__(
        self,
        main: Callable[[asyncio.Event], Awaitable[None]],
        failed: Callable[[BaseException], None],
    ) -> None:
        self._main = main
        self._failed = failed
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hall", daemon=True)

    def start(self) -> None:
        """Start the thread; returns when its loop runs."""
        self._thread.start()
        self._started.wait()

    def call(self, function: Callable[[Event], None], event: Event) -> None:
        """Run a function in the hall's thread soon; callable from any thread."""
        if self._loop is not None:
            _call_soon(self._loop, lambda: function(event))

    def stop(self, timeout: float = 10.0) -> bool:
        """Ask the coroutine to end and wait for it. Returns whether it did in time."""
        if self._loop is None or self._ending is None:
            return not self._thread.is_alive()
        _call_soon(self._loop, self._ending.set)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as error:  # a thread that ends in silence leaves a dead screen
            self._started.set()
            self._failed(error)

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ending = asyncio.Event()
        self._started.set()
        await self._main(self._ending)
        if not self._ending.is_set():
            raise RuntimeError("the hall came to an end by itself")


def _call_soon(loop: asyncio.AbstractEventLoop, function: Callable[[], None]) -> None:
    # The loop may close at any moment, and then nobody is left to be told.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(function)
