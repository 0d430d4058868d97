"""Good answers of the service, to be spoilt one field at a time, and what is asked to get them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date

from kiosk.backend.client import CollectionService
from kiosk.domain.citizen import Citizen, IdentityCard, Sex
from kiosk.domain.enrolment import BaseRule, Enrolment, EnrolmentStatus
from kiosk.domain.identity import parse_identity_number
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote, QuoteLine
from kiosk.domain.tender import Tender

NAME = "欧阳测试"
NUMBER = "370102194912310029"
PERSONAL_NUMBER = "3701004455667788"
TOKEN = "tok-9f8e7d6c5b4a39281706f5e4d3c2b1a0"
SECRETS = (NAME, NUMBER, PERSONAL_NUMBER, TOKEN)
AGENCY = "济南市社会保险事业中心"
ORDER = OrderNumber("JN03202611230930000000421")
KEY = "4b1d2c3e-0000-4000-8000-1234567890ab"

IDENTITY = parse_identity_number(NUMBER)
CARD = IdentityCard(NAME, IDENTITY, Sex.FEMALE, IDENTITY.birth, date(2010, 1, 1), None)
CITIZEN = Citizen(TOKEN, NAME, IDENTITY)
BASE = Money.yuan(5_000)
PERIOD = ContributionPeriod(Month(2026, 1), Month(2026, 2))
ENROLMENT = Enrolment(
    PERSONAL_NUMBER,
    InsuranceKind.FLEXIBLE_PENSION,
    AGENCY,
    EnrolmentStatus.ACTIVE,
    Month(2019, 7),
    (Month(2026, 1), Month(2026, 2)),
    (),
    BaseRule(Money.yuan(4_416), Money.yuan(22_080), 2_000, 2026, None, demonstration=True),
)
QUOTE = Quote(
    "Q20261123-7",
    PERSONAL_NUMBER,
    InsuranceKind.FLEXIBLE_PENSION,
    AGENCY,
    PERIOD,
    BASE,
    2_000,
    tuple(QuoteLine(month, BASE, Money.yuan(1_000)) for month in PERIOD.months),
    Money.yuan(2_000),
    demonstration=True,
)

Answer = dict[str, object]

TERMINAL_ANSWER: Answer = {
    "number": "JN-03",
    "name": "3号自助机",
    "server_time": "2026-11-23T09:30:00+08:00",
    "tenders": [
        {"tender": "alipay", "available": True, "reason": None},
        {"tender": "wechat", "available": False, "reason": "维护"},
        {"tender": "seashells", "available": True, "reason": None},
    ],
}
CITIZEN_ANSWER: Answer = {"person_token": TOKEN, "name": NAME, "identity_number": NUMBER}
ENROLMENT_ANSWER: Answer = {
    "personal_number": PERSONAL_NUMBER,
    "insurance": "flexible_pension",
    "agency_code": "370100",
    "agency_name": AGENCY,
    "status": "active",
    "since": "201907",
    "payable": ["202601", "202602"],
    "paid": [],
    "base": {
        "lower_fen": 441_600,
        "upper_fen": 2_208_000,
        "rate_bp": 2_000,
        "policy_year": 2026,
        "previous_fen": None,
        "demonstration": True,
    },
}
ENROLMENTS_ANSWER: Answer = {"enrolments": [ENROLMENT_ANSWER]}
QUOTE_ANSWER: Answer = {
    "quote_number": "Q20261123-7",
    "personal_number": PERSONAL_NUMBER,
    "insurance": "flexible_pension",
    "agency_name": AGENCY,
    "first_month": "202601",
    "last_month": "202602",
    "base_fen": 500_000,
    "rate_bp": 2_000,
    "lines": [
        {"month": "202601", "base_fen": 500_000, "amount_fen": 100_000},
        {"month": "202602", "base_fen": 500_000, "amount_fen": 100_000},
    ],
    "total_fen": 200_000,
    "demonstration": True,
    "valid_seconds": 600,
}
ORDER_ANSWER: Answer = {
    "order_number": ORDER,
    "state": "paying",
    "amount_fen": 200_000,
    "tender": "alipay",
    "qr_payload": "https://qr.example/1",
    "expires_in": 180,
    "paid_at": None,
    "posting_serial": None,
    "channel_trade_number": None,
    "tax_ticket_number": None,
}


@dataclass(frozen=True, slots=True)
class Call:
    """One operation of the client, and a good answer to it."""

    name: str
    make: Callable[[CollectionService], Awaitable[object]]
    answer: Answer

    def spoilt(self, *path: str | int, by: object) -> Answer:
        """The answer with the value at this place replaced."""
        copy = deepcopy(self.answer)
        place: object = copy
        for step in path[:-1]:
            assert isinstance(place, dict | list)
            place = place[step]  # type: ignore[index]  # a path into JSON is not typed
        assert isinstance(place, dict | list)
        place[path[-1]] = by  # type: ignore[index]
        return copy

    def without(self, *path: str | int) -> Answer:
        copy = deepcopy(self.answer)
        place: object = copy
        for step in path[:-1]:
            assert isinstance(place, dict | list)
            place = place[step]  # type: ignore[index]
        assert isinstance(place, dict)
        del place[path[-1]]
        return copy


TERMINAL = Call("terminal", lambda service: service.terminal(), TERMINAL_ANSWER)
LOOK_UP = Call("look_up", lambda service: service.look_up_citizen(CARD), CITIZEN_ANSWER)
ENROLMENTS = Call(
    "enrolments",
    lambda service: service.enrolments(CITIZEN, CitizenGroup.FLEXIBLE),
    ENROLMENTS_ANSWER,
)
ASK_QUOTE = Call(
    "quote", lambda service: service.quote(CITIZEN, ENROLMENT, PERIOD, BASE), QUOTE_ANSWER
)
PUT = Call(
    "put_order",
    lambda service: service.put_order(ORDER, KEY, QUOTE, Tender.ALIPAY),
    ORDER_ANSWER,
)
GET = Call("order", lambda service: service.order(ORDER), ORDER_ANSWER)
CLOSE = Call("close_order", lambda service: service.close_order(ORDER), ORDER_ANSWER)
CALLS = (TERMINAL, LOOK_UP, ENROLMENTS, ASK_QUOTE, PUT, GET, CLOSE)
REPEATED = CALLS[1:]
