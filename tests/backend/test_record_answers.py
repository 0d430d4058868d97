"""What is on record: taken when it is this person's and what was looked for, refused when not."""

from __future__ import annotations

import pytest

from kiosk.backend.client import CollectionService
from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.certificate import CertificateForm
from kiosk.domain.criteria import Criteria
from kiosk.domain.declaration import DeclarationState
from kiosk.domain.payment_record import PaymentRecord
from tests.backend.answers import CITIZEN, KEY
from tests.backend.call import (
    NUMBER,
    PERSONAL_NUMBER,
    TOKEN,
    Answer,
    Call,
    Canned,
    Path,
    complaint,
    told,
)
from tests.backend.hostile_server import HostileServer, says
from tests.backend.record_answers import (
    CERTIFIABLE,
    CERTIFICATE_NUMBER,
    CONTRIBUTION,
    COUNT_PRINT,
    DECLARATION,
    DECLARATION_ANSWER,
    DECLARATIONS,
    DECLARE,
    EVERYTHING,
    GROUP,
    ISSUE,
    ISSUED,
    ISSUED_CERTIFICATE,
    LIST,
    PAYMENT,
    PAYMENT_ANSWER,
    PAYMENTS,
    PRINT_KEY,
    REPRINT,
    ROW,
    VOID,
)

PAST = {"person_token": TOKEN, "group": "1", "first_year": 2025, "last_year": 2026}
NARROW_PAST = PAST | {"first_year": 2026, "insurance": "flexible_pension", "state": "posted"}
ASKED: list[tuple[Call, str, str, dict[str, object]]] = [
    (DECLARATIONS, "POST", "/v1/base-declarations/search", {"person_token": TOKEN}),
    (
        DECLARE,
        "PUT",
        "/v1/base-declarations",
        {
            "person_token": TOKEN,
            "personal_number": PERSONAL_NUMBER,
            "base_fen": 500_000,
            "allows_batch": True,
        },
    ),
    (
        VOID,
        "POST",
        "/v1/base-declarations/void",
        {"person_token": TOKEN, "personal_number": PERSONAL_NUMBER},
    ),
    (PAYMENTS, "POST", "/v1/payments/search", NARROW_PAST),
    (
        COUNT_PRINT,
        "PUT",
        f"/v1/payments/{PAYMENT.number}/receipt-prints/{PRINT_KEY}",
        {"person_token": TOKEN, "printed_before": 1},
    ),
    (LIST, "POST", "/v1/payment-lists", NARROW_PAST),
    (CERTIFIABLE, "POST", "/v1/certificates/certifiable", PAST | {"refunds": False}),
    (ISSUED, "POST", "/v1/certificates/issued", PAST | {"refunds": False}),
    (
        ISSUE,
        "PUT",
        f"/v1/certificates/tax/{KEY}",
        {"person_token": TOKEN, "row_keys": ["R-77"]},
    ),
    (
        REPRINT,
        "PUT",
        f"/v1/certificates/{CERTIFICATE_NUMBER}/prints/{PRINT_KEY}",
        {"person_token": TOKEN},
    ),
    (
        CONTRIBUTION,
        "PUT",
        f"/v1/certificates/contribution/{KEY}",
        PAST | {"insurance": None, "form": "detail"},
    ),
]


@pytest.mark.parametrize(
    ("call", "method", "target", "asked"), ASKED, ids=[one[0].name for one in ASKED]
)
async def test_what_is_asked(
    service: CollectionService,
    server: HostileServer,
    call: Call,
    method: str,
    target: str,
    asked: dict[str, object],
) -> None:
    server.plays(says(call.answer))
    await call.make(service)
    (request,) = server.requests
    assert (request.method, request.target, request.json) == (method, target, asked)


