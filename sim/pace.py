"""A hall and a kiosk that keep nobody waiting: for journeys that are played, not lived through."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Literal

from kiosk.runtime.clock import BEIJING

_DAY_MINUTES = 24 * 60

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


HallKind = Literal["usual", "motorised", "without-a4", "closes-soon"]
"""With which hardware: a slot and a ZT598 for bank cards, or all the other there is for them; or no
printer for A4. Or with hours that end in nine minutes, and begin again eight minutes later."""

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
    "closes-soon": _A4,
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
    weekly = closing_soon(datetime.now(BEIJING)) if kind == "closes-soon" else ""
    hours = f'[hours]\nweekly = "{weekly}"\n' if weekly else ""
    text = f"[timing]\n{timing}\n{_READER}{_HARDWARE[kind]}{hours}"
    path.write_text(text, encoding="utf-8")
    return path


def closing_soon(now: datetime) -> str:
    """Hours of every day but for the eight minutes that begin in nine, on whichever side of
    midnight; without those seconds of ``now`` that its minute is old."""
    minute = now.hour * 60 + now.minute
    closes, opens = ((minute + ahead) % _DAY_MINUTES for ahead in (9, 17))
    spans = [(opens, closes)] if opens < closes else [(0, closes), (opens, _DAY_MINUTES)]
    written = " ".join(
        f"{first // 60:02}:{first % 60:02}-{last // 60:02}:{last % 60:02}"
        for first, last in spans
        if first < last
    )
    return f"Mon-Sun {written}"
