"""A slot for chip cards behind a TCP port, for terminals where no pcscd runs.

The terminal is the client and plays the reader. One terminal at a time; a new one takes the place
of an old one.
"""

from __future__ import annotations

import asyncio
import contextlib

from sim.cards.inserted import CardFault, InsertedCard, Order, PulledOut, framed
from sim.cards.smart_card import SmartCard
from sim.cards.witness import Witness

_ORDERS = frozenset(order.value for order in Order)


class CardSlot:
    """The slot. Unplugged when made; to be used on a running event loop."""

    def __init__(self, port: int = 0) -> None:
        """``port`` 0 lets the system choose; it stays the same from the first plugging on."""
        self._port = port
        self._server: asyncio.Server | None = None
        self._terminal: asyncio.StreamWriter | None = None
        self._card: InsertedCard | None = None
        self._witness = Witness()
        self._gap = False

    @property
    def address(self) -> str:
        """Where it is, as the terminal's configuration says it."""
        return f"socket://127.0.0.1:{self._port}"

    @property
    def occupied(self) -> bool:
        """Whether a card is in."""
        return self._card is not None

    @property
    def seen(self) -> tuple[bytes, ...]:
        """The commands that reached a card so far, for tests."""
        return self._witness.commands

    async def has_seen(self, count: int) -> None:
        """Return when so many commands have reached a card."""
        await self._witness.has_seen(count)

    async def plug(self) -> None:
        """Plug it in. May be done twice."""
        if self._server is None:
            self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def unplug(self) -> None:
        """Pull its cable out. May be done twice."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            await self._hang_up()
            await server.wait_closed()

    async def insert(self, card: SmartCard, fault: CardFault | None = None) -> None:
        """Put a card in, in place of what is there."""
        await self.remove()
        self._card = InsertedCard(card, fault)

    async def remove(self) -> None:
        """Take the card out, if there is one."""
        if self._card is not None:
            self._card = None
            # Nobody changes cards faster than a reader looks.
            self._gap = True

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._hang_up()
        self._terminal = writer
        # A terminal that hangs up, or is hung up on, is no trouble.
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                length = int.from_bytes(await reader.readexactly(2), "big")
                answer = self._answer(await reader.readexactly(length))
                if answer is not None:
                    writer.write(framed(answer))
                    await writer.drain()

    async def _hang_up(self) -> None:
        terminal, self._terminal = self._terminal, None
        if terminal is not None:
            terminal.close()
            with contextlib.suppress(OSError):
                await terminal.wait_closed()

    def _answer(self, message: bytes) -> bytes | None:
        asks = message == Order.ANSWER_TO_RESET.value
        ordered = not asks and message in _ORDERS
        if not asks and not ordered:
            self._witness.note(message)
        if self._card is None or (asks and self._gap):
            self._gap = self._gap and not asks
            return None if ordered else b""
        try:
            return self._card.hears(message)
        except PulledOut:
            self._card = None
            return b""