async def test_what_is_on_record_is_found(
    service: CollectionService, server: HostileServer
) -> None:
    assert await told(service, server, DECLARATIONS, DECLARATIONS.answer) == (DECLARATION,)
    assert await told(service, server, DECLARE, DECLARE.answer) == DECLARATION
    assert await told(service, server, PAYMENTS, PAYMENTS.answer) == ((PAYMENT,), True)
    assert await told(service, server, COUNT_PRINT, COUNT_PRINT.answer) == 2
    assert await told(service, server, CERTIFIABLE, CERTIFIABLE.answer) == (ROW,)
    assert await told(service, server, ISSUED, ISSUED.answer) == (ISSUED_CERTIFICATE,)


async def test_a_base_that_was_taken_back_is_gone(
    service: CollectionService, server: HostileServer
) -> None:
    server.plays(says(VOID.answer))
    declared = await service.void_base(CITIZEN, PERSONAL_NUMBER)
    assert (declared.state, declared.base) == (DeclarationState.NONE, None)


@pytest.mark.parametrize(
    ("call", "nothing"),
    [
        (DECLARATIONS, {"declarations": []}),
        (CERTIFIABLE, {"rows": []}),
        (ISSUED, {"certificates": []}),
    ],
    ids=["declarations", "certifiable", "issued"],
)
async def test_nothing_on_record_is_an_answer(call: Call, nothing: Answer) -> None:
    assert await call.make(CollectionService(Canned(nothing))) == ()


async def payments(criteria: Criteria, *answers: Answer) -> tuple[PaymentRecord, ...]:
    service = CollectionService(Canned({"payments": list(answers), "more": False}))
    found, more = await service.payments(CITIZEN, GROUP, criteria)
    assert not more
    return found


async def test_the_latest_payment_comes_first() -> None:
    early = PAYMENT_ANSWER | {"payment_number": "A", "paid_at": "2026-03-01T09:00:00+08:00"}
    # Later by the clock on the wall, earlier in truth.
    foreign = PAYMENT_ANSWER | {"payment_number": "B", "paid_at": "2026-03-01T10:00:00+09:00"}
    found = await payments(EVERYTHING, early, foreign, PAYMENT_ANSWER)
    assert [one.number for one in found] == [PAYMENT.number, "A", "B"]


async def test_a_payment_of_several_periods_meets_the_years_with_any_of_them() -> None:
    old = [
        {"first_month": "202301", "last_month": "202312"},
        {"first_month": "202501", "last_month": "202506"},
    ]
    (found,) = await payments(EVERYTHING, PAYMENT_ANSWER | {"periods": old})
    assert len(found.periods) == 2


