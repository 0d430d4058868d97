"""Whether something keeps the machine's clock right: NTP, as the kernel knows it.

Whoever synchronises the clock (chrony, ntpd, systemd-timesyncd) tells the kernel so with
adjtimex(2); reading it needs no rights. The kernel gives the word up by itself once nobody has
confirmed it for some hours.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from enum import Enum

from kiosk.domain.terminal import Remedy
from kiosk.maintenance.readiness import Finding, Section, Verdict

_SUBJECT = "网络对时"
_UNSYNCHRONISED = 0x0040


class Timekeeping(Enum):
    """What the kernel says of its clock."""

    KEPT = "kept"
    ADRIFT = "adrift"
    UNKNOWN = "unknown"


class _Timex(ctypes.Structure):
    """The head of struct timex, and room for the rest of it."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 512),
    )


def timekeeping() -> Timekeeping:
    """Ask the kernel; unknown where it may not be asked, as in some containers."""
    told = _Timex()
    try:
        state = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(told))
    except (OSError, AttributeError):
        return Timekeeping.UNKNOWN
    if state < 0:
        return Timekeeping.UNKNOWN
    return Timekeeping.ADRIFT if told.status & _UNSYNCHRONISED else Timekeeping.KEPT


def examine_timekeeping() -> Iterator[Finding]:
    """One finding; none where nothing can be known."""
    match timekeeping():
        case Timekeeping.KEPT:
            yield Finding(_SUBJECT, Verdict.FINE, "正在同步", section=Section.CLOCK)
        case Timekeeping.ADRIFT:
            what = "没有同步，请检查 chrony 或 systemd-timesyncd"
            yield Finding(
                _SUBJECT,
                Verdict.WARNING,
                what,
                Remedy.MAINTENANCE,
                "not_synchronised",
                section=Section.CLOCK,
            )
        case Timekeeping.UNKNOWN:
            return
