"""How the host, its network or its line can fail, and the names of these failures in scenarios."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from types import MappingProxyType


class Heard(Enum):
    """Kinds of messages; the value is how their name in the record of the host begins."""

    SIGN_IN = "sign_in"
    ECHO = "echo"
    PURCHASE = "purchase"
    REVERSAL = "reversal"
    SETTLEMENT = "settlement"
    OTHER = "other"


class HostFaultKind(Enum):
    """What becomes of a message or of its answer.

    Up to REFUSE the message is not carried out; from LOST_ANSWER on it is, and only its answer
    suffers.
    """

    DEAF = "deaf"
    """Lost on its way to the host: no answer, and the connection stays."""
    HANG_UP = "hang_up"
    """The connection is closed in place of an answer."""
    REFUSE = "refuse"
    """Answered with ``code``."""

    LOST_ANSWER = "lost_answer"
    """No answer, and the connection stays."""
    HANG_UP_AFTER = "hang_up_after"
    """The connection is closed in place of the answer."""
    LATE = "late"
    """The answer comes after ``seconds``."""
    CUT = "cut"
    """The connection is closed after ``amount`` bytes of the answer."""
    MISREPORT = "misreport"
    """Answered with ``code``, whatever was decided."""
    WRONG_MAC = "wrong_mac"
    NO_MAC = "no_mac"
    WRONG_TRACE = "wrong_trace"
    """The answer is to another trace (F11)."""
    WRONG_AMOUNT = "wrong_amount"
    """The answer is about one fen more (F4)."""
    WRONG_ARPC = "wrong_arpc"
    """The bank's answer to the chip (F55) is not the bank's."""
    GARBAGE = "garbage"
    """Noise of the right length comes in place of the answer."""
    SENSELESS_LENGTH = "senseless_length"
    """The answer says it is longer than any message is."""
    JUNK_TPDU = "junk_tpdu"
    """The TPDU is anything."""
    STALE_FIRST = "stale_first"
    """An answer to the trace before comes first, then the right one."""


CARRIED_OUT = frozenset(HostFaultKind) - {
    HostFaultKind.DEAF,
    HostFaultKind.HANG_UP,
    HostFaultKind.REFUSE,
}


@dataclass(frozen=True, slots=True)
class HostFault:
    """A fault that strikes messages ``on`` (any when None): first lets ``after`` of them pass, then
    strikes ``times``, or for ever when None."""

    kind: HostFaultKind
    on: Heard | None = None
    after: int = 0
    times: int | None = 1
    seconds: float = 0.0
    amount: int = 0
    code: str = "96"

    def passed(self) -> HostFault:
        """One message it was not for yet has gone by."""
        return replace(self, after=self.after - 1)

    def struck(self) -> HostFault | None:
        """What is left of it after one strike."""
        if self.times is None:
            return self
        return replace(self, times=self.times - 1) if self.times > 1 else None


_K, _P, _R = HostFaultKind, Heard.PURCHASE, Heard.REVERSAL
NAMED_FAULTS = MappingProxyType(
    {
        "silence": HostFault(_K.DEAF, _P),
        "dead": HostFault(_K.DEAF, times=None),
        "lost_answer": HostFault(_K.LOST_ANSWER, _P),
        "late": HostFault(_K.LATE, _P, seconds=90.0),
        "slow": HostFault(_K.LATE, times=None, seconds=3.0),
        "hang_up": HostFault(_K.HANG_UP, _P),
        "hang_up_after": HostFault(_K.HANG_UP_AFTER, _P),
        "cut": HostFault(_K.CUT, _P, amount=40),
        "wrong_mac": HostFault(_K.WRONG_MAC, _P),
        "no_mac": HostFault(_K.NO_MAC, _P),
        "garbage": HostFault(_K.GARBAGE, _P),
        "senseless_length": HostFault(_K.SENSELESS_LENGTH, _P),
        "wrong_trace": HostFault(_K.WRONG_TRACE, _P),
        "wrong_amount": HostFault(_K.WRONG_AMOUNT, _P),
        "wrong_arpc": HostFault(_K.WRONG_ARPC, _P),
        "junk_tpdu": HostFault(_K.JUNK_TPDU, _P),
        "stale_first": HostFault(_K.STALE_FIRST, _P),
        "bank_timeout": HostFault(_K.MISREPORT, _P, code="98"),
        "busy": HostFault(_K.REFUSE, _P, code="91"),
        "keys_disagree": HostFault(_K.REFUSE, _P, code="A0"),
        "keep_card": HostFault(_K.REFUSE, _P, code="04"),
        "declined": HostFault(_K.REFUSE, _P, code="05"),
        "unknown_code": HostFault(_K.MISREPORT, _P, code="Z9"),
        "reversal_silence": HostFault(_K.DEAF, _R),
        "reversal_dead": HostFault(_K.DEAF, _R, times=None),
        "reversal_lost_answer": HostFault(_K.LOST_ANSWER, _R),
        "reversal_busy": HostFault(_K.REFUSE, _R, code="96"),
        "sign_in_refused": HostFault(_K.REFUSE, Heard.SIGN_IN, code="97"),
    }
)
"""By the names scenarios use."""


def named_fault(name: str) -> HostFault:
    """The fault of that name. Raises KeyError."""
    return NAMED_FAULTS[name]
