"""One operation of the client with a good answer to it, which can be spoilt a place at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.transport import MOST_BYTES, Transport
from tests.backend.hostile_server import HostileServer, says

Answer = dict[str, object]
Path = tuple[str | int, ...]

NAME = "欧阳测试"
NUMBER = "370102194912310029"
PERSONAL_NUMBER = "3701004455667788"
TOKEN = "tok-9f8e7d6c5b4a39281706f5e4d3c2b1a0"
QUESTION_TOKEN = "ask-1c2d3e4f5a6b7c8d9e0f"
PROXY_TOKEN = "tok-0011223344556677"
BILL_NUMBER = "HD370100202600000815"
CODE_DIGITS = "134567890123456789"
SECRETS = (
    NAME,
    NUMBER,
    PERSONAL_NUMBER,
    TOKEN,
    QUESTION_TOKEN,
    PROXY_TOKEN,
    BILL_NUMBER,
    CODE_DIGITS,
)


@dataclass(frozen=True, slots=True)
class Call:
    """One operation of the client, and a good answer to it."""

    name: str
    make: Callable[[CollectionService], Awaitable[object]]
    answer: Answer

    def spoilt(self, *path: str | int, by: object) -> Answer:
        """The answer with the value at this place replaced."""
        copy, place = self._copy_down_to(path)
        assert isinstance(place, dict | list)
        place[path[-1]] = by  # type: ignore[index]  # a path into JSON is not typed
        return copy

    def without(self, *path: str | int) -> Answer:
        copy, place = self._copy_down_to(path)
        assert isinstance(place, dict)
        del place[path[-1]]
        return copy

    def _copy_down_to(self, path: Path) -> tuple[Answer, object]:
        copy = deepcopy(self.answer)
        place: object = copy
        for step in path[:-1]:
            assert isinstance(place, dict | list)
            place = place[step]  # type: ignore[index]  # as above
        return copy, place


def places(value: object, here: Path = ()) -> list[Path]:
    """Every place in a JSON value."""
    found = [here]
    if isinstance(value, dict):
        for key, inner in value.items():
            found += places(inner, (*here, key))
    if isinstance(value, list):
        for index, inner in enumerate(value):
            found += places(inner, (*here, index))
    return found


def found_at(value: object, path: Path) -> object:
    """What stands at a place of a JSON value."""
    for step in path:
        assert isinstance(value, dict | list)
        value = value[step]  # type: ignore[index]  # as above
    return value


class Canned(Transport):
    """A transport that has its answer already, and no line to fail."""

    def __init__(self, answer: object) -> None:
        self._canned = answer

    async def once(
        self,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        most_bytes: int = MOST_BYTES,
    ) -> object:
        return self._canned

    repeatedly = once


async def told(
    service: CollectionService, server: HostileServer, call: Call, answer: object
) -> object:
    """What the client makes of this answer."""
    server.plays(says(answer))
    return await call.make(service)


async def refuse(
    service: CollectionService,
    server: HostileServer,
    call: Call,
    answer: object,
    kind: ServiceErrorKind = ServiceErrorKind.MALFORMED,
) -> ServiceError:
    """How the client complains of this answer: at once, and without quoting it."""
    with pytest.raises(ServiceError) as refused:
        await told(service, server, call, answer)
    assert refused.value.kind is kind
    assert len(server.requests) == 1, "what cannot be true is not asked for again"
    for secret in SECRETS:
        assert secret not in repr(refused.value)
    return refused.value


async def complaint(call: Call, answer: object) -> ServiceError:
    """How the client complains of this answer, wherever it comes from."""
    with pytest.raises(ServiceError) as refused:
        await call.make(CollectionService(Canned(answer)))
    for secret in SECRETS:
        assert secret not in repr(refused.value)
    return refused.value
