"""What can be asked of a running terminal from the same machine: maintenance, restart, how it is.

One line of JSON each way over a Unix socket that only the kiosk's own user may open:
``{"do": "maintain"}`` is answered with ``{"phase": "Attract"}``, the phase before it is heard.
``{"do": "staff", "number": "T0417"}`` tells it that whoever asks has changed the list of staff in
what it says of that number.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path

from kiosk.observe import Event as LogEvent
from kiosk.observe import EventLog
from kiosk.runtime.command_trail import command_of
from kiosk.session.events import EndingWanted, Event, MaintenanceOver, MaintenanceWanted
from kiosk.session.handover import Ending

COMMANDS: dict[str, Event | None] = {
    "status": None,
    "maintain": MaintenanceWanted(),
    "give_back": MaintenanceOver(),
    "restart": EndingWanted(Ending.RESTART),
    "shut_down": EndingWanted(Ending.SHUT_DOWN),
}
FROM_AFAR = frozenset({"restart"})
"""Those that the collection service may give as well. Nobody there can switch on again what was
switched off, nor see who stands before a terminal that is opened to staff."""
STAFF_CHANGED = "staff"
_NO_LINE = (asyncio.IncompleteReadError, asyncio.LimitOverrunError)
_PATIENCE_S = 5.0
_LONGEST_LINE = 1024


async def _nobody_told(_number: str, _who: str) -> None:
    """Of a terminal without staff."""


class ControlDesk:
    """Listens at ``path`` for as long as the terminal runs. ``written`` puts into the audit trail
    who asks for what, and the phase before it is done; ``staff_changed`` is told whose place in the
    list of staff was changed by whom."""

    def __init__(
        self,
        path: Path,
        *,
        post: Callable[[Event], None],
        phase: Callable[[], str],
        log: EventLog,
        written: Callable[[str, str, str], Awaitable[None]],
        staff_changed: Callable[[str, str], Awaitable[None]] = _nobody_told,
    ) -> None:
        self._path = path
        self._written = written
        self._staff_changed = staff_changed
        self._log = log
        self._post = post
        self._phase = phase
        self._open = asyncio.Event()

    async def listening(self) -> None:
        """Return once somebody can ask."""
        await self._open.wait()

    async def run(self) -> None:
        """Answer for ever. Where nobody can listen the log says so, and citizens are served."""
        try:
            await self._serve()
        except OSError as error:
            self._log.record(LogEvent.CONTROL_NOT_SERVED, cause=type(error).__name__)
            await asyncio.Event().wait()

    async def _serve(self) -> None:
        self._path.unlink(missing_ok=True)
        with _reachable(self._path) as near, _listening(near) as listening:
            try:
                async with await asyncio.start_unix_server(
                    self._answer, sock=listening, limit=_LONGEST_LINE
                ) as server:
                    self._open.set()
                    await server.serve_forever()
            finally:
                self._path.unlink(missing_ok=True)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, TimeoutError, *_NO_LINE):
            async with asyncio.timeout(_PATIENCE_S):
                said = await reader.readuntil(b"\n")
            # Without an end of its own: what is in the trail is done as well.
            answer = await self._heard(said, writer.get_extra_info("socket"))
            async with asyncio.timeout(_PATIENCE_S):
                writer.write(json.dumps(answer).encode() + b"\n")
                await writer.drain()
        writer.close()

    async def _heard(self, said: bytes, peer: socket.SocketType) -> dict[str, str]:
        try:
            wanted: Mapping[str, object] = json.loads(said)
            command = wanted["do"]
            if command == STAFF_CHANGED:
                return await self._heard_of_staff(str(wanted["number"]), peer)
            event = COMMANDS[str(command)]
        except (ValueError, KeyError, TypeError):
            return {"error": "unknown"}
        phase = self._phase()
        if event is not None:
            who = await asyncio.to_thread(command_of, peer)
            await self._written(who, str(command), phase)
            self._post(event)
        return {"phase": phase}

    async def _heard_of_staff(self, number: str, peer: socket.SocketType) -> dict[str, str]:
        await self._staff_changed(number, await asyncio.to_thread(command_of, peer))
        return {"phase": self._phase()}


def ask(path: Path, command: str, **about: str) -> str:
    """Ask a running terminal; the name of its phase. Raises OSError where none is running, and
    ValueError for an answer that is none."""
    with _reachable(path) as near, socket.socket(socket.AF_UNIX) as line:
        line.settimeout(_PATIENCE_S)
        line.connect(near)
        line.sendall(json.dumps({"do": command, **about}).encode() + b"\n")
        with line.makefile("rb") as answers:
            answer: object = json.loads(answers.readline(_LONGEST_LINE))
    if not isinstance(answer, dict) or not isinstance(answer.get("phase"), str):
        raise ValueError("no answer of a terminal")  # noqa: TRY004
    phase: str = answer["phase"]
    return phase


@contextlib.contextmanager
def _reachable(path: Path) -> Iterator[str]:
    """A name for the socket that is short enough, whatever its folder is called: a socket's address
    has room for 107 bytes."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


@contextlib.contextmanager
def _listening(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as listening:
        # Whoever may write to the folder could open the socket before its mode is set; nobody else
        # may write there.
        listening.bind(address)
        os.chmod(address, 0o600)
        listening.setblocking(False)
        yield listening
