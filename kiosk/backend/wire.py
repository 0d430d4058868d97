"""Edge models: what the service's JSON must look like. Strict, bounded, nothing coerced."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from kiosk.backend.errors import ServiceError, ServiceErrorKind

_MOST_FEN = 10**12
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_OUR_YEARS = range(2000, 2200)
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LONG_NUMBER = re.compile(r"\d{7}")


def _written_out(value: object) -> object:
    # Pydantic would take seconds since 1970 as well.
    if not isinstance(value, str) or _RFC_3339.fullmatch(value) is None:
        raise ValueError("a moment is written after RFC 3339")
    return value


def _of_our_years(moment: datetime) -> datetime:
    # At the ends of the calendar arithmetic with offsets overflows.
    if moment.year not in _OUR_YEARS:
        raise ValueError("a moment out of all reason")
    return moment


def _printable(text: str) -> str:
    if any(unicodedata.category(point) in _UNPRINTABLE for point in text):
        raise ValueError("a text with characters that cannot be printed")
    return text


def _without_number(text: str) -> str:
    # The ledger keeps it and refuses what might be the number of a person.
    if _LONG_NUMBER.search(text):
        raise ValueError("a name with a long number in it")
    return text


class _Answer(BaseModel):
    # New fields may appear on the service's side; unknown ones are ignored, known ones are strict.
    model_config = ConfigDict(frozen=True, extra="ignore")


Fen = Annotated[int, Field(strict=True, ge=0, le=_MOST_FEN)]
MonthCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Moment = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_of_our_years)]
Token = Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[!-~]+$")]
PersonName = Annotated[str, Field(min_length=1, max_length=64)]
AgencyName = Annotated[
    str,
    Field(min_length=1, max_length=100),
    AfterValidator(_printable),
    AfterValidator(_without_number),
]
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
    server_time: Moment
    tenders: Annotated[tuple[TenderOffer, ...], Field(max_length=20)]


class CitizenAnswer(_Answer):
    """POST /v1/citizens/lookup."""

    person_token: Token
    name: PersonName
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
    agency_name: AgencyName
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
    agency_name: AgencyName
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
    paid_at: Moment | None
    posting_serial: Reference | None
    channel_trade_number: Reference | None
    tax_ticket_number: Reference | None


_A = TypeVar("_A", bound=_Answer)


def read(model: type[_A], answer: object) -> _A:
    """The answer as the model says. Raises ServiceError(MALFORMED), never showing the content."""
    try:
        return model.model_validate(answer)
    except ValidationError as error:
        places = ",".join(
            str(one["loc"][-1])
            for one in error.errors(include_input=False, include_context=False)[:3]
            if one["loc"]
        )
    # Outside the handler: pydantic's error quotes the answer.
    raise ServiceError(ServiceErrorKind.MALFORMED, cause=f"fields {places}")
