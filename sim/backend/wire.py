"""The bodies of requests and answers, as docs/api/openapi.json describes them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from kiosk.domain.bank_card import MOST_TRACE
from kiosk.domain.order import OrderState
from sim.backend.problems import Code

MAX_FEN = 10**12
"""Far above any amount that can occur, far below what a database column holds."""

MonthText = Annotated[
    str,
    Field(
        pattern=r"^[1-9][0-9]{3}(0[1-9]|1[0-2])$",
        description="Contribution month, YYYYMM",
        examples=["202601"],
    ),
]
Fen = Annotated[int, Field(ge=0, le=MAX_FEN, description="Amount in fen (1/100 yuan)")]
IdentityKindCode = Literal["201", "233", "237", "238"]
InsuranceName = Literal[
    "flexible_pension", "flexible_medical", "resident_pension", "resident_medical"
]
TenderName = Literal["alipay", "wechat", "unionpay_qr", "bank_card"]
Token = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{48}$",
        description="Stands for the person during this visit, at this terminal only",
        examples=["9f2c4e0b7a61d85309be12f4c7a8036d5e91b2470fc36a8d"],
    ),
]
PersonalNumber = Annotated[
    str,
    Field(
        pattern=r"^[0-9]{8,20}$",
        description="个人参保编号 at one agency",
        examples=["3701002026000018"],
    ),
]
OrderNumberText = Annotated[
    str,
    Field(
        pattern=r"^[0-9A-Z]{20,32}$",
        description="订单号, minted by the terminal",
        examples=["JN0320261122093015000042"],
    ),
]


CardNumbering = Annotated[int, Field(ge=1, le=MOST_TRACE)]


class Request(BaseModel):
    """A body the terminal sends: nothing in it may be unknown or of another type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class LookUpCitizen(Request):
    """Who stands before the terminal, as the identity card says."""

    identity_kind: IdentityKindCode = Field(description="证件类型", examples=["201"])
    identity_number: str = Field(
        pattern=r"^[0-9A-Z]{15,18}$", description="证件号码", examples=["370100199003071234"]
    )
    name: str = Field(pattern=r"^[^\x00-\x1f\x7f]{1,60}$", description="姓名", examples=["张三"])


class SearchEnrolments(Request):
    """Which enrolments are wanted."""

    person_token: Token
    group: Literal["0", "1"] = Field(description="缴费人群: 0 城乡居民, 1 灵活就业", examples=["1"])


class FindPayee(Request):
    """Somebody else whom the citizen wants to pay for (代缴)."""

    identity_kind: IdentityKindCode = Field(description="证件类型", examples=["201"])
    identity_number: str = Field(
        pattern=r"^[0-9A-Z]{15,18}$", description="证件号码", examples=["370100199003071234"]
    )


class ConfirmPayee(Request):
    """The answer to a question about a payee."""

    question_token: Token
    surname: str = Field(pattern=r"^[^\x00-\x1f\x7f]{1,60}$", description="姓", examples=["张"])


class PlaceOrder(Request):
    """Acceptance of a quote. ``total_fen`` is what the citizen saw."""

    quote_number: str = Field(pattern=r"^[0-9A-Z]{8,32}$", examples=["HD2026112200012345"])
    total_fen: Fen
    tender: TenderName = Field(description="缴款方式", examples=["alipay"])
    proxy_token: Token | None = Field(
        default=None, description="Of the payer who logged in, where somebody else is paid for"
    )
    payment_code: str | None = Field(
        default=None,
        repr=False,
        pattern=r"^[0-9]{16,24}$",
        description="付款码 of the payer's wallet, to be charged at once",
        examples=["134500000000000017"],
    )


class ReportCardPayment(Request):
    """A purchase by bank card that the acquirer approved, in the acquirer's numbers."""

    terminal_id: str = Field(
        pattern=r"^[0-9A-Z]{8}$", description="终端号 (F41)", examples=["12345678"]
    )
    merchant_id: str = Field(
        pattern=r"^[0-9A-Z]{15}$", description="商户号 (F42)", examples=["102440000000001"]
    )
    batch: CardNumbering = Field(description="批次号 (F60.2)", examples=[2])
    trace: CardNumbering = Field(description="流水号 (F11)", examples=[17])
    reference: str = Field(
        pattern=r"^[0-9A-Za-z]{1,12}$",
        description="检索参考号 (F37)",
        examples=["093015000017"],
    )
    authorisation: str = Field(
        pattern=r"^[0-9A-Za-z]{0,12}$",
        description="授权码 (F38), empty where the issuer gave none",
        examples=["A1B2C3"],
    )
    card_masked: str = Field(
        pattern=r"^[0-9]{6}\*{3,9}[0-9]{4}$",
        description="卡号, masked",
        examples=["622848*********0018"],
    )
    amount_fen: Fen
    paid_at: str = Field(
        pattern=r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"
        r"[+-][0-9]{2}:[0-9]{2}$",
        description="When it was approved (F12, F13), with offset",
        examples=["2026-11-23T09:30:15+08:00"],
    )


class TenderOffer(BaseModel):
    """A way of paying and whether it is offered now."""

    tender: TenderName
    available: bool
    reason: str | None = Field(description="Why it is not offered, for the citizen")


