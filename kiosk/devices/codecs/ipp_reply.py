"""What a reply of IPP says, as far as it is asked for: typed, and forgiving of what is absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Status(IntEnum):
    """Status codes that mean something of their own here (RFC 8011 appendix B)."""

    FORBIDDEN = 0x0401
    NOT_AUTHENTICATED = 0x0402
    NOT_AUTHORISED = 0x0403
    NOT_POSSIBLE = 0x0404
    TIMED_OUT = 0x0405
    NOT_FOUND = 0x0406
    GONE = 0x0407
    TOO_LARGE = 0x0408
    DOCUMENT_FORMAT_ERROR = 0x0411
    INTERNAL_ERROR = 0x0500
    SERVICE_UNAVAILABLE = 0x0502
    DEVICE_ERROR = 0x0504
    TEMPORARY_ERROR = 0x0505
    NOT_ACCEPTING_JOBS = 0x0506
    BUSY = 0x0507
    JOB_CANCELLED = 0x0508
    DEACTIVATED = 0x050A
    TOO_MANY_JOBS = 0x050B


@dataclass(frozen=True, slots=True)
class IppAttributes:
    """The attributes of one printer or job. A name that is absent has no values."""

    values: Mapping[str, tuple[object, ...]] = field(repr=False)

    def has(self, name: str) -> bool:
        """Whether it is there at all, even without a value (RFC 8010's out-of-band values)."""
        return name in self.values

    def number(self, name: str) -> int | None:
        """Its first value, if that is a number."""
        return next(iter(self.numbers(name)), None)

    def numbers(self, name: str) -> tuple[int, ...]:
        """Those of its values that are numbers."""
        return tuple(
            value
            for value in self.values.get(name, ())
            if isinstance(value, int) and not isinstance(value, bool)
        )

    def flag(self, name: str) -> bool | None:
        """Its first value, if that is a boolean."""
        first = next(iter(self.values.get(name, ())), None)
        return first if isinstance(first, bool) else None

    def words(self, name: str) -> tuple[str, ...]:
        """Those of its values that are written: keywords, names, texts, octets."""
        return tuple(value for value in self.values.get(name, ()) if isinstance(value, str))


NOTHING_SAID = IppAttributes({})


@dataclass(frozen=True, slots=True)
class IppReply:
    """A reply: its status, the request it answers, the printer and the jobs it tells of."""

    status: int
    request_id: int
    printer: IppAttributes = NOTHING_SAID
    jobs: tuple[IppAttributes, ...] = ()

    @property
    def successful(self) -> bool:
        """Whether the printer did what it was asked (RFC 8011 B.1.2: 0x0000 to 0x00FF)."""
        return 0 <= self.status <= 0x00FF
