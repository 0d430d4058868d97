"""The tables of the collection service: who it knows, what it offered, ordered and posted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.identity import IdentityKind
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.order import OrderState
from kiosk.domain.period import Month
from kiosk.domain.tender import Tender
from sim.backend.columns import Base


class Terminal(Base):
    """A terminal that may call; ``number`` is the common name of its certificate."""

    __tablename__ = "terminals"

    number: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str]
    hall_name: Mapped[str]
    tax_authority: Mapped[str]
    window: Mapped[str]
    hotline: Mapped[str]


class Person(Base):
    """自然人信息."""

    __tablename__ = "persons"
    __table_args__ = (UniqueConstraint("identity_kind", "identity_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    identity_kind: Mapped[IdentityKind]
    identity_number: Mapped[str]
    name: Mapped[str]


class Visit(Base):
    """A citizen at a terminal: the token that stands for the person until ``expires_at``."""

    __tablename__ = "visits"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    terminal_number: Mapped[str]
    expires_at: Mapped[datetime]


class Enrolment(Base):
    """参保登记. ``deduction_running``: a batch deduction (批扣) of this enrolment is under way."""

    __tablename__ = "enrolments"

    id: Mapped[int] = mapped_column(primary_key=True)
    personal_number: Mapped[str] = mapped_column(String(20), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    insurance: Mapped[InsuranceKind]
    agency_code: Mapped[str]
    agency_name: Mapped[str]
    status: Mapped[EnrolmentStatus]
    since: Mapped[Month]
    deduction_running: Mapped[bool]


class Quote(Base):
    """An amount offered: ``month_fen`` for each month from ``first_month`` to ``last_month``."""

    __tablename__ = "quotes"

    number: Mapped[str] = mapped_column(String(32), primary_key=True)
    terminal_number: Mapped[str]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    first_month: Mapped[Month]
    last_month: Mapped[Month]
    base_fen: Mapped[int]
    rate_bp: Mapped[int]
    month_fen: Mapped[int]
    total_fen: Mapped[int]
    demonstration: Mapped[bool]
    expires_at: Mapped[datetime]


class OrderClaim(Base):
    """The one row an order number may ever have, whoever speaks of it first.

    ``idempotency_key`` and ``body`` belong to the PUT that created the order; both are None for the
    tombstone of a number that was closed before it was seen.
    """

    __tablename__ = "order_claims"

    order_number: Mapped[str] = mapped_column(String(32), primary_key=True)
    terminal_number: Mapped[str]
    idempotency_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    body: Mapped[str | None]
    claimed_at: Mapped[datetime]


class Order(Base):
    """A payment order. Only ``sim.backend.ratchet`` changes one."""

    __tablename__ = "orders"

    number: Mapped[str] = mapped_column(ForeignKey("order_claims.order_number"), primary_key=True)
    quote_number: Mapped[str] = mapped_column(ForeignKey("quotes.number"))
    terminal_number: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    insurance: Mapped[InsuranceKind]
    personal_number: Mapped[str]
    first_month: Mapped[Month]
    last_month: Mapped[Month]
    amount_fen: Mapped[int]
    tender: Mapped[Tender]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    state: Mapped[OrderState] = mapped_column(index=True)
    qr_payload: Mapped[str | None]
    paid_at: Mapped[datetime | None]
    channel_trade_number: Mapped[str | None]
    posting_serial: Mapped[str | None]
    tax_ticket_number: Mapped[str | None]
    due_at: Mapped[datetime | None]
    """When the next step of posting may be taken; free to move."""


class Transition(Base):
    """One click of an order's ratchet, for the audit."""

    __tablename__ = "transitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_number: Mapped[str] = mapped_column(ForeignKey("orders.number"), index=True)
    before: Mapped[OrderState | None]
    after: Mapped[OrderState]
    at: Mapped[datetime]


class Contribution(Base):
    """A month of an insurance that has been paid and credited (入账); there is only ever one.

    ``order_number`` is None for what was paid elsewhere before.
    """

    __tablename__ = "contributions"
    __table_args__ = (UniqueConstraint("person_id", "insurance", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    insurance: Mapped[InsuranceKind]
    personal_number: Mapped[str]
    month: Mapped[Month]
    base_fen: Mapped[int]
    amount_fen: Mapped[int]
    order_number: Mapped[str | None] = mapped_column(ForeignKey("orders.number"))
