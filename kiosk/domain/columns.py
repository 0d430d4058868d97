"""Widths of text on receipt paper, in printer columns: half the width of a Chinese character."""

from __future__ import annotations

import unicodedata
from itertools import accumulate

from kiosk.domain.characters import characters, is_mark

ELLIPSIS = "…"
_WIDE = frozenset("WFA")
_WIDEST = 2
# Marks that may not begin a line, and marks that may not end one (GB/T 15834).
_CLOSING = frozenset("，。、；：！？）】》〉」』”’…％℃·")
_OPENING = frozenset("（【《〈「『“‘￥")


def display_columns(text: str) -> int:
    """Columns the text takes on one line.

    Two for characters that are wide, full-width or ambiguous in Unicode's East Asian Width: the
    ambiguous ones (· — … “ ” Greek, Cyrillic) are drawn from the Chinese font in GB18030 printers.
    None for combining marks and control characters, one for everything else.
    """
    return sum(_point_columns(point) for point in text)


def fit_columns(text: str, columns: int) -> str:
    """The text if it fits in so many columns, else as much of it as does, ending in ``…``.

    Raises ValueError for fewer than two columns.
    """
    _require_room(columns)
    if display_columns(text) <= columns:
        return text
    return _head(text, columns - display_columns(ELLIPSIS)).rstrip() + ELLIPSIS


def wrap_columns(text: str, columns: int) -> tuple[str, ...]:
    """The text as lines of at most so many columns; an empty text is one empty line.

    Lines break between Chinese characters and at spaces; Latin words and figures stay whole while
    they fit on a line, closing punctuation never begins a line and opening punctuation never ends
    one. Line feeds break lines too. Raises ValueError for fewer than two columns.
    """
    _require_room(columns)
    return tuple(
        line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, columns)
    )


def _require_room(columns: int) -> None:
    if columns < _WIDEST:
        raise ValueError("a line has at least two columns")


def _point_columns(point: str) -> int:
    if is_mark(point) or unicodedata.category(point) == "Cc":
        return 0
    return _WIDEST if unicodedata.east_asian_width(point) in _WIDE else 1


def _head(text: str, columns: int) -> str:
    """As many characters from the front as fit."""
    found = characters(text)
    reached = accumulate(display_columns(character) for character in found)
    return "".join(
        character for character, end in zip(found, reached, strict=True) if end <= columns
    )


def _wrap_paragraph(paragraph: str, columns: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for unit in _units(paragraph):
        if display_columns(line + unit) <= columns:
            line += unit
        elif not unit.isspace():
            if line.strip():
                lines.append(line.rstrip())
            line = unit
            while display_columns(line) > columns:
                head = _head(line, columns)
                lines.append(head)
                line = line[len(head) :]
    return [*lines, line.rstrip()]


def _units(paragraph: str) -> list[str]:
    """The pieces between which a line may break."""
    units: list[str] = []
    before = " "
    for character in characters(paragraph):
        if _stay_together(before, character):
            units[-1] += character
        else:
            units.append(character)
        before = character
    return units


def _stay_together(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return False
    if before in _OPENING or after in _CLOSING:
        return True
    return display_columns(before) < _WIDEST and display_columns(after) < _WIDEST
