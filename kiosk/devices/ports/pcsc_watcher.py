"""Watches the slot of a PC/SC reader, so that a card pulled out is noticed at once."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

from kiosk.devices.ports.byte_port import PortLost
from kiosk.devices.ports.pcsc_calls import (
    STATE_PRESENT,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    PcscCalls,
    PcscCode,
    PcscTrouble,
)
from kiosk.devices.ports.slot_watch import SlotWatch

_WATCH_MS = 1000
_END_S = 0.05
_GONE = STATE_UNKNOWN | STATE_UNAVAILABLE

_News = TypeVar("_News")


class PcscWatcher:
    """A thread that waits in PC/SC and tells a SlotWatch of the running event loop.

    ``context`` is its alone: a context is locked while a call waits in it.
    """

    def __init__(self, calls: PcscCalls, context: int, reader: str, state: int) -> None:
        """``state`` is what the reader said last."""
        self.slot = SlotWatch()
        self._calls = calls
        self._context = context
        self._reader = reader
        self._state = state
        self._closing = threading.Event()
        self._loop = asyncio.get_running_loop()
        self._saw(state)
        self._thread = threading.Thread(target=self._watch, name="pcsc-watch", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stop watching. Blocks until the thread has ended, which it does at once."""
        self._closing.set()
        while self._thread.is_alive():
            # Again and again: a cancellation is lost on a thread that is only about to wait.
            with contextlib.suppress(PcscTrouble):
                self._calls.cancel(self._context)
            self._thread.join(_END_S)

    def _watch(self) -> None:
        while not self._closing.is_set() and not self._state & _GONE:
            try:
                self._state = self._calls.next_state(
                    self._context, self._reader, self._state, _WATCH_MS
                )
            except PcscTrouble as trouble:
                if trouble.code in (PcscCode.TIMEOUT, PcscCode.CANCELLED):
                    continue
                self._tell(self.slot.lost, PortLost(f"PC/SC says {trouble}"))
                return
            self._tell(self._saw, self._state)

    def _tell(self, what: Callable[[_News], None], news: _News) -> None:
        # A loop that has ended has nobody left to tell.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(what, news)

    def _saw(self, state: int) -> None:
        if state & _GONE:
            self.slot.lost(PortLost("the card reader was unplugged"))
        else:
            # pcscd counts insertions and removals in the upper half.
            self.slot.seen(present=bool(state & STATE_PRESENT), mark=state >> 16)
