"""Opening the port of a device: what goes wrong with it is trouble of the device, and no port that
its driver does not keep stays open."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Protocol, TypeVar

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.ports.byte_port import PortLost, PortRefused
from kiosk.domain.terminal import Remedy


class Closable(Protocol):
    """Any port."""

    async def close(self) -> None:
        """Let go of it; never raises."""
        ...


P = TypeVar("P", bound=Closable)


async def opened(opener: Callable[[], Awaitable[P]]) -> P:
    """The port, open. Raises DeviceError: CONFIGURATION, DISCONNECTED."""
    try:
        return await opener()
    except PortRefused:
        raise DeviceError(DeviceCause.CONFIGURATION, Remedy.CONFIGURATION) from None
    except PortLost:
        raise disconnected() from None


@asynccontextmanager
async def greeting(opener: Callable[[], Awaitable[P]]) -> AsyncIterator[P]:
    """The port, open, for the first words over it; closed again if they fail in any way. Raises
    DeviceError as ``opened`` does."""
    port = await opened(opener)
    try:
        yield port
    except PortLost:
        await port.close()
        raise disconnected() from None
    except BaseException:
        await port.close()
        raise


def disconnected() -> DeviceError:
    """The wire is gone."""
    return DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE)
