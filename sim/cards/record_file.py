"""A linear file of records in which each record is tag, length and value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.cards.application import RECORD_NOT_FOUND, WRONG_REFERENCE

_BY_IDENTIFIER = 0b000
_BY_NUMBER = 0b100


@dataclass(frozen=True, slots=True)
class RecordFile:
    """An elementary file: its identifier, its short identifier, its records in their order, and the
    tags that may be read without keys (None: all)."""

    identifier: int
    short: int
    records: tuple[tuple[int, bytes], ...] = field(repr=False)
    free: frozenset[int] | None = None

    def find(self, number_or_tag: int, mode: int) -> tuple[int, bytes] | bytes:
        """Tag and the record as it is read, or the status of a refusal."""
        match mode:
            case _ if mode == _BY_NUMBER:
                found = self.records[number_or_tag - 1 : number_or_tag] if number_or_tag else ()
            case _ if mode == _BY_IDENTIFIER:
                found = tuple(self._tagged(number_or_tag))[:1]
            case _:
                return WRONG_REFERENCE
        for tag, value in found:
            return tag, bytes((tag, len(value))) + value
        return RECORD_NOT_FOUND

    def _tagged(self, wanted: int) -> Iterator[tuple[int, bytes]]:
        return (record for record in self.records if record[0] == wanted)
