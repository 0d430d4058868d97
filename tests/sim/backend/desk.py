"""The service without a network: its parts, a clock that stands still, terminals that call it."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

import httpx2
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.order import OrderState
from sim.backend import bills, citizens, enrolments, months, orders, payees, quotes, years
from sim.backend.admin import Admin
from sim.backend.app import create_app
from sim.backend.collection import Collection
from sim.backend.faults import FaultTable
from sim.backend.numbering import Numbering
from sim.backend.orders import listen_to_channels
from sim.backend.peer import COMMON_NAME
from sim.backend.seed import TERMINALS
from sim.backend.store import Store
from sim.backend.wire import (
    CitizenAnswer,
    ConfirmPayee,
    EnrolmentAnswer,
    FindPayee,
    LookUpCitizen,
    OrderAnswer,
    PayeeAnswer,
    PayeeQuestionAnswer,
    PlaceOrder,
    SearchEnrolments,
    TenderName,
)
from sim.backend.wire_payable import (
    AskQuote,
    BillAnswer,
    BillKindName,
    ChosenBills,
    MedicalOfferAnswer,
    MonthsOnBase,
    QuoteAnswer,
    SearchBills,
    SearchMedicalOffer,
    SearchYears,
    SelectionBody,
    YearOfferAnswer,
    YearOnTier,
)
from sim.clock import CHINA, WorldClock
from sim.people import find_person
from tests.support.signed_documents import authority

OPENING = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
WALLET = "http://wallet.example"
HERE = "JN-03"
ELSEWHERE = "QD-01"


@dataclass(frozen=True, slots=True)
class Intent:
    """What a terminal is about to order: everything a repetition needs to be the same."""

    number: str
    key: str
    body: PlaceOrder


class Desk:
    """Plays terminals in-process, by the functions behind the operations."""

    def __init__(
        self,
        database: str = "sqlite://",
        *,
        now: datetime = OPENING,
        numbering: Numbering | None = None,
    ) -> None:
        self.opened = now
        self.clock = WorldClock.frozen(now)
        self.store = Store(database)
        self.collection = Collection(
            self.store, self.clock, WALLET, authority=authority(), numbering=numbering
        )
        self.faults = FaultTable()
        self.admin = Admin(self.collection, self.faults, TERMINALS)
        self.admin.reset()
        listen_to_channels(self.collection)
        self._numbers = itertools.count(1)

    def close(self) -> None:
        self.store.close()

    def look_up(self, key: str, terminal: str = HERE) -> CitizenAnswer:
        person = find_person(key)
        wanted = LookUpCitizen.model_validate(
            {
                "identity_kind": person.identity.kind.value,
                "identity_number": person.number,
                "name": person.called,
            }
        )
        return citizens.look_up(self.collection, terminal, wanted)

    def question(self, key: str, terminal: str = HERE) -> PayeeQuestionAnswer:
        """Begin to pay for somebody of the cast."""
        person = find_person(key)
        wanted = FindPayee.model_validate(
            {"identity_kind": person.identity.kind.value, "identity_number": person.number}
        )
        return payees.ask(self.collection, terminal, wanted)

    def answer(
        self, question: PayeeQuestionAnswer, surname: str, terminal: str = HERE
    ) -> PayeeAnswer:
        wanted = ConfirmPayee(question_token=question.question_token, surname=surname)
        return payees.confirm(self.collection, terminal, wanted)

    def payee(self, key: str, terminal: str = HERE) -> PayeeAnswer:
        """A proxy's token of somebody of the cast."""
        return self.answer(self.question(key, terminal), find_person(key).called[0], terminal)

    def enrolment(
        self, token: str, insurance: InsuranceKind, terminal: str = HERE
    ) -> EnrolmentAnswer:
        """What the person of a token is enrolled in."""
        group: Literal["0", "1"] = "1" if insurance.group is CitizenGroup.FLEXIBLE else "0"
        wanted = SearchEnrolments(person_token=token, group=group)
        found = enrolments.search(self.collection, terminal, wanted).enrolments
        return next(e for e in found if e.insurance == insurance.value)

    def pension(self, key: str, terminal: str = HERE) -> tuple[str, EnrolmentAnswer]:
        """A person token and the person's flexible pension."""
        token = self.look_up(key, terminal).person_token
        return token, self.enrolment(token, InsuranceKind.FLEXIBLE_PENSION, terminal)

    def year(self, key: str, insurance: InsuranceKind, terminal: str = HERE) -> YearOfferAnswer:
        """The year that the person can pay now."""
        token = self.look_up(key, terminal).person_token
        number = self.enrolment(token, insurance, terminal).personal_number
        wanted = SearchYears(person_token=token, personal_number=number)
        (offer,) = years.search_years(self.collection, terminal, wanted).years
        return offer

    def medical_offer(self, key: str, terminal: str = HERE) -> MedicalOfferAnswer:
        token = self.look_up(key, terminal).person_token
        number = self.enrolment(token, InsuranceKind.FLEXIBLE_MEDICAL, terminal).personal_number
        wanted = SearchMedicalOffer(person_token=token, personal_number=number)
        return months.offer_medical(self.collection, terminal, wanted)

    def bills(self, key: str, kind: BillKindName, terminal: str = HERE) -> list[BillAnswer]:
        token = self.look_up(key, terminal).person_token
        wanted = SearchBills(person_token=token, kind=kind)
        return bills.search_bills(self.collection, terminal, wanted).bills

    def ask(
        self,
        token: str,
        insurance: InsuranceKind,
        selection: SelectionBody,
        *,
        number: str | None = None,
        terminal: str = HERE,
    ) -> QuoteAnswer:
        """A quote for the person of a token."""
        wanted = AskQuote(
            person_token=token,
            personal_number=number or self.enrolment(token, insurance, terminal).personal_number,
            insurance=insurance.value,
            selection=selection,
        )
        return quotes.offer(self.collection, terminal, wanted)

    def quote_year(
        self, key: str, insurance: InsuranceKind, tier: str, year: int, terminal: str = HERE
    ) -> QuoteAnswer:
        token = self.look_up(key, terminal).person_token
        selection = YearOnTier(kind="year", year=year, tier=tier)
        return self.ask(token, insurance, selection, terminal=terminal)

    def quote_bills(self, key: str, chosen: list[BillAnswer], terminal: str = HERE) -> QuoteAnswer:
        token = self.look_up(key, terminal).person_token
        selection = ChosenBills(kind="bills", bill_numbers=[bill.bill_number for bill in chosen])
        insurance = InsuranceKind(chosen[0].insurance)
        return self.ask(token, insurance, selection, terminal=terminal)

    def quote_medical(
        self,
        key: str = "tao-li",
        first: str = "202611",
        last: str = "202611",
        *,
        plan: str = "P1",
        base_fen: int = 600_500,
        items: tuple[str, ...] = ("I1", "I2"),
        terminal: str = HERE,
    ) -> QuoteAnswer:
        token = self.look_up(key, terminal).person_token
        selection = MonthsOnBase(
            kind="months",
            first_month=first,
            last_month=last,
            base_fen=base_fen,
            plan=plan,
            items=list(items),
        )
        return self.ask(token, InsuranceKind.FLEXIBLE_MEDICAL, selection, terminal=terminal)

    def quote(
        self,
        key: str = "zhang-san",
        first: str = "202601",
        last: str = "202603",
        *,
        base_fen: int = 500_000,
        terminal: str = HERE,
    ) -> QuoteAnswer:
        token, _ = self.pension(key, terminal)
        selection = MonthsOnBase(
            kind="months", first_month=first, last_month=last, base_fen=base_fen
        )
        return self.ask(token, InsuranceKind.FLEXIBLE_PENSION, selection, terminal=terminal)

    def number(self) -> str:
        return f"TT{next(self._numbers):022d}"

    def intent(
        self,
        quote: QuoteAnswer,
        tender: TenderName = "wechat",
        *,
        proxy_token: str | None = None,
        payment_code: str | None = None,
    ) -> Intent:
        body = PlaceOrder(
            quote_number=quote.quote_number,
            total_fen=quote.total_fen,
            tender=tender,
            proxy_token=proxy_token,
            payment_code=payment_code,
        )
        return Intent(self.number(), str(uuid4()), body)

    def place(self, intent: Intent, terminal: str = HERE) -> orders.Placed:
        return orders.place(self.collection, terminal, intent.number, intent.key, intent.body)

    def order(
        self,
        key: str = "zhang-san",
        first: str = "202601",
        last: str = "202603",
        *,
        tender: TenderName = "wechat",
    ) -> str:
        """Place an order; returns its number."""
        intent = self.intent(self.quote(key, first, last), tender)
        self.place(intent)
        return intent.number

    def look(self, number: str, terminal: str = HERE) -> OrderAnswer:
        return orders.look(self.collection, terminal, number)

    def give_up(self, number: str, terminal: str = HERE) -> OrderAnswer:
        return orders.close(self.collection, terminal, number)

    def state(self, number: str) -> OrderState:
        """The state in the books, without asking anybody."""
        return self.admin.order(number).state

    def later(self, seconds: float) -> None:
        """Time passes and the service does its work."""
        self.clock.advance(seconds)
        self.admin.settle()

    def app(self, terminal: str | None = HERE) -> ASGIApp:
        """The application as a terminal's connection reaches it; None has no certificate."""
        return _as_terminal(create_app(self.collection, self.faults), terminal)

    @asynccontextmanager
    async def line(self, terminal: str | None = HERE) -> AsyncIterator[httpx2.AsyncClient]:
        """A terminal's HTTP client."""
        transport = httpx2.ASGITransport(self.app(terminal), raise_app_exceptions=False)
        async with httpx2.AsyncClient(transport=transport, base_url="https://service") as client:
            yield client


def placing(intent: Intent) -> tuple[str, dict[str, str], dict[str, str | int | None]]:
    """Path, headers and JSON of the PUT for an intent."""
    return (
        f"/v1/orders/{intent.number}",
        {"Idempotency-Key": str(UUID(intent.key))},
        intent.body.model_dump(),
    )


def _as_terminal(app: ASGIApp, terminal: str | None) -> ASGIApp:
    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})[COMMON_NAME] = terminal
        await app(scope, receive, send)

    return serve
