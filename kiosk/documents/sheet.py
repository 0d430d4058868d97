"""One description of every paper, and how it is set on 80 mm (48 columns) and 58 mm (32) paper.

A layout says what is on a paper; the order, the rules between parts, what is large and what is
bold are decided here, once, so that people find the same thing in the same place on every paper.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from kiosk.documents.paper_blocks import (
    amount_block,
    basis_fact,
    check_block,
    fact,
    hotlines,
    itemised,
    periods_fact,
    points,
    sentences,
    warning_block,
)
from kiosk.domain.basis import Basis
from kiosk.domain.money import Money
from kiosk.domain.paper import Align, Feed, PaperDocument, PaperItem, Rule, TextLine
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.receipt import ReceiptLine


@dataclass(frozen=True, slots=True)
class Field:
    """A label of at most five Chinese characters and its value; without a value it is left out."""

    label: str
    value: str = field(repr=False)
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Periods:
    """费款所属期, each on a line of its own."""

    periods: tuple[ContributionPeriod, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence over the whole width, without a label."""

    text: str
    bold: bool = False


Entry = Field | Periods | Basis | Passage
"""One line of a section, or several that belong together."""

Section = tuple[Entry, ...]
"""What stands together between two rules."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper, from the top down; what is empty is left out.

    ``issuer`` (who speaks) · ``title``, large · ``subtitle`` · ``marks``, bold (补打, 演示数据) ·
    ``warning``, large between heavy rules · ``points``, numbered sentences · ``sections`` ·
    ``items`` where there are more than one · ``amount`` with its label, large, and in capitals ·
    ``references`` (sections that name the payment to people and machines) · ``check_url`` as a QR
    code with ``check_caption`` · ``notice``, bold · ``footer`` · the hotlines.
    """

    issuer: str
    title: str
    sections: tuple[Section, ...]
    notice: str
    subtitle: str = ""
    marks: tuple[str, ...] = ()
    warning: str = ""
    points: tuple[str, ...] = ()
    items: tuple[ReceiptLine, ...] = field(default=(), repr=False)
    amount: tuple[str, Money] | None = field(default=None, repr=False)
    references: tuple[Section, ...] = ()
    check_url: str = field(default="", repr=False)
    check_caption: str = ""
    footer: tuple[str, ...] = ()
    has_hotlines: bool = True


def set_sheet(sheet: Sheet, columns: int) -> PaperDocument:
    """The paper of so many columns, 48 or 32. No line is wider, and nothing is clipped."""
    parts = (
        _head(sheet, columns),
        points(sheet.points, columns),
        *(_section(section, columns) for section in sheet.sections),
        _items(sheet.items, columns),
        () if sheet.amount is None else amount_block(*sheet.amount, columns),
        *(_section(section, columns) for section in sheet.references),
        check_block(sheet.check_url, sheet.check_caption, columns),
        _foot(sheet, columns),
    )
    return PaperDocument(columns, tuple(_ruled(parts)))


def _ruled(parts: Iterable[tuple[PaperItem, ...]]) -> Iterable[PaperItem]:
    """The parts that there are, with a rule between any two of them; a heavy one is enough."""
    before: PaperItem | None = None
    for part in filter(None, parts):
        if before is not None and not isinstance(before, Rule):
            yield Rule()
        yield from part
        before = part[-1]


def _head(sheet: Sheet, columns: int) -> tuple[PaperItem, ...]:
    return (
        *sentences(sheet.issuer, columns, Align.CENTRE),
        *sentences(sheet.title, columns, Align.CENTRE, bold=True, scale=2),
        *(sentences(sheet.subtitle, columns, Align.CENTRE) if sheet.subtitle else ()),
        *(
            line
            for mark in sheet.marks
            for line in sentences(mark, columns, Align.CENTRE, bold=True)
        ),
        *(warning_block(sheet.warning, columns) if sheet.warning else ()),
    )


def _section(section: Section, columns: int) -> tuple[PaperItem, ...]:
    return tuple(line for entry in section for line in _entry(entry, columns))


def _entry(entry: Entry, columns: int) -> tuple[PaperItem, ...]:
    match entry:
        case Field(label, value, bold):
            return fact(label, value, columns, bold=bold)
        case Periods(periods):
            return periods_fact(periods, columns)
        case Basis():
            return basis_fact(entry, columns)
        case Passage(text, bold):
            return sentences(text, columns, bold=bold)
        case _:
            assert_never(entry)


def _items(items: tuple[ReceiptLine, ...], columns: int) -> tuple[PaperItem, ...]:
    lines = itemised(items, columns)
    return (TextLine("缴费明细（元）"), *lines) if lines else ()


def _foot(sheet: Sheet, columns: int) -> tuple[PaperItem, ...]:
    return (
        *sentences(sheet.notice, columns, Align.CENTRE, bold=True),
        *(line for text in sheet.footer for line in sentences(text, columns, Align.CENTRE)),
        Feed(1),
        *((*hotlines(columns), Feed(1)) if sheet.has_hotlines else ()),
    )
