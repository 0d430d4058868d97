"""One short connection for one message, which knows whether any of it has left."""

from __future__ import annotations

import asyncio
import ssl

from kiosk.payments.acquirer.clock import Clock, no_longer_than
from kiosk.payments.acquirer.profile import AcquirerProfile
from kiosk.payments.acquirer.trouble import AcquirerCause, AcquirerTrouble
from kiosk.payments.iso8583.frame import PREFIX_BYTES, frame_length


class Connection:
    """An open connection. To be closed, whatever happens."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, clock: Clock
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._clock = clock

    async def send(self, frame: bytes) -> None:
        """Send a frame. Raises AcquirerTrouble with UNREACHABLE when nothing of it has left, and
        with SILENT when some of it may have."""
        if self._writer.is_closing() or self._reader.at_eof():
            raise AcquirerTrouble(AcquirerCause.UNREACHABLE)
        self._writer.write(frame)
        try:
            await self._writer.drain()
        except OSError:
            sent_in_vain = AcquirerTrouble(AcquirerCause.SILENT)
        else:
            return
        raise sent_in_vain

    async def receive(self, until: float) -> bytes | None:
        """What follows the length of the next frame; None when the other end has closed, or the
        clock's monotonic time is ``until``, before there is a whole one.

        Raises MalformedMessage for a length that no message has; the connection is then of no more
        use.
        """
        try:
            async with no_longer_than(self._clock, max(0.0, until - self._clock.monotonic())):
                prefix = await self._reader.readexactly(PREFIX_BYTES)
                return await self._reader.readexactly(frame_length(prefix))
        except (EOFError, OSError):
            return None

    def close(self) -> None:
        """Let go of it at once; TLS's long goodbye is not waited for."""
        self._writer.transport.abort()


class Line:
    """The way to the acquirer. Raises OSError for TLS files that cannot be used."""

    def __init__(self, profile: AcquirerProfile, clock: Clock) -> None:
        self._profile = profile
        self._clock = clock
        self._tls: ssl.SSLContext | None = profile.tls.context() if profile.tls else None

    async def open(self) -> Connection:
        """Connect. Raises AcquirerTrouble with UNREACHABLE."""
        profile = self._profile
        try:
            async with no_longer_than(self._clock, profile.connect_seconds):
                reader, writer = await asyncio.open_connection(
                    profile.host,
                    profile.port,
                    ssl=self._tls,
                    server_hostname=profile.host if self._tls else None,
                )
        except (OSError, UnicodeError):
            unreachable = AcquirerTrouble(AcquirerCause.UNREACHABLE)
        else:
            return Connection(reader, writer, self._clock)
        raise unreachable
