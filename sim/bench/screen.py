"""The kiosk's live screen for the bench page: a WebSocket carried to its VNC port and back."""

from __future__ import annotations

import asyncio
import contextlib

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

_CHUNK = 1 << 18
_TRY_AGAIN_LATER = 1013


def screen_routes(vnc_port: int) -> APIRouter:
    """``/screen``: the RFB bytes of the kiosk, as binary messages; closed at once without one."""
    router = APIRouter()

    @router.websocket("/screen")
    async def screen(viewer: WebSocket) -> None:
        await viewer.accept()
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", vnc_port)
        except OSError:
            await viewer.close(_TRY_AGAIN_LATER)
            return
        try:
            async with asyncio.TaskGroup() as both:
                both.create_task(_to_kiosk(viewer, writer))
                both.create_task(_to_viewer(reader, viewer))
        except* (WebSocketDisconnect, OSError, _Ended):
            pass
        finally:
            writer.close()
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await viewer.close()

    return router


class _Ended(Exception):
    """One side is gone; the other need not go on."""


async def _to_kiosk(viewer: WebSocket, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(await viewer.receive_bytes())
        await writer.drain()


async def _to_viewer(reader: asyncio.StreamReader, viewer: WebSocket) -> None:
    while piece := await reader.read(_CHUNK):
        await viewer.send_bytes(piece)
    raise _Ended
