"""What a payment platform keeps about trades; the collection service never reads these tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.tender import Tender
from sim.backend.columns import Base


class Trade(Base):
    """One trade at a platform, known there by the merchant's order number.

    ``token`` is the secret part of the QR code. ``scanned_at`` is when a wallet first opened it,
    ``closed_at`` when the merchant or the platform closed it, ``paid_fen`` what the payer's account
    was charged and ``refunded_fen`` what it was given back. A trade ``by_code`` began with a
    payment code; ``refused_at`` is when the wallet turned it down.
    """

    __tablename__ = "channel_trades"

    order_number: Mapped[str] = mapped_column(String(32), primary_key=True)
    tender: Mapped[Tender]
    token: Mapped[str] = mapped_column(String(64), unique=True)
    subject: Mapped[str]
    amount_fen: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    by_code: Mapped[bool]
    refused_at: Mapped[datetime | None]
    scanned_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    trade_number: Mapped[str | None]
    paid_fen: Mapped[int]
    refunded_fen: Mapped[int]


class Refund(Base):
    """A refund at a platform by the merchant's refund number; done once ``done_at`` is past."""

    __tablename__ = "channel_refunds"

    refund_number: Mapped[str] = mapped_column(String(40), primary_key=True)
    order_number: Mapped[str]
    amount_fen: Mapped[int]
    done_at: Mapped[datetime]
