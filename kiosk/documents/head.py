"""What the head of a page says, read at its labels."""

from __future__ import annotations

import math

from kiosk.documents.forms import Form, Labelled, Stands
from kiosk.documents.glyphs import Glyph, Line, in_lines, runs_of, said
from kiosk.documents.unsound import Unsound, UnsoundDocument

_NEARLY_PT = 1.0


class Head:
    """The lines of a page above its table. Raises UnsoundDocument, OTHER_LAYOUT, where the page is
    not laid out as the form is."""

    def __init__(self, form: Form, lines: tuple[Line, ...]) -> None:
        table = next((n for n, line in enumerate(lines) if said(line).startswith(form.table)), None)
        if table is None:
            raise UnsoundDocument(Unsound.OTHER_LAYOUT)
        self._form = form
        self._end = lines[table][0].base
        self.lines = lines[:table]

    def labels(self) -> dict[str, Line]:
        """Every label of the first page's form, and where it is. Raises UnsoundDocument for one
        that is missing or there twice."""
        form = self._form
        known = (form.number, form.holder, form.holder_number)
        fields = tuple(one.label for one in known if one is not None)
        return {label: self.only(label) for label in (*fields, *form.others)}

    def only(self, words: str) -> Line:
        """Where words are that are there once. Raises UnsoundDocument."""
        found = [place for line in self.lines for place in _occurrences(line, words)]
        if len(found) != 1:
            raise UnsoundDocument(Unsound.OTHER_LAYOUT)
        return found[0]

    def title(self, words: str) -> Line | None:
        """Where a title is; None where it is not, or not once."""
        found = standing_alone(self.lines, words)
        return found[0] if len(found) == 1 else None

    def value(self, field: Labelled, labels: dict[str, Line]) -> str:
        """What stands at the label; empty where nothing does. ``labels`` are all of the page."""
        label = labels[field.label]
        last = label[-1]
        half = last.height / 2
        beside = [one[0] for one in labels.values() if abs(one[0].base - last.base) <= half]
        right = min((one.left for one in beside if one.left > last.left), default=math.inf)
        rows = {one[0].base for one in labels.values()} | {self._end}
        top, bottom = last.base + half, last.base - half
        if field.stands is not Stands.BESIDE:
            bottom = max((row for row in rows if row < bottom), default=-math.inf) + half
        if field.stands is Stands.AROUND:
            top = min((row for row in rows if row > top), default=math.inf) - half
        return self.within(last.right, right, top, bottom)

    def within(self, left: float, right: float, top: float, bottom: float) -> str:
        """What stands in this part of the head, line by line."""

        def inside(one: Glyph) -> bool:
            across = left - _NEARLY_PT <= one.left and one.right <= right + _NEARLY_PT
            return across and bottom < one.base < top

        found = [one for line in self.lines for one in line if inside(one)]
        return "".join(said(line) for line in in_lines(found))


def standing_alone(lines: tuple[Line, ...], words: str) -> list[Line]:
    """Where these words stand by themselves, as titles do."""
    return [run for line in lines for run in runs_of(line) if said(run) == words]


def _occurrences(line: Line, words: str) -> list[Line]:
    """Where the words are on a line, one character after another."""
    letters = "".join(glyph.text for glyph in line)
    owners = [glyph for glyph in line for _ in glyph.text]
    found, start = [], letters.find(words)
    while start >= 0:
        found.append(tuple(owners[start : start + len(words)]))
        start = letters.find(words, start + 1)
    return found
