"""The bodies about payments of the past, certificates, and the documents made of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from kiosk.domain.certificate import MOST_ROWS
from sim.backend.wire import Fen, InsuranceName, MonthText, Request, Token
from sim.backend.wire_payable import BasisAnswer, PeriodAnswer, Year

MOST_PAYMENTS = 60

PaymentNumber = Annotated[
    str,
    Field(
        description="The order number, or the serial of what was paid elsewhere",
        examples=["JN0320261122093015000042"],
    ),
]
CertificateNumber = Annotated[str, Field(description="凭证号码", examples=["337261123000000001"])]
PaymentStateName = Literal["posted", "under_way", "refunded"]
RowKey = Annotated[
    str,
    Field(
        pattern=r"^[0-9A-Za-z-]{1,64}$",
        description="As a row of certifiable was called",
        examples=["JN0320261122093015000042-1"],
    ),
]


class _Search(Request):
    person_token: Token
    group: Literal["0", "1"] = Field(description="缴费人群: 0 城乡居民, 1 灵活就业", examples=["1"])
    first_year: Year
    last_year: Year


class SearchPayments(_Search):
    """Which payments are wanted. Years the wrong way round find nothing."""

    insurance: InsuranceName | None = Field(description="险种, or all", examples=[None])
    state: PaymentStateName | None = Field(description="缴费状态, or all", examples=[None])


class SearchCertificates(_Search):
    """Which rows or certificates are wanted; ``refunds`` asks for 电子收入退还书."""

    refunds: bool = Field(examples=[False])


class CountReceiptPrint(Request):
    """A receipt is about to be printed again."""

    person_token: Token
    printed_before: int = Field(
        ge=0, le=1000, description="Reprints the terminal itself knows of", examples=[0]
    )


class IssueTaxCertificate(Request):
    """首次开具 of these rows."""

    person_token: Token
    row_keys: list[RowKey] = Field(min_length=1, max_length=MOST_ROWS)


class ReprintCertificate(Request):
    """补打 of a certificate of this person."""

    person_token: Token


class MakeContributionCertificate(_Search):
    """社会保险费缴费证明 of what was paid."""

    insurance: InsuranceName | None = Field(description="险种, or all", examples=[None])
    form: Literal["summary", "detail"] = Field(description="汇总 or 明细", examples=["summary"])


class PaymentCardAnswer(BaseModel):
    """The purchase by bank card that paid it, as its terminal reported it."""

    card_masked: str = Field(description="卡号, masked", examples=["622848*********0018"])
    terminal_id: str = Field(description="终端号 (F41)")
    merchant_id: str = Field(description="商户号 (F42)")
    batch: int = Field(description="批次号 (F60.2)")
    trace: int = Field(description="流水号 (F11)")
    reference: str = Field(description="检索参考号 (F37), which is the channel trade number")
    authorisation: str = Field(description="授权码 (F38), or empty")


class PaymentAnswer(BaseModel):
    """A payment, wherever it was made."""

    payment_number: PaymentNumber
    insurance: InsuranceName
    agency_name: str
    periods: list[PeriodAnswer] = Field(min_length=1)
    basis: BasisAnswer
    amount_fen: Fen
    tender: str = Field(description="缴款方式 in Chinese", examples=["微信支付"])
    channel: str = Field(description="缴费渠道 in Chinese", examples=["自助终端"])
    state: PaymentStateName
    paid_at: datetime
    posting_serial: str = Field(description="缴费流水号, or empty")
    channel_trade_number: str = Field(description="渠道流水号, or empty")
    tax_ticket_number: str = Field(description="税票号码, or empty")
    card: PaymentCardAnswer | None = Field(description="None for what no bank card paid")
    prints: int = Field(ge=0, description="How often its receipt was printed again")
    demonstration: bool = Field(description="Nobody has verified the figures behind the amount")
    check_url: str = Field(
        description="Where anybody can have its receipt confirmed, or empty",
        examples=["https://check.example/check/7KQ2M9T4XWBRC5HJ8N3P"],
    )


class PaymentsAnswer(BaseModel):
    """The newest payments that were looked for."""

    payments: list[PaymentAnswer] = Field(max_length=MOST_PAYMENTS)
    more: bool = Field(description="There are older ones, too")


class ReceiptPrintAnswer(BaseModel):
    """补打 第n次."""

    reprint: int = Field(ge=1)


class CertifiableRowAnswer(BaseModel):
    """What was paid (or given back) for one period, not certified yet."""

    key: RowKey
    insurance: InsuranceName
    first_month: MonthText
    last_month: MonthText
    amount_fen: Fen
    posted_on: date = Field(description="入（退）库日期")
    refund: bool


class CertifiableAnswer(BaseModel):
    """当日开票申请, the latest first."""

    rows: list[CertifiableRowAnswer]


class IssuedAnswer(BaseModel):
    """A certificate issued before."""

    number: CertificateNumber
    kind: Literal["tax"]
    amount_fen: Fen
    rows: int = Field(ge=1)
    issued_on: date
    prints: int = Field(ge=1, description="The first print and every 补打")


class IssuedCertificatesAnswer(BaseModel):
    """已生成凭证, the latest first."""

    certificates: list[IssuedAnswer]


class DocumentAnswer(BaseModel):
    """A document as PDF of at most 2 MiB."""

    number: str = Field(description="凭证号码, empty for a list")
    title: str = Field(examples=["税收完税证明"])
    reprint: int = Field(ge=0, description="0 for a first print, n for 补打 第n次")
    pdf_base64: str = Field(description="The PDF, base64")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$", description="Of the PDF's bytes, hexadecimal")
    link: str = Field(description="Where a phone can fetch it, or empty")
    valid_seconds: int = Field(ge=0, description="For how long the link is good")
