"""UnionPay QR (云闪付): a query has two answers, one about itself and one about the trade.

``respCode`` says how the query went, ``origRespCode`` how the trade stands: 00 is paid; with 03, 04
and 05 the network is still working on it and must be asked again. Such a trade cannot be closed,
because nobody knows yet. The code itself ends by ``payTimeout``; a merchant that is done with it
withdraws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy.orm import Session

from kiosk.domain.tender import Tender
from sim.backend.channels.api import Closed, NotPaid, Paid, Sighting
from sim.backend.channels.platform import Platform
from sim.backend.channels.tables import Trade


class RespCode(Enum):
    """Answers of the network. The value is what it says on the wire."""

    SUCCESS = "00"
    TIMED_OUT = "03"
    """通讯超时: ask again."""
    UNCERTAIN = "04"
    """交易状态未明: ask again."""
    ACCEPTED = "05"
    """交易已受理: ask again."""
    NO_SUCH_TRADE = "34"
    """查无此交易: no payer has confirmed anything."""
    ENDED = "12"
    """The code was withdrawn or ran out, or the payer's bank turned the trade down."""


UNDECIDED = frozenset({RespCode.TIMED_OUT, RespCode.UNCERTAIN, RespCode.ACCEPTED})


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """``resp_code`` of the query, and ``orig_resp_code`` of the trade, None when there is none."""

    resp_code: RespCode
    orig_resp_code: RespCode | None


class UnionPay(Platform):
    """UnionPay QR. ``undecided_seconds`` is how long the network works on a payment that the payer
    has confirmed, and ``undecided_code`` what it says meanwhile."""

    tender = Tender.UNIONPAY_QR
    _trade_number_prefix = "6201"

    def restore(self) -> None:
        """Everything works as it should."""
        super().restore()
        self.undecided_seconds = 0.0
        self.undecided_code = RespCode.ACCEPTED

    def query(self, order_number: str) -> Sighting:
        """Ask after the trade."""
        self._expect_reachable()
        now = self._clock.now()
        return self._store.run(
            lambda session: self._sighting(session.get(Trade, order_number), now)
        )

    def close(self, order_number: str) -> Sighting:
        """Withdraw the code. A trade the network still works on can be neither closed nor told."""
        self._expect_reachable()
        now = self._clock.now()

        def withdraw(session: Session) -> Sighting:
            trade = session.get(Trade, order_number)
            if trade is None:
                return Closed()
            if trade.paid_at is None and trade.closed_at is None:
                trade.closed_at = now
            return self._sighting(trade, now)

        return self._store.run(withdraw)

    def state(self, order_number: str) -> QueryAnswer:
        """The network's own words."""
        now = self._clock.now()
        return self._store.run(lambda session: self._answer(session.get(Trade, order_number), now))

    def _later(self, now: datetime) -> datetime:
        return now + timedelta(seconds=self.refund_seconds)

    def _answer(self, trade: Trade | None, now: datetime) -> QueryAnswer:
        if trade is None:
            return QueryAnswer(RespCode.NO_SUCH_TRADE, None)
        if trade.paid_at is not None:
            decided = trade.paid_at + timedelta(seconds=self.undecided_seconds) <= now
            code = RespCode.SUCCESS if decided else self.undecided_code
            return QueryAnswer(RespCode.SUCCESS, code)
        if trade.closed_at is not None or now >= trade.expires_at:
            return QueryAnswer(RespCode.SUCCESS, RespCode.ENDED)
        if trade.by_code:
            return QueryAnswer(RespCode.SUCCESS, RespCode.ACCEPTED)
        return QueryAnswer(RespCode.NO_SUCH_TRADE, None)

    def _sighting(self, trade: Trade | None, now: datetime) -> Sighting:
        answer = self._answer(trade, now)
        if answer.orig_resp_code is RespCode.ENDED:
            return Closed()
        if answer.orig_resp_code is not RespCode.SUCCESS or trade is None:
            return NotPaid()
        if trade.paid_at is None or trade.trade_number is None:
            raise AssertionError("a paid trade has a number and a time")
        return Paid(trade.trade_number, trade.paid_at)
