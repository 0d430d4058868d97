"""Edge models of the terminal, the people and the orders."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kiosk.backend.fields import (
    AgencyName,
    Answer,
    BasisPoints,
    Fen,
    Label,
    LabelOrNone,
    Moment,
    MonthCode,
    PageAddress,
    PersonName,
    Reference,
    Token,
    Year,
    Yes,
)


class TenderOffer(Answer):
    """Whether a way of paying can be used now."""

    tender: str
    available: Yes


class PlannedMaintenanceAnswer(Answer):
    """When the service will not be there, and why."""

    begins: Moment
    ends: Moment
    reason: LabelOrNone = ""


class NearbyTerminalAnswer(Answer):
    """Another terminal that serves."""

    hall_name: Label
    number: Annotated[str, Field(min_length=1, max_length=16, pattern=r"^[A-Z0-9-]+$")]
    distance: LabelOrNone = ""


class TerminalAnswer(Answer):
    """GET /v1/terminal. A service may know nothing of plans and other terminals."""

    number: str
    server_time: Moment
    tenders: Annotated[tuple[TenderOffer, ...], Field(max_length=20)]
    planned_maintenance: Annotated[tuple[PlannedMaintenanceAnswer, ...], Field(max_length=20)] = ()
    nearby_terminals: Annotated[tuple[NearbyTerminalAnswer, ...], Field(max_length=20)] = ()


class CitizenAnswer(Answer):
    """POST /v1/citizens/lookup and /v1/payees/confirm."""

    person_token: Token
    name: PersonName
    identity_number: Annotated[str, Field(min_length=15, max_length=18)]


class PayeeQuestionAnswer(Answer):
    """POST /v1/payees/lookup."""

    question_token: Token
    surnames: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=20)], ...],
        Field(min_length=6, max_length=6),
    ]


class BaseAnswer(Answer):
    """Bounds of the base."""

    lower_fen: Fen
    upper_fen: Fen
    rate_bp: BasisPoints
    policy_year: Year
    previous_fen: Fen | None
    demonstration: Yes
    declared_fen: Fen | None
    fixed: Yes


class EnrolmentAnswer(Answer):
    """One enrolment."""

    personal_number: Reference
    insurance: str
    agency_name: AgencyName
    status: str
    since: MonthCode
    payable: Annotated[tuple[MonthCode, ...], Field(max_length=24)]
    paid: Annotated[tuple[MonthCode, ...], Field(max_length=24)]
    base: BaseAnswer | None


class EnrolmentsAnswer(Answer):
    """POST /v1/enrolments/search."""

    enrolments: Annotated[tuple[EnrolmentAnswer, ...], Field(max_length=50)]


class OrderAnswer(Answer):
    """Every answer about an order."""

    order_number: Annotated[str, Field(pattern=r"^[0-9A-Z]{20,32}$")]
    state: str
    amount_fen: Fen
    tender: str
    qr_payload: Annotated[str, Field(min_length=1, max_length=512, pattern=r"^[!-~]+$")] | None
    expires_in: Annotated[int, Field(strict=True, ge=0, le=7200)] | None
    paid_at: Moment | None
    posting_serial: Reference | None
    channel_trade_number: Reference | None
    tax_ticket_number: Reference | None
    check_url: PageAddress | None
