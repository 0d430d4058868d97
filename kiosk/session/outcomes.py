"""What may follow from an answer or a reply, besides going on to the next step."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Generic, TypeAlias, TypeVar

from kiosk.domain.text import Text
from kiosk.session.views import NoticeView


class Case:
    """What a flow knows so far; subclasses are frozen dataclasses."""

    __slots__ = ()


C = TypeVar("C", bound=Case)


class Way(Enum):
    """A way out of where the citizen is."""

    BACK = "back"
    HOME = "home"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer is not taken; the same screen says why."""

    why: Text


@dataclass(frozen=True, slots=True)
class Halt:
    """The flow cannot go on from here; a notice says why and what to do."""

    notice: NoticeView


@dataclass(frozen=True, slots=True)
class Goto(Generic[C]):
    """Go on at a named step of the same flow."""

    step: str
    case: C


@dataclass(frozen=True, slots=True)
class Finish(Generic[C]):
    """The flow is complete before its last step."""

    case: C


@dataclass(frozen=True, slots=True)
class Depart:
    """The visit ends: to the home screen or altogether."""

    way: Way


Outcome: TypeAlias = Halt | Goto[C] | Finish[C] | Depart | C
"""What a reply leads to: the next step with a new case, or one of these."""

Taken: TypeAlias = Refusal | Halt | Goto[C] | Finish[C] | Depart | C
"""What an answer leads to: as ``Outcome``, and it may also be refused."""
