"""Policy as dated rows of data: of several rows the latest one in force on a day holds."""

from __future__ import annotations

from datetime import date
from enum import Enum

from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.period import MONTHS_PER_YEAR
from kiosk.domain.tender import Tender
from sim.backend.columns import Base
from sim.backend.models import PersonType

EVERYWHERE = ""
"""``agency_code`` of rows for the whole province; those of one agency come before them."""


class Publication(Enum):
    """Whether the bounds of a year are known."""

    PUBLISHED = "published"
    CARRIED_OVER = "carried_over"
    """Not yet published; the figures of the year before are used meanwhile."""
    UNPUBLISHED = "unpublished"
    """Not yet published, and the year cannot be paid until it is."""


class Term(Enum):
    """Things with a dated duration."""

    QR = "qr"
    PAYMENT_CODE = "payment_code"
    """How long a payer may take over the password once their payment code was scanned."""
    QUOTE = "quote"
    VISIT = "visit"
    PAYEE_QUESTION = "payee_question"
    PAYEE_WINDOW = "payee_window"
    """For how long failed answers about payees are counted."""
    DOCUMENT_LINK = "document_link"


class Bound(Enum):
    """Things with a dated greatest number."""

    PAYEE_ATTEMPTS = "payee_attempts"
    """Failed answers about payees at one terminal within ``Term.PAYEE_WINDOW``."""
    RESIDENT_PENSION_AGE = "resident_pension_age"
    """Years of age at which residents no longer pay for the pension."""


class BaseBounds(Base):
    """Bounds of the contribution base for a calendar year, in force from ``effective_from`` on.

    ``source`` says where the figures come from; ``demonstration`` that nobody has verified them.
    """

    __tablename__ = "base_bounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    insurance: Mapped[InsuranceKind]
    year: Mapped[int]
    effective_from: Mapped[date]
    publication: Mapped[Publication]
    lower_fen: Mapped[int]
    upper_fen: Mapped[int]
    source: Mapped[str]
    demonstration: Mapped[bool]


class Rate(Base):
    """Contribution rate in basis points."""

    __tablename__ = "rates"

    id: Mapped[int] = mapped_column(primary_key=True)
    insurance: Mapped[InsuranceKind]
    effective_from: Mapped[date]
    rate_bp: Mapped[int]
    source: Mapped[str]
    demonstration: Mapped[bool]


class CollectionWindow(Base):
    """When months of the current year can be paid, how far back and how far ahead.

    ``opens`` and ``closes`` are days of each year as MMDD, both included; ``months_behind`` and
    ``months_ahead`` count from the current month, and never reach beyond its year.
    """

    __tablename__ = "collection_windows"

    id: Mapped[int] = mapped_column(primary_key=True)
    insurance: Mapped[InsuranceKind]
    agency_code: Mapped[str] = mapped_column(default=EVERYWHERE)
    effective_from: Mapped[date]
    opens: Mapped[str]
    closes: Mapped[str]
    months_behind: Mapped[int] = mapped_column(default=MONTHS_PER_YEAR)
    months_ahead: Mapped[int]
    source: Mapped[str]
    demonstration: Mapped[bool]


class YearWindow(Base):
    """When a whole year can be paid: between two days of each year (MMDD, both included), the year
    ``years_ahead`` of the current one."""

    __tablename__ = "year_windows"

    id: Mapped[int] = mapped_column(primary_key=True)
    insurance: Mapped[InsuranceKind]
    agency_code: Mapped[str] = mapped_column(default=EVERYWHERE)
    effective_from: Mapped[date]
    opens: Mapped[str]
    closes: Mapped[str]
    years_ahead: Mapped[int]
    source: Mapped[str]
    demonstration: Mapped[bool]


class TierRow(Base):
    """A tier (缴费档次) of a residents' insurance from ``effective_from`` on, for people of one
    type. ``offered`` False takes it away again; ``rank`` is its place."""

    __tablename__ = "tiers"

    id: Mapped[int] = mapped_column(primary_key=True)
    insurance: Mapped[InsuranceKind]
    person_type: Mapped[PersonType]
    code: Mapped[str]
    effective_from: Mapped[date]
    offered: Mapped[bool]
    rank: Mapped[int]
    name: Mapped[str]
    amount_fen: Mapped[int]
    subsidy_fen: Mapped[int]
    note: Mapped[str]
    source: Mapped[str]
    demonstration: Mapped[bool]


class PlanRow(Base):
    """A plan (参保档次) of the flexible medical insurance: rate in basis points, and the bases to
    choose from as yuan with commas between. ``note`` is what to know before paying."""

    __tablename__ = "medical_plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(default=EVERYWHERE)
    code: Mapped[str]
    effective_from: Mapped[date]
    offered: Mapped[bool]
    name: Mapped[str]
    description: Mapped[str]
    rate_bp: Mapped[int]
    bases_yuan: Mapped[str]
    source: Mapped[str]
    demonstration: Mapped[bool]


class ItemRow(Base):
    """An insurance item (缴费险种) paid with a month of the flexible medical insurance.

    ``month_fen`` is its price a month, None where it is base times the rate of the plan.
    """

    __tablename__ = "medical_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(default=EVERYWHERE)
    code: Mapped[str]
    effective_from: Mapped[date]
    offered: Mapped[bool]
    name: Mapped[str]
    month_fen: Mapped[int | None]
    required: Mapped[bool]
    source: Mapped[str]
    demonstration: Mapped[bool]


class WaitingRule(Base):
    """待遇等待期 after a lapse of the medical insurance, in months; 0 ends it."""

    __tablename__ = "waiting_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_code: Mapped[str] = mapped_column(default=EVERYWHERE)
    effective_from: Mapped[date]
    months: Mapped[int]
    source: Mapped[str]
    demonstration: Mapped[bool]


class Limit(Base):
    """How much or how many of something."""

    __tablename__ = "limits"

    id: Mapped[int] = mapped_column(primary_key=True)
    bound: Mapped[Bound]
    effective_from: Mapped[date]
    value: Mapped[int]
    source: Mapped[str]
    demonstration: Mapped[bool]


class Duration(Base):
    """How long a thing is valid."""

    __tablename__ = "durations"

    id: Mapped[int] = mapped_column(primary_key=True)
    term: Mapped[Term]
    effective_from: Mapped[date]
    seconds: Mapped[int]


class TenderRule(Base):
    """Whether a tender is offered; ``reason`` is for the citizen when it is not."""

    __tablename__ = "tender_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    tender: Mapped[Tender]
    effective_from: Mapped[date]
    available: Mapped[bool]
    reason: Mapped[str | None]
