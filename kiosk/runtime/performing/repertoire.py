"""What the runtime can do: one coroutine for each type of request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, TypeVar, overload

from kiosk.runtime.news import Tell
from kiosk.session.requests import Request

Q = TypeVar("Q", bound=Request[object])


@dataclass(frozen=True, slots=True)
class Act:
    """How requests of one type are carried out: ``perform`` returns the reply they ask for, or
    raises RequestFailed or ServiceError.

    A ``patient`` one takes as long as it likes, because the citizen can leave at any moment; all
    others have to come to an end.
    """

    perform: Callable[[Request[object], Tell], Awaitable[object]]
    patient: bool


class Repertoire:
    """Every act, found by the exact type of the request."""

    def __init__(self) -> None:
        self._acts: dict[type[Request[object]], Act] = {}

    @overload
    def add(
        self, kind: type[Q], by: Callable[[Q], Awaitable[object]], *, patient: bool = False
    ) -> None: ...

    @overload
    def add(
        self,
        kind: type[Q],
        by: Callable[[Q, Tell], Awaitable[object]],
        *,
        patient: bool = False,
        telling: Literal[True],
    ) -> None: ...

    def add(
        self,
        kind: type[Q],
        by: Callable[..., Awaitable[object]],
        *,
        patient: bool = False,
        telling: bool = False,
    ) -> None:
        """Say how requests of a type are carried out. A ``telling`` act is also given whom to tell
        news while it works. Raises ValueError the second time."""
        if kind in self._acts:
            raise ValueError(f"{kind.__name__} is carried out already")

        async def perform(request: Request[object], tell: Tell) -> object:
            if not isinstance(request, kind):
                raise TypeError(type(request).__name__)
            return await (by(request, tell) if telling else by(request))

        self._acts[kind] = Act(perform, patient)

    def act_of(self, request: Request[object]) -> Act:
        """How this request is carried out. Raises LookupError for one nobody knows."""
        try:
            return self._acts[type(request)]
        except KeyError:
            raise LookupError(type(request).__name__) from None
