"""Chip-card readers through PC/SC (pcscd and its drivers).

Each open reader has two threads: one only watches the slot (pcsc_watcher.py), the other talks to
the card, one call after the other.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from kiosk.devices.ports.byte_port import PortLost, PortRefused
from kiosk.devices.ports.chip_port import (
    Chip,
    ChipError,
    ChipGone,
    ChipMute,
    ChipPort,
    ChipPortOpener,
    ChipSilent,
)
from kiosk.devices.ports.own_thread import outliving
from kiosk.devices.ports.pcsc_calls import LibPcsc, PcscCalls, PcscCode, PcscTrouble
from kiosk.devices.ports.pcsc_role import ReaderRole, find_reader
from kiosk.devices.ports.pcsc_watcher import PcscWatcher

_FIRST_STATE_MS = 1000
_NO_CARD = (PcscCode.NO_SMARTCARD, PcscCode.REMOVED_CARD)
_NO_READER = (
    PcscCode.NO_SERVICE,
    PcscCode.SERVICE_STOPPED,
    PcscCode.UNKNOWN_READER,
    PcscCode.READER_UNAVAILABLE,
    PcscCode.NO_READERS_AVAILABLE,
)
_REFUSED = (PcscCode.SHARING_VIOLATION, PcscCode.ACCESS_DENIED)

_Result = TypeVar("_Result")


def pcsc_port(role: ReaderRole, calls: PcscCalls | None = None) -> ChipPortOpener:
    """How to open the reader of that role. The opener raises PortLost when neither it nor pcscd is
    there, PortRefused when several readers fit or pcscd keeps this user away."""
    using = calls or LibPcsc()

    async def opener() -> ChipPort:
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pcsc-talk")
        finding = thread.submit(_find, using, role)
        try:
            found = await outliving(finding)
        except asyncio.CancelledError:
            finding.add_done_callback(_release_unwanted)
            thread.shutdown(wait=False)
            raise
        except BaseException:
            thread.shutdown(wait=False)
            raise
        return PcscPort(found, thread)

    return opener


@dataclass(frozen=True, slots=True)
class _Found:
    """A reader, its state when found, and a context for each of the two threads."""

    calls: PcscCalls
    talking: int
    watching: int
    reader: str
    state: int

    def release(self) -> None:
        _release(self.calls, self.talking, self.watching)


def _find(calls: PcscCalls, role: ReaderRole) -> _Found:
    contexts: list[int] = []
    try:
        for _ in range(2):
            contexts.append(calls.establish())
        talking, watching = contexts
        reader = find_reader(calls, talking, role)
        state = calls.next_state(watching, reader, 0, _FIRST_STATE_MS)
    except PcscTrouble as trouble:
        _release(calls, *contexts)
        if trouble.code in _REFUSED:
            raise PortRefused("pcscd keeps this user away") from trouble
        raise PortLost(f"PC/SC says {trouble}") from trouble
    except BaseException:
        _release(calls, *contexts)
        raise
    return _Found(calls, talking, watching, reader, state)


def _release(calls: PcscCalls, *contexts: int) -> None:
    for context in contexts:
        with contextlib.suppress(PcscTrouble):
            calls.release(context)


def _release_unwanted(finding: Future[_Found]) -> None:
    with contextlib.suppress(Exception):  # nobody waits for what went wrong with finding it
        finding.result().release()


class PcscPort:
    """ChipPort over one PC/SC reader."""

    def __init__(self, found: _Found, thread: ThreadPoolExecutor) -> None:
        """``thread`` is the one to talk on; it becomes the port's."""
        self._found = found
        self._talk = _Talk(found, thread)
        self._watcher = PcscWatcher(found.calls, found.watching, found.reader, found.state)
        self._closed = False

    @property
    def insertion(self) -> int | None:
        """See ChipPort."""
        return self._watcher.slot.insertion

    async def card_in(self) -> int:
        """See ChipPort."""
        return await self._watcher.slot.card_in()

    async def card_out(self, insertion: int) -> None:
        """See ChipPort."""
        await self._watcher.slot.card_out(insertion)

    def check(self) -> None:
        """See ChipPort."""
        self._watcher.slot.check()

    async def power_on(self) -> Chip:
        """See ChipPort."""
        self.check()
        try:
            card, answer, t0 = await self._talk.run(self._talk.connect)
        except asyncio.CancelledError:
            self._talk.let_go()
            raise
        return _PcscChip(self._talk, card, answer, t0)

    async def close(self) -> None:
        """See ChipPort."""
        if not self._closed:
            self._closed = True
            self._watcher.slot.lost(PortLost("the port is closed"))
            await self._talk.last(self._end)

    def _end(self) -> None:
        self._talk.disconnect()
        self._watcher.end()
        self._found.release()


