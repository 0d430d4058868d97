"""The acquirer's host on a TCP port, with TLS if it is given a context."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kiosk.domain.bank_card import mask_account
from sim.acquirer.checks import amount_of, batch_of, trace_of
from sim.acquirer.desk import Desk
from sim.acquirer.faults import CARRIED_OUT, Heard, HostFault, HostFaultKind
from sim.acquirer.spoiling import spoil_answer, spoil_frame
from sim.acquirer.wire import PREFIX, Nonsense, Packet, frame, read_packet

_KINDS = {"0200": Heard.PURCHASE, "0400": Heard.REVERSAL, "0500": Heard.SETTLEMENT}
_ECHO = "301"
_SHORTEST_ACCOUNT = 13


@dataclass(frozen=True, slots=True)
class HostEntry:
    """A message the host has read: numbers, the card masked, what it answered ("" for nothing),
    and the fault that struck."""

    heard: Heard
    trace: int
    batch: int
    amount_fen: int
    card_masked: str
    reason: str
    code: str
    fault: HostFaultKind | None = None


class AcquirerHost:
    """The host. To be used on one event loop; deaf until started."""

    def __init__(
        self,
        desk: Desk,
        *,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._desk = desk
        self._port = port
        self._tls = tls
        self._sleep = sleep
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._faults: list[HostFault] = []
        self._entries: list[HostEntry] = []

    @property
    def port(self) -> int:
        """Where terminals connect on loopback; fixed from the first start on."""
        return self._port

    @property
    def running(self) -> bool:
        """Whether terminals can connect."""
        return self._server is not None

    @property
    def entries(self) -> tuple[HostEntry, ...]:
        """What the host was told so far, in order."""
        return tuple(self._entries)

    @property
    def faults(self) -> tuple[HostFault, ...]:
        """The faults still to come."""
        return tuple(self._faults)

    def fail(self, fault: HostFault) -> None:
        """Have something go wrong, after the faults that wait already."""
        self._faults.append(fault)

    def heal(self) -> None:
        """Forget all faults that have not struck."""
        self._faults.clear()

    def forget_keys(self, terminal_id: str) -> None:
        """The host has lost a terminal's working keys: A0 to everything until a sign-in."""
        self._desk.terminal(terminal_id).keys = None

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        if self._server is None:
            self._server = await asyncio.start_server(
                self._accept, "127.0.0.1", self._port, ssl=self._tls
            )
            self._port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Refuse connections and cut those there are; may be called twice."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError, EOFError, Nonsense):
                while await self._converse(reader, writer):
                    pass
        finally:
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Hear one message. False when the host then hangs up."""
        length = int.from_bytes(await reader.readexactly(PREFIX), "big")
        body = await reader.readexactly(length)
        packet = _read(body)
        heard = _kind(packet)
        fault = self._next_fault(heard)
        answer = self._answer(packet, body, fault)
        self._entries.append(_entry(packet, heard, answer, fault))
        if answer is None:
            return fault is not None and fault.kind is not HostFaultKind.HANG_UP
        return await self._send(writer, answer, fault)

    def _answer(self, packet: Packet, body: bytes, fault: HostFault | None) -> Packet | None:
        if fault is None or fault.kind in CARRIED_OUT:
            return self._desk.answer(packet, body)
        if fault.kind is HostFaultKind.REFUSE:
            return self._desk.respond(packet, fault.code)
        return None

    async def _send(
        self, writer: asyncio.StreamWriter, answer: Packet, fault: HostFault | None
    ) -> bool:
        kind = fault.kind if fault else None
        if fault is not None:
            spoil_answer(answer, fault)
        sealed = frame(answer, self._desk.seal(answer))
        match kind:
            case HostFaultKind.LOST_ANSWER:
                return True
            case HostFaultKind.HANG_UP_AFTER:
                return False
            case HostFaultKind.LATE:
                await self._sleep(fault.seconds if fault else 0.0)
            case HostFaultKind.STALE_FIRST:
                writer.write(frame(answer, self._desk.seal(_to_the_one_before(answer))))
            case _:
                pass
        writer.write(spoil_frame(sealed, answer, fault) if fault is not None else sealed)
        await writer.drain()
        if kind is HostFaultKind.CUT:
            writer.close()
            await writer.wait_closed()
            return False
        return True

    def _next_fault(self, heard: Heard) -> HostFault | None:
        for place, fault in enumerate(self._faults):
            if fault.on not in (None, heard):
                continue
            if fault.after:
                self._faults[place] = fault.passed()
                continue
            left = fault.struck()
            self._faults[place : place + 1] = [left] if left else []
            return fault
        return None


def _read(body: bytes) -> Packet:
    try:
        return read_packet(body)
    except Nonsense:
        return read_packet(body, long_pin=True)


def _kind(packet: Packet) -> Heard:
    if packet.kind == "0800":
        return Heard.ECHO if packet.text(60)[8:11] == _ECHO else Heard.SIGN_IN
    return _KINDS.get(packet.kind, Heard.OTHER)


def _entry(
    packet: Packet, heard: Heard, answer: Packet | None, fault: HostFault | None
) -> HostEntry:
    account = packet.text(2)
    code = answer.text(39) if answer else ""
    return HostEntry(
        heard,
        trace_of(packet),
        batch_of(packet),
        amount_of(packet),
        mask_account(account) if len(account) >= _SHORTEST_ACCOUNT else "",
        packet.text(39),
        code,
        fault.kind if fault else None,
    )


def _to_the_one_before(answer: Packet) -> Packet:
    before = max(1, trace_of(answer) - 1)
    texts = {**answer.texts, 11: f"{before:06d}"}
    return Packet(answer.kind, texts, dict(answer.octets), answer.tpdu, answer.header)
