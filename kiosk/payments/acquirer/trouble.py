"""How the talk with the acquirer fails."""

from __future__ import annotations

from enum import Enum


class AcquirerCause(Enum):
    """Why there is no answer that can be used."""

    UNREACHABLE = "unreachable"
    """No connection: not a byte of the message has left."""
    SILENT = "silent"
    """Sent; no whole answer came in time."""
    GARBLED = "garbled"
    """Sent; what came was no answer that can be read."""
    UNAUTHENTIC = "unauthentic"
    """Sent; the answer has a wrong MAC or none."""
    PAD = "pad"
    """Sent and answered; the PIN pad failed when the answer's MAC was to be checked."""
    REFUSED = "refused"
    """A message about no purchase was answered with a refusal."""


class AcquirerTrouble(Exception):
    """There is no answer that can be used.

    ``code`` is the response code: of a refusal, and for UNAUTHENTIC the one claimed – not to be
    believed, but A0 hints that the keys no longer agree and a sign-in would help.
    """

    def __init__(self, cause: AcquirerCause, code: str = "") -> None:
        super().__init__(f"{cause.value} {code}".strip())
        self.cause = cause
        self.code = code

    @property
    def sent(self) -> bool:
        """Whether the host may have had the message. A purchase for which that is so must be
        reversed."""
        return self.cause is not AcquirerCause.UNREACHABLE
