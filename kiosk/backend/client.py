"""The collection service as the terminal sees it (contract: docs/api/openapi.json)."""

from __future__ import annotations

from kiosk.backend import translate
from kiosk.backend.errors import ServiceError
from kiosk.backend.fields import read
from kiosk.backend.payable import Payable
from kiosk.backend.records import Certificates, Declarations, History
from kiosk.backend.reports import Reports
from kiosk.backend.translate import TerminalStatus, malformed
from kiosk.backend.wire import (
    CitizenAnswer,
    EnrolmentsAnswer,
    OrderAnswer,
    PayeeQuestionAnswer,
    TerminalAnswer,
)
from kiosk.domain.bank_card import CardPayment
from kiosk.domain.citizen import Citizen, IdentityCard, SocialSecurityCard
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.identity import IdentityNumber
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderStatus
from kiosk.domain.payment_code import PaymentCode
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender
from kiosk.flows.requests.login import PayeeQuestion


class CollectionService(Payable, Declarations, History, Certificates, Reports):
    """Client of the service. Every method raises ServiceError and nothing else.

    Calls whose repetition cannot do harm are repeated when their answer is lost.
    """

    async def close(self) -> None:
        """Let go of the connections."""
        await self._transport.close()

    async def terminal(self) -> TerminalStatus:
        """Whether the service is there and knows this terminal; its clock and its tenders."""
        answer = await self._transport.once("GET", "/v1/terminal")
        return translate.terminal_status(read(TerminalAnswer, answer))

    async def look_up_citizen(self, card: IdentityCard | SocialSecurityCard) -> Citizen:
        """The natural person of a card: the one who was asked for, and no other."""
        answer = await self._transport.repeatedly(
            "POST", "/v1/citizens/lookup", {**_identity(card.number), "name": card.name}
        )
        return translate.citizen(read(CitizenAnswer, answer), card.number)

    async def ask_payee(self, number: IdentityNumber) -> PayeeQuestion:
        """A question about somebody to pay for; there is one whether or not they are known."""
        answer = await self._transport.repeatedly("POST", "/v1/payees/lookup", _identity(number))
        return translate.payee_question(read(PayeeQuestionAnswer, answer))

    async def confirm_payee(
        self, question: PayeeQuestion, number: IdentityNumber, surname: str
    ) -> Citizen:
        """The payee, proxied. Never repeated: a question can be answered once."""
        answer = await self._transport.once(
            "POST",
            "/v1/payees/confirm",
            {"question_token": question.token, "surname": surname},
        )
        return translate.payee(read(CitizenAnswer, answer), number)

    async def enrolments(self, citizen: Citizen, group: CitizenGroup) -> tuple[Enrolment, ...]:
        """What the citizen is enrolled in within one group."""
        answer = await self._transport.repeatedly(
            "POST",
            "/v1/enrolments/search",
            {"person_token": citizen.token, "group": group.value},
        )
        found = read(EnrolmentsAnswer, answer).enrolments
        return tuple(translate.enrolment(one) for one in found)

    async def put_order(
        self,
        number: OrderNumber,
        idempotency_key: str,
        quote: Quote,
        tender: Tender,
        proxy: Citizen | None = None,
        payment_code: PaymentCode | None = None,
    ) -> OrderStatus:
        """Open an order. The same number, key and terms again give the same order again.

        ``proxy`` is who pays for somebody else. A ``payment_code`` is charged at once, and then
        there is no code to show; nor is there one for a bank card, which the terminal charges.
        """
        answer = await self._transport.repeatedly(
            "PUT",
            f"/v1/orders/{number}",
            {
                "quote_number": quote.number,
                "total_fen": quote.total.fen,
                "tender": tender.value,
                "proxy_token": None if proxy is None else proxy.token,
                "payment_code": None if payment_code is None else payment_code.digits,
            },
            {"Idempotency-Key": idempotency_key},
        )
        status = self._order(answer, number)
        if status.amount != quote.total or status.tender is not tender:
            raise malformed("another amount")
        shows = payment_code is None and tender is not Tender.BANK_CARD
        if status.qr_payload is not None and not shows:
            raise malformed("a code to show")
        return status

    async def order(self, number: OrderNumber) -> OrderStatus:
        """How an order stands."""
        return self._order(await self._transport.repeatedly("GET", f"/v1/orders/{number}"), number)

    async def close_order(self, number: OrderNumber) -> OrderStatus:
        """Close an order unless it was paid; a number never seen is closed for ever."""
        answer = await self._transport.repeatedly("POST", f"/v1/orders/{number}/close")
        return self._order(answer, number)

    async def report_card_payment(
        self, number: OrderNumber, payment: CardPayment, amount: Money
    ) -> OrderStatus:
        """Tell the service what the acquirer approved for an order of ``amount``; it may be told
        again. The answer is PAID or what comes after it."""
        answer = await self._transport.repeatedly(
            "POST", f"/v1/orders/{number}/card-payment", _card_payment(payment, amount)
        )
        return translate.card_order_status(read(OrderAnswer, answer), number, payment, amount)

    @staticmethod
    def _order(answer: object, number: OrderNumber) -> OrderStatus:
        return translate.order_status(read(OrderAnswer, answer), number)


def _card_payment(payment: CardPayment, amount: Money) -> dict[str, object]:
    return {
        "terminal_id": payment.terminal_id,
        "merchant_id": payment.merchant_id,
        "batch": payment.batch,
        "trace": payment.trace,
        "reference": payment.reference,
        "authorisation": payment.authorisation,
        "card_masked": payment.card_masked,
        "amount_fen": amount.fen,
        "paid_at": payment.approved_at.isoformat(),
    }


def _identity(number: IdentityNumber) -> dict[str, object]:
    return {"identity_kind": number.kind.value, "identity_number": number.value}


__all__ = ["CollectionService", "ServiceError", "TerminalStatus"]
