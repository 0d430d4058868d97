"""Facts before, after and without a payment; what is held out to the terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from kiosk.screens.widgets.amount import AmountPanel
from kiosk.screens.widgets.banner import Banner
from kiosk.screens.widgets.picture import Illustration
from kiosk.screens.window import KioskWindow
from kiosk.session.answers import Confirmed
from kiosk.session.views import Presented
from tests.screens import gallery
from tests.screens.conftest import settle
from tests.screens.touching import Finger, Heard, texts


def test_the_amount_is_called_what_it_is(window: KioskWindow) -> None:
    window.present(gallery.scene("paid"))
    settle()
    assert "已经缴了" in texts(window)
    assert "一共要缴" not in texts(window)


def test_facts_alone_have_no_amount_and_no_caution(window: KioskWindow) -> None:
    window.present(gallery.scene("facts"))
    settle()
    assert window.findChildren(AmountPanel) == []
    assert window.findChildren(Banner) == []
    finger, heard = Finger(window), Heard(window)
    finger.tap("Confirmed")
    assert Confirmed() in heard.answers


def test_where_there_is_nothing_to_decide_there_is_no_button_for_it(window: KioskWindow) -> None:
    window.present(gallery.scene("paid"))
    settle()
    assert window.findChildren(QPushButton, "Confirmed") == []


@pytest.mark.parametrize("presented", Presented)
def test_each_thing_that_is_held_out_has_its_own_drawing(
    window: KioskWindow, presented: Presented
) -> None:
    drawings = []
    for number, each in enumerate((presented, *(p for p in Presented if p is not presented))):
        view = replace(gallery.CARD, presented=each)
        window.present(replace(gallery.scene("card", number=number), view=view))
        settle()
        (drawing,) = [d for d in window.findChildren(Illustration) if d.isVisible()]
        drawings.append(drawing.grab().toImage())
    assert drawings[0] not in drawings[1:]
