"""Touching one of many options, page by page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from kiosk.domain.text import say
from kiosk.screens.theme import PORTRAIT_21, Look, Panel
from kiosk.screens.window import KioskWindow
from kiosk.session import answers as a
from kiosk.session.views import View
from tests.screens import gallery, gallery_lists
from tests.screens.conftest import PANELS, settle
from tests.screens.touching import Finger, Heard, element, remembered, texts

ROWS: dict[str, tuple[int, tuple[str, ...]]] = {
    "records": (11, ("Picked.",)),
    "bills": (10, ("tick:",)),
    "tiers": (12, ("Picked.",)),
    "seven": (7, ("InsuranceChosen.", "ServiceChosen.")),
    "five_tenders": (5, ("TenderChosen.", "Chosen.")),
}
Open = Callable[[Panel, Look], KioskWindow]


def show(window: KioskWindow, view: View) -> tuple[Finger, Heard]:
    window.present(replace(gallery.scene("records"), view=view))
    settle()
    return Finger(window), Heard(window)


def seen(window: KioskWindow, prefix: str | tuple[str, ...]) -> list[str]:
    """The rows of this page, from above to below."""
    rows = [
        button
        for button in window.findChildren(QPushButton)
        if button.isVisible() and button.objectName().startswith(prefix)
    ]
    rows.sort(key=lambda button: (button.y(), button.x()))
    return [row.objectName() for row in rows]


def every_page(window: KioskWindow, prefix: str | tuple[str, ...]) -> list[list[str]]:
    """What is seen on each page, turned with the button."""
    pages = [seen(window, prefix)]
    (following,) = window.findChildren(QPushButton, "page:next")
    while following.isVisible() and following.isEnabled():
        following.click()
        settle()
        pages.append(seen(window, prefix))
    return pages


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_on_exactly_one_page_in_order(
    open_window: Open, panel: str, look: Look, name: str
) -> None:
    window = open_window(PANELS[panel], look)
    scene = gallery.scene(name)
    if name == "tiers":
        options = tuple(replace(option, chosen=False) for option in gallery_lists.TIERS.options)
        scene = replace(scene, view=replace(gallery_lists.TIERS, options=options))
    window.present(scene)
    settle()
    count, prefixes = ROWS[name]
    pages = every_page(window, prefixes)
    rows = [row for page in pages for row in page]
    assert len(rows) == len(set(rows)) == count
    if len(prefixes) == 1:
        assert rows == [f"{prefixes[0]}{place}" for place in range(count)]
    if len(pages) > 1:
        assert f"第 {len(pages)} / {len(pages)} 页" in texts(window)


def test_a_touch_picks_the_place_of_the_option_on_any_page(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_lists.RECORDS)
    finger.tap("page:next")
    settle()
    finger.tap("Picked.10")
    assert a.Picked(10) in heard.answers


def test_pages_turn_both_ways_and_stop_at_the_ends(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_lists.RECORDS)
    first = seen(window, "Picked.")
    assert "第 1 / 2 页" in texts(window)
    (previous,) = window.findChildren(QPushButton, "page:previous")
    assert not previous.isEnabled()
    finger.tap("page:next")
    settle()
    assert not set(first) & set(seen(window, "Picked."))
    (following,) = window.findChildren(QPushButton, "page:next")
    assert not following.isEnabled()
    finger.tap("page:previous")
    settle()
    assert seen(window, "Picked.") == first


def test_a_few_need_no_turner(window: KioskWindow) -> None:
    show(window, gallery_lists.BASES)
    (turner,) = window.findChildren(QPushButton, "page:next")
    assert not turner.isVisible()


def test_what_was_chosen_before_is_marked_and_its_page_is_shown(window: KioskWindow) -> None:
    options = tuple(
        replace(option, chosen=place == 9)
        for place, option in enumerate(gallery_lists.RECORDS.options)
    )
    show(window, replace(gallery_lists.RECORDS, options=options))
    chosen = element(window, "Picked.9")
    assert chosen.isChecked()
    assert chosen.accessibleName().endswith("已选")
    assert not element(window, "Picked.8").isChecked()


def test_an_unavailable_option_says_why_and_gives_nothing(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_lists.RECORDS)
    (row,) = window.findChildren(QPushButton, "Picked.2")
    assert "处理中，结果出来后可以看详情" in texts(window)
    finger.tap(row.mapTo(window, row.rect().center()))
    assert set(heard.answers) <= {a.StillHere()}


def test_actions_on_the_whole_list_stand_under_it(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_lists.RECORDS)
    finger.tap("Chosen.PRINT_LIST")
    assert a.Chosen(a.Choice.PRINT_LIST) in heard.answers


def test_a_complaint_leaves_the_rows_where_they_were(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_lists.RECORDS)
    finger.tap("page:next")
    settle()
    first = seen(window, "Picked.")[0]
    scene = replace(gallery.scene("records", number=2), complaint=say("请再点一次"))
    window.present(scene)
    settle()
    assert first in seen(window, "Picked.")


def test_figures_end_in_one_line(window: KioskWindow) -> None:
    show(window, gallery_lists.BASES)
    ends = {
        label.mapTo(window, label.rect().topRight()).x()
        for label in window.findChildren(QLabel)
        if label.isVisible() and label.text().startswith("¥") and label.text() != "¥384.00 / 月"
    }
    assert len(ends) == 1


def test_a_list_is_forgotten(open_window: Open) -> None:
    window = open_window(PORTRAIT_21, Look.STANDARD)
    show(window, gallery_lists.RECORDS)
    window.wipe()
    left = remembered(window)
    assert "47,757.60" not in left
    assert "2026年03月" not in left
