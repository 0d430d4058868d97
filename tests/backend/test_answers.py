"""Answers that are good, and answers that are well-formed and cannot be true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.citizen import Citizen
from kiosk.domain.closing import NearbyTerminal, PlannedMaintenance
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.masking import mask_name
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.period import Month
from kiosk.domain.tender import Tender
from tests.backend.all_calls import CALLS
from tests.backend.answers import (
    ASK_PAYEE,
    CHARGE,
    CHECK_URL,
    CITIZEN,
    CLOSE,
    CONFIRM_PAYEE,
    ENROLMENT,
    ENROLMENTS,
    GET,
    KEY,
    LOOK_UP,
    ORDER,
    PAYEE,
    PUT,
    QUESTION,
    QUOTE,
    SOCIAL_CARD,
    SURNAMES,
    TERMINAL,
)
from tests.backend.call import (
    CODE_DIGITS,
    NUMBER,
    PROXY_TOKEN,
    QUESTION_TOKEN,
    TOKEN,
    Answer,
    Call,
    Path,
    complaint,
    found_at,
    places,
    refuse,
    told,
)
from tests.backend.hostile_server import HostileServer, says


async def test_the_terminal_hears_the_time_and_the_tenders_it_knows(
    service: CollectionService, server: HostileServer
) -> None:
    server.plays(says(TERMINAL.answer))
    heard = await service.terminal()
    assert heard.tenders == {Tender.ALIPAY}
    assert heard.server_time == datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    assert heard.plans == (
        PlannedMaintenance(
            datetime(2026, 11, 23, 22, tzinfo=UTC), datetime(2026, 11, 24, tzinfo=UTC), "系统升级"
        ),
    )
    assert heard.nearby == (NearbyTerminal("市民服务大厅", "JN-04", "同一大厅"),)
    assert server.requests[0].method == "GET"
    assert server.requests[0].target == "/v1/terminal"


async def test_a_service_that_knows_of_no_plans_and_no_other_terminals_is_understood(
    service: CollectionService, server: HostileServer
) -> None:
    answer = {
        name: value
        for name, value in TERMINAL.answer.items()
        if name not in ("planned_maintenance", "nearby_terminals")
    }
    server.plays(says(answer))
    heard = await service.terminal()
    assert (heard.plans, heard.nearby) == ((), ())


async def test_a_citizen_is_found(service: CollectionService, server: HostileServer) -> None:
    assert await told(service, server, LOOK_UP, LOOK_UP.answer) == CITIZEN
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/v1/citizens/lookup")
    assert request.json == {
        "identity_kind": "201",
        "identity_number": NUMBER,
        "name": CITIZEN.name,
    }


async def test_a_name_comes_in_the_spelling_of_the_terminal(
    service: CollectionService, server: HostileServer
) -> None:
    answer = LOOK_UP.spoilt("name", by=" 古丽•\u200b示例\u3000")
    citizen = await told(service, server, LOOK_UP, answer)
    assert isinstance(citizen, Citizen)
    assert citizen.name == "古丽·示例"


async def test_a_social_security_card_is_looked_up_in_the_same_way(
    service: CollectionService, server: HostileServer
) -> None:
    server.plays(says(LOOK_UP.answer))
    assert await service.look_up_citizen(SOCIAL_CARD) == CITIZEN
    assert server.requests[0].json == {
        "identity_kind": "201",
        "identity_number": NUMBER,
        "name": CITIZEN.name,
    }


async def test_a_question_is_asked_about_a_payee(
    service: CollectionService, server: HostileServer
) -> None:
    assert await told(service, server, ASK_PAYEE, ASK_PAYEE.answer) == QUESTION
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/v1/payees/lookup")
    assert request.json == {"identity_kind": "201", "identity_number": NUMBER}


async def test_a_payee_is_known_by_a_masked_name(
    service: CollectionService, server: HostileServer
) -> None:
    assert await told(service, server, CONFIRM_PAYEE, CONFIRM_PAYEE.answer) == PAYEE
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", "/v1/payees/confirm")
    assert request.json == {"question_token": QUESTION_TOKEN, "surname": "欧阳"}


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "张",
        "张三丰",
        "欧阳测试",
        "古丽·示例",
        "John Sample",
        "Mary-Ann O'Specimen",
        "𠮷例样",
    ],
)
async def test_every_name_that_was_masked_is_taken(
    service: CollectionService, server: HostileServer, name: str
) -> None:
    answer = CONFIRM_PAYEE.spoilt("name", by=mask_name(name))
    citizen = await told(service, server, CONFIRM_PAYEE, answer)
    assert isinstance(citizen, Citizen)
    assert citizen.shown_name == mask_name(name)


async def test_enrolments_are_found(service: CollectionService, server: HostileServer) -> None:
    assert await told(service, server, ENROLMENTS, ENROLMENTS.answer) == (ENROLMENT,)
    (request,) = server.requests
    assert request.json == {"person_token": TOKEN, "group": "1"}


async def test_no_enrolment_is_an_answer(service: CollectionService, server: HostileServer) -> None:
    assert await told(service, server, ENROLMENTS, {"enrolments": []}) == ()


async def test_months_come_in_order(service: CollectionService, server: HostileServer) -> None:
    answer = ENROLMENTS.spoilt("enrolments", 0, "payable", by=["202603", "202601"])
    (found,) = await service_enrolments(service, server, answer)
    assert found.payable == (Month(2026, 1), Month(2026, 3))


async def service_enrolments(
    service: CollectionService, server: HostileServer, answer: Answer
) -> tuple[Enrolment, ...]:
    found = await told(service, server, ENROLMENTS, answer)
    assert isinstance(found, tuple)
    return found


async def test_an_order_is_opened_under_its_own_number(
    service: CollectionService, server: HostileServer
) -> None:
    status = await told(service, server, PUT, PUT.answer)
    assert status == OrderStatus(
        ORDER,
        OrderState.PAYING,
        Money.yuan(2_000),
        Tender.ALIPAY,
        "https://qr.example/1",
        180,
        check_url=CHECK_URL,
    )
    (request,) = server.requests
    assert (request.method, request.target) == ("PUT", f"/v1/orders/{ORDER}")
    assert request.headers["idempotency-key"] == KEY
    assert request.json == {
        "quote_number": QUOTE.number,
        "total_fen": 200_000,
        "tender": "alipay",
        "proxy_token": None,
        "payment_code": None,
    }


async def test_a_payment_code_is_charged_for_somebody_else(
    service: CollectionService, server: HostileServer
) -> None:
    status = await told(service, server, CHARGE, CHARGE.answer)
    assert isinstance(status, OrderStatus)
    assert (status.state, status.tender) == (OrderState.PAYING, Tender.WECHAT)
    assert server.requests[0].json == {
        "quote_number": QUOTE.number,
        "total_fen": 200_000,
        "tender": "wechat",
        "proxy_token": PROXY_TOKEN,
        "payment_code": CODE_DIGITS,
    }


@pytest.mark.parametrize(
    ("call", "method", "target"),
    [(GET, "GET", f"/v1/orders/{ORDER}"), (CLOSE, "POST", f"/v1/orders/{ORDER}/close")],
    ids=["get", "close"],
)
async def test_an_order_is_asked_about_and_closed(
    service: CollectionService, server: HostileServer, call: Call, method: str, target: str
) -> None:
    answer = {
        **call.answer,
        "state": "posted",
        "paid_at": "2026-11-23T09:31:02.123456+08:00",
        "posting_serial": "3701-1",
        "channel_trade_number": "20261123",
        "tax_ticket_number": "337016",
        "qr_payload": None,
        "expires_in": None,
    }
    status = await told(service, server, call, answer)
    assert isinstance(status, OrderStatus)
    assert status.state is OrderState.POSTED
    assert status.paid_at is not None
    assert status.paid_at.utcoffset() == timedelta(hours=8)
    assert (server.requests[0].method, server.requests[0].target) == (method, target)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
async def test_fields_of_the_future_are_passed_over(
    service: CollectionService, server: HostileServer, call: Call
) -> None:
    await told(service, server, call, {**call.answer, "new": {"deep": [1, None]}})


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
@pytest.mark.parametrize("answer", [None, [], "x", 1, True, {}, [{}], {"": None}], ids=repr)
async def test_an_answer_of_another_shape_is_refused(
    service: CollectionService, server: HostileServer, call: Call, answer: object
) -> None:
    await refuse(service, server, call, answer)


def required_places() -> list[tuple[Call, Path]]:
    """Every field of every answer, but those nobody reads."""
    found = [
        (call, path)
        for call in CALLS
        for path in places(call.answer)
        if path and isinstance(path[-1], str)
    ]
    unread = {
        ("terminal", "name"),
        ("terminal", "planned_maintenance"),
        ("terminal", "nearby_terminals"),
        ("terminal", "distance"),
        ("terminal", "reason"),
        ("enrolments", "agency_code"),
        *((call.name, "valid_seconds") for call in CALLS if call.name.startswith("quote")),
    }
    return [(call, path) for call, path in found if (call.name, path[-1]) not in unread]


REQUIRED = required_places()


@pytest.mark.parametrize(
    ("call", "path"), REQUIRED, ids=[f"{call.name} {path}" for call, path in REQUIRED]
)
async def test_nothing_may_be_missing(call: Call, path: Path) -> None:
    error = await complaint(call, call.without(*path))
    assert error.kind is ServiceErrorKind.MALFORMED
    assert path[-1] in error.cause.removeprefix("fields ").split(",")


AMOUNTS = [
    (call, path)
    for call in CALLS
    for path in places(call.answer)
    if "_fen" in str(path[-2:]) and not isinstance(found_at(call.answer, path), list)
]


@pytest.mark.parametrize(
    ("call", "path"), AMOUNTS, ids=[f"{call.name} {path}" for call, path in AMOUNTS]
)
@pytest.mark.parametrize(
    "amount", [-1, 0.5, 200_000.0, "200000", True, 10**12 + 1, 10**30, [200_000]], ids=repr
)
async def test_money_is_whole_fen_within_reason(call: Call, path: Path, amount: object) -> None:
    error = await complaint(call, call.spoilt(*path, by=amount))
    assert error.kind is ServiceErrorKind.MALFORMED
    assert {str(step) for step in path} & set(error.cause.removeprefix("fields ").split(","))


PLAN: Path = ("planned_maintenance", 0)
OTHER: Path = ("nearby_terminals", 0)
LIES: list[tuple[str, Call, Path, object]] = [
    ("an end before the beginning", TERMINAL, (*PLAN, "ends"), "2026-11-23T21:00:00+00:00"),
    ("a beginning without an offset", TERMINAL, (*PLAN, "begins"), "2026-11-23T22:00:00"),
    ("an essay", TERMINAL, (*PLAN, "reason"), "长" * 41),
    ("a hall with a line break", TERMINAL, (*OTHER, "hall_name"), "大厅\n二楼"),
    ("a number that is a sentence", TERMINAL, (*OTHER, "number"), "4 号机"),
    ("another person", LOOK_UP, ("identity_number",), "370102194912310037"),
    ("a number in small letters", LOOK_UP, ("identity_number",), NUMBER[:-1] + "x"),
    ("a token with a line break", LOOK_UP, ("person_token",), "a\r\nb"),
    ("an empty token", LOOK_UP, ("person_token",), ""),
    ("an endless token", LOOK_UP, ("person_token",), "t" * 257),
    ("a nameless person", LOOK_UP, ("name",), "\u200b \u3000"),
    ("a name of dots", LOOK_UP, ("name",), "··"),
    ("a name with a number", LOOK_UP, ("name",), "张3"),
    ("an endless name", LOOK_UP, ("name",), "张" * 65),
    ("half a character", LOOK_UP, ("name",), "张\ud800"),
    ("another payee", CONFIRM_PAYEE, ("identity_number",), "370102194912310037"),
    ("a payee's whole name", CONFIRM_PAYEE, ("name",), "欧阳测试"),
    ("a payee's whole name with a star", CONFIRM_PAYEE, ("name",), "欧阳测试*"),
    ("a payee's half a name", CONFIRM_PAYEE, ("name",), "欧阳**"),
    ("a payee's whole first name", CONFIRM_PAYEE, ("name",), "John S*****"),
    ("a payee without a name", CONFIRM_PAYEE, ("name",), "\u200b"),
    ("a payee called by a number", CONFIRM_PAYEE, ("name",), "3*"),
    ("five surnames", ASK_PAYEE, ("surnames",), list(SURNAMES[:5])),
    ("seven surnames", ASK_PAYEE, ("surnames",), [*SURNAMES, "李"]),
    ("a surname twice", ASK_PAYEE, ("surnames", 1), SURNAMES[0]),
    ("an empty surname", ASK_PAYEE, ("surnames", 1), ""),
    ("an invisible surname", ASK_PAYEE, ("surnames", 1), "\u200b"),
    ("a surname with a mark in it", ASK_PAYEE, ("surnames", 1), "欧\u200b阳"),
    ("a surname with a line break", ASK_PAYEE, ("surnames", 1), "欧\n阳"),
    ("a surname with a number", ASK_PAYEE, ("surnames", 1), "陈1"),
    ("a masked surname", ASK_PAYEE, ("surnames", 1), "陈*"),
    ("an endless surname", ASK_PAYEE, ("surnames", 1), "陈" * 21),
    ("a surname as a number", ASK_PAYEE, ("surnames", 1), 7),
    ("an endless question", ASK_PAYEE, ("question_token",), "q" * 257),
    ("an unknown insurance", ENROLMENTS, ("enrolments", 0, "insurance"), NUMBER),
    ("an unknown status", ENROLMENTS, ("enrolments", 0, "status"), NUMBER),
    ("a month that is none", ENROLMENTS, ("enrolments", 0, "since"), "201913"),
    ("a month in other digits", ENROLMENTS, ("enrolments", 0, "since"), "２０１９０７"),
    ("a month as a number", ENROLMENTS, ("enrolments", 0, "since"), 201907),
    ("bounds the wrong way round", ENROLMENTS, ("enrolments", 0, "base", "lower_fen"), 2_208_001),
    ("a base fixed and not declared", ENROLMENTS, ("enrolments", 0, "base", "fixed"), True),
    ("a declared base too low", ENROLMENTS, ("enrolments", 0, "base", "declared_fen"), 441_599),
    ("a declared base too high", ENROLMENTS, ("enrolments", 0, "base", "declared_fen"), 2_208_001),
    ("a rate above the whole", ENROLMENTS, ("enrolments", 0, "base", "rate_bp"), 10_001),
    ("paid and payable", ENROLMENTS, ("enrolments", 0, "paid"), ["202601"]),
    ("too many months", ENROLMENTS, ("enrolments", 0, "payable"), ["202601"] * 25),
    ("too many enrolments", ENROLMENTS, ("enrolments",), [ENROLMENTS.answer] * 51),
    ("an agency with control characters", ENROLMENTS, ("enrolments", 0, "agency_name"), "a\x1bd"),
    (
        "an agency with a person's number",
        ENROLMENTS,
        ("enrolments", 0, "agency_name"),
        f"济南{NUMBER}",
    ),
    ("an agency that is half a character", ENROLMENTS, ("enrolments", 0, "agency_name"), "\udc00"),
    ("an agency written backwards", ENROLMENTS, ("enrolments", 0, "agency_name"), "济南\u202e"),
    ("another order", GET, ("order_number",), "QD01202611230930000000421"),
    ("an order number that is none", GET, ("order_number",), "jn03"),
    ("another order on closing", CLOSE, ("order_number",), "QD01202611230930000000421"),
    ("an unknown state", GET, ("state",), NUMBER),
    ("an unknown tender", GET, ("tender",), "seashells"),
    ("another order on opening", PUT, ("order_number",), "QD01202611230930000000421"),
    ("another amount", PUT, ("amount_fen",), 200_100),
    ("another tender", PUT, ("tender",), "wechat"),
    ("a code to show beside a charge", CHARGE, ("qr_payload",), "https://qr.example/1"),
    ("a charge of another wallet", CHARGE, ("tender",), "alipay"),
    ("another amount charged", CHARGE, ("amount_fen",), 200_100),
    ("a code that is too long to scan", GET, ("qr_payload",), "x" * 513),
    ("a code with control characters", GET, ("qr_payload",), "https://a\x00b"),
    ("an empty code", GET, ("qr_payload",), ""),
    ("no address to check at", GET, ("check_url",), ""),
    ("an address of no host", GET, ("check_url",), "https:///check/1"),
    ("an address with a password", GET, ("check_url",), "https://a:b@check.example/1"),
    ("an address of another kind", GET, ("check_url",), "javascript://check.example/1"),
    ("an address that is too long", GET, ("check_url",), "https://check.example/" + "1" * 200),
    ("an address with a space", GET, ("check_url",), "https://check.example/a b"),
    ("an address with a port nobody has", GET, ("check_url",), "https://check.example:99999/"),
    ("a time that runs backwards", GET, ("expires_in",), -1),
    ("a code for ever", GET, ("expires_in",), 7_201),
    ("seconds with a fraction", GET, ("expires_in",), 1.5),
    ("a moment without an offset", GET, ("paid_at",), "2026-11-23T09:30:00"),
    ("a moment as a number", GET, ("paid_at",), 1_795_000_000),
    ("a moment as digits", GET, ("paid_at",), "1795000000"),
    ("a moment before all time", GET, ("paid_at",), "0001-01-01T00:00:00+14:00"),
    ("a moment after all time", GET, ("paid_at",), "9999-12-31T23:59:59-12:00"),
    ("a moment that is none", GET, ("paid_at",), "2026-02-30T09:30:00+08:00"),
    ("a serial with spaces", GET, ("posting_serial",), "a b"),
    ("an endless serial", GET, ("channel_trade_number",), "9" * 65),
    ("an empty ticket number", GET, ("tax_ticket_number",), ""),
    ("a clock without an offset", TERMINAL, ("server_time",), "2026-11-23T09:30:00"),
    ("a clock as a number", TERMINAL, ("server_time",), 1_795_000_000),
    ("availability in words", TERMINAL, ("tenders", 0, "available"), "yes"),
    ("too many tenders", TERMINAL, ("tenders",), [TERMINAL.answer["tenders"]] * 21),
]


@pytest.mark.parametrize(
    ("call", "path", "lie"), [lie[1:] for lie in LIES], ids=[lie[0] for lie in LIES]
)
async def test_what_cannot_be_true_is_not_believed(
    service: CollectionService,
    server: HostileServer,
    call: Call,
    path: Path,
    lie: object,
) -> None:
    await refuse(service, server, call, call.spoilt(*path, by=lie))
