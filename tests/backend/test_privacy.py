"""Who a citizen is travels in bodies over TLS and nowhere else."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceError
from tests.backend.all_calls import CALLS
from tests.backend.call import SECRETS, Call
from tests.backend.conftest import Connect
from tests.backend.hostile_server import HostileServer, Script, body, problem, reset, says


def chain(error: BaseException) -> Iterator[BaseException]:
    """The error and everything it came from or with."""
    found: list[BaseException | None] = [error]
    while found:
        one = found.pop()
        if one is not None:
            yield one
            found += [one.__cause__, one.__context__]


def everything_said(error: BaseException) -> str:
    parts = traceback.format_exception(error)
    for one in chain(error):
        parts += [str(one), repr(one), repr(one.args), repr(vars(one))]
    return "\n".join(parts)


def spills(call: Call) -> dict[str, Script]:
    """Ways to make the client complain about an answer full of secrets."""
    secret = dict.fromkeys(call.answer, "".join(SECRETS))
    text = "".join(SECRETS)
    return {
        "wrong fields": says(secret),
        "half": body(f'{{"x": "{text}"'.encode()),
        "twice": body(f'{{"{text}": 1, "{text}": 2}}'.encode()),
        "code": problem(409, text),
        "gateway": body(text.encode(), 403, kind="text/html"),
        "trouble": body(text.encode(), 500, kind="text/html"),
        "cut": reset,
        "kind": body(b"{}", kind=SECRETS[1]),
        "event": problem(409, "order_open", f"{SECRETS[1]}<"),
    }


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
@pytest.mark.parametrize("how", spills(CALLS[0]))
async def test_no_error_says_or_holds_who_it_was(
    service: CollectionService, server: HostileServer, call: Call, how: str
) -> None:
    server.plays(spills(call)[how])
    with pytest.raises(ServiceError) as failed:
        await call.make(service)
    said = everything_said(failed.value)
    for secret in SECRETS:
        assert secret not in said
    assert all(isinstance(one, ServiceError) for one in chain(failed.value))


async def test_an_unreachable_service_is_named_without_the_citizen(connect: Connect) -> None:
    service = CollectionService(connect("https://127.0.0.1:9"))
    for call in CALLS:
        with pytest.raises(ServiceError) as failed:
            await call.make(service)
        said = everything_said(failed.value)
        assert not [secret for secret in SECRETS if secret in said]


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
async def test_no_address_and_no_header_names_a_person(
    service: CollectionService, server: HostileServer, call: Call
) -> None:
    server.plays(says(call.answer))
    await call.make(service)
    (request,) = server.requests
    for secret in SECRETS:
        assert secret not in request.target
        assert secret not in str(request.headers)


async def test_nothing_personal_is_logged_on_the_way(
    service: CollectionService, server: HostileServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for call in CALLS:
        server.plays(says(call.answer))
        await call.make(service)
    assert caplog.records, "the libraries do log, so this test sees something"
    for secret in SECRETS:
        assert secret not in caplog.text


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
async def test_what_comes_back_does_not_show_the_person_either(
    service: CollectionService, server: HostileServer, call: Call
) -> None:
    server.plays(says(call.answer))
    shown = repr(await call.make(service))
    for secret in SECRETS:
        assert secret not in shown
