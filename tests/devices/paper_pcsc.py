"""PC/SC as it behaves where no virtual reader can show it: readers that are unplugged, two of one
model, a service that refuses."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field

from kiosk.devices.ports.pcsc_calls import STATE_PRESENT, STATE_UNKNOWN, PcscCode, PcscTrouble

ATR = bytes.fromhex("3B650000") + b"KIOSK"
_EMPTY = 0x10


@dataclass
class PaperReader:
    """One reader: the number of its USB channel, its state, what its card answers."""

    channel: int | None = None
    state: int = _EMPTY
    answers: deque[bytes | PcscCode] = field(default_factory=deque)
    connecting: PcscCode | None = None
    telling: PcscCode | None = None
    t0: bool = True


class PaperPcsc:
    """PcscCalls without a pcscd. Its hands may be used from any thread."""

    def __init__(self, **readers: PaperReader) -> None:
        self.readers_there = dict(readers)
        self.refusal: PcscCode | None = None
        self.contexts: set[int] = set()
        self.sent: list[bytes] = []
        self.connected: set[int] = set()
        self.resets = 0
        self._next = 1
        self._cancelled: set[int] = set()
        self._news = threading.Condition()

    # --- hands -------------------------------------------------------------------------------

    def insert(self, reader: str) -> None:
        self._change(reader, self._count(reader) | STATE_PRESENT)

    def remove(self, reader: str) -> None:
        self._change(reader, self._count(reader) | _EMPTY)

    def swap_unseen(self, reader: str) -> None:
        """The card leaves and comes back between two looks: only pcscd's count tells."""
        twice = self.readers_there[reader].state + 0x2_0000
        self._change(reader, twice)

    def unplug(self, reader: str) -> None:
        with self._news:
            del self.readers_there[reader]
            self._news.notify_all()

    def refuse(self, code: PcscCode | None) -> None:
        """The service says this to everything from now on."""
        with self._news:
            self.refusal = code
            self._news.notify_all()

    def _count(self, reader: str) -> int:
        return (self.readers_there[reader].state & 0xFFFF_0000) + 0x1_0000

    def _change(self, reader: str, state: int) -> None:
        with self._news:
            self.readers_there[reader].state = state
            self._news.notify_all()

    # --- PcscCalls ---------------------------------------------------------------------------

    def establish(self) -> int:
        self._unless_refused()
        self.contexts.add(self._next)
        self._next += 1
        return self._next - 1

    def release(self, context: int) -> None:
        self.contexts.discard(context)
        self._unless_refused()

    def readers(self, context: int) -> tuple[str, ...]:
        self._of(context)
        return tuple(self.readers_there)

    def channel(self, context: int, reader: str) -> int | None:
        self._of(context)
        there = self.readers_there[reader]
        if there.telling is not None:
            raise PcscTrouble(there.telling)
        return there.channel

    def next_state(self, context: int, reader: str, known: int, wait_ms: int) -> int:
        self._of(context)
        with self._news:
            self._news.wait_for(
                lambda: (
                    self.refusal is not None
                    or context in self._cancelled
                    or self._state(reader) != known
                ),
                wait_ms / 1000,
            )
            self._unless_refused()
            if context in self._cancelled:
                self._cancelled.discard(context)
                raise PcscTrouble(PcscCode.CANCELLED)
            state = self._state(reader)
        if state == known:
            raise PcscTrouble(PcscCode.TIMEOUT)
        return state

    def cancel(self, context: int) -> None:
        with self._news:
            self._cancelled.add(context)
            self._news.notify_all()

    def connect(self, context: int, reader: str) -> tuple[int, bool]:
        self._of(context)
        there = self.readers_there[reader]
        if there.connecting is not None:
            raise PcscTrouble(there.connecting)
        if not there.state & STATE_PRESENT:
            raise PcscTrouble(PcscCode.NO_SMARTCARD)
        self._next += 1
        self.connected.add(self._next)
        self._answers = there.answers
        return self._next, there.t0

    def answer_to_reset(self, card: int) -> bytes:
        assert card in self.connected
        return ATR

    def transmit(self, card: int, command: bytes, *, t0: bool) -> bytes:
        assert card in self.connected
        del t0
        self._unless_refused()
        self.sent.append(command)
        answer = self._answers.popleft()
        if isinstance(answer, PcscCode):
            raise PcscTrouble(answer)
        return answer

    def reset(self, card: int) -> None:
        assert card in self.connected
        self._unless_refused()
        self.resets += 1

    def disconnect(self, card: int) -> None:
        self.connected.discard(card)

    def _state(self, reader: str) -> int:
        there = self.readers_there.get(reader)
        return STATE_UNKNOWN if there is None else there.state

    def _of(self, context: int) -> None:
        self._unless_refused()
        assert context in self.contexts

    def _unless_refused(self) -> None:
        if self.refusal is not None:
            raise PcscTrouble(self.refusal)
