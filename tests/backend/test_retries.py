"""Lost answers: what may be asked again is, unchanged and not for ever; the rest is not."""

from __future__ import annotations

import pytest
import stamina

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.transport import Patience
from tests.backend.all_calls import CALLS, ONCE, REPEATED
from tests.backend.answers import KEY, PUT
from tests.backend.call import Call
from tests.backend.conftest import Connect
from tests.backend.hostile_server import HostileServer, Script, body, problem, reset, says, silence

_TRIES = Patience().tries
LOST: dict[str, Script] = {
    "cut": reset,
    "503": body(b"busy", 503, kind="text/plain"),
    "502": body(b"bad gateway", 502, kind="text/html"),
    "429": body(b"too many", 429, kind="text/html"),
    "500": problem(500, "internal"),
}


@pytest.mark.parametrize("call", REPEATED, ids=lambda call: call.name)
@pytest.mark.parametrize("lost", LOST)
async def test_a_lost_answer_is_asked_for_again(
    service: CollectionService, server: HostileServer, call: Call, lost: str
) -> None:
    server.plays(LOST[lost], LOST[lost], says(call.answer))
    assert await call.make(service) is not None
    assert len(server.requests) == _TRIES


@pytest.mark.parametrize("call", REPEATED, ids=lambda call: call.name)
@pytest.mark.parametrize("lost", LOST)
async def test_nothing_is_asked_for_ever(
    service: CollectionService, server: HostileServer, call: Call, lost: str
) -> None:
    server.plays(LOST[lost])
    with pytest.raises(ServiceError) as failed:
        await call.make(service)
    assert len(server.requests) == _TRIES
    assert failed.value.kind in (ServiceErrorKind.UNREACHABLE, ServiceErrorKind.UNAVAILABLE)


@pytest.mark.parametrize("call", ONCE, ids=lambda call: call.name)
@pytest.mark.parametrize("lost", LOST)
async def test_how_the_service_is_and_what_can_be_answered_once_is_asked_once(
    service: CollectionService, server: HostileServer, call: Call, lost: str
) -> None:
    server.plays(LOST[lost])
    with pytest.raises(ServiceError):
        await call.make(service)
    assert len(server.requests) == 1


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
async def test_an_answer_is_not_asked_for_again_because_it_is_unwelcome(
    service: CollectionService, server: HostileServer, call: Call
) -> None:
    for unwelcome in (problem(409, "order_open"), body(b"{", 200), body(b"{}", 302)):
        server.plays(unwelcome)
        with pytest.raises(ServiceError):
            await call.make(service)
        assert len(server.requests) == 1


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
async def test_a_citizen_is_not_made_to_wait_three_times_for_a_silent_service(
    connect: Connect, server: HostileServer, call: Call
) -> None:
    server.plays(silence)
    service = CollectionService(connect(server.url, patience=Patience(connect=5, silence=0.1)))
    with pytest.raises(ServiceError) as failed:
        await call.make(service)
    assert failed.value.kind is ServiceErrorKind.TIMEOUT
    assert len(server.requests) == 1


@pytest.mark.parametrize("call", REPEATED, ids=lambda call: call.name)
async def test_whatever_is_asked_again_is_the_same_to_the_byte(
    service: CollectionService, server: HostileServer, call: Call
) -> None:
    server.plays(reset, LOST["503"], says(call.answer))
    await call.make(service)
    first, *others = server.requests
    assert len(others) == _TRIES - 1
    for other in others:
        assert (other.method, other.target, other.body) == (first.method, first.target, first.body)


async def test_a_repeated_order_is_the_same_order_to_the_byte(
    service: CollectionService, server: HostileServer
) -> None:
    server.plays(reset, LOST["503"], says(PUT.answer))
    await PUT.make(service)
    first, *others = server.requests
    assert first.headers["idempotency-key"] == KEY
    assert len(others) == _TRIES - 1
    for other in others:
        assert (other.method, other.target, other.body) == (first.method, first.target, first.body)
        assert other.headers["idempotency-key"] == KEY


async def test_between_the_tries_there_is_a_pause(
    service: CollectionService, server: HostileServer
) -> None:
    """By the library's own account of the pauses it would make; nothing waits here."""
    pauses: list[float] = []

    def hook(details: stamina.instrumentation.RetryDetails) -> None:
        pauses.append(details.wait_for)
        raise _Enough

    stamina.set_testing(False)
    stamina.instrumentation.set_on_retry_hooks([hook])
    try:
        server.plays(reset)
        with pytest.raises(_Enough):
            await PUT.make(service)
    finally:
        stamina.instrumentation.set_on_retry_hooks(None)
    assert 0.2 <= pauses[0] <= 1.0


class _Enough(Exception):
    """Stops before the first pause is made."""
