"""付款码: the code a wallet shows, to be scanned here. It is money: never logged or kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kiosk.domain.tender import Tender

_WALLETS = (
    (re.compile(r"1[0-5]\d{16}", re.ASCII), Tender.WECHAT),
    (re.compile(r"(2[5-9]|30)\d{14,22}", re.ASCII), Tender.ALIPAY),
    (re.compile(r"62\d{16,18}", re.ASCII), Tender.UNIONPAY_QR),
)
"""WeChat 18 digits from 10–15, Alipay 16–24 from 25–30, UnionPay from 62 (18 to 20)."""


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """A scanned code and the wallet it belongs to."""

    digits: str = field(repr=False)
    tender: Tender


def parse_payment_code(scanned: str) -> PaymentCode:
    """The wallet's code in what was scanned. Raises ValueError for anything else."""
    text = scanned.strip()
    for pattern, tender in _WALLETS:
        if pattern.fullmatch(text):
            return PaymentCode(text, tender)
    raise ValueError("not a payment code")
