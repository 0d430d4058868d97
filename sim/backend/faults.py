"""Ways the service can go wrong on the wire, and the table that says when."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, replace
from enum import Enum
from fnmatch import fnmatchcase


class FaultKind(Enum):
    """What goes wrong with an answer."""

    DOWN = "down"
    """The connection is dropped before anything is done."""
    LOST_ANSWER = "lost_answer"
    """Everything is done, and then the connection is dropped."""
    SLOW = "slow"
    """Nothing happens for ``seconds``, then all goes well."""
    SLOW_ANSWER = "slow_answer"
    """Everything is done at once, but the answer comes after ``seconds``."""
    STATUS = "status"
    """Nothing is done and the HTTP ``status`` comes back."""
    MALFORMED_JSON = "malformed_json"
    """The answer stops in the middle of its JSON, though its length is right."""
    TRUNCATED = "truncated"
    """The connection is closed half-way through the answer."""
    WRONG_TYPE = "wrong_type"
    """A login page of some network device comes back in place of the answer."""
    SKEWED_DATE = "skewed_date"
    """The Date header is ``seconds`` ahead (behind when negative)."""
    HOSTILE = "hostile"
    """The answer is well-formed and wrong; ``hostility`` says how."""


class Hostility(Enum):
    """How a well-formed answer is wrong."""

    NEGATIVE_AMOUNT = "negative_amount"
    HUGE_AMOUNT = "huge_amount"
    TEXT_FOR_NUMBER = "text_for_number"
    FRACTION = "fraction"
    OTHER_ORDER = "other_order"
    OTHER_AMOUNT = "other_amount"
    UNBALANCED_QUOTE = "unbalanced_quote"
    OTHER_MONTHS = "other_months"
    BACKWARDS = "backwards"
    UNKNOWN_STATE = "unknown_state"
    MISSING_FIELD = "missing_field"
    NULLS = "nulls"
    NOT_AN_OBJECT = "not_an_object"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: for which requests, how often, and its particulars.

    ``path`` is a shell pattern (``/v1/orders/*``), ``method`` None means every method. The first
    ``skip`` matching requests go well; then it strikes ``times`` times (None: always).
    """

    kind: FaultKind
    path: str = "*"
    method: str | None = None
    times: int | None = None
    skip: int = 0
    seconds: float = 0.0
    status: int = 500
    hostility: Hostility = Hostility.NEGATIVE_AMOUNT


class FaultTable:
    """The faults that are set now. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._faults: dict[int, Fault] = {}

    def set(self, fault: Fault) -> int:
        """Set a fault; returns the number to lift it by."""
        with self._lock:
            number = next(self._numbers)
            self._faults[number] = fault
            return number

    def lift(self, number: int) -> None:
        """Remove one; it may have run out by itself already."""
        with self._lock:
            self._faults.pop(number, None)

    def clear(self) -> None:
        """Remove all."""
        with self._lock:
            self._faults.clear()

    @property
    def current(self) -> dict[int, Fault]:
        """What is set, by number."""
        with self._lock:
            return dict(self._faults)

    def strike(self, method: str, path: str) -> tuple[Fault, ...]:
        """The faults that strike this request, in the order they were set; counts them."""
        with self._lock:
            struck = []
            for number, fault in list(self._faults.items()):
                if fault.method not in (None, method) or not fnmatchcase(path, fault.path):
                    continue
                if fault.skip > 0:
                    self._faults[number] = replace(fault, skip=fault.skip - 1)
                    continue
                struck.append(fault)
                match fault.times:
                    case None:
                        pass
                    case 1:
                        del self._faults[number]
                    case times:
                        self._faults[number] = replace(fault, times=times - 1)
            return tuple(struck)
