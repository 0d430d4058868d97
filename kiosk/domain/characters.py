"""Characters as people count them: a letter or ideograph with the marks that belong to it."""

from __future__ import annotations

import unicodedata

_MARKS = frozenset({"Mn", "Me", "Cf"})
# Ranges, not names: a character newer than this Python's tables is an ideograph all the same.
_IDEOGRAPHS = (
    range(0x2E80, 0x2FE0),  # radicals, which some systems store in place of the character
    range(0x3005, 0x3008),  # 々 〆 〇
    range(0x3400, 0x4DC0),
    range(0x4E00, 0xA000),
    range(0xE000, 0xFB00),  # private use (rare characters of older cards) and compatibility
    range(0x20000, 0x40000),
)


def is_mark(character: str) -> bool:
    """Whether this code point takes no place of its own (accents, variation selectors, joiners)."""
    return unicodedata.category(character) in _MARKS


def is_ideograph(character: str) -> bool:
    """Whether this code point is a Chinese character."""
    return any(ord(character) in block for block in _IDEOGRAPHS)


def characters(text: str) -> tuple[str, ...]:
    """The characters of a text; joined again they are the text."""
    found: list[str] = []
    for point in text:
        if found and is_mark(point):
            found[-1] += point
        else:
            found.append(point)
    return tuple(found)
