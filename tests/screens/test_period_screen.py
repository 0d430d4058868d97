"""Choosing the months."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from kiosk.domain.period import ContributionPeriod, Month
from kiosk.screens.period import first_run
from kiosk.screens.window import KioskWindow
from kiosk.session.answers import PeriodChosen, StillHere
from kiosk.session.views import PeriodView
from tests.screens import gallery
from tests.screens.conftest import settle
from tests.screens.touching import Finger, Heard, element, texts


def show(window: KioskWindow, view: PeriodView) -> tuple[Finger, Heard]:
    window.present(replace(gallery.scene("period"), view=view))
    settle()
    return Finger(window), Heard(window)


def chosen(heard: Heard) -> list[ContributionPeriod]:
    return [answer.period for answer in heard.answers if isinstance(answer, PeriodChosen)]


def of(first: int, last: int, year: int = gallery.YEAR) -> ContributionPeriod:
    return ContributionPeriod(Month(year, first), Month(year, last))


@pytest.mark.parametrize(
    ("touched", "period"),
    [
        ((), of(3, 8)),
        ((4,), of(4, 4)),
        ((4, 6), of(4, 6)),
        ((6, 4), of(4, 6)),
        ((5, 5), of(5, 5)),
        ((4, 6, 7), of(7, 7)),
    ],
)
def test_first_touch_first_month_second_touch_last_month(
    window: KioskWindow, touched: tuple[int, ...], period: ContributionPeriod
) -> None:
    finger, heard = show(window, gallery.PERIOD)
    for month in touched:
        finger.tap(f"month:{gallery.YEAR}{month:02d}")
    assert f"已选 {len(period.months)} 个月" in texts(window)
    assert period.label in texts(window)
    finger.tap("Confirmed")
    assert chosen(heard) == [period]


def test_paid_months_say_so_and_cannot_be_touched(window: KioskWindow) -> None:
    finger, heard = show(window, gallery.PERIOD)
    assert texts(window).count("已缴") == 2
    (paid,) = window.findChildren(QPushButton, "month:202601")
    assert not paid.isEnabled()
    finger.tap(paid.mapTo(window, paid.rect().center()))
    finger.tap("Confirmed")
    assert chosen(heard) == [of(3, 8)]


@pytest.mark.parametrize(("pick", "period"), [(0, of(3, 3)), (1, of(3, 5)), (2, of(3, 8))])
def test_quick_picks(window: KioskWindow, pick: int, period: ContributionPeriod) -> None:
    finger, heard = show(window, gallery.PERIOD)
    finger.tap(f"pick:{pick}")
    assert element(window, f"pick:{pick}").isChecked()
    finger.tap("Confirmed")
    assert chosen(heard) == [period]


def test_only_consecutive_months(window: KioskWindow) -> None:
    gap = replace(gallery.PERIOD, payable=gallery.months(3, 4, 6, 7), paid=gallery.months(5))
    finger, heard = show(window, gap)
    finger.tap("month:202604")
    finger.tap("month:202606")
    assert any("只能选连续的月份" in text for text in texts(window))
    finger.tap("month:202607")
    finger.tap("Confirmed")
    assert chosen(heard) == [of(6, 7)]


def test_years_are_turned_like_pages(window: KioskWindow) -> None:
    finger, heard = show(window, gallery.two_years())
    assert "2026年01月 – 02月" in texts(window)
    finger.tap("year:2025")
    settle()
    assert "2025年11月 – 12月" in texts(window)
    finger.tap("Confirmed")
    assert chosen(heard) == [of(11, 12, 2025)]


def test_a_choice_made_before_is_shown_again(window: KioskWindow) -> None:
    show(window, replace(gallery.PERIOD, chosen=of(4, 5)))
    assert "2026年04月 – 05月" in texts(window)


def test_nothing_payable_gives_nothing(window: KioskWindow) -> None:
    finger, heard = show(window, replace(gallery.PERIOD, payable=()))
    finger.tap("Confirmed")
    assert set(heard.answers) <= {StillHere()}
    assert "请先点一个月份" in texts(window)


def test_the_first_run_ends_at_the_first_gap() -> None:
    assert first_run(gallery.months(5, 3, 4, 7), gallery.YEAR) == gallery.months(3, 4, 5)
    assert first_run(gallery.months(5), 2020) == ()


@pytest.mark.parametrize(
    ("touched", "month"), [((), 3), ((5,), 5), ((5, 7), 7), ((7, 4), 4), ((4, 4), 4)]
)
def test_one_month_at_a_time(window: KioskWindow, touched: tuple[int, ...], month: int) -> None:
    finger, heard = show(window, replace(gallery.PERIOD, single=True))
    for number in touched:
        finger.tap(f"month:{gallery.YEAR}{number:02d}")
    assert "已选 1 个月" in texts(window)
    assert not any(button.isVisible() for button in window.findChildren(QPushButton, "pick:0"))
    finger.tap("Confirmed")
    assert chosen(heard) == [of(month, month)]
