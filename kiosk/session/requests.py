"""What the session asks of the outside world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

R = TypeVar("R", covariant=True)


class Request(Generic[R]):
    """Something to be done outside, answered by one ``R`` or a fault. Subclasses are frozen
    dataclasses; the runtime knows how to carry each of them out."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SlipPrinted:
    """The referral slip is out."""


@dataclass(frozen=True, slots=True)
class PrintReferral(Request[SlipPrinted]):
    """Print what the screen says for the person at the window. It names nobody; ``reference`` is
    the 查询编号 of what went wrong, or empty; ``window`` is where it sends people, empty
    for the terminal's own."""

    heading: str
    lines: tuple[str, ...]
    reference: str
    window: str = ""
