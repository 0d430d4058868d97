"""The tables of documents: certificates, prints of them and of receipts, links, check codes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kiosk.domain.certificate import CertificateKind
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.period import ContributionPeriod, Month
from sim.backend.columns import Base


class Certificate(Base):
    """A certificate as it was issued; it never changes afterwards.

    ``template`` and ``content`` (JSON) are what it is set from, again and again to the same bytes.
    ``issue_key`` is the terminal's: no two certificates are made for one. ``asked`` is what a
    contribution certificate was asked for by, as JSON; of a tax certificate its rows say so.
    ``amount_fen`` is what was paid, or given back where its rows are refunds.
    """

    __tablename__ = "certificates"

    number: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[CertificateKind]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    terminal_number: Mapped[str]
    issue_key: Mapped[str] = mapped_column(String(36), unique=True)
    asked: Mapped[str] = mapped_column(Text, default="")
    issued_at: Mapped[datetime]
    title: Mapped[str]
    amount_fen: Mapped[int]
    template: Mapped[str]
    content: Mapped[str] = mapped_column(Text)


class CertificateRow(Base):
    """A part of a payment that a tax certificate is about. The primary key is what makes sure that
    no part is ever in two certificates."""

    __tablename__ = "certificate_rows"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    certificate_number: Mapped[str] = mapped_column(ForeignKey("certificates.number"), index=True)
    insurance: Mapped[InsuranceKind]
    first_month: Mapped[Month]
    last_month: Mapped[Month]
    amount_fen: Mapped[int]
    refund: Mapped[bool]

    @property
    def period(self) -> ContributionPeriod:
        """费款所属期."""
        return ContributionPeriod(self.first_month, self.last_month)


class CertificatePrint(Base):
    """补打 第n次 of a certificate, n being ``reprint``; one for each ``print_key``."""

    __tablename__ = "certificate_prints"
    __table_args__ = (UniqueConstraint("certificate_number", "reprint"),)

    print_key: Mapped[str] = mapped_column(String(36), primary_key=True)
    certificate_number: Mapped[str] = mapped_column(ForeignKey("certificates.number"))
    reprint: Mapped[int]
    terminal_number: Mapped[str]
    at: Mapped[datetime]


class ReceiptPrint(Base):
    """补打 第n次 of a receipt, n being ``reprint``; one for each ``print_key``."""

    __tablename__ = "receipt_prints"
    __table_args__ = (UniqueConstraint("contribution_id", "reprint"),)

    print_key: Mapped[str] = mapped_column(String(36), primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    reprint: Mapped[int]
    terminal_number: Mapped[str]
    at: Mapped[datetime]


class CheckCode(Base):
    """What stands on paper for anybody to have it confirmed by: that of a certificate, or of a
    payment (an order's number, or the serial of what was paid elsewhere)."""

    __tablename__ = "check_codes"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    certificate_number: Mapped[str | None] = mapped_column(
        ForeignKey("certificates.number"), unique=True
    )
    payment_number: Mapped[str | None] = mapped_column(String(40), unique=True)


class DocumentLink(Base):
    """A document that whoever knows ``token`` may fetch until ``expires_at``; then it is deleted
    with the next link that is made."""

    __tablename__ = "document_links"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary)
    expires_at: Mapped[datetime] = mapped_column(index=True)