PAID: Path = ("payments", 0)
ROWS: Path = ("rows", 0)
CERTIFIED: Path = ("certificates", 0)
DECLARED: Path = ("declarations", 0)
LIES: list[tuple[str, Call, Path, object]] = [
    ("a declaration twice", DECLARATIONS, ("declarations",), [DECLARATION_ANSWER] * 2),
    (
        "another declared base beside it",
        DECLARATIONS,
        ("declarations", 0, "base", "declared_fen"),
        520_000,
    ),
    ("a base fixed that is not in use", DECLARATIONS, ("declarations", 0, "base", "fixed"), True),
    ("a base in use that is not fixed", DECLARATIONS, ("declarations", 0, "state"), "in_use"),
    ("too many declarations", DECLARATIONS, ("declarations",), [DECLARATION_ANSWER] * 51),
    ("an unknown state of a base", DECLARATIONS, (*DECLARED, "state"), NUMBER),
    ("a declaration of an unknown insurance", DECLARATIONS, (*DECLARED, "insurance"), NUMBER),
    ("a base that was not declared", DECLARATIONS, (*DECLARED, "state"), "none"),
    ("a declared base that is none", DECLARATIONS, (*DECLARED, "base_fen"), None),
    ("a declared base below the bounds", DECLARATIONS, (*DECLARED, "base_fen"), 441_599),
    ("a declared base above the bounds", DECLARATIONS, (*DECLARED, "base_fen"), 2_208_001),
    ("a declaration without bounds", DECLARATIONS, (*DECLARED, "base"), None),
    ("bounds the wrong way round", DECLARATIONS, (*DECLARED, "base", "lower_fen"), 2_208_001),
    ("batches in words", DECLARATIONS, (*DECLARED, "allows_batch"), "yes"),
    ("another base", DECLARE, ("base_fen",), 600_000),
    ("another permission", DECLARE, ("allows_batch",), False),
    ("another enrolment", DECLARE, ("personal_number",), "3701000000000000"),
    ("a base declared beyond its bounds", DECLARE, ("base_fen",), 2_208_001),
    ("another enrolment on voiding", VOID, ("personal_number",), "3701000000000000"),
    ("a payment twice", PAYMENTS, ("payments",), [PAYMENT_ANSWER] * 2),
    ("too many payments", PAYMENTS, ("payments",), [PAYMENT_ANSWER] * 61),
    ("more in words", PAYMENTS, ("more",), "yes"),
    ("a payment number with a slash", PAYMENTS, (*PAID, "payment_number"), "a/../b"),
    ("a payment number with a dot", PAYMENTS, (*PAID, "payment_number"), ".."),
    ("a payment number with a question", PAYMENTS, (*PAID, "payment_number"), "a?b"),
    ("an endless payment number", PAYMENTS, (*PAID, "payment_number"), "9" * 65),
    ("no payment number", PAYMENTS, (*PAID, "payment_number"), ""),
    ("a payment of another insurance", PAYMENTS, (*PAID, "insurance"), "flexible_medical"),
    ("a payment of an unknown insurance", PAYMENTS, (*PAID, "insurance"), NUMBER),
    ("a payment in another state", PAYMENTS, (*PAID, "state"), "refunded"),
    ("a payment in an unknown state", PAYMENTS, (*PAID, "state"), NUMBER),
    ("a payment of nothing", PAYMENTS, (*PAID, "amount_fen"), 0),
    ("a payment for no period", PAYMENTS, (*PAID, "periods"), []),
    ("a payment across the year", PAYMENTS, (*PAID, "periods", 0, "last_month"), "202701"),
    ("a payment on nothing", PAYMENTS, (*PAID, "basis", "kind"), "tier"),
    ("a tender without a name", PAYMENTS, (*PAID, "tender"), ""),
    ("a tender with a person's number", PAYMENTS, (*PAID, "tender"), f"微信{NUMBER}"),
    ("a channel that cannot be printed", PAYMENTS, (*PAID, "channel"), "自助\x1b终端"),
    ("a moment without an offset", PAYMENTS, (*PAID, "paid_at"), "2026-03-01T10:00:00"),
    ("a serial with spaces", PAYMENTS, (*PAID, "posting_serial"), "a b"),
    ("an address of no host", PAYMENTS, (*PAID, "check_url"), "http://"),
    ("an address of another kind", PAYMENTS, (*PAID, "check_url"), "data:text/html,1"),
    ("an endless serial", PAYMENTS, (*PAID, "tax_ticket_number"), "9" * 65),
    ("a serial that is nothing", PAYMENTS, (*PAID, "channel_trade_number"), None),
    ("prints below none", PAYMENTS, (*PAID, "prints"), -1),
    ("prints without end", PAYMENTS, (*PAID, "prints"), 10_001),
    ("a count that stands still", COUNT_PRINT, ("reprint",), 1),
    ("a count that goes back", COUNT_PRINT, ("reprint",), 0),
    ("a count without end", COUNT_PRINT, ("reprint",), 10_001),
    ("a count in words", COUNT_PRINT, ("reprint",), "2"),
    ("a row twice", CERTIFIABLE, ("rows",), CERTIFIABLE.answer["rows"] * 2),  # type: ignore[operator]
    ("too many rows", CERTIFIABLE, ("rows",), [CERTIFIABLE.answer] * 501),
    ("a row of the other group", CERTIFIABLE, (*ROWS, "insurance"), "resident_pension"),
    ("a row of an unknown insurance", CERTIFIABLE, (*ROWS, "insurance"), NUMBER),
    ("a refund nobody asked for", CERTIFIABLE, (*ROWS, "refund"), True),
    ("a row across the year", CERTIFIABLE, (*ROWS, "last_month"), "202701"),
    ("a row of nothing", CERTIFIABLE, (*ROWS, "amount_fen"), 0),
    ("a row of a day that is none", CERTIFIABLE, (*ROWS, "posted_on"), "2026-13-01"),
    ("a row without a key", CERTIFIABLE, (*ROWS, "key"), ""),
    ("a certificate twice", ISSUED, ("certificates",), ISSUED.answer["certificates"] * 2),  # type: ignore[operator]
    ("a certificate with a slash", ISSUED, (*CERTIFIED, "number"), "a/b"),
    ("a certificate of an unknown kind", ISSUED, (*CERTIFIED, "kind"), NUMBER),
    ("a certificate of nothing", ISSUED, (*CERTIFIED, "amount_fen"), 0),
    ("a certificate of no rows", ISSUED, (*CERTIFIED, "rows"), 0),
    ("a certificate of another day", ISSUED, (*CERTIFIED, "issued_on"), "yesterday"),
]


