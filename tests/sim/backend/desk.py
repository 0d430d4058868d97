"""The service without a network: its parts, a clock that stands still, terminals that call it."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import httpx2
from starlette.types import ASGIApp, Receive, Scope, Send

from kiosk.domain.order import OrderState
from sim.backend import citizens, enrolments, orders, quotes
from sim.backend.admin import Admin
from sim.backend.app import create_app
from sim.backend.collection import Collection
from sim.backend.faults import FaultTable
from sim.backend.orders import listen_to_channels
from sim.backend.peer import COMMON_NAME
from sim.backend.seed import TERMINALS
from sim.backend.store import Store
from sim.backend.wire import (
    AskQuote,
    CitizenAnswer,
    EnrolmentAnswer,
    LookUpCitizen,
    OrderAnswer,
    PlaceOrder,
    QuoteAnswer,
    SearchEnrolments,
    TenderName,
)
from sim.clock import CHINA, WorldClock
from sim.people import find_person

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

    def __init__(self, database: str = "sqlite://", *, now: datetime = OPENING) -> None:
        self.clock = WorldClock.frozen(now)
        self.store = Store(database)
        self.collection = Collection(self.store, self.clock, WALLET)
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

    def pension(self, key: str, terminal: str = HERE) -> tuple[str, EnrolmentAnswer]:
        """A person token and the person's flexible pension."""
        token = self.look_up(key, terminal).person_token
        wanted = SearchEnrolments(person_token=token, group="1")
        found = enrolments.search(self.collection, terminal, wanted).enrolments
        return token, next(e for e in found if e.insurance == "flexible_pension")

    def quote(
        self,
        key: str = "zhang-san",
        first: str = "202601",
        last: str = "202603",
        *,
        base_fen: int = 500_000,
        terminal: str = HERE,
    ) -> QuoteAnswer:
        token, enrolment = self.pension(key, terminal)
        wanted = AskQuote(
            person_token=token,
            personal_number=enrolment.personal_number,
            insurance="flexible_pension",
            first_month=first,
            last_month=last,
            base_fen=base_fen,
        )
        return quotes.offer(self.collection, terminal, wanted)

    def number(self) -> str:
        return f"TT{next(self._numbers):022d}"

    def intent(self, quote: QuoteAnswer, tender: TenderName = "wechat") -> Intent:
        body = PlaceOrder(quote_number=quote.quote_number, total_fen=quote.total_fen, tender=tender)
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


def placing(intent: Intent) -> tuple[str, dict[str, str], dict[str, str | int]]:
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
