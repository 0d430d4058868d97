"""The technician's key test: every key is named as it is pressed.

This is the only way to have a pad name figures, and it cannot be taken while a PIN is asked: the
driver does not lend its wire then. It belongs to the maintenance menu and to nothing else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs import xz_reply, zt598_reply
from kiosk.devices.codecs.pad_stream import KeyPress, PadCommand, PadFrame, PadSplitter
from kiosk.devices.codecs.plain_keys import (
    XZ_PLAIN_KEYS,
    XZ_START_PLAIN,
    ZT598_PLAIN_KEYS,
    ZT598_START_PLAIN,
    PlainKey,
)
from kiosk.devices.codecs.xz_frame import XzSplitter
from kiosk.devices.codecs.zt598_frame import Zt598Splitter
from kiosk.devices.pin_pad.driver import EncryptingPinPad
from kiosk.devices.pin_pad.link import PadLink
from kiosk.domain.terminal import Remedy


@dataclass(frozen=True, slots=True)
class PlainInput:
    """How a model is made to name its keys."""

    start: PadCommand
    splitter: Callable[[], PadSplitter[PlainKey]]
    is_done: Callable[[PadFrame], bool]


ZT598_PLAIN = PlainInput(
    ZT598_START_PLAIN,
    lambda: Zt598Splitter(ZT598_PLAIN_KEYS),
    lambda answer: zt598_reply.is_done(answer.code),
)
XZ_F35_PLAIN = PlainInput(XZ_START_PLAIN, lambda: XzSplitter(XZ_PLAIN_KEYS), xz_reply.is_done)


class RunningKeyTest:
    """A key test that has begun."""

    def __init__(self, link: PadLink[PlainKey]) -> None:
        self._link = link

    async def next_key(self, wait_s: float) -> str | None:
        """The name of the next key, such as ``7``, ``ENTER`` or ``F3``; None when none is pressed
        within ``wait_s`` seconds. Raises PortLost."""
        event = await self._link.next(wait_s)
        return event.key.name if isinstance(event, KeyPress) else None


@asynccontextmanager
async def key_test(pad: EncryptingPinPad, model: PlainInput) -> AsyncIterator[RunningKeyTest]:
    """Have the pad name its keys until the block is left.

    Raises PadInUse while a PIN is asked; DeviceError when the pad will not, or is lost.
    """
    async with pad.lent() as wire:
        link = PadLink(wire.port, model.splitter(), wire.clock, wire.timing)
        if not model.is_done(await link.ask(model.start)):
            raise DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE)
        yield RunningKeyTest(link)
