"""Good answers about people and orders, and what is asked to get them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from kiosk.domain.bank_card import CardPayment
from kiosk.domain.basis import monthly_base
from kiosk.domain.citizen import Citizen, IdentityCard, Sex, SocialSecurityCard
from kiosk.domain.enrolment import BaseRule, Enrolment, EnrolmentStatus
from kiosk.domain.identity import parse_identity_number
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber
from kiosk.domain.payment_code import parse_payment_code
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.quote import Quote, QuoteLine
from kiosk.domain.tender import Tender
from kiosk.flows.requests.login import PayeeQuestion
from tests.backend.call import (
    CODE_DIGITS,
    NAME,
    NUMBER,
    PERSONAL_NUMBER,
    PROXY_TOKEN,
    QUESTION_TOKEN,
    TOKEN,
    Answer,
    Call,
)

AGENCY = "济南市社会保险事业中心"
ORDER = OrderNumber("JN03202611230930000000421")
KEY = "4b1d2c3e-0000-4000-8000-1234567890ab"

IDENTITY = parse_identity_number(NUMBER)
CARD = IdentityCard(NAME, IDENTITY, Sex.FEMALE, IDENTITY.birth, date(2010, 1, 1), None)
SOCIAL_CARD = SocialSecurityCard(NAME, IDENTITY, date(2030, 1, 1))
CITIZEN = Citizen(TOKEN, NAME, IDENTITY)
PROXY = Citizen(PROXY_TOKEN, "张三", IDENTITY)
PAYEE = Citizen(TOKEN, "欧**试", IDENTITY, proxied=True)
SURNAMES = ("欧阳", "陈", "古丽", "王", "张", "Sample")
QUESTION = PayeeQuestion(QUESTION_TOKEN, SURNAMES)
CODE = parse_payment_code(CODE_DIGITS)
BASE = Money.yuan(5_000)
PERIOD = ContributionPeriod(Month(2026, 1), Month(2026, 2))
RULE = BaseRule(Money.yuan(4_416), Money.yuan(22_080), 2_000, 2026, None, demonstration=True)
ENROLMENT = Enrolment(
    PERSONAL_NUMBER,
    InsuranceKind.FLEXIBLE_PENSION,
    AGENCY,
    EnrolmentStatus.ACTIVE,
    Month(2019, 7),
    (Month(2026, 1), Month(2026, 2)),
    (),
    RULE,
)
QUOTE = Quote(
    "Q20261123-7",
    PERSONAL_NUMBER,
    InsuranceKind.FLEXIBLE_PENSION,
    AGENCY,
    (PERIOD,),
    monthly_base(BASE),
    tuple(
        QuoteLine(ContributionPeriod(month, month), Money.yuan(1_000)) for month in PERIOD.months
    ),
    Money.yuan(2_000),
    demonstration=True,
)
CARD_PAYMENT = CardPayment(
    card_masked="622848*********0018",
    terminal_id="12345678",
    merchant_id="102440000000001",
    batch=2,
    trace=17,
    reference="093015000017",
    authorisation="A1B2C3",
    approved_at=datetime(2026, 11, 23, 9, 30, 15, tzinfo=timezone(timedelta(hours=8))),
)

BASE_ANSWER: Answer = {
    "lower_fen": 441_600,
    "upper_fen": 2_208_000,
    "rate_bp": 2_000,
    "policy_year": 2026,
    "previous_fen": None,
    "demonstration": True,
    "declared_fen": None,
    "fixed": False,
}
ENROLMENT_ANSWER: Answer = {
    "personal_number": PERSONAL_NUMBER,
    "insurance": "flexible_pension",
    "agency_code": "370100",
    "agency_name": AGENCY,
    "status": "active",
    "since": "201907",
    "payable": ["202601", "202602"],
    "paid": [],
    "base": BASE_ANSWER,
}
CHECK_URL = "https://check.example/check/7KQ2M9T4XWBRC5HJ8N3P"
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
    "check_url": CHECK_URL,
}

TERMINAL = Call(
    "terminal",
    lambda service: service.terminal(),
    {
        "number": "JN-03",
        "name": "3号自助机",
        "server_time": "2026-11-23T09:30:00+08:00",
        "tenders": [
            {"tender": "alipay", "available": True, "reason": None},
            {"tender": "wechat", "available": False, "reason": "维护"},
            {"tender": "seashells", "available": True, "reason": None},
        ],
        "planned_maintenance": [
            {
                "begins": "2026-11-23T22:00:00+00:00",
                "ends": "2026-11-24T00:00:00+00:00",
                "reason": "系统升级",
            },
        ],
        "nearby_terminals": [
            {"hall_name": "市民服务大厅", "number": "JN-04", "distance": "同一大厅"},
        ],
    },
)
LOOK_UP = Call(
    "look_up",
    lambda service: service.look_up_citizen(CARD),
    {"person_token": TOKEN, "name": NAME, "identity_number": NUMBER},
)
ASK_PAYEE = Call(
    "ask_payee",
    lambda service: service.ask_payee(IDENTITY),
    {"question_token": QUESTION_TOKEN, "surnames": list(SURNAMES)},
)
CONFIRM_PAYEE = Call(
    "confirm_payee",
    lambda service: service.confirm_payee(QUESTION, IDENTITY, "欧阳"),
    {"person_token": TOKEN, "name": "欧**试", "identity_number": NUMBER},
)
ENROLMENTS = Call(
    "enrolments",
    lambda service: service.enrolments(CITIZEN, CitizenGroup.FLEXIBLE),
    {"enrolments": [ENROLMENT_ANSWER]},
)
PUT = Call(
    "put_order",
    lambda service: service.put_order(ORDER, KEY, QUOTE, Tender.ALIPAY),
    ORDER_ANSWER,
)
CHARGE = Call(
    "charge_code",
    lambda service: service.put_order(ORDER, KEY, QUOTE, CODE.tender, PROXY, CODE),
    {**ORDER_ANSWER, "tender": "wechat", "qr_payload": None},
)
GET = Call("order", lambda service: service.order(ORDER), ORDER_ANSWER)
CLOSE = Call("close_order", lambda service: service.close_order(ORDER), ORDER_ANSWER)
BY_CARD = Call(
    "put_card_order",
    lambda service: service.put_order(ORDER, KEY, QUOTE, Tender.BANK_CARD),
    {**ORDER_ANSWER, "tender": "bank_card", "qr_payload": None, "expires_in": None},
)
REPORT = Call(
    "report_card_payment",
    lambda service: service.report_card_payment(ORDER, CARD_PAYMENT, QUOTE.total),
    {
        **BY_CARD.answer,
        "state": "paid",
        "paid_at": "2026-11-23T09:30:15+08:00",
        "channel_trade_number": CARD_PAYMENT.reference,
    },
)
CALLS = (
    TERMINAL,
    LOOK_UP,
    ASK_PAYEE,
    CONFIRM_PAYEE,
    ENROLMENTS,
    PUT,
    CHARGE,
    BY_CARD,
    REPORT,
    GET,
    CLOSE,
)
