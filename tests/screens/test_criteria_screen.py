"""Narrowing a search."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QPushButton

from kiosk.domain.criteria import Criteria
from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.payment_record import PaymentState
from kiosk.screens.window import KioskWindow
from kiosk.session.answers import CriteriaChosen
from kiosk.session.views import CriteriaView
from tests.screens import gallery, gallery_lists
from tests.screens.conftest import settle
from tests.screens.touching import Finger, Heard, element, texts

BEFORE = gallery_lists.CRITERIA.chosen


def show(window: KioskWindow, view: CriteriaView) -> tuple[Finger, Heard]:
    window.present(replace(gallery.scene("criteria"), view=view))
    settle()
    return Finger(window), Heard(window)


def chosen(heard: Heard) -> list[Criteria]:
    return [answer.criteria for answer in heard.answers if isinstance(answer, CriteriaChosen)]


def enabled(window: KioskWindow, name: str) -> bool:
    (button,) = window.findChildren(QPushButton, name)
    return button.isEnabled()


@pytest.mark.parametrize(
    ("touched", "criteria"),
    [
        ((), BEFORE),
        (("first:minus",), replace(BEFORE, first_year=2023)),
        (("first:plus", "last:minus"), replace(BEFORE, first_year=2025, last_year=2025)),
        (("insurance:all",), replace(BEFORE, insurance=None)),
        (
            ("insurance:flexible_pension",),
            replace(BEFORE, insurance=InsuranceKind.FLEXIBLE_PENSION),
        ),
        (("state:all",), replace(BEFORE, state=None)),
        (("state:refunded",), replace(BEFORE, state=PaymentState.REFUNDED)),
        (("refunds:yes",), replace(BEFORE, refunds=True)),
        (("refunds:yes", "refunds:no"), BEFORE),
    ],
)
def test_what_is_set_is_answered(
    window: KioskWindow, touched: tuple[str, ...], criteria: Criteria
) -> None:
    finger, heard = show(window, gallery_lists.CRITERIA)
    for name in touched:
        finger.tap(name)
    finger.tap("Confirmed")
    assert chosen(heard) == [criteria]


def test_exactly_one_of_each_group_is_down(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_lists.CRITERIA)
    finger.tap("state:under_way")
    finger.tap("state:under_way")
    for group, down in (
        ("insurance:", "insurance:flexible_medical"),
        ("state:", "state:under_way"),
        ("refunds:", "refunds:no"),
    ):
        buttons = [
            button
            for button in window.findChildren(QPushButton)
            if button.objectName().startswith(group)
        ]
        assert [button.objectName() for button in buttons if button.isChecked()] == [down]


def test_the_first_year_never_passes_the_last(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_lists.CRITERIA)
    finger.tap("first:plus")
    finger.tap("first:plus")
    assert texts(window).count("2026 年") == 2
    assert not enabled(window, "first:plus")
    assert not enabled(window, "last:minus")
    assert not enabled(window, "last:plus")
    finger.tap("first:minus")
    assert enabled(window, "last:minus")
    finger.tap("Confirmed")
    assert chosen(heard) == [replace(BEFORE, first_year=2025)]


def test_years_stop_at_those_that_can_be_asked_for(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_lists.YEARS_ONLY)
    assert not enabled(window, "last:plus")
    finger.tap("first:minus")
    assert not enabled(window, "first:minus")
    assert "2025 年" in texts(window)


def test_a_gap_between_years_is_stepped_over(window: KioskWindow) -> None:
    view = replace(gallery_lists.YEARS_ONLY, years=(2020, 2026), chosen=Criteria(2026, 2026))
    finger, heard = show(window, view)
    finger.tap("first:minus")
    finger.tap("Confirmed")
    assert chosen(heard) == [Criteria(2020, 2026)]


def test_only_what_is_offered_is_asked(window: KioskWindow) -> None:
    show(window, gallery_lists.YEARS_ONLY)
    names = {button.objectName() for button in window.findChildren(QPushButton)}
    assert not any(name.startswith(("state:", "refunds:")) for name in names)
    assert "insurance:resident_pension" not in names
    assert element(window, "insurance:all").isChecked()


def test_what_is_set_is_kept_in_another_look(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_lists.CRITERIA)
    finger.tap("first:minus")
    finger.tap("refunds:yes")
    finger.tap("look")
    settle()
    finger.tap("Confirmed")
    assert chosen(heard) == [replace(BEFORE, first_year=2023, refunds=True)]
