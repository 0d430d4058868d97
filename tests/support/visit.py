"""A terminal driven by hand: events in, effects out, and a citizen on the way."""

from __future__ import annotations

from dataclasses import replace
from typing import Self, TypeVar

from kiosk.domain.citizen import Citizen
from kiosk.domain.insurance import CitizenGroup, InsuranceKind
from kiosk.domain.order import OrderState
from kiosk.domain.tender import Tender
from kiosk.flows.requests.card import CardInserted, PinEntered, PinProgress
from kiosk.flows.requests.payment import OpenOrder
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
    NumberEntered,
    PeriodChosen,
    Picked,
    TenderChosen,
)
from kiosk.session.effects import Effect, Note, Perform, SetTimer, Show
from kiosk.session.events import (
    Acknowledged,
    Answered,
    Done,
    Elapsed,
    Event,
    Failed,
    HealthChanged,
    Progressed,
)
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.handover import Part
from kiosk.session.health import Health
from kiosk.session.requests import Request
from kiosk.session.scenes import scene
from kiosk.session.terminal import Terminal, Visit
from kiosk.session.views import (
    Button,
    FactsView,
    LinesView,
    LinkView,
    NoticeView,
    OptionsView,
    PreviewView,
    ReviewView,
    Scene,
    SuccessView,
    TenderView,
    TilesView,
    View,
)
from tests.support import samples

V = TypeVar("V", bound=View)
Q = TypeVar("Q", bound=Request[object])


def touchable(view: View) -> dict[str, Answer]:
    """Everything on a view that can be touched, by the words on it."""
    match view:
        case TilesView(tiles=tiles) | TenderView(tiles=tiles):
            return {str(tile.title): tile.answer for tile in tiles}
        case OptionsView(options=options, others=tiles):
            named: dict[str, Answer] = {str(option.title): option.answer for option in options}
            return named | {str(tile.title): tile.answer for tile in tiles}
        case _:
            return {str(button.label): button.answer for button in _buttons(view)}


def _buttons(view: View) -> tuple[Button, ...]:
    match view:
        case NoticeView(actions=buttons) | LinesView(actions=buttons) | FactsView(actions=buttons):
            return buttons
        case ReviewView(confirm=Button() as confirm):
            return (confirm,)
        case PreviewView(confirm=confirm, others=others):
            return (confirm, *others)
        case LinkView(finish=Button() as finish):
            return (finish,)
        case SuccessView(finish=Button() as finish, others=others):
            return (*others, finish)
        case _:
            return ()


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

    def touch(self, words: str) -> Self:
        """The citizen touches what these words stand on."""
        return self.answer(touchable(self.scene.view)[words])

    def done(self, reply: object) -> Self:
        """The request under way is fulfilled."""
        return self.hear(Done(self.ticket, reply))

    def told(self, news: object) -> Self:
        """News of the request under way."""
        return self.hear(Progressed(self.ticket, news))

    def failed(self, code: FaultCode, reference: str = "") -> Self:
        """The request under way cannot be fulfilled."""
        return self.hear(Failed(self.ticket, Fault(code, reference)))

    def elapse(self) -> Self:
        """The running timer runs out."""
        return self.hear(Elapsed(self.terminal.timer))

    def acknowledge(self, *parts: Part) -> Self:
        """These parts have come as far as was asked; all of them if none is named."""
        for part in parts or tuple(Part):
            self.hear(Acknowledged(self.terminal.handover, part))
        return self

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

    @property
    def title(self) -> str:
        """The title on the screen."""
        return str(getattr(self.scene.view, "title", ""))

    @property
    def choices(self) -> list[str]:
        """The words on everything that can be touched, in their order."""
        return list(touchable(self.scene.view))

    @property
    def facts(self) -> dict[str, str]:
        """The rows of the review on the screen."""
        return {str(row.label): str(row.value) for row in self.view(ReviewView).rows}

    @property
    def complaint(self) -> str:
        """Why the last answer was not taken."""
        return str(self.scene.complaint)

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

    def into(self, module: Module, group: CitizenGroup = CitizenGroup.FLEXIBLE) -> Self:
        """At the first screen of a module."""
        return self.to_home().answer(GroupChosen(group)).answer(ModuleChosen(module))

    def to_card(self) -> Self:
        """Asked for the card, to pay."""
        return self.into(Module.PAY)

    def logged_in(self) -> Self:
        """The card is read and the person found."""
        return self.done(samples.CARDS[0]).done(samples.CITIZEN)

    def to_service(
        self,
        enrolments: object = samples.ENROLMENTS[0],
        group: CitizenGroup = CitizenGroup.FLEXIBLE,
    ) -> Self:
        """Logged in, choosing what to pay."""
        return self.into(Module.PAY, group).logged_in().done(enrolments)

    def to_number(self, group: CitizenGroup = CitizenGroup.FLEXIBLE) -> Self:
        """Typing for whom to pay, without having logged in."""
        return self.into(Module.PAY_FOR_OTHER, group).touch("不用，直接代缴")

    def named(self, payee: Citizen = samples.PAYEE) -> Self:
        """The number is typed, the surname known, the person confirmed."""
        self.answer(NumberEntered(payee.number.value)).done(samples.QUESTION)
        return self.answer(Picked(0)).done(payee).touch("就是这个人")

    def to_period(self, enrolments: object = samples.ENROLMENTS[0]) -> Self:
        """Choosing the months."""
        self.to_service(enrolments)
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

    def to_insert(self) -> Self:
        """The order is open; a bank card is awaited."""
        opened = samples.order(tender=Tender.BANK_CARD, qr_payload=None)
        return self.to_tender().answer(TenderChosen(Tender.BANK_CARD)).done(opened)

    def to_pin(self) -> Self:
        """The card is read; the pad takes its PIN."""
        return self.to_insert().done(CardInserted(samples.BANK_CARD)).told(PinProgress(0))

    def to_charge(self) -> Self:
        """The bank is asked."""
        return self.to_pin().done(PinEntered())

    def to_return(self, state: OrderState = OrderState.PAID) -> Self:
        """The bank has answered; the card comes back."""
        return self.to_charge().done(samples.order(state, tender=Tender.BANK_CARD))

    def settled(self, quote: object) -> Self:
        """From a selection through review and payment to the receipt in hand."""
        self.done(quote).answer(Confirmed()).answer(TenderChosen(Tender.ALIPAY))
        amount = self.asked(OpenOrder).quote.total
        opened = samples.order(amount=amount)
        posted = samples.order(OrderState.POSTED, amount=amount)
        return self.done(opened).done(posted).done(Printed(0))

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
