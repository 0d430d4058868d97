"""A terminal driven by hand: events in, effects out, and a citizen on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Self, TypeVar

from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from kiosk.flows.requests.receipt import Printed
from kiosk.flows.visit import start_visit
from kiosk.session.advance import advance
from kiosk.session.answers import (
    Answer,
    BaseEntered,
    Begin,
    Confirmed,
    GroupChosen,
    InsuranceChosen,
    Module,
    ModuleChosen,
    PeriodChosen,
    TenderChosen,
)
from kiosk.session.effects import Effect, Note, Perform, SetTimer, Show
from kiosk.session.events import Answered, Done, Elapsed, Event, Failed, HealthChanged
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Health
from kiosk.session.requests import Request
from kiosk.session.scenes import scene
from kiosk.session.terminal import Terminal, Visit
from kiosk.session.views import Scene, View
from tests.support import samples

V = TypeVar("V", bound=View)
Q = TypeVar("Q", bound=Request[object])


class Session:
    """One terminal and everything it has asked for, newest last."""

    def __init__(self, terminal: Terminal | None = None) -> None:
        self.terminal = terminal or Terminal(samples.FACTS, start_visit)
        self.effects: tuple[Effect, ...] = ()
        self.history: list[Effect] = []

    # --- events ----------------------------------------------------------------------------------

    def hear(self, event: Event) -> Self:
        """Anything happens."""
        self.terminal, self.effects = advance(self.terminal, event)
        self.history.extend(self.effects)
        return self

    def answer(self, answer: Answer) -> Self:
        """The citizen answers what is on the screen now."""
        return self.hear(Answered(self.terminal.scene, answer))

    def done(self, reply: object) -> Self:
        """The request under way is fulfilled."""
        return self.hear(Done(self.ticket, reply))

    def failed(self, code: FaultCode, reference: str = "") -> Self:
        """The request under way cannot be fulfilled."""
        return self.hear(Failed(self.ticket, Fault(code, reference)))

    def elapse(self) -> Self:
        """The running timer runs out."""
        return self.hear(Elapsed(self.terminal.timer))

    def health(self, health: Health) -> Self:
        """Devices, service and ledger are now like this."""
        return self.hear(HealthChanged(health))

    # --- what is there now -----------------------------------------------------------------------

    @property
    def visit(self) -> Visit:
        """The visit under way."""
        assert isinstance(self.terminal.phase, Visit), self.terminal.phase
        return self.terminal.phase

    @property
    def trace(self) -> str:
        """Where the visit stands."""
        return self.visit.position.trace

    @property
    def step(self) -> str:
        """The name of the step the visit stands at."""
        return self.trace.rpartition("/")[2]

    @property
    def ticket(self) -> int:
        """The ticket of the request under way."""
        assert self.visit.ticket is not None, f"nothing is asked for at {self.trace}"
        return self.visit.ticket

    @property
    def scene(self) -> Scene:
        """What is on the screen: the last scene shown, which is that of the state."""
        shown = [effect.scene for effect in self.history if isinstance(effect, Show)]
        return shown[-1]

    @property
    def fresh(self) -> Scene:
        """The scene that belongs to the state, shown or not."""
        return scene(self.terminal)

    def view(self, kind: type[V]) -> V:
        """The view on the screen, which must be of this kind."""
        view = self.scene.view
        assert isinstance(view, kind), view
        return view

    def asked(self, kind: type[Q]) -> Q:
        """The request just asked for, which must be of this kind."""
        asked = [effect.request for effect in self.effects if isinstance(effect, Perform)]
        assert len(asked) == 1, self.effects
        request = asked[0]
        assert isinstance(request, kind), request
        return request

    def all_of(self, kind: type[Effect]) -> list[Effect]:
        """Every effect of a kind that the last event had."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    @property
    def timer(self) -> SetTimer | None:
        """The timer the last event started, if it did."""
        return next((effect for effect in self.effects if isinstance(effect, SetTimer)), None)

    @property
    def notes(self) -> list[Note]:
        """What the last event left for the log."""
        return [effect for effect in self.effects if isinstance(effect, Note)]

    # --- a citizen on the way --------------------------------------------------------------------

    def open(self, health: Health = samples.WELL) -> Self:
        """Everything has reported; the terminal waits for a citizen."""
        return self.health(health)

    def to_home(self) -> Self:
        """At the home screen."""
        return self.open().answer(Begin())

    def to_card(self) -> Self:
        """Asked for the identity card."""
        self.to_home().answer(GroupChosen(CitizenGroup.FLEXIBLE))
        return self.answer(ModuleChosen(Module.PAY))

    def to_insurance(self, enrolments: object = samples.ENROLMENTS[0]) -> Self:
        """Logged in, choosing the insurance."""
        return self.to_card().done(samples.CARDS[0]).done(samples.CITIZEN).done(enrolments)

    def to_period(self, enrolments: object = samples.ENROLMENTS[0]) -> Self:
        """Choosing the months."""
        self.to_insurance(enrolments)
        return self.answer(InsuranceChosen(InsuranceKind.FLEXIBLE_PENSION))

    def to_base(self) -> Self:
        """Entering the base."""
        return self.to_period().answer(PeriodChosen(samples.PERIOD))

    def to_review(self) -> Self:
        """The payment is laid out."""
        return self.to_base().answer(BaseEntered(samples.BASE)).done(samples.quote())

    def to_tender(self) -> Self:
        """Choosing how to pay."""
        return self.to_review().answer(Confirmed())

    def to_open(self) -> Self:
        """The order is being opened."""
        return self.to_tender().answer(TenderChosen(Tender.ALIPAY))

    def to_scan(self) -> Self:
        """The code is on the screen."""
        return self.to_open().done(samples.order())

    def to_post(self) -> Self:
        """Paid, not yet posted."""
        return self.to_scan().done(samples.order(OrderState.PAID))

    def to_print(self) -> Self:
        """Posted; the receipt prints."""
        return self.to_post().done(samples.order(OrderState.POSTED))

    def to_done(self) -> Self:
        """The receipt is out."""
        return self.to_print().done(Printed(0))

    def without(self, tender: Tender) -> Self:
        """A channel goes away."""
        health = self.terminal.health
        return self.health(replace(health, tenders=health.tenders - {tender}))
