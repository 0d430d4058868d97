"""Orders charged to a bank card: answers that are good, and answers that cannot be true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.backend.client import CollectionService
from kiosk.domain.money import Money
from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.tender import Tender
from tests.backend.answers import BY_CARD, CARD_PAYMENT, CHECK_URL, ORDER, REPORT
from tests.backend.call import Answer, Call, Path, refuse, told
from tests.backend.hostile_server import HostileServer
from tests.backend.record_answers import BY_CARD_ANSWER, CARD_ANSWER, PAYMENT, PAYMENTS


async def test_an_order_by_bank_card_has_nothing_to_show(
    service: CollectionService, server: HostileServer
) -> None:
    status = await told(service, server, BY_CARD, BY_CARD.answer)
    assert status == OrderStatus(
        ORDER,
        OrderState.PAYING,
        Money.yuan(2_000),
        Tender.BANK_CARD,
        None,
        None,
        check_url=CHECK_URL,
    )


@pytest.mark.parametrize(
    "state", ["paid", "posting", "posted", "refunding", "refunded", "needs_person"]
)
async def test_a_payment_by_bank_card_is_reported(
    service: CollectionService, server: HostileServer, state: str
) -> None:
    status = await told(service, server, REPORT, REPORT.spoilt("state", by=state))
    assert isinstance(status, OrderStatus)
    assert status.state is OrderState(state)
    assert (status.paid_at, status.channel_trade_number) == (
        CARD_PAYMENT.approved_at,
        CARD_PAYMENT.reference,
    )
    (request,) = server.requests
    assert (request.method, request.target) == ("POST", f"/v1/orders/{ORDER}/card-payment")
    assert request.json == {
        "terminal_id": "12345678",
        "merchant_id": "102440000000001",
        "batch": 2,
        "trace": 17,
        "reference": "093015000017",
        "authorisation": "A1B2C3",
        "card_masked": "622848*********0018",
        "amount_fen": 200_000,
        "paid_at": "2026-11-23T09:30:15+08:00",
    }


@pytest.mark.parametrize("state", ["created", "paying", "unknown", "closed"])
async def test_a_reported_payment_cannot_be_unpaid(
    service: CollectionService, server: HostileServer, state: str
) -> None:
    await refuse(service, server, REPORT, REPORT.spoilt("state", by=state))


LIES: list[tuple[str, Call, Path, object]] = [
    ("a code to show for a bank card", BY_CARD, ("qr_payload",), "https://qr.example/1"),
    ("a card charged for another order", REPORT, ("order_number",), "QD01202611230930000000421"),
    ("a card charged another amount", REPORT, ("amount_fen",), 200_100),
    ("a card that is a wallet", REPORT, ("tender",), "alipay"),
    ("another purchase", REPORT, ("channel_trade_number",), "093015000018"),
    ("no purchase", REPORT, ("channel_trade_number",), None),
    ("a purchase at another time", REPORT, ("paid_at",), "2026-11-23T09:30:16+08:00"),
    ("a purchase at no time", REPORT, ("paid_at",), None),
]


@pytest.mark.parametrize(
    ("call", "path", "lie"), [lie[1:] for lie in LIES], ids=[lie[0] for lie in LIES]
)
async def test_what_cannot_be_true_is_not_believed(
    service: CollectionService, server: HostileServer, call: Call, path: Path, lie: object
) -> None:
    await refuse(service, server, call, call.spoilt(*path, by=lie))


def _payments(**card: object) -> Answer:
    return {"payments": [BY_CARD_ANSWER | {"card": CARD_ANSWER | card}], "more": False}


async def test_the_card_of_a_past_payment_is_told(
    service: CollectionService, server: HostileServer
) -> None:
    record = replace(
        PAYMENT,
        tender="刷卡支付",
        channel_trade_number="093015000017",
        card=replace(CARD_PAYMENT, authorisation="", approved_at=PAYMENT.paid_at),
    )
    assert await told(service, server, PAYMENTS, _payments()) == ((record,), False)


@pytest.mark.parametrize(
    ("field", "lie"),
    [
        ("card_masked", "6228480402564890018"),
        ("card_masked", None),
        ("terminal_id", "1"),
        ("merchant_id", "1"),
        ("batch", 0),
        ("trace", 1_000_000),
        ("trace", "17"),
        ("reference", "093015000018"),
        ("authorisation", "A B"),
    ],
    ids="unmasked none terminal merchant batch trace text another authorisation".split(),
)
async def test_a_card_of_the_past_that_cannot_be_is_not_believed(
    service: CollectionService, server: HostileServer, field: str, lie: object
) -> None:
    error = await refuse(service, server, PAYMENTS, _payments(**{field: lie}))
    assert "6228480402564890018" not in repr(error)
