"""A slot of a virtual PC/SC reader: vpcd in a real pcscd, and the card's end of its wire.

vpcd listens; a card that is put in connects to it, and a card taken out hangs up.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket

from sim.cards.inserted import CardFault, InsertedCard, PulledOut, framed
from sim.cards.smart_card import SmartCard
from sim.cards.witness import Witness


class VirtualSlot:
    """The slot that vpcd has on ``port``. To be used on a running event loop."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._playing: asyncio.Task[None] | None = None
        self._line: asyncio.StreamWriter | None = None
        self._witness = Witness()

    @property
    def occupied(self) -> bool:
        """Whether a card is in."""
        return self._playing is not None and not self._playing.done()

    @property
    def seen(self) -> tuple[bytes, ...]:
        """The commands that reached a card so far, for tests."""
        return self._witness.commands

    async def has_seen(self, count: int) -> None:
        """Return when so many commands have reached a card."""
        await self._witness.has_seen(count)

    async def insert(self, card: SmartCard, fault: CardFault | None = None) -> None:
        """Put a card in, in place of what is there. Raises OSError when there is no vpcd."""
        await self.remove()
        reader, self._line = await asyncio.open_connection("127.0.0.1", self._port)
        playing = self._play(InsertedCard(card, fault), reader, self._line)
        self._playing = asyncio.get_running_loop().create_task(playing)

    async def remove(self) -> None:
        """Take the card out, if there is one."""
        playing, self._playing = self._playing, None
        if playing is not None:
            playing.cancel()
            await asyncio.gather(playing, return_exceptions=True)
        if self._line is not None:
            # Also when it was cancelled before it had begun.
            await _hang_up(self._line)

    async def _play(
        self, card: InsertedCard, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        wire: socket.socket = writer.get_extra_info("socket")
        try:
            while True:
                length = int.from_bytes(await reader.readexactly(2), "big")
                # vpcd sends length and content apart, and would wait 40 ms between the two for an
                # acknowledgement that the system holds back.
                wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
                message = await reader.readexactly(length)
                if len(message) > 1:
                    self._witness.note(message)
                answer = card.hears(message)
                if answer is not None:
                    writer.write(framed(answer))
        except (OSError, asyncio.IncompleteReadError, PulledOut):
            pass
        finally:
            await _hang_up(writer)


async def _hang_up(line: asyncio.StreamWriter) -> None:
    line.close()
    with contextlib.suppress(OSError):
        await line.wait_closed()
