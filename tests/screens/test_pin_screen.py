"""The PIN at the pad: the screen counts, and everything else on it goes on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from kiosk.domain.money import Money
from kiosk.domain.text import say
from kiosk.screens.pin import PinScreen
from kiosk.screens.widgets.overlay import HelpOverlay
from kiosk.screens.widgets.pin_boxes import PinBoxes
from kiosk.screens.widgets.ring import CountdownRing
from kiosk.screens.window import KioskWindow
from kiosk.session import answers as a
from kiosk.session.views import PinView, Scene
from tests.screens import gallery, gallery_pay
from tests.screens.conftest import settle
from tests.screens.touching import Finger, Heard, texts


@pytest.fixture
def finger(window: KioskWindow) -> Finger:
    return Finger(window)


def pin(entered: int, *, number: int = 1) -> Scene:
    """The scene with so many figures entered."""
    return replace(
        gallery.scene("pin", number=number), view=replace(gallery_pay.PIN, entered=entered)
    )


def screen(window: KioskWindow) -> PinScreen:
    (found,) = (one for one in window.findChildren(PinScreen) if one.isVisible())
    return found


def boxes(window: KioskWindow) -> PinBoxes:
    (found,) = screen(window).findChildren(PinBoxes)
    return found


def shown(window: KioskWindow, scene: Scene) -> None:
    window.present(scene)
    settle()


@pytest.mark.parametrize("entered", [1, 6, 5, 0])
def test_every_key_is_counted_on_the_same_screen(window: KioskWindow, entered: int) -> None:
    shown(window, pin(3))
    before = screen(window)
    shown(window, pin(entered))
    assert screen(window) is before
    assert boxes(window).entered == entered
    assert boxes(window).accessibleName() == f"密码已输 {entered} 位，共 6 位"


def test_the_ring_goes_on_while_keys_are_pressed(window: KioskWindow) -> None:
    shown(window, pin(0))
    window.set_countdown(31)
    shown(window, pin(1))
    (ring,) = window.findChildren(CountdownRing)
    assert ring.accessibleName() == "剩余 31 秒"


def test_help_stays_open_while_keys_are_pressed(window: KioskWindow, finger: Finger) -> None:
    shown(window, pin(0))
    finger.tap("help")
    shown(window, pin(1))
    assert len(window.findChildren(HelpOverlay)) == 1


def test_another_look_shows_as_many_figures(window: KioskWindow, finger: Finger) -> None:
    shown(window, pin(0))
    shown(window, pin(2))
    finger.tap("look")
    settle()
    assert boxes(window).entered == 2


@pytest.mark.parametrize(
    "other",
    [
        gallery_pay.WRONG_PIN,
        replace(gallery_pay.PIN, title=say("请输密码")),
        replace(gallery_pay.PIN, amount=Money(1)),
        gallery_pay.INSERT,
    ],
    ids=["wrong", "title", "amount", "another view"],
)
def test_what_else_is_new_is_drawn_anew(window: KioskWindow, other: PinView) -> None:
    shown(window, pin(3))
    before = screen(window)
    shown(window, replace(pin(3), view=other))
    assert str(other.title) in texts(window)
    assert not any(one is before for one in window.findChildren(PinScreen))


def test_the_next_scene_is_drawn_anew(window: KioskWindow) -> None:
    shown(window, pin(3))
    before = screen(window)
    shown(window, pin(0, number=2))
    assert screen(window) is not before


def test_nothing_on_the_screen_can_be_typed_on(window: KioskWindow, finger: Finger) -> None:
    shown(window, pin(3))
    touchable = {one.objectName() for one in window.findChildren(QPushButton) if one.isVisible()}
    assert touchable == {"Leave", "look", "help"}
    heard = Heard(window)
    finger.tap(boxes(window).mapTo(window, boxes(window).rect().center()))
    finger.tap("Leave")
    assert heard.answers == [a.StillHere(), a.Leave()]


def test_the_caution_is_there_only_after_a_wrong_pin(window: KioskWindow) -> None:
    shown(window, pin(0))
    assert not any("输错" in text for text in texts(window))
    shown(window, gallery.scene("wrong_pin", number=2))
    assert any("已经输错 2 次" in text for text in texts(window))


def test_wiping_forgets_how_many_figures_there_were(window: KioskWindow) -> None:
    shown(window, pin(4))
    left = boxes(window)
    window.wipe()
    assert left.entered == 0
    assert texts(window) == []
