"""Column types of the service's own: moments, months, and enumerations by their wire names."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from kiosk.domain.period import Month
from sim.clock import CHINA


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as UTC without offset because SQLite has no offsets."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database, in China time."""
        return None if value is None else value.replace(tzinfo=UTC).astimezone(CHINA)


class YearMonth(TypeDecorator[Month]):
    """A month as YYYYMM, which sorts as the calendar does."""

    impl = String(6)
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> str | None:
        """To the database."""
        return None if value is None else value.code

    def process_result_value(self, value: str | None, dialect: Dialect) -> Month | None:
        """From the database."""
        return None if value is None else Month.parse(value)


def _values(kind: type[Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """Every table. Amounts (``…_fen``) are whole fen."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class as it is
        datetime: Instant(),
        Month: YearMonth(),
        # SQLite numbers rows by itself only in a column called INTEGER, which has 64 bits there.
        int: BigInteger().with_variant(Integer(), "sqlite"),
        Enum: EnumColumn(Enum, native_enum=False, length=32, values_callable=_values),
    }
