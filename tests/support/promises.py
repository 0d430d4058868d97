"""What the machine promises whatever happens, checked event by event."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from enum import Enum
from functools import cache

from kiosk.domain.citizen import Citizen
from kiosk.domain.masking import mask_identity, mask_name
from kiosk.domain.order import OrderState, OrderStatus
from kiosk.domain.period import periods_label
from kiosk.domain.quote import Quote
from kiosk.flows.requests.card import ChargeCard
from kiosk.flows.requests.payment import (
    AwaitPosting,
    ChargeCode,
    CloseOrder,
    OpenOrder,
    WatchOrder,
)
from kiosk.flows.requests.receipt import PrintReceipt
from kiosk.session.answers import Confirmed
from kiosk.session.effects import (
    Abort,
    Effect,
    EndProgram,
    HandOver,
    Note,
    Perform,
    SetTimer,
    Show,
    StopTimer,
    Wipe,
)
from kiosk.session.events import Answered, Done, Elapsed, Event, Failed, Progressed
from kiosk.session.requests import Request
from kiosk.session.scenes import at_stake, scene
from kiosk.session.terminal import Terminal, Visit
from kiosk.session.views import AttractView, NumberView, OptionsView, ReviewView, Scene, View
from tests.support.card_promises import CardWatcher
from tests.support.handover_promises import HandoverWatcher
from tests.support.samples import PAYEE, PAYEE_NUMBER, PERSON, SECRETS

ABOUT_ORDERS = (OpenOrder, ChargeCard, ChargeCode, WatchOrder, CloseOrder, AwaitPosting)
MASKED = (mask_name(PERSON.name), mask_identity(PERSON.identity))
MASKED_PAYEE = (PAYEE.shown_name, PAYEE.shown_number)


def words(value: object) -> Iterator[str]:
    """Every string anywhere inside a value, hidden by no repr."""
    match value:
        case str():
            yield value
        case Enum() | type() | None | bool() | int() | float():
            return
        case tuple() | list() | frozenset() | set():
            for each in value:
                yield from words(each)
        case dict():
            for key, each in value.items():
                yield from words(key)
                yield from words(each)
        case _ if dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                yield from words(getattr(value, field.name))
        case _:
            yield repr(value)


@cache
def said_by(value: View | Scene | Terminal) -> str:
    """Everything a value says, once for all; views and frames come back again and again."""
    return "\n".join(words(value))


def said_on(shown: Scene) -> str:
    """Everything that is on the screen."""
    frame = dataclasses.replace(shown, number=0, view=AttractView())
    return f"{said_by(shown.view)}\n{said_by(frame)}"


def found(secrets: tuple[str, ...], said: str) -> list[str]:
    """Which of the secrets are in what is said."""
    return [secret for secret in secrets if secret in said]


@dataclasses.dataclass
class Watcher:
    """Sees every event with what came of it, and objects to the first broken promise."""

    live: dict[int, Request[object]] = dataclasses.field(default_factory=dict)
    given: set[int] = dataclasses.field(default_factory=set)
    reviewed: Scene | None = None
    agreed: ReviewView | None = None
    known: OrderState | None = None
    cards: CardWatcher = dataclasses.field(default_factory=CardWatcher)
    hands: HandoverWatcher = dataclasses.field(default_factory=HandoverWatcher)

    def copy(self) -> Watcher:
        """As it is now, to go on in another direction."""
        return dataclasses.replace(
            self,
            live=dict(self.live),
            given=set(self.given),
            cards=dataclasses.replace(self.cards),
        )

    def see(
        self, before: Terminal, event: Event, after: Terminal, effects: tuple[Effect, ...]
    ) -> None:
        """One event. Raises AssertionError."""
        self._listen(event)
        for effect in effects:
            self._see_effect(effect)
        self._tickets(after)
        if isinstance(after.phase, Visit):
            self.cards.standing(after.phase)
        self._screen(before, event, after, effects)
        self._money(before, event, after, effects)
        self._privacy(after, effects)
        self.hands = self.hands.see(event, after, effects, self.live.values())

    def _listen(self, event: Event) -> None:
        """What the service says of an order; a yes to the review that is on the screen now."""
        if isinstance(event, Done | Failed):
            request = self.live.pop(event.ticket, None)
            heard = event.reply if isinstance(event, Done) else None
            if isinstance(request, ABOUT_ORDERS) and isinstance(heard, OrderStatus):
                self.known = heard.state
            if request is not None:
                self.cards.heard(request, event)
        if self.reviewed is not None and event == Answered(self.reviewed.number, Confirmed()):
            view = self.reviewed.view
            assert isinstance(view, ReviewView)
            self.agreed = view

    def _see_effect(self, effect: Effect) -> None:
        match effect:
            case Perform(ticket, request):
                assert ticket not in self.given, "a ticket is given once"
                assert not self.live, "one request at a time"
                self.given.add(ticket)
                self.live[ticket] = request
                self.cards.asked(request)
                if isinstance(request, OpenOrder | ChargeCode):
                    assert self.agreed is not None, "charged without a review"
                    assert_reviewed(self.agreed, request.quote, request.citizen)
                if isinstance(request, PrintReceipt):
                    assert self.known is OrderState.POSTED, "a receipt for nothing"
            case Abort(ticket):
                assert ticket in self.live, "only what is under way is aborted"
                del self.live[ticket]
            case Wipe():
                self.reviewed = self.agreed = self.known = None
                self.cards.left()
            case Show(shown):
                self.cards.shown(shown)
                self.reviewed = shown if isinstance(shown.view, ReviewView) else None
            case SetTimer() | StopTimer() | HandOver() | EndProgram() | Note():
                pass

    def _tickets(self, after: Terminal) -> None:
        expected = after.phase.ticket if isinstance(after.phase, Visit) else None
        assert set(self.live) == ({expected} if expected is not None else set())

    def _screen(
        self, before: Terminal, event: Event, after: Terminal, effects: tuple[Effect, ...]
    ) -> None:
        """The last scene shown is that of the state; its number never goes back."""
        shown = [effect.scene for effect in effects if isinstance(effect, Show)]
        if shown:
            assert shown[-1] == scene(after)
        else:
            assert scene(before) == scene(after)
        assert after.scene >= before.scene
        if isinstance(event, Progressed):
            assert _same_question(before, after), "news change what is said and nothing else"
        elif before.phase != after.phase and not _same_screen(before, after):
            assert after.scene > before.scene, "a late answer must be told from a timely one"
        if isinstance(before.phase, Visit) and not _still_the_same_visit(effects, after):
            wiped = next((at for at, one in enumerate(effects) if isinstance(one, Wipe)), None)
            assert wiped is not None, "wiped on leaving"
            assert not any(isinstance(one, Show) for one in effects[:wiped]), "wiped before a scene"
        if not isinstance(before.phase, Visit):
            assert not any(isinstance(effect, Wipe) for effect in effects)

    def _money(
        self, before: Terminal, event: Event, after: Terminal, effects: tuple[Effect, ...]
    ) -> None:
        phase = after.phase
        if isinstance(phase, Visit) and at_stake(phase) is not None:
            assert not any(isinstance(effect, SetTimer) for effect in effects), "no timer at stake"
        if isinstance(before.phase, Visit) and at_stake(before.phase) is not None:
            assert not (isinstance(event, Elapsed) and effects), "nothing times out at stake"

    def _privacy(self, after: Terminal, effects: tuple[Effect, ...]) -> None:
        for effect in effects:
            if isinstance(effect, Note):
                assert not found(_PERSONAL, f"{effect.where}\n{effect.why}")
            elif isinstance(effect, Show):
                _assert_shown(effect.scene)
        if not isinstance(after.phase, Visit):
            at_rest = dataclasses.replace(after, scene=0, ticket=0, timer=0)
            assert not found(_PERSONAL, said_by(at_rest))


_PERSONAL = (*SECRETS, PAYEE_NUMBER, *MASKED, *MASKED_PAYEE)


def _assert_shown(shown: Scene) -> None:
    """Nothing secret is shown, and masked persons only where they must be recognised."""
    view, said = shown.view, said_on(shown)
    typed = isinstance(view, NumberView)
    never = tuple(secret for secret in SECRETS if not (typed and secret == PERSON.number))
    assert not found(never, said), type(view).__name__
    assert typed or not found((PAYEE_NUMBER,), said)
    masked = found((*MASKED, *MASKED_PAYEE), said)
    assert not masked or isinstance(view, ReviewView | OptionsView), masked
    assert shown.place is None or shown.place in shown.course.stages


def _still_the_same_visit(effects: tuple[Effect, ...], after: Terminal) -> bool:
    return isinstance(after.phase, Visit) and not any(isinstance(one, Wipe) for one in effects)


def _same_screen(before: Terminal, after: Terminal) -> bool:
    """The presence question comes and goes over the same screen, with what was typed on it."""
    return (
        isinstance(before.phase, Visit)
        and isinstance(after.phase, Visit)
        and dataclasses.replace(before.phase, asking_presence=False)
        == dataclasses.replace(after.phase, asking_presence=False)
    )


def _same_question(before: Terminal, after: Terminal) -> bool:
    """The same scene and the same ways out of it, about the same request."""
    if before.phase == after.phase:
        return True
    if not (isinstance(before.phase, Visit) and isinstance(after.phase, Visit)):
        return False
    places = (before.phase.position.trace, after.phase.position.trace)
    tickets = (before.phase.ticket, after.phase.ticket)
    was, now = scene(before), scene(after)
    return (
        places[0] == places[1]
        and tickets[0] == tickets[1]
        and (was.number, was.ways, type(was.view)) == (now.number, now.ways, type(now.view))
    )


def assert_reviewed(review: ReviewView, quote: Quote, payee: Citizen) -> None:
    """The review said whose, what, for when, on which base or tier and how much."""
    said = "\n".join(str(row.value) for row in review.rows)
    assert "核对缴费信息" in str(review.title)
    facts = (
        payee.shown_name,
        payee.shown_number,
        quote.insurance.label,
        periods_label(quote.periods),
        quote.basis.shown,
    )
    for fact in facts:
        assert fact in said, fact
    assert review.amount == quote.total
