"""The tables of what terminals report, and of what they are to do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sim.backend.columns import Base


class TerminalReport(Base):
    """A report, as it was first received. ``body`` is JSON, ``digest`` says whether another one
    under the same number is the same; ``at`` is the terminal's own time."""

    __tablename__ = "terminal_reports"
    __table_args__ = (UniqueConstraint("terminal_number", "series", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    terminal_number: Mapped[str] = mapped_column(ForeignKey("terminals.number"), index=True)
    series: Mapped[str] = mapped_column(String(36))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[str] = mapped_column(String(40))
    received_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    body: Mapped[str] = mapped_column(Text)


class TerminalInstruction(Base):
    """Something that a terminal is to do. ``outcome`` is what it has told about it, nothing yet
    where that is empty; ``why`` is its reason to refuse."""

    __tablename__ = "terminal_instructions"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(19), unique=True)
    terminal_number: Mapped[str] = mapped_column(ForeignKey("terminals.number"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    given_at: Mapped[datetime]
    valid_until: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(16), default="")
    why: Mapped[str] = mapped_column(String(80), default="")
    told_at: Mapped[datetime | None]
