"""A hall and a kiosk that keep nobody waiting: for journeys that are played, not lived through."""

from __future__ import annotations

from pathlib import Path

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


def write_quick_hall(path: Path) -> Path:
    """A configuration of the hall for a quick kiosk; every port is a free one."""
    timing = "\n".join(f"{name} = {seconds}" for name, seconds in QUICK.items())
    path.write_text(f"[id_card_reader]\nquick = true\n\n[timing]\n{timing}\n", encoding="utf-8")
    return path
