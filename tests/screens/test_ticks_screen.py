"""Ticking rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from kiosk.screens.window import KioskWindow
from kiosk.session.answers import StillHere, Ticked
from kiosk.session.views import TicksView
from tests.screens import gallery, gallery_lists
from tests.screens.conftest import settle
from tests.screens.touching import Finger, Heard, element, remembered, texts


def show(window: KioskWindow, view: TicksView) -> tuple[Finger, Heard]:
    window.present(replace(gallery.scene("items"), view=view))
    settle()
    return Finger(window), Heard(window)


def ticked(heard: Heard) -> list[tuple[int, ...]]:
    return [answer.places for answer in heard.answers if isinstance(answer, Ticked)]


@pytest.mark.parametrize(
    ("touched", "places", "amount"),
    [
        ((), (0, 1), "¥328.40"),
        ((2,), (0, 1, 2), "¥333.40"),
        ((1,), (0,), "¥318.40"),
        ((1, 1), (0, 1), "¥328.40"),
        ((2, 1), (0, 2), "¥323.40"),
    ],
)
def test_the_sum_follows_every_touch_and_the_ticked_are_answered(
    window: KioskWindow, touched: tuple[int, ...], places: tuple[int, ...], amount: str
) -> None:
    finger, heard = show(window, gallery_lists.ITEMS)
    for place in touched:
        finger.tap(f"tick:{place}")
    assert amount in texts(window)
    assert f"已选 {len(places)} 项" in texts(window)
    finger.tap("Confirmed")
    assert ticked(heard) == [places]


def test_a_locked_row_stays_as_it_is_and_says_so(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_lists.ITEMS)
    (locked,) = window.findChildren(QPushButton, "tick:0")
    assert not locked.isEnabled()
    assert "已经定好，不能改" in texts(window)
    finger.tap(locked.mapTo(window, locked.rect().center()))
    finger.tap("Confirmed")
    assert ticked(heard) == [(0, 1)]


def test_with_nothing_ticked_the_button_says_what_to_do(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_lists.NOT_TICKED)
    (confirm,) = window.findChildren(QPushButton, "Confirmed")
    assert not confirm.isEnabled()
    assert "请先打勾" in texts(window)
    assert "还没有选" in texts(window)
    finger.tap("tick:1")
    settle()
    assert gallery_lists.NOT_TICKED.confirm.template in texts(window)
    finger.tap("Confirmed")
    assert ticked(heard) == [(1,)]


def test_the_last_tick_taken_back_closes_the_button_again(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_lists.NOT_TICKED)
    finger.tap("tick:0")
    settle()
    finger.tap("tick:0")
    settle()
    (confirm,) = window.findChildren(QPushButton, "Confirmed")
    assert not confirm.isEnabled()
    assert set(heard.answers) <= {StillHere()}


def test_amounts_that_are_not_summed_show_no_sum(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_lists.NOT_TICKED)
    finger.tap("tick:0")
    finger.tap("tick:1")
    assert "¥800.00" not in texts(window)


def test_rows_of_other_pages_count(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_lists.BILLS)
    assert "¥95,515.29" in texts(window)
    finger.tap("page:next")
    settle()
    finger.tap("tick:6")
    finger.tap("Confirmed")
    assert ticked(heard) == [(0, 6, 9)]


def test_what_is_ticked_is_spoken_and_kept_in_another_look(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_lists.ITEMS)
    assert element(window, "tick:2").accessibleName().endswith("没选")
    finger.tap("tick:2")
    assert element(window, "tick:2").accessibleName().endswith("已选")
    finger.tap("look")
    settle()
    assert element(window, "tick:2").isChecked()
    finger.tap("Confirmed")
    assert ticked(heard) == [(0, 1, 2)]


def test_a_list_of_ticks_is_forgotten(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_lists.BILLS)
    finger.tap("tick:2")
    window.wipe()
    assert "47,757" not in remembered(window)
    assert "补缴" not in remembered(window)


@pytest.mark.parametrize(
    ("touched", "places"),
    [
        (("tick-all",), (0, *range(2, 10))),
        (("tick-all", "tick-all", "tick:0"), (0,)),
    ],
)
def test_many_rows_are_ticked_or_not_with_one_touch_but_for_the_locked(
    window: KioskWindow, touched: tuple[str, ...], places: tuple[int, ...]
) -> None:
    finger, heard = show(window, gallery_lists.BILLS)
    for name in touched:
        finger.tap(name)
    finger.tap("Confirmed")
    assert ticked(heard) == [places]


def test_a_few_rows_need_no_such_button(window: KioskWindow) -> None:
    show(window, gallery_lists.ITEMS)
    assert window.findChildren(QPushButton, "tick-all") == []
