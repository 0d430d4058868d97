"""What the session asks of the outside world."""

from __future__ import annotations

from typing import Generic, TypeVar

R = TypeVar("R", covariant=True)


class Request(Generic[R]):
    """Something to be done outside, answered by one ``R`` or a fault. Subclasses are frozen
    dataclasses; the runtime knows how to carry each of them out."""

    __slots__ = ()
