"""Whether those at the other end of the lines answer, and how fast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kiosk.session.requests import Request
from kiosk.session.staff_views import Mark


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """One line: ``latency_ms`` of an answer just had, of the time source's last one to whoever
    keeps the clock, None for none; ``facts`` in Chinese, such as the validity of its certificates;
    ``trouble`` a short code of what was wrong last, with the time of it, empty and None for nothing
    that is known."""

    name: str
    mark: Mark
    latency_ms: int | None
    facts: tuple[str, ...]
    trouble: str = ""
    trouble_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Connections:
    """Every line of this terminal."""

    lines: tuple[ConnectionLine, ...]
    takes_cards: bool


@dataclass(frozen=True, slots=True)
class CheckConnections(Request[Connections]):
    """Ask everybody at the other end for an answer now."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The acquirer's batch after a sign-in (签到); or None, and a short code of what is wrong."""

    batch: int | None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class SignIn(Request[SignedIn]):
    """Have the acquirer send new working keys into the PIN pad."""
