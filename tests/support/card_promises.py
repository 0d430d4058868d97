"""What the machine promises about bank cards, checked event by event."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.order import OrderState, OrderStatus
from kiosk.flows.requests.card import (
    CardInserted,
    ChargeCard,
    EnterPin,
    InsertCard,
    PinEntered,
    ReturnCard,
)
from kiosk.flows.requests.payment import ChargeCode, CloseOrder, OpenOrder
from kiosk.session.events import Done, Failed
from kiosk.session.faults import FaultCode
from kiosk.session.requests import Request
from kiosk.session.scenes import at_stake
from kiosk.session.terminal import Visit
from kiosk.session.views import NoticeView, Scene

WITH_A_CARD_IN = (EnterPin, ChargeCard, ReturnCard)
NOBODY_KNOWS = frozenset({OrderState.CREATED, OrderState.PAYING, OrderState.UNKNOWN})
# Of a charge these say that no money has moved, by the contract of ChargeCard; those of the machine
# itself say nothing about it.
CERTAIN = frozenset(
    code for code in FaultCode if code.name.startswith(("BANK_", "PIN_", "ACQUIRER_", "LEDGER_"))
)


@dataclass
class CardWatcher:
    """``inside`` while a card may be in; ``in_doubt`` once a charge may have moved money and nobody
    has said that it has not. Objects to the first broken promise."""

    inside: bool = False
    asks_pin: bool = True
    pin: bool = False
    in_doubt: bool = False

    def asked(self, request: Request[object]) -> None:
        """Something is asked of the world. Raises AssertionError."""
        if self.inside:
            assert isinstance(request, WITH_A_CARD_IN), "the card comes back before anything else"
        match request:
            case InsertCard():
                assert not self.in_doubt
                self.inside, self.asks_pin, self.pin = True, True, False
            case ChargeCard():
                assert self.inside
                assert self.pin or not self.asks_pin, "a PIN is good for one charge"
                self.pin, self.in_doubt = False, True
            case OpenOrder() | ChargeCode():
                assert not self.in_doubt, "no second payment while the first is in doubt"
            case CloseOrder():
                assert not self.in_doubt, "an order that may be charged is not closed"
            case _:
                pass

    def heard(self, request: Request[object], event: Done | Failed) -> None:
        """What came of it."""
        reply = event.reply if isinstance(event, Done) else None
        code = event.fault.code if isinstance(event, Failed) else None
        match request, reply:
            case InsertCard(), CardInserted(_, needs_pin):
                self.asks_pin = needs_pin
            case EnterPin(), PinEntered():
                self.pin = True
            case ChargeCard(), OrderStatus(state=state):
                self.in_doubt = state in NOBODY_KNOWS
            case ChargeCard(), None:
                self.in_doubt = code not in CERTAIN
                self.asks_pin = self.asks_pin or code is FaultCode.BANK_PIN_WRONG
            case ReturnCard(), _:
                self.inside = False
            case _:
                pass

    def shown(self, scene: Scene) -> None:
        """What the screen says. Raises AssertionError."""
        if self.in_doubt and isinstance(scene.view, NoticeView):
            assert "没有扣款" not in str(scene.view.money), "nobody knows that"

    def standing(self, visit: Visit) -> None:
        """Where the visit has come to. Raises AssertionError."""
        assert not self.inside or at_stake(visit) is not None, "nobody is timed out of a card"

    def left(self) -> None:
        """The visit is over. Raises AssertionError."""
        assert not self.inside, "nobody leaves without the card"
        self.in_doubt = False
