"""Which of several PC/SC readers is meant: by its name, or by the USB socket it is plugged into.

The socket tells two readers of the same model apart, for their names then differ only by a number
that depends on which was found first.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.ports.byte_port import PortLost, PortRefused
from kiosk.devices.ports.pcsc_calls import PcscCalls, PcscTrouble

SYSFS_USB = Path("/sys/bus/usb/devices")
_USB_CHANNEL = 0x0020


@dataclass(frozen=True, slots=True)
class ReaderRole:
    """``name``: a part of the reader's name, in any case. ``usb``: the path of its socket as the
    kernel writes it, such as ``1-1.4``. Empty ones do not matter; both empty mean the only reader
    there is."""

    name: str = ""
    usb: str = ""


def find_reader(
    calls: PcscCalls, context: int, role: ReaderRole, *, sysfs: Path = SYSFS_USB
) -> str:
    """The full name of the reader that plays the role.

    Raises PortLost when there is none, PortRefused when several could, PcscTrouble.
    """
    fitting = [
        reader
        for reader in calls.readers(context)
        if role.name.casefold() in reader.casefold()
        and (not role.usb or _socket_of(calls, context, reader, sysfs) == role.usb)
    ]
    match fitting:
        case []:
            raise PortLost("no such card reader")
        case [reader]:
            return reader
        case _:
            raise PortRefused("several card readers fit")


def _socket_of(calls: PcscCalls, context: int, reader: str, sysfs: Path) -> str | None:
    # A reader whose card another program holds does not tell; it is not the one, then.
    with contextlib.suppress(PcscTrouble):
        channel = calls.channel(context, reader)
        if channel is not None and channel >> 16 == _USB_CHANNEL:
            return usb_path(channel >> 8 & 0xFF, channel & 0xFF, sysfs)
    return None


def usb_path(bus: int, device: int, sysfs: Path) -> str | None:
    """Where the kernel has the device of these numbers (``1-1.4``), None when nowhere."""
    for entry in sorted(sysfs.glob("*-*")):
        with contextlib.suppress(OSError, ValueError):
            numbers = (int((entry / name).read_text()) for name in ("busnum", "devnum"))
            if tuple(numbers) == (bus, device):
                return entry.name
    return None
