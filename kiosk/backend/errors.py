"""How the collection service fails us."""

from __future__ import annotations

from enum import Enum


class ServiceErrorKind(Enum):
    """What kind of failure it was."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    UNAVAILABLE = "unavailable"
    MALFORMED = "malformed"
    UNSOUND = "unsound"
    """A document came whose content is not what the answer says it is."""
    REFUSED = "refused"


class ServiceError(Exception):
    """A call did not give an answer that can be used. Carries no personal data.

    ``code`` is the service's problem code for REFUSED, else ``""``. ``event_id`` is the service's
    event number for people at the window. ``cause`` is a short English reason for the log.
    """

    def __init__(
        self, kind: ServiceErrorKind, *, code: str = "", event_id: str = "", cause: str = ""
    ) -> None:
        super().__init__(f"{kind.value} {code} {cause}".strip())
        self.kind = kind
        self.code = code
        self.event_id = event_id
        self.cause = cause