class PlannedMaintenance(BaseModel):
    """When the service will not be there (计划维护)."""

    begins: datetime = Field(description="With offset")
    ends: datetime = Field(description="With offset, after ``begins``")
    reason: str = Field("", max_length=40, description="Why, for the citizen; may be empty")


class NearbyTerminal(BaseModel):
    """Another terminal at which citizens are served."""

    hall_name: str = Field(min_length=1, max_length=40, description="Where it stands")
    number: str = Field(description="Its number, as in its certificate")
    distance: str = Field("", max_length=40, description="How far it is, in words; may be empty")


class TerminalAnswer(BaseModel):
    """What the terminal is called and what it may offer."""

    number: str = Field(description="Number of the terminal, as in its certificate")
    name: str = Field(description="Name of the terminal")
    hall_name: str = Field(description="Name of the hall (办税服务厅)")
    tax_authority: str = Field(description="Name of the tax authority (税务机关)")
    window: str = Field(description="The window where people help")
    hotline: str = Field(description="Telephone number for help")
    server_time: datetime = Field(description="Time of the service, with offset")
    tenders: list[TenderOffer] = Field(description="Every way of paying, offered or not")
    planned_maintenance: list[PlannedMaintenance] = Field(
        default=[], max_length=20, description="Under way or to come; nobody is served meanwhile"
    )
    nearby_terminals: list[NearbyTerminal] = Field(
        default=[], max_length=20, description="Others that serve, the nearest first"
    )


class CitizenAnswer(BaseModel):
    """A natural person the service knows."""

    person_token: Token
    name: str = Field(description="姓名 as registered")
    identity_number: str = Field(description="证件号码 as registered")


class PayeeQuestionAnswer(BaseModel):
    """What proves that the payer knows the payee: one of the surnames is right. It is asked of
    every number, whether anybody has it or not."""

    question_token: Token
    surnames: list[str] = Field(min_length=6, max_length=6, description="All different, sorted")


class PayeeAnswer(BaseModel):
    """Somebody who may be paid for, and no more, with this token."""

    person_token: Token
    name: str = Field(description="姓名, masked", examples=["张*"])
    identity_number: str = Field(description="证件号码 as it was asked for")


class BaseAnswer(BaseModel):
    """Bounds of the base the citizen may choose."""

    lower_fen: Fen
    upper_fen: Fen
    rate_bp: int = Field(ge=0, le=10_000, description="Rate in basis points, 2000 is 20 %")
    policy_year: int = Field(description="Calendar year the bounds are for")
    previous_fen: Fen | None = Field(description="Base last paid in an earlier year")
    demonstration: bool = Field(description="Nobody has verified these figures")
    declared_fen: Fen | None = Field(
        description="Base declared for the year, within the bounds; told to a proxy once fixed"
    )
    fixed: bool = Field(
        description="Something was paid on the declared base: no other can be paid on this year"
    )


class EnrolmentAnswer(BaseModel):
    """参保登记 at one agency and what can be paid on it."""

    personal_number: PersonalNumber
    insurance: InsuranceName
    agency_code: str = Field(description="社保经办机构, 16 digits")
    agency_name: str = Field(description="Name of the agency")
    status: Literal["active", "suspended", "ended"] = Field(description="参保状态")
    since: MonthText
    payable: list[MonthText] = Field(
        description="Months that can be paid now, ascending; none where years are paid"
    )
    paid: list[MonthText] = Field(
        description="Months of this year already paid, ascending; not told to a proxy"
    )
    base: BaseAnswer | None = Field(description="None where no base can be chosen now")


class EnrolmentsAnswer(BaseModel):
    """Every enrolment of the group."""

    enrolments: list[EnrolmentAnswer]


class OrderAnswer(BaseModel):
    """Where an order stands. States only advance; a field once filled never changes."""

    order_number: OrderNumberText
    state: OrderState
    amount_fen: Fen = Field(description="0 for a number that was closed before it was seen")
    tender: TenderName = Field(
        description="For a number that was closed before it was seen, of no meaning"
    )
    qr_payload: str | None = Field(
        description="Text of the QR code while it can be paid; none for a payment code or a bank "
        "card",
        examples=["https://pay.example/w/2f9d"],
    )
    expires_in: int | None = Field(
        description="Whole seconds for which it can be paid; none for a bank card"
    )
    paid_at: datetime | None = Field(description="When the payer was charged, with offset")
    posting_serial: str | None = Field(description="缴费流水号, once posted")
    channel_trade_number: str | None = Field(description="渠道流水号, once paid")
    tax_ticket_number: str | None = Field(description="税票号码, once issued")
    check_url: str | None = Field(
        description="Where anybody can have paper about this order confirmed, and learn how it "
        "stands; none for a number that was closed before it was seen",
        examples=["https://check.example/check/7KQ2M9T4XWBRC5HJ8N3P"],
    )


class ProblemAnswer(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(title="Problem")

    type: str = Field(examples=["about:blank"])
    title: str = Field(description="A short Chinese sentence")
    status: int = Field(description="HTTP status")
    code: Code = Field(description="Stable code of the refusal")
    event_id: str = Field(description="As in the X-Event-Id header, for the service's logs")
    detail: str | None = Field(default=None, description="For engineers; no personal data")
