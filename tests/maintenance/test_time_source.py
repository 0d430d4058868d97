"""Whom the clock is set by: as chrony and systemd-timesyncd tell it, and where neither does."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.maintenance.time_source import (
    TimeSource,
    ask_time_source,
    of_chrony,
    of_timesyncd,
)

TRACKING = (
    "CB00710F,203.0.113.15,2,1772674193.123456789,-0.000012345,0.000023456,0.000034567,"
    "-12.345,0.001,0.123,0.026511000,0.001234000,64.3,Normal\n"
)
NEVER = "00000000,,0,0.000000000,0.0,0.0,0.0,0.0,0.0,0.0,1.000000000,1.0,0.0,Not synchronised\n"
STATUS = """\
       Server: 203.0.113.15 (ntp.example.com)
Poll interval: 34min 8s (min: 32s; max 34min 8s)
         Leap: normal
      Stratum: 1
Root distance: 221us (max: 5s)
       Offset: +1.238ms
        Delay: {delay}
       Jitter: 2.321ms
 Packet count: 18
"""
SILENT = "       Server: 203.0.113.15 (ntp.example.com)\nPoll interval: 32s\n Packet count: 0\n"


def test_chrony_tells_the_delay_to_the_head_of_the_chain() -> None:
    assert of_chrony(TRACKING) == TimeSource("chrony", "203.0.113.15", 27)


@pytest.mark.parametrize(
    "told",
    ["", "506 Cannot talk to daemon\n", NEVER, TRACKING.replace("0.026511000", "soon")],
)
def test_what_chrony_does_not_know_is_not_made_up(told: str) -> None:
    assert of_chrony(told) is None


def test_a_server_that_chrony_has_not_heard_yet_has_no_delay() -> None:
    told = TRACKING.replace(",2,", ",0,", 1)
    assert of_chrony(told) == TimeSource("chrony", "203.0.113.15", None)


@pytest.mark.parametrize(
    ("delay", "ms"), [("26.511ms", 27), ("812us", 1), ("1.2s", 1200), ("1min 2.5s", 62_500)]
)
def test_timesyncd_tells_the_delay_of_its_last_question(delay: str, ms: int) -> None:
    told = STATUS.format(delay=delay)
    assert of_timesyncd(told) == TimeSource("systemd-timesyncd", "203.0.113.15", ms)


def test_a_server_that_timesyncd_has_not_heard_yet_has_no_delay() -> None:
    assert of_timesyncd(SILENT) == TimeSource("systemd-timesyncd", "203.0.113.15", None)
    assert of_timesyncd("") is None
    assert of_timesyncd("       Server: n/a\n") is None


def program(folder: Path, name: str, script: str) -> None:
    """A program of this machine."""
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_whoever_keeps_the_clock_is_asked(tmp_path: Path) -> None:
    assert ask_time_source(str(tmp_path)) is None
    program(tmp_path, "timedatectl", f"/bin/echo '{SILENT}'")
    program(tmp_path, "chronyc", "/bin/echo '506 Cannot talk to daemon'; exit 1")
    source = ask_time_source(str(tmp_path))
    assert source is not None
    assert source.keeper == "systemd-timesyncd"
    program(tmp_path, "chronyc", f"[ \"$LC_ALL\" = C ] && /bin/echo '{TRACKING.strip()}'")
    assert ask_time_source(str(tmp_path)) == of_chrony(TRACKING)


def test_a_program_that_does_not_answer_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    program(tmp_path, "chronyc", "exec /bin/sleep 60")
    assert ask_time_source(str(tmp_path), 0.05) is None
