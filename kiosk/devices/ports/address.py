"""Where a device is, in one line of configuration."""

from __future__ import annotations

import re

from kiosk.devices.ports.byte_port import PortOpener
from kiosk.devices.ports.serial_port import serial_port
from kiosk.devices.ports.usb_port import usb_port

_USB = re.compile(r"usb://([0-9a-f]{4}):([0-9a-f]{4})", re.IGNORECASE)


def port_at(address: str, *, speed: int) -> PortOpener:
    """How to open a device path (``/dev/ttyS1``), ``socket://host:port`` or ``usb://0400:c35a``.

    ``speed`` in baud counts for serial lines only. Raises ValueError for a malformed ``usb://``.
    """
    if not address.startswith("usb://"):
        return serial_port(address, speed=speed)
    match = _USB.fullmatch(address)
    if match is None:
        raise ValueError("a USB address has the form usb://vendor:product in hexadecimal")
    return usb_port(int(match[1], 16), int(match[2], 16))
