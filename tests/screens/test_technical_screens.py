"""Lists and sheets for technicians: nothing is missing, torn or out of order on any page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from kiosk.domain.text import say
from kiosk.screens.theme import Look, Panel
from kiosk.screens.widgets.fact_sheet import breakable
from kiosk.screens.widgets.line_list import LineCard
from kiosk.screens.window import KioskWindow
from kiosk.session import answers as a
from kiosk.session.staff_views import FactsSection, FactsView, LinesView, Mark
from kiosk.session.views import Button, Row, View, Weight
from tests.screens import gallery, gallery_staff
from tests.screens.conftest import PANELS, settle
from tests.screens.test_audit import complaints_of_text, complaints_of_touch
from tests.screens.touching import Finger, Heard, remembered, texts

Open = Callable[[Panel, Look], KioskWindow]
EVERYWHERE = [
    pytest.param(panel, look, id=f"{panel}-{look.value}") for panel in PANELS for look in Look
]
LONG = FactsView(
    title=say("参数"),
    hint=say("全部参数"),
    sections=(
        FactsSection(say("短的"), (Row(say("甲"), say("1")),)),
        FactsSection(
            say("长的"),
            tuple(Row(say(f"参数{n:02d}"), say(f"值{n:02d}")) for n in range(40)),
        ),
        FactsSection(say("空的"), ()),
    ),
)


def show(window: KioskWindow, view: View) -> Finger:
    window.present(replace(gallery.scene("lines"), view=view))
    settle()
    return Finger(window)


def pages(window: KioskWindow, finger: Finger) -> list[list[str]]:
    """What each page says, turning them all."""
    found = []
    while True:
        found.append([text.replace("\u200b", "") for text in texts(window)])
        (on,) = window.findChildren(QPushButton, "page:next")
        if not (on.isVisible() and on.isEnabled()):
            return found
        finger.tap("page:next")
        settle()


@pytest.mark.parametrize(("panel", "look"), EVERYWHERE)
@pytest.mark.parametrize("view", [gallery_staff.SYSTEM, LONG])
def test_every_fact_is_on_just_one_page(
    panel: str, look: Look, view: FactsView, open_window: Open
) -> None:
    window = open_window(PANELS[panel], look)
    seen = pages(window, show(window, view))
    for section in view.sections:
        assert sum(page.count(str(section.title)) for page in seen) == 1
        for row in section.rows:
            assert sum(page.count(str(row.value)) for page in seen) == 1


@pytest.mark.parametrize(("panel", "look"), EVERYWHERE)
def test_every_page_is_readable_and_reachable(panel: str, look: Look, open_window: Open) -> None:
    window = open_window(PANELS[panel], look)
    for view in (gallery_staff.SYSTEM, gallery_staff.DEVICES, LONG):
        finger = show(window, view)
        while True:
            assert list(complaints_of_text(window)) == []
            assert list(complaints_of_touch(window, PANELS[panel])) == []
            (on,) = window.findChildren(QPushButton, "page:next")
            if not (on.isVisible() and on.isEnabled()):
                break
            finger.tap("page:next")
            settle()


def test_a_section_that_goes_on_says_so(window: KioskWindow) -> None:
    seen = pages(window, show(window, LONG))
    assert "长的" in seen[0]
    assert "短的" in seen[0]
    assert all("长的（续）" in page for page in seen[1:])
    assert "空的" in seen[-1]


@pytest.mark.parametrize(("panel", "look"), EVERYWHERE)
def test_every_line_is_on_just_one_page_in_its_order(
    panel: str, look: Look, open_window: Open
) -> None:
    window = open_window(PANELS[panel], look)
    seen = pages(window, show(window, gallery_staff.DEVICES))
    subjects = [str(line.subject) for line in gallery_staff.DEVICES.lines]
    found = [text for page in seen for text in page if text in subjects]
    assert found == subjects


def test_a_mark_is_a_word_and_a_shape(window: KioskWindow) -> None:
    lines = gallery_staff.DEVICES.lines
    shapes = []
    for mark in Mark:
        show(window, LinesView(say("状态"), say(""), (replace(lines[5], mark=mark),), say("没有")))
        assert mark.label in texts(window)
        (card,) = [card for card in window.findChildren(LineCard) if card.isVisible()]
        word = next(label for label in card.findChildren(QLabel) if label.text() == mark.label)
        word.hide()
        shapes.append(
            card.grab().toImage().convertToFormat(card.grab().toImage().Format.Format_Mono)
        )
    assert all(one != other for n, one in enumerate(shapes) for other in shapes[:n])


def test_nothing_to_show_is_said(window: KioskWindow) -> None:
    show(window, gallery_staff.NO_ORDERS)
    assert "没有待处理的订单" in texts(window)


@pytest.mark.parametrize("view", [gallery_staff.DEVICES, gallery_staff.SYSTEM])
def test_each_action_gives_its_answer(window: KioskWindow, view: LinesView | FactsView) -> None:
    for number, action in enumerate(view.actions, 10):
        window.present(replace(gallery.scene("lines", number=number), view=view))
        settle()
        heard = Heard(window)
        Finger(window).tap(a.answer_name(action.answer))
        assert action.answer in heard.answers


def test_without_actions_there_is_no_primary(window: KioskWindow) -> None:
    show(window, replace(gallery_staff.NO_ORDERS, actions=()))
    assert not window.findChildren(QPushButton, "Again")


def roles_of(window: KioskWindow, *names: str) -> list[object]:
    """How the actions of these names are drawn."""
    return [
        button.property("role")
        for name in names
        for button in window.findChildren(QPushButton, name)
        if button.isVisible()
    ]


@pytest.mark.parametrize(
    ("view", "names", "roles"),
    [
        (gallery_staff.SYSTEM, ("Confirmed", "SlipWanted"), ["primary", "plain"]),
        (gallery_staff.POWER, ("Confirmed", "Again", "Another"), ["grave", "grave", "plain"]),
        (gallery_staff.WIPE, ("Confirmed",), ["grave"]),
        (gallery_staff.WRITTEN, ("Confirmed", "Again"), ["primary", "grave"]),
    ],
)
def test_only_the_usual_way_on_looks_like_it(
    window: KioskWindow, view: View, names: tuple[str, ...], roles: list[str]
) -> None:
    finger = show(window, view)
    assert roles_of(window, *names) == roles
    heard = Heard(window)
    finger.tap(names[0])
    assert heard.answers


@pytest.mark.parametrize("count", [1, 2])
def test_what_is_no_more_usual_than_the_next_is_primary_only_when_alone(
    window: KioskWindow, count: int
) -> None:
    alike = tuple(
        Button(answer, say(said), Weight.ALIKE)
        for answer, said in ((a.Confirmed(), "已换新纸卷"), (a.Again(), "已加纸"))
    )
    show(window, replace(gallery_staff.DEVICES, actions=alike[:count]))
    expected = ["primary"] if count == 1 else ["plain", "plain"]
    assert roles_of(window, "Confirmed", "Again") == expected


def test_a_sheet_stays_on_its_page_when_it_is_shown_again(window: KioskWindow) -> None:
    finger = show(window, LONG)
    finger.tap("page:next")
    window.present(replace(gallery.scene("lines", number=2), view=LONG))
    settle()
    assert any(text.startswith("第 2 /") for text in texts(window))


def test_wordy_actions_stand_under_each_other(open_window: Open) -> None:
    window = open_window(PANELS["portrait"], Look.LARGE_PRINT)
    wordy = tuple(
        Button(answer, say(said))
        for answer, said in (
            (a.Confirmed(), "刷新"),
            (a.Again(), "把全部设备重新连接一遍"),
            (a.Another(), "打印今天的设备状态单"),
            (a.SlipWanted(), "导出诊断包到 U 盘"),
        )
    )
    show(window, replace(gallery_staff.DEVICES, actions=wordy))
    assert list(complaints_of_text(window)) == []
    assert list(complaints_of_touch(window, PANELS["portrait"])) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("短 word", 1),
        ("https://pay.example.invalid:8443/v2", 6),
        ("9f86d081884c7d659a2feaa0c55ad015", 25),
    ],
)
def test_long_words_may_break_at_their_joints(text: str, parts: int) -> None:
    broken = breakable(text)
    assert broken.replace("\u200b", "") == text
    assert len(broken.split("\u200b")) == parts


def test_texts_are_forgotten(window: KioskWindow) -> None:
    show(window, gallery_staff.SYSTEM)
    window.wipe()
    left = remembered(window)
    assert "192.168" not in left
    assert "软件" not in left
