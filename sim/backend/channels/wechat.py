"""WeChat Pay v3, Native and payment codes.

A Native trade exists from the order on, and only the merchant closes it.

States and the race of close and payment: pay.weixin.qq.com, merchant documentation, query-order and
closed-loop transactions. Refunds are asynchronous.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import assert_never

from sqlalchemy.orm import Session

from kiosk.domain.tender import Tender
from sim.backend.channels.api import Closed, NotPaid, Paid, Sighting
from sim.backend.channels.platform import Platform
from sim.backend.channels.tables import Trade


class TradeState(Enum):
    """``trade_state``; ORDER_NOT_EXIST is the error code for an unknown order. USERPAYING, PAYERROR
    and REVOKED are for payment codes only."""

    NOTPAY = "NOTPAY"
    SUCCESS = "SUCCESS"
    CLOSED = "CLOSED"
    REFUND = "REFUND"
    USERPAYING = "USERPAYING"
    PAYERROR = "PAYERROR"
    REVOKED = "REVOKED"
    ORDER_NOT_EXIST = "ORDER_NOT_EXIST"


class WeChat(Platform):
    """WeChat Pay."""

    tender = Tender.WECHAT
    _trade_number_prefix = "4200"

    def query(self, order_number: str) -> Sighting:
        """Ask after the order. An expired trade stays NOTPAY until the merchant closes it."""
        self._expect_reachable()
        return self._store.run(lambda session: _sighting(session.get(Trade, order_number)))

    def close(self, order_number: str) -> Sighting:
        """Close the trade; a paid one answers ORDERPAID and stays paid."""
        self._expect_reachable()
        now = self._clock.now()

        def close(session: Session) -> Sighting:
            trade = session.get(Trade, order_number)
            if trade is not None and trade.paid_at is None and trade.closed_at is None:
                trade.closed_at = now
            return Closed() if trade is None else _sighting(trade)

        return self._store.run(close)

    def state(self, order_number: str) -> TradeState:
        """The platform's own word for the state."""
        return self._store.run(lambda session: trade_state(session.get(Trade, order_number)))

    def _later(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self.refund_seconds)


def trade_state(trade: Trade | None) -> TradeState:
    """The platform's word for what its book says."""
    if trade is None:
        return TradeState.ORDER_NOT_EXIST
    if trade.refunded_fen > 0:
        return TradeState.REFUND
    if trade.paid_at is not None:
        return TradeState.SUCCESS
    if trade.by_code:
        if trade.refused_at is not None:
            return TradeState.PAYERROR
        return TradeState.USERPAYING if trade.closed_at is None else TradeState.REVOKED
    return TradeState.NOTPAY if trade.closed_at is None else TradeState.CLOSED


def _sighting(trade: Trade | None) -> Sighting:
    match state := trade_state(trade):
        case TradeState.NOTPAY | TradeState.USERPAYING | TradeState.ORDER_NOT_EXIST:
            return NotPaid()
        case TradeState.CLOSED | TradeState.PAYERROR | TradeState.REVOKED:
            return Closed()
        case TradeState.SUCCESS | TradeState.REFUND:
            return _paid(trade)
        case _:
            assert_never(state)


def _paid(trade: Trade | None) -> Paid:
    if trade is None or trade.trade_number is None or trade.paid_at is None:
        raise AssertionError("a paid trade has a number and a time")
    return Paid(trade.trade_number, trade.paid_at)