class _Talk:
    """What is said to the card, on the talking thread: one handle at a time, the newest."""

    def __init__(self, found: _Found, thread: ThreadPoolExecutor) -> None:
        self._found = found
        self._thread = thread
        self._card: int | None = None
        self._ended = False

    async def run(self, call: Callable[[], _Result]) -> _Result:
        """Have ``call`` made on the thread. Raises PortLost after the last one."""
        if self._ended:
            raise PortLost("the port is closed")
        return await outliving(self._thread.submit(call))

    def let_go(self) -> None:
        """Disconnect after what is being done, without waiting for it: nobody wants the card."""
        if not self._ended:
            self._thread.submit(self.disconnect)

    async def last(self, call: Callable[[], None]) -> None:
        """Have ``call`` made, and no other after it."""
        self._ended = True
        ending = self._thread.submit(call)
        self._thread.shutdown(wait=False)
        await outliving(ending)

    def connect(self) -> tuple[int, bytes, bool]:
        """Handle, answer to reset and whether T=0 is spoken."""
        self.disconnect()
        found = self._found
        try:
            card, t0 = found.calls.connect(found.talking, found.reader)
            self._card = card
            return card, found.calls.answer_to_reset(card), t0
        except PcscTrouble as trouble:
            self.disconnect()
            if trouble.code in _REFUSED:
                raise PortRefused("another program holds the card") from trouble
            raise _meaning(trouble, ChipMute) from trouble

    def call(
        self, card: int, call: Callable[[PcscCalls], _Result], else_: type[ChipError]
    ) -> _Result:
        """What ``call`` gives for the card of that handle; ``else_`` is any other trouble."""
        if card != self._card:
            raise ChipGone("another card, or none")
        try:
            return call(self._found.calls)
        except PcscTrouble as trouble:
            raise _meaning(trouble, else_) from trouble

    def disconnect(self, card: int | None = None) -> None:
        """Take the power from that card if it is the newest, or from whichever is."""
        if self._card is not None and card in (None, self._card):
            with contextlib.suppress(PcscTrouble):
                self._found.calls.disconnect(self._card)
            self._card = None


def _meaning(trouble: PcscTrouble, else_: type[ChipError]) -> Exception:
    if trouble.code in _NO_READER:
        return PortLost(f"PC/SC says {trouble}")
    # A pcscd that died is a communication error once; whoever watches then knows more.
    return (ChipGone if trouble.code in _NO_CARD else else_)(f"PC/SC says {trouble}")


class _PcscChip:
    """Chip over a handle of PC/SC."""

    def __init__(self, talk: _Talk, card: int, answer_to_reset: bytes, t0: bool) -> None:
        self._talk = talk
        self._card = card
        self._answer_to_reset = answer_to_reset
        self._t0 = t0

    @property
    def answer_to_reset(self) -> bytes:
        """See Chip."""
        return self._answer_to_reset

    @property
    def t0(self) -> bool:
        """See Chip."""
        return self._t0

    async def transmit(self, command: bytes) -> bytes:
        """See Chip."""

        def transmit(calls: PcscCalls) -> bytes:
            return calls.transmit(self._card, command, t0=self._t0)

        return await self._talk.run(lambda: self._talk.call(self._card, transmit, ChipSilent))

    async def reset(self) -> None:
        """See Chip."""

        def reset(calls: PcscCalls) -> None:
            calls.reset(self._card)

        await self._talk.run(lambda: self._talk.call(self._card, reset, ChipMute))

    async def power_off(self) -> None:
        """See Chip."""
        with contextlib.suppress(PortLost):
            await self._talk.run(lambda: self._talk.disconnect(self._card))
