"""The collection service where orders are paid by bank card."""

from __future__ import annotations

from dataclasses import replace

from kiosk.backend.errors import ServiceErrorKind
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.citizen import Citizen
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderState, OrderStatus
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender
from tests.runtime.fake_records import FakeService
from tests.runtime.fake_service import UNPAID, service_error


class BankedService(FakeService):
    """An order waits for a card without a code to show, and is paid once the terminal says so."""

    async def put_order(
        self,
        number: OrderNumber,
        idempotency_key: str,
        quote: Quote,
        tender: Tender,
        proxy: Citizen | None = None,
        payment_code: PaymentCode | None = None,
    ) -> OrderStatus:
        status = await super().put_order(number, idempotency_key, quote, tender, proxy)
        self.orders[number] = replace(status, qr_payload=None, expires_in=None)
        return self.orders[number]

    async def report_card_payment(
        self, number: OrderNumber, payment: CardPayment, amount: Money
    ) -> OrderStatus:
        def effect() -> OrderStatus:
            order = self.orders[number]
            if amount != order.amount:
                raise service_error(ServiceErrorKind.REFUSED, "amount_changed")
            if order.state in UNPAID:
                self.set(
                    number,
                    OrderState.PAID,
                    paid_at=payment.approved_at,
                    channel_trade_number=payment.reference,
                )
            return self.orders[number]

        return await self._happens("report_card_payment", effect, number)
