"""The light beside what is needed now, and the light over the cabinet."""

from __future__ import annotations

import pytest

from kiosk.devices.api import Light
from kiosk.domain.money import Money
from kiosk.domain.text import say
from kiosk.observe.glimpse import Glimpse, Standing
from kiosk.runtime.guidance import Guidance, lights_beside
from kiosk.session.health import UNKNOWN_HEALTH
from kiosk.session.view_elements import Presented
from kiosk.session.views import (
    AttractView,
    CardView,
    PinView,
    PrintingView,
    ReceiptAt,
    Scene,
    SuccessView,
    View,
    WaitingView,
    Ways,
)
from tests.runtime.fakes import FakeStage
from tests.support.samples import FACTS

T = say("…")


def success(receipt: ReceiptAt) -> SuccessView:
    return SuccessView(T, Money(100), T, T, (), receipt, (), None)


@pytest.mark.parametrize(
    ("view", "lights"),
    [
        (CardView(T, T, (), Presented.ID_CARD), {Light.CONTACTLESS}),
        (CardView(T, T, (), Presented.SOCIAL_CARD), {Light.SOCIAL_CARD_READER}),
        (
            CardView(T, T, (), Presented.EITHER_CARD),
            {Light.CONTACTLESS, Light.SOCIAL_CARD_READER},
        ),
        (CardView(T, T, (), Presented.PAYMENT_CODE), {Light.SCANNER}),
        (CardView(T, T, (), Presented.BANK_CARD), {Light.CARD_READER}),
        (CardView(T, T, (), Presented.TAKE_CARD), {Light.CARD_READER}),
        (PinView(T, T, (), Money(100), 0, 6, T), {Light.PIN_PAD}),
        (PrintingView(T, T, 2, 1), {Light.DOCUMENT_PRINTER}),
        (success(ReceiptAt.PRINTER), {Light.RECEIPT_PRINTER}),
        (success(ReceiptAt.NOWHERE), set()),
        (WaitingView(T, T), set()),
        (AttractView(), set()),
    ],
)
def test_the_light_beside_what_is_needed_now_shines(view: View, lights: set[Light]) -> None:
    assert lights_beside(view) == lights


def test_everything_that_can_be_held_out_has_a_light() -> None:
    for presented in Presented:
        assert lights_beside(CardView(T, T, (), presented))


@pytest.mark.parametrize(
    ("standing", "light"),
    [
        (Standing.STARTING, Light.STATUS_BAD),
        (Standing.OUT_OF_SERVICE, Light.STATUS_BAD),
        (Standing.WAITING, Light.STATUS_GOOD),
        (Standing.SERVING, Light.STATUS_GOOD),
        (Standing.STAFF, Light.STATUS_SUPERVISOR),
    ],
)
def test_the_cabinet_shows_from_afar_how_the_terminal_is(standing: Standing, light: Light) -> None:
    guidance = Guidance(FakeStage())
    guidance.glimpsed(Glimpse(standing, UNKNOWN_HEALTH))
    assert guidance.wanted == {light}


def test_what_is_shown_goes_on_to_the_screen_unchanged() -> None:
    stage = FakeStage()
    guidance = Guidance(stage)
    scene = Scene(
        1, PinView(T, T, (), Money(1), 0, 6, T), Ways(None, None, None), None, FACTS, None
    )
    guidance.show(scene)
    guidance.countdown(7)
    guidance.wipe()
    assert stage.scenes == [scene]
    assert (stage.seconds, stage.trace[-1]) == ([7], "wipe")
    assert Light.PIN_PAD in guidance.wanted
