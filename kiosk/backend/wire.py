"""Edge models: what the service's JSON must look like. Strict, bounded, nothing coerced."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from kiosk.backend.errors import ServiceError, ServiceErrorKind

_MOST_FEN = 10**12


class _Answer(BaseModel):
    # New fields may appear on the service's side; unknown ones are ignored, known ones are strict.
    model_config = ConfigDict(frozen=True, extra="ignore")


Fen = Annotated[int, Field(strict=True, ge=0, le=_MOST_FEN)]
MonthCode = Annotated[str, Field(pattern=r"^\d{6}$")]
Token = Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[!-~]+$")]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Reference = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
BasisPoints = Annotated[int, Field(strict=True, ge=0, le=10_000)]
Yes = Annotated[bool, Field(strict=True)]


class TenderOffer(_Answer):
    """Whether a way of paying can be used now."""

    tender: str
    available: Yes


class TerminalAnswer(_Answer):
    """GET /v1/terminal."""

    number: str
    server_time: AwareDatetime
    tenders: Annotated[tuple[TenderOffer, ...], Field(max_length=20)]


class CitizenAnswer(_Answer):
    """POST /v1/citizens/lookup."""

    person_token: Token
    name: Name
    identity_number: Annotated[str, Field(min_length=15, max_length=18)]


class BaseAnswer(_Answer):
    """Bounds of the base."""

    lower_fen: Fen
    upper_fen: Fen
    rate_bp: BasisPoints
    policy_year: Annotated[int, Field(strict=True, ge=2000, le=2200)]
    previous_fen: Fen | None
    demonstration: Yes


class EnrolmentAnswer(_Answer):
    """One enrolment."""

    personal_number: Reference
    insurance: str
    agency_name: Name
    status: str
    since: MonthCode
    payable: Annotated[tuple[MonthCode, ...], Field(max_length=24)]
    paid: Annotated[tuple[MonthCode, ...], Field(max_length=24)]
    base: BaseAnswer | None


class EnrolmentsAnswer(_Answer):
    """POST /v1/enrolments/search."""

    enrolments: Annotated[tuple[EnrolmentAnswer, ...], Field(max_length=50)]


class QuoteLineAnswer(_Answer):
    """One month."""

    month: MonthCode
    base_fen: Fen
    amount_fen: Fen


class QuoteAnswer(_Answer):
    """POST /v1/quotes."""

    quote_number: Reference
    personal_number: Reference
    insurance: str
    agency_name: Name
    first_month: MonthCode
    last_month: MonthCode
    base_fen: Fen
    rate_bp: BasisPoints
    lines: Annotated[tuple[QuoteLineAnswer, ...], Field(min_length=1, max_length=12)]
    total_fen: Annotated[int, Field(strict=True, gt=0, le=_MOST_FEN)]
    demonstration: Yes


class OrderAnswer(_Answer):
    """Every answer about an order."""

    order_number: Annotated[str, Field(pattern=r"^[0-9A-Z]{20,32}$")]
    state: str
    amount_fen: Fen
    tender: str
    qr_payload: Annotated[str, Field(min_length=1, max_length=512, pattern=r"^[!-~]+$")] | None
    expires_in: Annotated[int, Field(strict=True, ge=0, le=7200)] | None
    paid_at: AwareDatetime | None
    posting_serial: Reference | None
    channel_trade_number: Reference | None
    tax_ticket_number: Reference | None


_A = TypeVar("_A", bound=_Answer)


def read(model: type[_A], answer: object) -> _A:
    """The answer as the model says. Raises ServiceError(MALFORMED), never showing the content."""
    try:
        return model.model_validate(answer)
    except ValidationError as error:
        places = ",".join(str(one["loc"][-1]) for one in error.errors()[:3] if one["loc"])
        raise ServiceError(ServiceErrorKind.MALFORMED, cause=f"fields {places}") from None
