"""The hall that closes soon does so whatever o'clock it is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from kiosk.domain.closing import SOON
from kiosk.domain.hours import read_hours
from kiosk.runtime.clock import BEIJING
from sim.pace import closing_soon

MIDNIGHT = datetime(2026, 12, 31, tzinfo=BEIJING)
AT_MOST = timedelta(seconds=540)
"""After so long ``closed-and-open-again`` expects it to be closed, and open after ``SHUT`` more."""
SHUT = timedelta(seconds=480)


@pytest.mark.parametrize("second", [0, 1, 59])
def test_it_closes_within_nine_minutes_and_opens_eight_later_at_every_minute(second: int) -> None:
    for minute in range(24 * 60):
        now = MIDNIGHT + timedelta(minutes=minute, seconds=second)
        hours = read_hours(closing_soon(now))
        closes = hours.closes_after(now)
        assert closes is not None
        assert hours.open_at(now)
        assert AT_MOST - timedelta(minutes=1) < closes - now <= AT_MOST <= SOON, now
        assert hours.opens_after(closes) == closes + SHUT, now
        assert not hours.open_at(now + AT_MOST)
        assert hours.open_at(now + AT_MOST + SHUT)
