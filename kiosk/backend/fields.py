"""What the fields of answers may hold, and how an answer is read. Strict, bounded, not coerced."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

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
from kiosk.domain.bank_card import MOST_TRACE

_MOST_FEN = 10**12
_RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 2000, 2199
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_LONG_NUMBER = re.compile(r"\d{7}")


def _written_out(value: object) -> object:
    # Pydantic would take seconds since 1970 as well.
    if not isinstance(value, str) or _RFC_3339.fullmatch(value) is None:
        raise ValueError("a moment is written after RFC 3339")
    return value


def _day_written_out(value: object) -> object:
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        raise ValueError("a day is written after RFC 3339")
    return value


def _of_our_years(moment: datetime) -> datetime:
    # At the ends of the calendar arithmetic with offsets overflows.
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError("a moment out of all reason")
    return moment


def _day_of_our_years(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError("a day out of all reason")
    return day


def _printable(text: str) -> str:
    if any(unicodedata.category(point) in _UNPRINTABLE for point in text):
        raise ValueError("a text with characters that cannot be printed")
    return text


def _of_a_host(address: str) -> str:
    """Raises ValueError for an address without a host, or with a name or password in it."""
    parts = urlsplit(address)
    if not parts.hostname or parts.port == 0 or "@" in parts.netloc:
        raise ValueError("no address of a page")
    return address


def _of_a_host_or_none(address: str) -> str:
    return address and _of_a_host(address)


def _without_number(text: str) -> str:
    # The ledger keeps it and refuses what might be the number of a person.
    if _LONG_NUMBER.search(text):
        raise ValueError("a name with a long number in it")
    return text


class Answer(BaseModel):
    """Base of every edge model. New fields may appear on the service's side: unknown ones are
    ignored, known ones are strict."""

    model_config = ConfigDict(frozen=True, extra="ignore")


Fen = Annotated[int, Field(strict=True, ge=0, le=_MOST_FEN)]
SomeFen = Annotated[int, Field(strict=True, gt=0, le=_MOST_FEN)]
"""An amount that is not nothing."""
MonthCode = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Year = Annotated[int, Field(strict=True, ge=_FIRST_YEAR, le=_LAST_YEAR)]
Moment = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_of_our_years)]
Day = Annotated[date, BeforeValidator(_day_written_out), AfterValidator(_day_of_our_years)]
Token = Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[!-~]+$")]
PersonName = Annotated[str, Field(min_length=1, max_length=64)]
AgencyName = Annotated[
    str,
    Field(min_length=1, max_length=100),
    AfterValidator(_printable),
    AfterValidator(_without_number),
]
Label = Annotated[
    str,
    Field(min_length=1, max_length=40),
    AfterValidator(_printable),
    AfterValidator(_without_number),
]
"""A few words that are shown, printed and kept."""
LabelOrNone = Annotated[
    str, Field(max_length=40), AfterValidator(_printable), AfterValidator(_without_number)
]
"""The same, or empty."""
Sentences = Annotated[str, Field(max_length=300), AfterValidator(_printable)]
"""What is shown and not kept; may be empty."""
Reference = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[!-~]+$")]
ReferenceOrNone = Annotated[str, Field(max_length=64, pattern=r"^[!-~]*$")]
PathNumber = Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,64}$")]
"""A number that becomes part of an address, and so may hold nothing that means something there."""
BasisPoints = Annotated[int, Field(strict=True, ge=0, le=10_000)]
PageAddress = Annotated[
    str, Field(max_length=200, pattern=r"^https?://[!-~]+$"), AfterValidator(_of_a_host)
]
"""An address that is printed, for people to open."""
PageAddressOrNone = Annotated[
    str, Field(max_length=200, pattern=r"^(https?://[!-~]+)?$"), AfterValidator(_of_a_host_or_none)
]
"""The same, or empty."""
CardNumbering = Annotated[int, Field(strict=True, ge=1, le=MOST_TRACE)]
"""A batch or a trace of an acquirer."""
Prints = Annotated[int, Field(strict=True, ge=0, le=10_000)]
Yes = Annotated[bool, Field(strict=True)]


_A = TypeVar("_A", bound=Answer)


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
