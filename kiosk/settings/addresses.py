"""Whether an address leads to a program on this very machine."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path


def leads_to_a_process(port: str) -> bool:
    """Whether a port may have a program of this machine at its other end: anything but USB, PC/SC
    and the devices of the system, symbolic links followed, pseudo-terminals left out."""
    if port.startswith(("usb://", "pcsc://")):
        return False
    real = Path(port).resolve()
    is_device = "://" not in port and Path("/dev") in real.parents
    is_pseudo = Path("/dev/pts") in real.parents or real == Path("/dev/ptmx")
    return not is_device or is_pseudo


def is_this_machine(host: str) -> bool:
    """Whether a host is this machine, however it is written."""
    name = host.strip("[]").rstrip(".").lower()
    if name == "localhost" or name.endswith((".localhost", ".localdomain")):
        return True
    address: ipaddress.IPv4Address | ipaddress.IPv6Address
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        try:
            # The C library also takes 127.1 and 0x7f000001 for addresses.
            address = ipaddress.ip_address(socket.inet_aton(name))
        except OSError:
            return False
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    return address.is_loopback or address.is_unspecified
