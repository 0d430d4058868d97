"""Bank cards charged at the terminal (刷卡支付): the money moves there, and we are told of it.

The terminal talks to the acquirer itself. So there is no code to make and nobody to ask whether an
order is paid; what the service does by itself is give money back, through the acquirer.
"""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session

from kiosk.domain.tender import Tender
from sim.backend.channels.api import ChannelUnreachable, Closed, NotPaid, RefundState, Sighting
from sim.backend.channels.tables import Refund
from sim.backend.models_cards import CardPurchase
from sim.backend.store import Store
from sim.clock import WorldClock


class CardAcquirer(Protocol):
    """The acquirer as the service calls it. May raise ``ChannelUnreachable``."""

    def refund(self, reference: str, amount_fen: int) -> bool:
        """退货: give back a purchase by its F37. False where it cannot, and never will."""
        ...


class WillingAcquirer:
    """Gives everything back; in place of an acquirer where there is none."""

    def refund(self, reference: str, amount_fen: int) -> bool:
        """Always done."""
        return True


class BankCard:
    """The channel of orders that a terminal charges to a bank card.

    ``acquirer`` gives money back, ``reachable`` is whether it answers the service,
    ``refunds_refused`` whether it turns refunds down.
    """

    tender = Tender.BANK_CARD

    def __init__(self, store: Store, clock: WorldClock, acquirer: CardAcquirer) -> None:
        self._store = store
        self._clock = clock
        self.acquirer = acquirer
        self.restore()

    def restore(self) -> None:
        """Everything works as it should."""
        self.reachable = True
        self.refunds_refused = False

    def query(self, order_number: str) -> Sighting:
        """Only the terminal can say that it is paid, and it will."""
        return NotPaid()

    def close(self, order_number: str) -> Sighting:
        """The terminal closes only what it has not charged. If it reports a purchase all the same,
        that is given back."""
        return Closed()

    def refund(self, order_number: str, refund_number: str, amount_fen: int) -> RefundState:
        """Have the acquirer give the purchase back, once for each refund number."""

        def look(session: Session) -> tuple[bool, str]:
            done = session.get(Refund, refund_number) is not None
            return done, session.get_one(CardPurchase, order_number).reference

        done, reference = self._store.run(look)
        if done:
            return RefundState.DONE
        if not self.reachable:
            raise ChannelUnreachable
        if self.refunds_refused or not self.acquirer.refund(reference, amount_fen):
            return RefundState.REFUSED
        now = self._clock.now()

        def note(session: Session) -> None:
            session.add(
                Refund(
                    refund_number=refund_number,
                    order_number=order_number,
                    amount_fen=amount_fen,
                    done_at=now,
                )
            )

        self._store.run(note)
        return RefundState.DONE
