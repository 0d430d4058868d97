"""Ledgers and orders to test with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from kiosk.domain.basis import monthly_base
from kiosk.domain.identity import IdentityKind, IdentityNumber
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.masking import mask_identity, mask_name
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderState
from kiosk.domain.period import ContributionPeriod, Month
from kiosk.domain.receipt import ReceiptLine
from kiosk.domain.tender import Tender
from kiosk.ledger import Ledger, LedgerReader, NewOrder, OrderFacts

KEY = bytes(range(32))
BEIJING = timezone(timedelta(hours=8))
NAME = "欧阳测试"
NUMBER = "370102194912310029"
SPRING = ContributionPeriod(Month(2026, 1), Month(2026, 3))
SUMMER = ContributionPeriod(Month(2026, 6), Month(2026, 8))
MONTHLY = Money.yuan(4_416).share(2_000)


@dataclass(slots=True)
class Clock:
    """A second passes with every look."""

    moment: datetime = field(
        default_factory=lambda: datetime(2026, 1, 31, 9, 0, 0, 250_000, tzinfo=BEIJING)
    )

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@contextmanager
def opened(path: Path, clock: Clock | None = None, key: bytes = KEY) -> Iterator[Ledger]:
    with Ledger.open(path, now=clock or Clock(), key=key) as ledger:
        yield ledger


def new_order(
    ledger: LedgerReader,
    number: OrderNumber,
    *,
    payer: str = NUMBER,
    name: str = NAME,
    insurance: InsuranceKind = InsuranceKind.FLEXIBLE_PENSION,
    periods: tuple[ContributionPeriod, ...] = (SPRING,),
    proxy: str = "",
    tender: Tender = Tender.ALIPAY,
) -> NewOrder:
    return NewOrder(
        number=number,
        idempotency_key=f"key-of-{number}",
        quote_number="Q20260131-7",
        insurance=insurance,
        periods=periods,
        basis=monthly_base(Money.yuan(4_416)),
        lines=tuple(ReceiptLine(month.label, MONTHLY) for month in SPRING.months),
        amount=MONTHLY * 3,
        tender=tender,
        payer_name_masked=mask_name(name),
        payer_number_masked=mask_identity(IdentityNumber(IdentityKind.RESIDENT, payer)),
        payer_digest=ledger.digest(payer),
        proxy_name_masked=mask_name(proxy) if proxy else "",
        agency_name="济南市社会保险事业中心",
        demonstration=True,
        created_at=datetime(2026, 1, 31, 9, 0, tzinfo=BEIJING),
    )


def created(ledger: Ledger, payer: str = NUMBER) -> OrderNumber:
    number = ledger.mint_order_number("JN-03")
    ledger.create_order(new_order(ledger, number, payer=payer))
    return number


def posted(ledger: Ledger, payer: str = NUMBER) -> OrderNumber:
    number = created(ledger, payer)
    ledger.advance(
        number,
        OrderState.POSTED,
        OrderFacts(
            qr_issued_at=datetime(2026, 1, 31, 9, 1, tzinfo=BEIJING),
            paid_at=datetime(2026, 1, 31, 9, 2, tzinfo=BEIJING),
            posting_serial="370100202601310001",
            channel_trade_number="2026013122001412341234567890",
            tax_ticket_number="337016260100000001",
            check_url="https://check.example/check/7KQ2M9T4XWBRC5HJ8N3P",
        ),
    )
    return number
