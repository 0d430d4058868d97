"""Where a chip-card reader is, in one line of configuration."""

from __future__ import annotations

from urllib.parse import urlsplit

from kiosk.devices.clock import Clock
from kiosk.devices.ports.apdu_socket_port import apdu_socket_port
from kiosk.devices.ports.chip_port import ChipPortOpener
from kiosk.devices.ports.pcsc_port import pcsc_port
from kiosk.devices.ports.pcsc_role import ReaderRole

_PCSC = "pcsc://"
_SOCKET = "socket://"


def chip_port_at(address: str, clock: Clock) -> ChipPortOpener:
    """How to open ``pcsc://`` (the only reader there is), ``pcsc://name=ACR39U`` (a part of its
    name), ``pcsc://usb=1-1.4`` (the socket it is plugged into), or ``socket://host:port``.

    Raises ValueError for anything else.
    """
    if address.startswith(_PCSC):
        return pcsc_port(_role(address.removeprefix(_PCSC)))
    if address.startswith(_SOCKET):
        parts = urlsplit(address)
        if parts.hostname and parts.port and address == f"{_SOCKET}{parts.netloc}":
            return apdu_socket_port(parts.hostname, parts.port, clock)
    raise ValueError("a chip-card reader is at pcsc://[name=…|usb=…] or socket://host:port")


def _role(text: str) -> ReaderRole:
    match text.partition("="):
        case ("", "", ""):
            return ReaderRole()
        case ("name", "=", name) if name:
            return ReaderRole(name=name)
        case ("usb", "=", socket) if socket:
            return ReaderRole(usb=socket)
        case _:
            raise ValueError("a PC/SC reader is pcsc://, pcsc://name=… or pcsc://usb=…")
