"""Idempotency keys of one visit: what is tried again keeps its key, so that it happens once."""

from __future__ import annotations

from collections.abc import Hashable
from uuid import uuid4


class VisitKeys:
    """One UUID for each thing asked of the service during a visit."""

    def __init__(self) -> None:
        self._keys: dict[Hashable, str] = {}

    def key(self, what: Hashable) -> str:
        """The key of this thing: the same until it is settled or the visit is over."""
        return self._keys.setdefault(what, str(uuid4()))

    def settle(self, what: Hashable) -> None:
        """It has happened; asked for again, it is another one."""
        self._keys.pop(what, None)

    def forget(self) -> None:
        """The visit is over."""
        self._keys.clear()
