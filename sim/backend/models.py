"""The tables of the collection service: who it knows, what it offered, ordered and posted."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.basis import Basis, BasisKind
from kiosk.domain.bill import BillKind
from kiosk.domain.enrolment import EnrolmentStatus
from kiosk.domain.identity import IdentityKind
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.tender import Tender
from sim.backend.columns import Base, Lines, Periods


class PersonType(Enum):
    """人员类别 of the register of residents."""

    ORDINARY = "ordinary"
    STUDENT = "student"
    SEVERELY_DISABLED = "severely_disabled"
    LOW_INCOME = "low_income"
    EXTREMELY_POOR = "extremely_poor"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {
            "ordinary": "普通居民",
            "student": "学生儿童",
            "severely_disabled": "重度残疾人",
            "low_income": "低保对象",
            "extremely_poor": "特困人员",
        }[self.value]


class VisitScope(Enum):
    """What a token is good for: everything of oneself, or only paying for somebody else."""

    OWN = "own"
    PROXY = "proxy"


class PaymentChannel(Enum):
    """Where a payment was made."""

    KIOSK = "kiosk"
    WECHAT_MINI_PROGRAM = "wechat_mini_program"
    ALIPAY_MINI_PROGRAM = "alipay_mini_program"
    E_TAX_BUREAU = "e_tax_bureau"
    WINDOW = "window"
    BATCH_DEDUCTION = "batch_deduction"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {
            "kiosk": "自助终端",
            "wechat_mini_program": "微信小程序",
            "alipay_mini_program": "支付宝小程序",
            "e_tax_bureau": "电子税务局",
            "window": "办税窗口",
            "batch_deduction": "银行批扣",
        }[self.value]


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
    person_type: Mapped[PersonType]


class Visit(Base):
    """A token that stands for a person at a terminal until ``expires_at``: of the citizen who is
    there, or (``scope`` PROXY) of somebody who is paid for."""

    __tablename__ = "visits"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    terminal_number: Mapped[str]
    scope: Mapped[VisitScope]
    expires_at: Mapped[datetime]


class PayeeQuestion(Base):
    """Which of some surnames is that of the person of a number; can be answered once.

    ``person_id`` is None for a number nobody has: such a question has no right answer.
    """

    __tablename__ = "payee_questions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    terminal_number: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    expires_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    right: Mapped[bool | None]


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


class Bill(Base):
    """核定单据 of 人社 or 医保. ``contribution_id`` is the payment that settled it, None while it
    is open. The amount may be determined anew while it is open."""

    __tablename__ = "bills"

    number: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    kind: Mapped[BillKind]
    insurance: Mapped[InsuranceKind]
    personal_number: Mapped[str]
    agency_name: Mapped[str]
    first_month: Mapped[Month]
    last_month: Mapped[Month]
    amount_fen: Mapped[int]
    determined_on: Mapped[date]
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))

    @property
    def period(self) -> ContributionPeriod:
        """费款所属期."""
        return ContributionPeriod(self.first_month, self.last_month)


class BaseDeclaration(Base):
    """A base chosen for a year, or (``base_fen`` None) one taken back. Rows are only ever added;
    the last one of an enrolment and year holds."""

    __tablename__ = "base_declarations"

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"), index=True)
    year: Mapped[int]
    base_fen: Mapped[int | None]
    allows_batch: Mapped[bool]
    terminal_number: Mapped[str]
    at: Mapped[datetime]


class _Reckoned:
    """What a quote, an order and a contribution have in common: periods, and what the amount is
    reckoned from (``basis_fen`` is the base or the tier, 0 for bills)."""

    periods: Mapped[Periods]
    basis_kind: Mapped[BasisKind]
    basis_fen: Mapped[int]
    basis_name: Mapped[str]

    @property
    def basis(self) -> Basis:
        """As the domain has it."""
        return Basis(self.basis_kind, Money(self.basis_fen), self.basis_name)


class Quote(_Reckoned, Base):
    """An amount offered. ``selection`` is what it was asked for, as JSON, to reckon it again;
    ``proxied`` that somebody else than the person asked."""

    __tablename__ = "quotes"

    number: Mapped[str] = mapped_column(String(32), primary_key=True)
    terminal_number: Mapped[str]
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolments.id"))
    selection: Mapped[str]
    lines: Mapped[Lines]
    total_fen: Mapped[int]
    demonstration: Mapped[bool]
    proxied: Mapped[bool]
    expires_at: Mapped[datetime]


class OrderClaim(Base):
    """The one row an order number may ever have, whoever speaks of it first.

    ``idempotency_key`` and ``body_digest`` (the body may hold a payment code, which is never kept)
    belong to the PUT that created the order; both are None for the tombstone of a number that was
    closed before it was seen.
    """

    __tablename__ = "order_claims"

    order_number: Mapped[str] = mapped_column(String(32), primary_key=True)
    terminal_number: Mapped[str]
    idempotency_key: Mapped[str | None] = mapped_column(String(36), unique=True)
    body_digest: Mapped[str | None]
    claimed_at: Mapped[datetime]


class Order(_Reckoned, Base):
    """A payment order. Only ``sim.backend.ratchet`` changes one.

    ``person_id`` is who is paid for, ``proxy_id`` who pays for them if they logged in. An order
    ``by_code`` is charged to a payment code and has no QR code. One to be paid by bank card has
    none either, and no ``expires_at``: the terminal charges the card, or closes the order. The
    lines of an order are those of its quote.
    """

    __tablename__ = "orders"

    number: Mapped[str] = mapped_column(ForeignKey("order_claims.order_number"), primary_key=True)
    quote_number: Mapped[str] = mapped_column(ForeignKey("quotes.number"))
    terminal_number: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    proxy_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    insurance: Mapped[InsuranceKind]
    personal_number: Mapped[str]
    agency_name: Mapped[str]
    amount_fen: Mapped[int]
    tender: Mapped[Tender]
    by_code: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
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


class Contribution(_Reckoned, Base):
    """A payment that was credited (入账), here or elsewhere.

    ``number`` names it towards terminals: the order number, or the serial of what was paid
    elsewhere (``order_number`` None). ``tender`` is in Chinese. ``refunded_at`` is when the
    treasury gave it back (退库), which frees its months; ``refund_serial`` is that of the refund.
    """

    __tablename__ = "contributions"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    order_number: Mapped[str | None] = mapped_column(ForeignKey("orders.number"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    insurance: Mapped[InsuranceKind]
    personal_number: Mapped[str]
    agency_name: Mapped[str]
    lines: Mapped[Lines]
    amount_fen: Mapped[int]
    tender: Mapped[str]
    channel: Mapped[PaymentChannel]
    paid_at: Mapped[datetime]
    posted_at: Mapped[datetime]
    posting_serial: Mapped[str]
    channel_trade_number: Mapped[str]
    tax_ticket_number: Mapped[str | None]
    demonstration: Mapped[bool]
    refunded_at: Mapped[datetime | None]
    refund_serial: Mapped[str | None]


class CreditedMonth(Base):
    """A month of an insurance that has been paid and credited; there is only ever one.

    ``base_fen`` is 0 where the insurance knows no base. Bills credit no months: they may be about
    months that were paid too little.
    """

    __tablename__ = "credited_months"
    __table_args__ = (UniqueConstraint("person_id", "insurance", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    insurance: Mapped[InsuranceKind]
    month: Mapped[Month]
    base_fen: Mapped[int]
