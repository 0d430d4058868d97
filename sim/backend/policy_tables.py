"""Policy as dated rows of data: of several rows the latest one in force on a day holds."""

from __future__ import annotations

from datetime import date
from enum import Enum

from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.tender import Tender
from sim.backend.columns import Base


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
    QUOTE = "quote"
    VISIT = "visit"


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
    """When months of the current year can be paid, and how far ahead.

    ``opens`` and ``closes`` are days of each year as MMDD, both included; ``months_ahead`` counts
    from the current month, and never reaches beyond December.
    """

    __tablename__ = "collection_windows"

    id: Mapped[int] = mapped_column(primary_key=True)
    insurance: Mapped[InsuranceKind]
    effective_from: Mapped[date]
    opens: Mapped[str]
    closes: Mapped[str]
    months_ahead: Mapped[int]
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
