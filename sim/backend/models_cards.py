"""The table of purchases by bank card that terminals have reported."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sim.backend.columns import Base


class CardPurchase(Base):
    """A purchase the acquirer approved, as the terminal reported it; it never changes afterwards.

    ``terminal_id`` and ``merchant_id`` are the acquirer's (F41, F42), and so are ``batch`` (F60.2),
    ``trace`` (F11), ``reference`` (F37) and ``authorisation`` (F38). Each purchase pays one order.
    """

    __tablename__ = "card_purchases"
    __table_args__ = (UniqueConstraint("terminal_id", "batch", "trace"),)

    order_number: Mapped[str] = mapped_column(ForeignKey("orders.number"), primary_key=True)
    terminal_id: Mapped[str] = mapped_column(String(8))
    merchant_id: Mapped[str] = mapped_column(String(15))
    batch: Mapped[int]
    trace: Mapped[int]
    reference: Mapped[str] = mapped_column(String(12), unique=True)
    authorisation: Mapped[str] = mapped_column(String(12))
    card_masked: Mapped[str] = mapped_column(String(19))
    amount_fen: Mapped[int]
    paid_at: Mapped[datetime]
    reported_at: Mapped[datetime]
