"""Ways of paying (缴款方式)."""

from __future__ import annotations

from enum import Enum


class Tender(Enum):
    """缴款方式. The value is the wire name."""

    ALIPAY = "alipay"
    WECHAT = "wechat"
    UNIONPAY_QR = "unionpay_qr"
    BANK_CARD = "bank_card"

    @property
    def label(self) -> str:
        """The Chinese name on the tile and on the receipt."""
        return {
            "alipay": "支付宝支付",
            "wechat": "微信支付",
            "unionpay_qr": "云闪付支付",
            "bank_card": "刷卡支付",
        }[self.value]
