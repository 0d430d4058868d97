"""刷卡支付: a card goes in, its PIN is entered, its bank is asked, and the card comes back before
anything else happens.

Card and PIN stay with the reader and the pad, which also keep the time: no screen of this flow ends
by itself, so nobody leaves with the card still in. What the bank has said is in ``order``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.bank_card import ShownCard
from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.text import say
from kiosk.flows import card_views as views
from kiosk.flows.requests.card import (
    CardInserted,
    CardReturned,
    CardSeen,
    ChargeCard,
    EnterPin,
    InsertCard,
    PinEntered,
    PinProgress,
    ReturnCard,
)
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome, Way
from kiosk.session.steps import Do, Flow, Stake
from kiosk.session.views import Place, View

INSERT_SECONDS = 60
PIN_SECONDS = 60
TAKE_SECONDS = 30
MOST_PIN_TRIES = 3
"""As many as the bank allows in a row; after that the card is given back."""

NOTHING_CHARGED = frozenset(
    {
        FaultCode.BANK_CARD_MUTE,
        FaultCode.BANK_CARD_UNREADABLE,
        FaultCode.BANK_CARD_WRONG_KIND,
        FaultCode.BANK_CARD_EXPIRED,
        FaultCode.BANK_CARD_BLOCKED,
        FaultCode.BANK_CARD_REMOVED,
        FaultCode.BANK_CARD_READER_LOST,
        FaultCode.PIN_CANCELLED,
        FaultCode.PIN_TIMEOUT,
        FaultCode.PIN_PAD_LOST,
        FaultCode.BANK_PIN_WRONG,
        FaultCode.BANK_PIN_TRIES_USED,
        FaultCode.BANK_FUNDS,
        FaultCode.BANK_LIMIT,
        FaultCode.BANK_REFUSED,
        FaultCode.BANK_KEEP_CARD,
        FaultCode.BANK_BUSY,
        FaultCode.BANK_REVERSED,
        FaultCode.ACQUIRER_LOST,
        FaultCode.LEDGER_UNAVAILABLE,
    }
)
"""Faults that say of a charge that no money has moved. After any other nobody can say."""

_CARD_IS_IN = frozenset(
    {
        FaultCode.BANK_CARD_MUTE,
        FaultCode.BANK_CARD_UNREADABLE,
        FaultCode.BANK_CARD_WRONG_KIND,
        FaultCode.BANK_CARD_EXPIRED,
        FaultCode.BANK_CARD_BLOCKED,
    }
)


@dataclass(frozen=True, slots=True)
class CardCase(Case):
    """One card on its way through, for one order that waits to be paid.

    ``seen`` once a card is in, ``card`` once it has been read. ``figures`` of the PIN are entered,
    None until the pad takes any; ``wrong`` PINs were refused before. ``answered`` once the bank was
    asked and has not plainly refused: ``order`` is then what came of it. ``way`` and ``fault`` say
    why the bank was not asked or has refused, ``returned`` what became of the card.
    """

    order: OrderStatus
    seen: bool = False
    card: ShownCard | None = None
    needs_pin: bool = True
    figures: int | None = None
    wrong: int = 0
    answered: bool = False
    way: Way | None = None
    fault: Fault | None = None
    returned: CardReturned | None = None

    @property
    def read(self) -> ShownCard:
        """The card; only steps after its reading ask."""
        assert self.card is not None  # noqa: S101
        return self.card


def _insert(case: CardCase, _situation: Situation) -> View:
    return views.READING if case.seen else views.insert_view(case.order.amount)


def _seen(case: CardCase, news: object) -> CardCase:
    return replace(case, seen=True) if isinstance(news, CardSeen) else case


def _inserted(case: CardCase, inserted: CardInserted) -> Outcome[CardCase]:
    return replace(case, seen=True, card=inserted.card, needs_pin=inserted.needs_pin)


def _give_back(case: CardCase, fault: Fault) -> Outcome[CardCase]:
    return Goto("return", replace(case, fault=fault))


def _abandon(case: CardCase, way: Way) -> Outcome[CardCase]:
    return Goto("return", replace(case, way=way))


def _pin(case: CardCase, _situation: Situation) -> View:
    return views.pin_view(case.read, case.order.amount, entered=case.figures, wrong=case.wrong)


def _typed(case: CardCase, news: object) -> CardCase:
    return replace(case, figures=news.figures) if isinstance(news, PinProgress) else case


def _charged(case: CardCase, order: OrderStatus) -> Outcome[CardCase]:
    return replace(case, order=order, answered=True)


def _not_charged(case: CardCase, fault: Fault) -> Outcome[CardCase]:
    """A wrong PIN may be corrected with the card still in. A fault of which nobody knows whether it
    came before or after the charge is an unknown outcome."""
    if fault.code is FaultCode.BANK_PIN_WRONG and case.wrong + 1 < MOST_PIN_TRIES:
        return Goto("pin", replace(case, needs_pin=True, figures=None, wrong=case.wrong + 1))
    if fault.code in NOTHING_CHARGED:
        return replace(case, fault=fault)
    return replace(case, order=replace(case.order, state=OrderState.UNKNOWN), answered=True)


def _return(case: CardCase, _situation: Situation) -> ReturnCard:
    return ReturnCard(TAKE_SECONDS, keep=_is_wanted(case))


def _is_wanted(case: CardCase) -> bool:
    """Whether the bank wants the card kept."""
    return case.fault is not None and case.fault.code is FaultCode.BANK_KEEP_CARD


def _returning(case: CardCase, _situation: Situation) -> View:
    if _is_wanted(case):
        return views.KEEPING
    fault = case.fault
    if case.seen or (fault is not None and fault.code in _CARD_IS_IN):
        return views.take_view(case.order, fault, answered=case.answered)
    return views.LETTING_GO


def _returned(case: CardCase, returned: CardReturned) -> Outcome[CardCase]:
    return replace(case, returned=returned)


def _not_returned(case: CardCase, _fault: Fault) -> Outcome[CardCase]:
    """Nobody knows where the card is; the citizen had better look."""
    return replace(case, returned=CardReturned(forgotten=True))


CARD_PAYMENT: Flow[CardCase] = Flow(
    "card_payment",
    "刷卡支付",
    (
        Do(
            name="insert",
            request=lambda case, _situation: InsertCard(case.order.number, INSERT_SECONDS),
            reply=CardInserted,
            take=_inserted,
            view=_insert,
            place=Place.PAY,
            failed=_give_back,
            hear=_seen,
            stake=lambda _case: Stake(
                countdown=INSERT_SECONDS, back=say("换个方式付"), leave=say("取消缴费")
            ),
            abandon=_abandon,
            leads=("return",),
        ),
        Do(
            name="pin",
            when=lambda case, _situation: case.needs_pin,
            request=lambda case, _situation: EnterPin(case.order.number, PIN_SECONDS),
            reply=PinEntered,
            take=lambda case, _entered: case,
            view=_pin,
            place=Place.PAY,
            failed=_give_back,
            hear=_typed,
            stake=lambda _case: Stake(
                countdown=PIN_SECONDS, leave=say("取消缴费"), only_leave=True
            ),
            abandon=_abandon,
            leads=("return",),
        ),
        Do(
            name="charge",
            request=lambda case, _situation: ChargeCard(case.order.number),
            reply=OrderStatus,
            take=_charged,
            view=lambda _case, _situation: views.CHARGING,
            place=Place.PAY,
            failed=_not_charged,
            stake=lambda _case: Stake(),
            leads=("pin",),
        ),
        Do(
            name="return",
            request=_return,
            reply=CardReturned,
            take=_returned,
            view=_returning,
            place=Place.PAY,
            failed=_not_returned,
            stake=lambda _case: Stake(countdown=TAKE_SECONDS),
        ),
    ),
)