@pytest.mark.parametrize(
    ("call", "path", "lie"), [lie[1:] for lie in LIES], ids=[lie[0] for lie in LIES]
)
async def test_what_cannot_be_true_is_not_believed(call: Call, path: Path, lie: object) -> None:
    error = await complaint(call, call.spoilt(*path, by=lie))
    assert error.kind is ServiceErrorKind.MALFORMED


@pytest.mark.parametrize("year", ["2024", "2027"])
async def test_payments_and_rows_of_other_years_are_refused(year: str) -> None:
    period = {"first_month": f"{year}01", "last_month": f"{year}02"}
    payment = PAYMENTS.spoilt(*PAID, "periods", by=[period])
    assert (await complaint(PAYMENTS, payment)).cause == "another payment"
    row = {"rows": [{**CERTIFIABLE.answer["rows"][0], **period}]}  # type: ignore[index]
    assert (await complaint(CERTIFIABLE, row)).cause == "another row"


async def test_a_payment_of_the_other_group_is_refused() -> None:
    call = Call(
        "all payments",
        lambda service: service.payments(CITIZEN, GROUP, EVERYTHING),
        PAYMENTS.answer,
    )
    answer = call.spoilt(*PAID, "insurance", by="resident_medical")
    assert (await complaint(call, answer)).cause == "another payment"


async def test_a_base_still_there_was_not_taken_back() -> None:
    assert (await complaint(VOID, DECLARE.answer)).cause == "another declaration"


async def test_a_base_not_there_was_not_declared() -> None:
    assert (await complaint(DECLARE, VOID.answer)).cause == "another declaration"


async def test_refunds_are_refunds_only_when_they_were_asked_for(
    service: CollectionService, server: HostileServer
) -> None:
    refunds = Criteria(2025, 2026, refunds=True)
    call = Call(
        "refunds",
        lambda service: service.certifiable(CITIZEN, GROUP, refunds),
        CERTIFIABLE.answer,
    )
    assert (await complaint(call, call.answer)).cause == "another row"
    refund = CollectionService(Canned(call.spoilt(*ROWS, "refund", by=True)))
    assert [row.refund for row in await refund.certifiable(CITIZEN, GROUP, refunds)] == [True]
    server.plays(says({"certificates": []}))
    await service.issued(CITIZEN, GROUP, refunds)
    assert server.requests[0].json["refunds"] is True


async def test_a_summary_of_one_insurance_is_asked_for_by_name(
    service: CollectionService, server: HostileServer
) -> None:
    server.plays(says(CONTRIBUTION.answer))
    one = Criteria(2025, 2025, insurance=PAYMENT.insurance)
    await service.contribution_certificate(CITIZEN, KEY, GROUP, one, CertificateForm.SUMMARY)
    asked = server.requests[0].json
    assert (asked["insurance"], asked["form"]) == ("flexible_pension", "summary")
