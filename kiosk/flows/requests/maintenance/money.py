"""Payments that are not finished, the day's batch, and paper about them. No citizen is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.tender import Tender
from kiosk.session.requests import Request

_OTHER_BATCH = "77"
"""F39 of a host whose batch has another number; a sign-in tells it."""


class Open(Enum):
    """Why a payment is not finished, gravest first."""

    NEEDS_PERSON = "needs_person"
    REVERSAL = "reversal"
    UNKNOWN = "unknown"
    UNPOSTED = "unposted"
    REFUNDING = "refunding"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class OpenPayment:
    """A payment that is not finished. ``reason`` is a short code of what speaks against its
    purchase by card, ``trace`` that purchase's number; empty and 0 where there is none."""

    number: OrderNumber
    why: Open
    amount: Money
    insurance: InsuranceKind
    tender: Tender
    since: datetime
    reason: str = ""
    trace: int = 0


@dataclass(frozen=True, slots=True)
class Batch:
    """The acquirer's batch that purchases are in, and what this terminal counts in it."""

    number: int
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class UnansweredDay:
    """An end of day that was begun then, and that the acquirer was not heard to answer. Where
    ``batch_over`` it has begun another batch since, so it closed that one."""

    at: datetime
    batch_over: bool = False


@dataclass(frozen=True, slots=True)
class OpenMoney:
    """Everything that is not finished. ``takes_cards`` where there is an acquirer; ``batch`` is
    None before the first sign-in; ``unanswered`` is None where the last end of day has its end."""

    payments: tuple[OpenPayment, ...]
    takes_cards: bool
    batch: Batch | None = None
    unanswered: UnansweredDay | None = None


@dataclass(frozen=True, slots=True)
class AskOpenMoney(Request[OpenMoney]):
    """Look into the ledger."""


@dataclass(frozen=True, slots=True)
class RecentPayment:
    """A payment of the last days, finished or not."""

    number: OrderNumber
    at: datetime
    amount: Money
    state: OrderState
    tender: Tender


@dataclass(frozen=True, slots=True)
class RecentPayments:
    """The latest first."""

    payments: tuple[RecentPayment, ...]


@dataclass(frozen=True, slots=True)
class AskRecentPayments(Request[RecentPayments]):
    """The payments of this terminal, at most so many."""

    most: int


@dataclass(frozen=True, slots=True)
class LineTried:
    """How the line to the acquirer is now, and how many purchases still wait to be reversed.
    ``cause`` is a short code of what is wrong, empty if nothing is."""

    cause: str
    waiting: int


@dataclass(frozen=True, slots=True)
class ReverseNow(Request[LineTried]):
    """Try once more to reverse every purchase that waits for it."""


class Verdict(Enum):
    """What came of an end of day."""

    BALANCED = "balanced"
    UNBALANCED = "unbalanced"
    PURCHASES_WAIT = "purchases_wait"
    NO_BATCH = "no_batch"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class DayEnded:
    """The verdict; ``batch`` is what was closed, or was to be; ``cause`` a short code of trouble or
    the host's response code."""

    verdict: Verdict
    batch: Batch | None = None
    cause: str = ""

    @property
    def batch_was_over(self) -> bool:
        """The host is at another batch already: an earlier end of day was heard after all."""
        return self.verdict is Verdict.REFUSED and self.cause == _OTHER_BATCH


@dataclass(frozen=True, slots=True)
class EndDay(Request[DayEnded]):
    """Close the batch with the acquirer, and sign in to the next one."""


@dataclass(frozen=True, slots=True)
class MoneyPrinted:
    """The paper is out."""


@dataclass(frozen=True, slots=True)
class PrintOpenMoney(Request[MoneyPrinted]):
    """Print the list of what is not finished."""


@dataclass(frozen=True, slots=True)
class PrintSettlement(Request[MoneyPrinted]):
    """Print what came of an end of day."""

    ended: DayEnded


@dataclass(frozen=True, slots=True)
class PrintCopy(Request[MoneyPrinted]):
    """Print the technician's copy of one payment: all that finds it again, and nobody's name."""

    number: OrderNumber
