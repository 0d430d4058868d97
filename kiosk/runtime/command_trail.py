"""What is asked of a running terminal from outside its screen, in the audit trail."""

from __future__ import annotations

import pwd
import re
import socket
import struct

from kiosk.observe import Event, EventLog
from kiosk.runtime.bookkeeping import Bookkeeping
from kiosk.runtime.failures import RequestFailed

_PEER = struct.Struct("3i")
_ACCOUNT = re.compile(r"[a-z_][a-z0-9_-]{0,31}", re.ASCII)


class CommandTrail:
    """Writes down who asked for what, before it is done."""

    def __init__(self, books: Bookkeeping, log: EventLog) -> None:
        self._books = books
        self._log = log

    async def heard(self, who: str, what: str, phase: str) -> None:
        """``who`` as StaffLedger knows people, ``what`` a short code, ``phase`` that of the
        terminal. What cannot be written is done all the same, and the event log says so: a
        terminal whose ledger has failed is mended by a restart."""
        code, outcome = f"command.{what}", "heard"
        try:
            await self._books(
                self._books.ledger.staff_acted, who, code, before=phase, outcome=outcome
            )
        except RequestFailed:
            outcome = "not_written"
        self._log.record(Event.STAFF_ACTED, what=code, outcome=outcome)


def command_of(line: socket.SocketType) -> str:
    """Who is at the other end of a Unix socket, for the audit trail: the account that the kernel
    vouches for, by its number where it has no name that fits. Blocks where accounts come over a
    network."""
    # Linux's struct ucred: pid, uid, gid, the last two without a sign.
    _pid, uid, _gid = _PEER.unpack(
        line.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    )
    uid &= 0xFFFFFFFF
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        name = ""
    return f"command:{name if _ACCOUNT.fullmatch(name) else uid}"
