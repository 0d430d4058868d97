"""Data objects by their tags, from whichever place they came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

from kiosk.payments.emv.tlv import MalformedTlv, Tlv, decode


class DataObjects:
    """An immutable set of data objects, each tag once. Its representation shows tags alone."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[int, bytes] | None = None) -> None:
        self._values = dict(values or {})

    @classmethod
    def of(cls, found: Iterable[Tlv]) -> Self:
        """The objects of a list. Raises MalformedTlv when a tag comes twice."""
        values: dict[int, bytes] = {}
        for item in found:
            if item.tag in values:
                raise MalformedTlv("a data object comes twice")
            values[item.tag] = item.value
        return cls(values)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """The objects that ``data`` is a list of. Raises MalformedTlv."""
        return cls.of(decode(data))

    @classmethod
    def inside(cls, data: bytes, template: int) -> Self:
        """What is in the one template that ``data`` is. Raises MalformedTlv."""
        return cls.of(unwrap(data, template))

    def get(self, tag: int) -> bytes | None:
        """The value, None where there is none."""
        return self._values.get(tag)

    def need(self, tag: int) -> bytes:
        """The value. Raises MalformedTlv where there is none."""
        value = self._values.get(tag)
        if value is None:
            raise MalformedTlv("a data object is missing")
        return value

    def sized(self, tag: int, size: int) -> bytes | None:
        """The value, None where there is none. Raises MalformedTlv for any other size in bytes."""
        value = self._values.get(tag)
        if value is not None and len(value) != size:
            raise MalformedTlv("a data object has the wrong size")
        return value

    def joined(self, other: DataObjects) -> DataObjects:
        """Both. Raises MalformedTlv when a tag is in both."""
        if not self._values.keys().isdisjoint(other._values):
            raise MalformedTlv("a data object comes twice")
        return DataObjects(self._values | other._values)

    def under(self, other: DataObjects) -> DataObjects:
        """Both; where a tag is in both, the ``other`` counts."""
        return DataObjects(self._values | other._values)

    def __iter__(self) -> Iterator[int]:
        return iter(self._values)

    def __repr__(self) -> str:
        return f"DataObjects({', '.join(f'{tag:X}' for tag in self._values)})"


def unwrap(data: bytes, template: int) -> tuple[Tlv, ...]:
    """The objects in the one template that ``data`` is. Raises MalformedTlv."""
    found = decode(data)
    if len(found) != 1 or found[0].tag != template:
        raise MalformedTlv("not the template that belongs here")
    return decode(found[0].value)
