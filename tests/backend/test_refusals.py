"""What the service refuses, and what it cannot do just now."""

from __future__ import annotations

import pytest

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.backend.transport import Transport
from tests.backend.hostile_server import HostileServer, body, problem


async def failure_of(transport: Transport) -> ServiceError:
    with pytest.raises(ServiceError) as failed:
        await transport.once("GET", "/v1/terminal")
    return failed.value


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 599])
@pytest.mark.parametrize("kind", ["text/html", "application/problem+json"])
async def test_a_service_in_trouble_is_unavailable_whatever_it_says(
    server: HostileServer, transport: Transport, status: int, kind: str
) -> None:
    server.plays(body(b'{"code": "maintenance"}', status, "X-Event-Id: e-1", kind=kind))
    error = await failure_of(transport)
    assert (error.kind, error.cause, error.event_id) == (
        ServiceErrorKind.UNAVAILABLE,
        str(status),
        "e-1",
    )


@pytest.mark.parametrize("code", ["maintenance", "", "too_many_requests", None])
async def test_too_much_load_is_not_a_refusal(
    server: HostileServer, transport: Transport, code: object
) -> None:
    server.plays(problem(429, code))
    assert (await failure_of(transport)).kind is ServiceErrorKind.UNAVAILABLE


async def test_only_the_service_itself_says_that_the_tries_are_used_up(
    server: HostileServer, transport: Transport
) -> None:
    content = b'{"code": "payee_attempts_used"}'
    for kind, status in (("application/json", 429), ("application/problem+json", 503)):
        server.plays(body(content, status, kind=kind))
        assert (await failure_of(transport)).kind is ServiceErrorKind.UNAVAILABLE
    server.plays(problem(429, "payee_attempts_used"))
    with pytest.raises(ServiceError) as refused:
        await transport.repeatedly("POST", "/v1/payees/confirm", {})
    assert (refused.value.kind, refused.value.code) == (
        ServiceErrorKind.REFUSED,
        "payee_attempts_used",
    )
    assert len(server.requests) == 1


CODES = {
    "no_natural_person": 404,
    "visit_expired": 403,
    "several_personal_numbers": 409,
    "no_enrolment": 404,
    "enrolment_suspended": 409,
    "already_paid": 409,
    "deduction_in_progress": 409,
    "not_in_collection_window": 409,
    "order_open": 409,
    "order_closed": 409,
    "base_out_of_bounds": 422,
    "period_not_payable": 422,
    "quote_expired": 410,
    "amount_changed": 409,
    "idempotency_conflict": 409,
    "order_unknown": 404,
    "terminal_unknown": 403,
    "invalid_request": 422,
    "name_mismatch": 422,
    "tender_unavailable": 409,
    "over_age": 409,
    "double_cover": 409,
    "nothing_due": 409,
    "tier_not_entitled": 409,
    "base_in_use": 409,
    "payee_not_confirmed": 404,
    "payee_attempts_used": 429,
    "not_authorised": 403,
    "already_certified": 409,
    "certificate_too_long": 422,
    "code_refused": 409,
    "not_found": 404,
    "a_code_of_the_future": 418,
}


@pytest.mark.parametrize(("code", "status"), CODES.items())
async def test_a_refusal_carries_its_code_and_its_event(
    server: HostileServer, transport: Transport, code: str, status: int
) -> None:
    server.plays(problem(status, code))
    error = await failure_of(transport)
    assert (error.kind, error.code, error.event_id) == (ServiceErrorKind.REFUSED, code, "7d1c-42")


@pytest.mark.parametrize(
    "code",
    [None, 7, "", ["x"], "370102194912310029", "欧阳", "Not Snake", "a\nb", "a_", "x" * 65, "a__b"],
)
async def test_a_code_that_is_none_is_left_out(
    server: HostileServer, transport: Transport, code: object
) -> None:
    server.plays(problem(409, code))
    error = await failure_of(transport)
    assert (error.kind, error.code) == (ServiceErrorKind.REFUSED, "")


@pytest.mark.parametrize("content", [b"[]", b"null", b'"x"', b"3"])
async def test_a_refusal_of_another_shape_has_no_code(
    server: HostileServer, transport: Transport, content: bytes
) -> None:
    server.plays(body(content, 409, kind="application/problem+json"))
    error = await failure_of(transport)
    assert (error.kind, error.code) == (ServiceErrorKind.REFUSED, "")


@pytest.mark.parametrize(
    ("event_id", "kept"),
    [
        ("0b7a9f4e-1c2d-4e3f-8a9b-0c1d2e3f4a5b", "0b7a9f4e-1c2d-4e3f-8a9b-0c1d2e3f4a5b"),
        ("E42", "E42"),
        ("", ""),
        ("x" * 65, ""),
        ("a b", ""),
        ("<script>", ""),
        ("1\t2", ""),
        ("\u00e9", ""),
        ("e;DROP", ""),
    ],
)
async def test_an_event_number_is_a_short_word_or_nothing(
    server: HostileServer, transport: Transport, event_id: str, kept: str
) -> None:
    server.plays(problem(409, "order_open", event_id))
    assert (await failure_of(transport)).event_id == kept


async def test_a_header_smuggled_in_behind_the_event_number_changes_nothing(
    server: HostileServer, transport: Transport
) -> None:
    server.plays(problem(409, "order_open", "e-1\r\nContent-Type: text/html"))
    error = await failure_of(transport)
    assert error.event_id in ("e-1", "")
    assert error.kind in (ServiceErrorKind.REFUSED, ServiceErrorKind.MALFORMED)
