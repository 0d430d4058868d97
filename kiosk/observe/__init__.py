"""Event catalogue and logging without personal data."""

from __future__ import annotations

from kiosk.observe.events import Event
from kiosk.observe.log import EventLog
from kiosk.observe.scrub import scrub

__all__ = ["Event", "EventLog", "scrub"]
