"""Typing the base."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.money import Money
from kiosk.screens.window import KioskWindow
from kiosk.session.answers import BaseEntered, StillHere
from kiosk.session.views import BaseView
from tests.screens import gallery
from tests.screens.conftest import settle
from tests.screens.touching import Finger, Heard, element, texts

EMPTY = replace(gallery.BASE, entered=None)


@pytest.fixture
def finger(window: KioskWindow) -> Finger:
    window.present(replace(gallery.scene("base"), view=EMPTY))
    settle()
    return Finger(window)


def keyed(finger: Finger, keys: str) -> None:
    for key in keys:
        finger.tap({"C": "key:clear", "<": "key:backspace"}.get(key, f"key:{key}"))


@pytest.mark.parametrize(
    ("keys", "figures"),
    [
        ("5200", "5,200"),
        ("52001<", "5,200"),
        ("52C61", "61"),
        ("0052", "52"),
        ("5<<", ""),
        ("12345678", "123,456"),
    ],
)
def test_the_figures_are_what_was_keyed(
    finger: Finger, window: KioskWindow, keys: str, figures: str
) -> None:
    keyed(finger, keys)
    assert figures in texts(window)


def test_the_monthly_amount_follows_every_key(finger: Finger, window: KioskWindow) -> None:
    keyed(finger, "520")
    assert "—" in texts(window)
    keyed(finger, "0")
    assert "1,040.00" in texts(window)
    assert "元 × 3 个月" in texts(window)


def test_a_quick_pick_fills_in_and_the_next_figure_starts_anew(
    finger: Finger, window: KioskWindow
) -> None:
    finger.tap("pick:1")
    assert "4,800" in texts(window)
    assert element(window, "pick:1").isChecked()
    keyed(finger, "6")
    assert "6" in texts(window)
    assert not element(window, "pick:1").isChecked()


def test_backspace_after_a_quick_pick_corrects_it(finger: Finger, window: KioskWindow) -> None:
    finger.tap("pick:1")
    keyed(finger, "<9")
    assert "4,809" in texts(window)


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ("3979", "不能低于 3,980 元"),
        ("19900", "不能高于 19,899 元"),
        ("500000", "不能高于 19,899 元"),
    ],
)
def test_out_of_bounds_is_said_at_once_and_not_answered(
    finger: Finger, window: KioskWindow, keys: str, complaint: str
) -> None:
    heard = Heard(window)
    keyed(finger, keys)
    assert complaint in texts(window)
    finger.tap("Confirmed")
    assert complaint in texts(window)
    assert set(heard.answers) <= {StillHere()}
    assert element(window, "Confirmed").isEnabled()


def test_too_few_figures_are_only_wrong_once_confirmed(finger: Finger, window: KioskWindow) -> None:
    keyed(finger, "39")
    assert "不能低于 3,980 元" not in texts(window)
    finger.tap("Confirmed")
    assert "不能低于 3,980 元" in texts(window)
    keyed(finger, "8")
    assert "不能低于 3,980 元" not in texts(window)


def test_nothing_typed_is_said_too(finger: Finger, window: KioskWindow) -> None:
    finger.tap("Confirmed")
    assert "请先输入基数，或点一个常用的数" in texts(window)


@pytest.mark.parametrize("keys", ["3980", "19899"])
def test_the_bounds_themselves_are_taken(finger: Finger, window: KioskWindow, keys: str) -> None:
    heard = Heard(window)
    keyed(finger, keys)
    finger.tap("Confirmed")
    assert BaseEntered(Money.yuan(int(keys))) in heard.answers


def test_what_was_entered_before_is_filled_in(window: KioskWindow) -> None:
    window.present(gallery.scene("base"))
    assert "5,200" in texts(window)


def test_where_no_single_rate_says_what_a_month_costs_nothing_is_said(window: KioskWindow) -> None:
    shown = gallery.scene("base")
    assert isinstance(shown.view, BaseView)
    window.present(replace(shown, view=replace(shown.view, rate_bp=None)))
    settle()
    assert "每月应缴" not in texts(window)
    finger, heard = Finger(window), Heard(window)
    keyed(finger, "6000")
    finger.tap("Confirmed")
    assert BaseEntered(Money.yuan(6000)) in heard.answers
