"""What both platforms share: their book of trades, and the wallet's side of it.

The wallet works even while the merchant cannot reach the platform; that is how a payment comes to
be unknown to the collection service.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import ClassVar, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.domain.tender import Tender
from sim.backend.channels.api import (
    AwaitingPayer,
    ChannelUnreachable,
    Charge,
    Paid,
    RefundState,
    Refused,
    Sighting,
    TradeRequest,
)
from sim.backend.channels.payment_codes import PaymentCodes
from sim.backend.channels.tables import Refund, Trade
from sim.backend.mint import Mint
from sim.backend.store import Store
from sim.clock import WorldClock

T = TypeVar("T")


class WalletResult(Enum):
    """What the phone shows after an attempt to pay."""

    PAID = "paid"
    ALREADY_PAID = "already_paid"
    EXPIRED = "expired"
    CLOSED = "closed"
    NO_SUCH_CODE = "no_such_code"


class CodeHabit(Enum):
    """What a wallet does when its payment code is charged."""

    PAYS = "pays"
    ASKS = "asks"
    """It asks its owner for the password first."""
    REFUSES = "refuses"


@dataclass(frozen=True, slots=True)
class WalletView:
    """A trade as the phone shows it before paying. ``obstacle`` is why it cannot be paid, if so."""

    tender: Tender
    order_number: str
    subject: str
    amount_fen: int
    obstacle: WalletResult | None


def _nobody(_: str) -> None:
    """Nobody listens for notifications yet."""


class Platform(ABC):
    """A payment platform. Subclasses give it the states and the habits of the real one.

    ``wallet_url`` is where the QR codes lead; ``reachable`` whether merchants can call; ``notify``
    is called with the order number after a payment; ``refund_seconds`` how long a refund takes and
    ``refunds_refused`` whether refunds are turned down, as for a payer's account that is closed;
    ``code_habit`` what the wallet does when its payment code is charged.
    """

    tender: ClassVar[Tender]
    _trade_number_prefix: ClassVar[str]

    def __init__(
        self,
        store: Store,
        clock: WorldClock,
        mint: Mint,
        wallet_url: str,
        payment_codes: PaymentCodes,
    ) -> None:
        self._store = store
        self._clock = clock
        self._mint = mint
        self._wallet_url = wallet_url
        self._payment_codes = payment_codes
        self.notify: Callable[[str], None] = _nobody
        self.restore()

    def restore(self) -> None:
        """Everything works as it should."""
        self.reachable = True
        self.refund_seconds = 0.0
        self.refunds_refused = False
        self.code_habit = CodeHabit.PAYS

    @abstractmethod
    def query(self, order_number: str) -> Sighting:
        """What the platform knows of the order."""

    @abstractmethod
    def close(self, order_number: str) -> Sighting:
        """Close the trade, if the platform can."""

    def precreate(self, request: TradeRequest) -> str:
        """Book the trade, once for each order number; returns the text of its QR code."""
        self._expect_reachable()
        token, now = self._mint.token(), self._clock.now()

        def book(session: Session) -> str:
            trade = session.get(Trade, request.order_number)
            if trade is None:
                trade = self._new_trade(request, token, now, by_code=False)
                session.add(trade)
            return trade.token

        return f"{self._wallet_url}/w/{self._store.run(book)}"

    def charge(self, request: TradeRequest, payment_code: str) -> Charge:
        """Charge whoever shows that code, once for each order number."""
        self._expect_reachable()
        token, now, trade_number = self._mint.token(), self._clock.now(), self._mint_trade_number()
        accepted = self._payment_codes.spend(payment_code, self.tender, request.order_number)

        def book(session: Session) -> Charge:
            trade = session.get(Trade, request.order_number)
            if trade is None:
                trade = self._new_trade(request, token, now, by_code=True)
                session.add(trade)
                if not accepted or self.code_habit is CodeHabit.REFUSES:
                    trade.refused_at = trade.closed_at = now
                elif self.code_habit is CodeHabit.PAYS:
                    _charge(trade, trade_number, now)
            if trade.paid_at is not None and trade.trade_number is not None:
                return Paid(trade.trade_number, trade.paid_at)
            return AwaitingPayer() if trade.closed_at is None else Refused()

        return self._store.run(book)

    def _new_trade(
        self, request: TradeRequest, token: str, now: datetime, *, by_code: bool
    ) -> Trade:
        return Trade(
            order_number=request.order_number,
            tender=self.tender,
            token=token,
            subject=request.subject,
            amount_fen=request.amount_fen,
            created_at=now,
            expires_at=request.expires_at,
            by_code=by_code,
            scanned_at=now if by_code else None,
            paid_fen=0,
            refunded_fen=0,
        )

    def refund(self, order_number: str, refund_number: str, amount_fen: int) -> RefundState:
        """Start the refund, or say how that one stands. Never refunds more than was paid."""
        self._expect_reachable()
        now = self._clock.now()

        def give_back(session: Session) -> RefundState:
            refund = session.get(Refund, refund_number)
            if refund is None:
                trade = session.get(Trade, order_number)
                if self.refunds_refused or trade is None:
                    return RefundState.REFUSED
                if trade.refunded_fen + amount_fen > trade.paid_fen:
                    return RefundState.REFUSED
                trade.refunded_fen += amount_fen
                refund = Refund(
                    refund_number=refund_number,
                    order_number=order_number,
                    amount_fen=amount_fen,
                    done_at=self._later(now),
                )
                session.add(refund)
            return RefundState.DONE if refund.done_at <= now else RefundState.PROCESSING

        return self._store.run(give_back)

    def bill(self, since: datetime) -> tuple[str, ...]:
        """Order numbers of everything paid since then."""
        self._expect_reachable()

        def read(session: Session) -> tuple[str, ...]:
            paid = select(Trade.order_number).where(
                Trade.tender == self.tender, Trade.paid_at >= since
            )
            return tuple(session.scalars(paid.order_by(Trade.paid_at)))

        return self._store.run(read)

    def open(self, token: str) -> WalletView | None:
        """A phone scanned the code; None when the code is not of this platform."""

        def look(session: Session) -> WalletView | None:
            trade = self._find(session, token)
            if trade is None:
                return None
            now = self._clock.now()
            obstacle = self._obstacle(trade, now)
            if obstacle is None and trade.scanned_at is None:
                trade.scanned_at = now
            return WalletView(
                self.tender, trade.order_number, trade.subject, trade.amount_fen, obstacle
            )

        return self._store.run(look)

    def pay(self, token: str) -> WalletResult:
        """The payer confirmed. Either this or the merchant's close comes first, never both."""
        trade_number = self._mint_trade_number()

        def charge(session: Session) -> tuple[WalletResult, str]:
            trade = self._find(session, token)
            if trade is None:
                return WalletResult.NO_SUCH_CODE, ""
            now = self._clock.now()
            obstacle = self._obstacle(trade, now)
            if obstacle is None:
                _charge(trade, trade_number, now)
            return obstacle or WalletResult.PAID, trade.order_number

        result, order_number = self._store.run(charge)
        if result is WalletResult.PAID:
            self.notify(order_number)
        return result

    def token_of(self, order_number: str) -> str | None:
        """The secret of an order's QR code, for scripted payments."""

        def read(session: Session) -> str | None:
            trade = session.get(Trade, order_number)
            return trade.token if trade is not None and trade.tender is self.tender else None

        return self._store.run(read)

    def complete_late(self, order_number: str) -> WalletResult:
        """The payer's bank confirms only now what was begun in time, whatever happened since."""
        trade_number = self._mint_trade_number()

        def charge(session: Session) -> WalletResult:
            trade = session.get(Trade, order_number)
            if trade is None or trade.tender is not self.tender:
                return WalletResult.NO_SUCH_CODE
            if trade.paid_at is not None:
                return WalletResult.ALREADY_PAID
            _charge(trade, trade_number, self._clock.now())
            return WalletResult.PAID

        result = self._store.run(charge)
        if result is WalletResult.PAID:
            self.notify(order_number)
        return result

    def _obstacle(self, trade: Trade, now: datetime) -> WalletResult | None:
        if trade.paid_at is not None:
            return WalletResult.ALREADY_PAID
        if trade.closed_at is not None:
            return WalletResult.CLOSED
        return WalletResult.EXPIRED if now >= trade.expires_at else None

    def _find(self, session: Session, token: str) -> Trade | None:
        return session.scalar(
            select(Trade).where(Trade.token == token, Trade.tender == self.tender)
        )

    def _later(self, now: datetime) -> datetime:
        return now

    def _expect_reachable(self) -> None:
        if not self.reachable:
            raise ChannelUnreachable(self.tender.value)

    def _mint_trade_number(self) -> str:
        return f"{self._trade_number_prefix}{self._clock.today():%Y%m%d}{self._mint.digits(16)}"


def _charge(trade: Trade, trade_number: str, now: datetime) -> None:
    trade.scanned_at = trade.scanned_at or now
    trade.paid_at = now
    trade.paid_fen = trade.amount_fen
    trade.trade_number = trade_number
