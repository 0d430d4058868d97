"""The collection service as the terminal sees it (contract: docs/api/openapi.json)."""

from __future__ import annotations

from kiosk.backend import translate
from kiosk.backend.errors import ServiceError
from kiosk.backend.translate import TerminalStatus, malformed
from kiosk.backend.transport import Transport
from kiosk.backend.wire import (
    CitizenAnswer,
    EnrolmentsAnswer,
    OrderAnswer,
    QuoteAnswer,
    TerminalAnswer,
    read,
)
from kiosk.domain.citizen import Citizen, IdentityCard
from kiosk.domain.enrolment import Enrolment
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.money import Money
from kiosk.domain.order import OrderNumber, OrderStatus
from kiosk.domain.period import ContributionPeriod
from kiosk.domain.quote import Quote
from kiosk.domain.tender import Tender


class CollectionService:
    """Client of the service. Every method raises ServiceError and nothing else.

    Calls whose repetition cannot do harm are repeated when their answer is lost.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def close(self) -> None:
        """Let go of the connections."""
        await self._transport.close()

    async def terminal(self) -> TerminalStatus:
        """Whether the service is there and knows this terminal; its clock and its tenders."""
        answer = await self._transport.once("GET", "/v1/terminal")
        return translate.terminal_status(read(TerminalAnswer, answer))

    async def look_up_citizen(self, card: IdentityCard) -> Citizen:
        """The natural person of a card: the one who was asked for, and no other."""
        answer = read(
            CitizenAnswer,
            await self._transport.repeatedly(
                "POST",
                "/v1/citizens/lookup",
                {
                    "identity_kind": card.number.kind.value,
                    "identity_number": card.number.value,
                    "name": card.name,
                },
            ),
        )
        return translate.citizen(answer, card.number)

    async def enrolments(self, citizen: Citizen, group: CitizenGroup) -> tuple[Enrolment, ...]:
        """What the citizen is enrolled in within one group."""
        answer = await self._transport.repeatedly(
            "POST",
            "/v1/enrolments/search",
            {"person_token": citizen.token, "group": group.value},
        )
        found = read(EnrolmentsAnswer, answer).enrolments
        return tuple(translate.enrolment(one) for one in found)

    async def quote(
        self, citizen: Citizen, enrolment: Enrolment, period: ContributionPeriod, base: Money
    ) -> Quote:
        """What a period costs on a base; the quote is for exactly what was asked."""
        answer = await self._transport.repeatedly(
            "POST",
            "/v1/quotes",
            {
                "person_token": citizen.token,
                "personal_number": enrolment.personal_number,
                "insurance": enrolment.insurance.value,
                "first_month": period.first.code,
                "last_month": period.last.code,
                "base_fen": base.fen,
            },
        )
        quote = translate.quote(read(QuoteAnswer, answer))
        asked = (enrolment.personal_number, enrolment.insurance, period, base)
        if (quote.personal_number, quote.insurance, quote.period, quote.base) != asked:
            raise malformed("another quote")
        return quote

    async def put_order(
        self, number: OrderNumber, idempotency_key: str, quote: Quote, tender: Tender
    ) -> OrderStatus:
        """Open an order. The same number, key and terms again give the same order again."""
        answer = await self._transport.repeatedly(
            "PUT",
            f"/v1/orders/{number}",
            {
                "quote_number": quote.number,
                "total_fen": quote.total.fen,
                "tender": tender.value,
            },
            {"Idempotency-Key": idempotency_key},
        )
        status = self._order(answer, number)
        if status.amount != quote.total or status.tender is not tender:
            raise malformed("another amount")
        return status

    async def order(self, number: OrderNumber) -> OrderStatus:
        """How an order stands."""
        return self._order(await self._transport.repeatedly("GET", f"/v1/orders/{number}"), number)

    async def close_order(self, number: OrderNumber) -> OrderStatus:
        """Close an order unless it was paid; a number never seen is closed for ever."""
        answer = await self._transport.repeatedly("POST", f"/v1/orders/{number}/close")
        return self._order(answer, number)

    @staticmethod
    def _order(answer: object, number: OrderNumber) -> OrderStatus:
        return translate.order_status(read(OrderAnswer, answer), number)


__all__ = ["CollectionService", "ServiceError", "TerminalStatus"]
