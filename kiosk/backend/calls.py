"""What every part of the client has: the way to the service."""

from __future__ import annotations

from kiosk.backend.transport import Transport


class Calls:
    """A part of the client. Every method raises ServiceError and nothing else."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
