"""Alipay precreate: no trade exists until the code is scanned, and it closes by itself in the end.

A query or a close before that is answered ACQ.TRADE_NOT_EXIST, which means nothing more than "not
paid": the code can still be scanned and paid until its time is up. Refunds are immediate and leave
the trade TRADE_CLOSED.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import assert_never

from sqlalchemy.orm import Session

from kiosk.domain.tender import Tender
from sim.backend.channels.api import Closed, NotPaid, Paid, Sighting
from sim.backend.channels.platform import Platform
from sim.backend.channels.tables import Trade


class TradeStatus(Enum):
    """``trade_status``; ACQ.TRADE_NOT_EXIST is the error code for a code nobody has scanned."""

    TRADE_NOT_EXIST = "ACQ.TRADE_NOT_EXIST"
    WAIT_BUYER_PAY = "WAIT_BUYER_PAY"
    TRADE_SUCCESS = "TRADE_SUCCESS"
    TRADE_CLOSED = "TRADE_CLOSED"


class Alipay(Platform):
    """Alipay."""

    tender = Tender.ALIPAY
    _trade_number_prefix = "2202"

    def query(self, order_number: str) -> Sighting:
        """Ask after the order; TRADE_NOT_EXIST is not paid."""
        self._expect_reachable()
        now = self._clock.now()
        return self._store.run(lambda session: _sighting(session.get(Trade, order_number), now))

    def close(self, order_number: str) -> Sighting:
        """Close the trade. Before the first scan there is none to close, yet none is paid either,
        so the merchant may call it closed, and must expect that it is paid after all."""
        self._expect_reachable()
        now = self._clock.now()

        def close(session: Session) -> Sighting:
            trade = session.get(Trade, order_number)
            if trade_status(trade, now) is TradeStatus.TRADE_NOT_EXIST or trade is None:
                return Closed()
            if trade.paid_at is None and trade.closed_at is None:
                trade.closed_at = now
            return _sighting(trade, now)

        return self._store.run(close)

    def state(self, order_number: str) -> TradeStatus:
        """The platform's own word for the state."""
        now = self._clock.now()
        return self._store.run(lambda session: trade_status(session.get(Trade, order_number), now))


def trade_status(trade: Trade | None, now: datetime) -> TradeStatus:
    """The platform's word for what its book says."""
    if trade is None or trade.scanned_at is None:
        return TradeStatus.TRADE_NOT_EXIST
    if trade.paid_at is not None:
        fully_refunded = trade.refunded_fen == trade.paid_fen
        return TradeStatus.TRADE_CLOSED if fully_refunded else TradeStatus.TRADE_SUCCESS
    if trade.closed_at is not None or now >= trade.expires_at:
        return TradeStatus.TRADE_CLOSED
    return TradeStatus.WAIT_BUYER_PAY


def _sighting(trade: Trade | None, now: datetime) -> Sighting:
    match status := trade_status(trade, now):
        case TradeStatus.TRADE_NOT_EXIST | TradeStatus.WAIT_BUYER_PAY:
            return NotPaid()
        case TradeStatus.TRADE_CLOSED | TradeStatus.TRADE_SUCCESS:
            # TRADE_CLOSED alone does not tell "never paid" from "paid and refunded"; the payment
            # time in the same answer does.
            if trade is not None and trade.paid_at is not None and trade.trade_number is not None:
                return Paid(trade.trade_number, trade.paid_at)
            return Closed()
        case _:
            assert_never(status)
