"""A hall and a kiosk that keep nobody waiting: for journeys that are played, not lived through."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

QUICK = {
    "order_poll": 0.25,
    "close_patience": 3.0,
    "posting_patience": 4.0,
    "follow_up": 1.0,
    "service_poll": 1.0,
    "service_poll_down": 0.5,
    "device_poll": 0.5,
    "reopen_first": 0.2,
    "reopen_longest": 1.0,
    "acquirer_retry": 0.5,
}
"""Waits of the kiosk in seconds: shorter than in a hall, never shorter than what a device or the
service needs."""


HallKind = Literal["usual", "motorised", "without-a4"]
"""With which hardware: a slot and a ZT598 for bank cards, or all the other there is for them; or no
printer for A4."""

_READER = """
[id_card_reader]
quick = true
"""
_A4 = """
[document_printer]
page_seconds = 0.15
"""
_HARDWARE: dict[HallKind, str] = {
    "usual": _A4,
    "without-a4": """
[document_printer]
fitted = false
""",
    "motorised": f"""{_A4}
[bank_card_reader]
model = "crt-571"
quick = true

[pin_pad]
model = "xz-f35"

[acquirer]
dialect = "sm4"
tls = true
""",
}


def write_quick_hall(path: Path, kind: HallKind = "usual") -> Path:
    """A configuration of the hall for a quick kiosk; every port is a free one."""
    timing = "\n".join(f"{name} = {seconds}" for name, seconds in QUICK.items())
    path.write_text(f"[timing]\n{timing}\n{_READER}{_HARDWARE[kind]}", encoding="utf-8")
    return path
