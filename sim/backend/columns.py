"""Column types of the service's own: moments, months and periods, lines of an amount, and
enumerations by their wire names."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Text
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from kiosk.domain.period import ContributionPeriod, Month
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


Periods = tuple[ContributionPeriod, ...]
"""费款所属期 of one payment, ascending."""


class PeriodList(TypeDecorator[Periods]):
    """Periods as ``202401-202412,202501-202506``."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Periods | None, dialect: Dialect) -> str | None:
        """To the database."""
        if value is None:
            return None
        return ",".join(f"{period.first.code}-{period.last.code}" for period in value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Periods | None:
        """From the database."""
        return None if value is None else tuple(_period(text) for text in value.split(","))


@dataclass(frozen=True, slots=True)
class Line:
    """One part of an amount: a month, an insurance item of it (``item``), a year, or a bill
    (``bill_number``)."""

    period: ContributionPeriod
    amount_fen: int
    item: str = ""
    bill_number: str = ""


Lines = tuple[Line, ...]


class LineList(TypeDecorator[Lines]):
    """Lines as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Lines | None, dialect: Dialect) -> str | None:
        """To the database."""
        if value is None:
            return None
        return json.dumps(
            [
                [f"{x.period.first.code}-{x.period.last.code}", x.amount_fen, x.item, x.bill_number]
                for x in value
            ],
            ensure_ascii=False,
        )

    def process_result_value(self, value: str | None, dialect: Dialect) -> Lines | None:
        """From the database."""
        if value is None:
            return None
        return tuple(Line(_period(text), *rest) for text, *rest in json.loads(value))


def _period(text: str) -> ContributionPeriod:
    first, _, last = text.partition("-")
    return ContributionPeriod(Month.parse(first), Month.parse(last))


def _values(kind: type[Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    """Every table. Amounts (``…_fen``) are whole fen."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class as it is
        datetime: Instant(),
        Month: YearMonth(),
        Periods: PeriodList(),
        Lines: LineList(),
        # SQLite numbers rows by itself only in a column called INTEGER, which has 64 bits there.
        int: BigInteger().with_variant(Integer(), "sqlite"),
        Enum: EnumColumn(Enum, native_enum=False, length=32, values_callable=_values),
    }
