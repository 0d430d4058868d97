"""Whom the machine's clock is set by, and how long a question to them takes there and back.

The terminal asks no time server itself: chrony or systemd-timesyncd does, and is asked how that
went. Both tell anybody on the machine. Whoever else keeps the clock (a hypervisor, ntpd) does not.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass

_PATIENCE_S = 3.0
_CHRONY = ("chronyc", "-c", "-n", "tracking")
_TIMESYNCD = ("timedatectl", "timesync-status")
_SYSTEM = "/usr/sbin:/usr/bin:/sbin:/bin"
# Columns of chronyc(1) tracking, comma-separated.
_NAME, _STRATUM, _ROOT_DELAY, _COLUMNS = 1, 2, 10, 14
_SERVER = re.compile(r"^\s*Server: (\S+)", re.MULTILINE)
_DELAY = re.compile(r"^\s*Delay: ((?:[0-9.]+(?:us|ms|s|min)\s?)+)$", re.MULTILINE)
_SPAN = re.compile(r"([0-9.]+)(us|ms|s|min)")
_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "min": 60_000.0}


@dataclass(frozen=True, slots=True)
class TimeSource:
    """``keeper`` asks ``server``; ``delay_ms`` is there and back, None before the first answer."""

    keeper: str
    server: str
    delay_ms: int | None


def ask_time_source(path: str = _SYSTEM, patience_s: float = _PATIENCE_S) -> TimeSource | None:
    """Blocks for seconds at most: ``patience_s`` for each of the two, which are looked for on
    ``path``. None where nobody on this machine knows."""
    told = _said(_CHRONY, path, patience_s)
    return of_chrony(told) or of_timesyncd(_said(_TIMESYNCD, path, patience_s))


def of_chrony(told: str) -> TimeSource | None:
    """What ``chronyc -c -n tracking`` said; its delay is the one to the head of the chain."""
    columns = told.strip().split(",")
    if len(columns) != _COLUMNS or not columns[_NAME]:
        return None
    try:
        answered = int(columns[_STRATUM]) > 0
        delay_ms = round(float(columns[_ROOT_DELAY]) * 1000)
    except ValueError:
        return None
    return TimeSource("chrony", columns[_NAME], delay_ms if answered else None)


def of_timesyncd(told: str) -> TimeSource | None:
    """What ``timedatectl timesync-status`` said."""
    server = _SERVER.search(told)
    if server is None or server[1] == "n/a":
        return None
    delay = _DELAY.search(told)
    parts = _SPAN.findall(delay[1]) if delay else []
    took = round(sum(float(number) * _MS[unit] for number, unit in parts)) if parts else None
    return TimeSource("systemd-timesyncd", server[1], took)


def _said(command: tuple[str, ...], path: str, patience_s: float) -> str:
    """What a program says; nothing where there is none, or where it fails or takes too long."""
    program = shutil.which(command[0], path=path)
    if program is None:
        return ""
    try:
        done = subprocess.run(
            [program, *command[1:]],
            capture_output=True,
            check=True,
            encoding="utf-8",
            errors="replace",
            # Their words are taken apart: in English wherever the terminal stands.
            env={"LC_ALL": "C", "PATH": path},
            stdin=subprocess.DEVNULL,
            timeout=patience_s,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout
