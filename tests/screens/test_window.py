"""The gate every answer passes, the frame, and forgetting."""

from __future__ import annotations

import weakref
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.money import Money
from kiosk.domain.tender import Tender
from kiosk.domain.text import say
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Look
from kiosk.screens.widgets.overlay import HelpOverlay, PresenceOverlay
from kiosk.screens.widgets.ring import CountdownRing
from kiosk.screens.widgets.touch_grid import TouchGrid
from kiosk.screens.window import KioskWindow
from kiosk.session import answers as a
from kiosk.session.views import Ways
from tests.screens import gallery
from tests.screens.conftest import StillClock, settle
from tests.screens.touching import Finger, Heard, element, remembered, texts


@pytest.fixture
def heard(window: KioskWindow) -> Heard:
    return Heard(window)


@pytest.fixture
def finger(window: KioskWindow) -> Finger:
    return Finger(window)


def show(window: KioskWindow, name: str, *, number: int = 1) -> None:
    window.present(gallery.scene(name, number=number))
    settle()


@pytest.mark.parametrize(
    ("name", "button", "answer"),
    [
        ("attract", "Begin", a.Begin()),
        ("home", "GroupChosen.FLEXIBLE", a.GroupChosen(CitizenGroup.FLEXIBLE)),
        ("modules", "ModuleChosen.PAY", a.ModuleChosen(a.Module.PAY)),
        ("modules", "GoBack", a.GoBack()),
        ("card", "GoHome", a.GoHome()),
        ("card", "Leave", a.Leave()),
        ("review", "Confirmed", a.Confirmed()),
        ("tender", "TenderChosen.WECHAT", a.TenderChosen(Tender.WECHAT)),
        ("qr", "Leave", a.Leave()),
        ("success", "Another", a.Another()),
        ("success", "Finished", a.Finished()),
        ("refused", "Again", a.Again()),
        ("base", "Confirmed", a.BaseEntered(Money.yuan(5200))),
    ],
)
def test_a_touch_gives_the_answer_of_what_was_touched(
    window: KioskWindow, heard: Heard, finger: Finger, name: str, button: str, answer: a.Answer
) -> None:
    show(window, name, number=7)
    finger.tap(button)
    assert heard.all == [(7, a.StillHere()), (7, answer)]


def test_the_attract_screen_begins_wherever_it_is_touched(
    window: KioskWindow, heard: Heard, finger: Finger
) -> None:
    show(window, "attract")
    finger.tap(QPoint(200, 700))
    assert a.Begin() in heard.answers


CORNERS = (QPoint(20, 20), QPoint(1060, 20), QPoint(1060, 1900), QPoint(20, 1900))


class Wanted:
    """How often maintenance was asked for."""

    def __init__(self, window: KioskWindow) -> None:
        self.times = 0
        window.maintenance_wanted.connect(self._count)

    def _count(self) -> None:
        self.times += 1


@pytest.mark.parametrize("name", ["attract", "out_of_service", "review", "touch_test"])
def test_the_corners_clockwise_lead_to_maintenance(
    window: KioskWindow, finger: Finger, name: str
) -> None:
    show(window, name)
    wanted = Wanted(window)
    for corner in CORNERS:
        assert wanted.times == 0
        finger.tap(corner)
    assert wanted.times == 1


def test_the_corners_can_be_walked_with_a_mouse(window: KioskWindow) -> None:
    show(window, "attract")
    wanted = Wanted(window)
    for corner in CORNERS:
        QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=corner)
    assert wanted.times == 1


def test_the_corners_of_the_attract_screen_do_not_begin_a_visit(
    window: KioskWindow, heard: Heard, finger: Finger
) -> None:
    show(window, "attract")
    for corner in CORNERS:
        finger.tap(corner)
    assert set(heard.answers) == {a.StillHere()}
    finger.tap(QPoint(100, 100))
    assert a.Begin() in heard.answers


def test_corners_walked_in_another_order_or_too_slowly_lead_nowhere(
    window: KioskWindow, finger: Finger, clock: StillClock
) -> None:
    show(window, "attract")
    wanted = Wanted(window)
    for corner in reversed(CORNERS):
        finger.tap(corner)
    for corner in CORNERS:
        finger.tap(corner)
        clock.seconds += 2.5
    assert wanted.times == 0


def test_a_touch_in_a_corner_is_one_touch_of_what_is_there(
    window: KioskWindow, finger: Finger
) -> None:
    show(window, "touch_test")
    (grid,) = window.findChildren(TouchGrid)
    for touched, corner in enumerate(CORNERS, 1):
        finger.tap(corner)
        assert grid.touched == touched


def test_a_double_tap_is_one_answer(window: KioskWindow, heard: Heard, finger: Finger) -> None:
    show(window, "review", number=3)
    finger.tap("Confirmed")
    finger.tap("Confirmed")
    finger.tap("Leave")
    assert [answer for answer in heard.answers if answer != a.StillHere()] == [a.Confirmed()]


def test_the_next_scene_may_be_answered_again(
    window: KioskWindow, heard: Heard, finger: Finger
) -> None:
    show(window, "review", number=3)
    finger.tap("Confirmed")
    refused = replace(gallery.scene("review", number=4), complaint=say("网络不太顺，请再试一次"))
    window.present(refused)
    finger.tap("Confirmed")
    answers = [(n, answer) for n, answer in heard.all if answer != a.StillHere()]
    assert answers == [(3, a.Confirmed()), (4, a.Confirmed())]


def test_an_unavailable_tile_gives_nothing(
    window: KioskWindow, heard: Heard, finger: Finger
) -> None:
    show(window, "modules")
    (tile,) = window.findChildren(QPushButton, "ModuleChosen.QUERY")
    finger.tap(tile.mapTo(window, tile.rect().center()))
    assert set(heard.answers) == {a.StillHere()}


def test_a_touch_anywhere_says_still_here_once_a_second(
    window: KioskWindow, heard: Heard, finger: Finger, clock: StillClock
) -> None:
    show(window, "qr")
    for later in (0.0, 0.4, 0.5, 0.2):
        clock.seconds += later
        finger.tap(QPoint(30, 900))
    assert heard.answers == [a.StillHere(), a.StillHere()]


def test_the_presence_dialogue_answers_for_itself(
    window: KioskWindow, heard: Heard, finger: Finger
) -> None:
    asked = replace(gallery.scene("base", number=5), asking_presence=True, countdown=15)
    window.present(asked)
    settle()
    finger.tap("Leave")
    assert heard.all == [(5, a.Leave())]
    window.present(replace(asked, number=6))
    finger.tap("StillHere")
    finger.tap(QPoint(20, 300))
    assert heard.all[1:] == [(6, a.StillHere()), (6, a.StillHere())]


def test_what_lies_under_the_presence_dialogue_cannot_be_touched(
    window: KioskWindow, heard: Heard, finger: Finger
) -> None:
    show(window, "review")
    confirm = element(window, "Confirmed")
    at = confirm.mapTo(window, confirm.rect().center())
    window.present(replace(gallery.scene("review", number=2), asking_presence=True))
    settle()
    finger.tap(at)
    assert heard.answers == [a.StillHere()]


def test_the_presence_dialogue_counts_and_goes(window: KioskWindow) -> None:
    window.present(replace(gallery.scene("base"), asking_presence=True, countdown=19))
    window.set_countdown(12)
    assert any("12 秒后自动退出" in text for text in texts(window))
    window.present(gallery.scene("base", number=2))
    settle()
    assert window.findChildren(PresenceOverlay) == []
    assert element(window, "key:1").isEnabled()


def test_help_says_where_a_person_is_and_closes(window: KioskWindow, finger: Finger) -> None:
    show(window, "card")
    finger.tap("help")
    settle()
    assert gallery.TERMINAL.window in texts(window)
    assert gallery.TERMINAL.hotline in texts(window)
    finger.tap("help:close")
    settle()
    assert window.findChildren(HelpOverlay) == []


def test_help_goes_when_something_new_is_shown(window: KioskWindow, finger: Finger) -> None:
    show(window, "qr")
    finger.tap("help")
    show(window, "success", number=2)
    assert window.findChildren(HelpOverlay) == []
    assert element(window, "Finished").isEnabled()


def test_the_look_changes_at_once_and_keeps_what_was_typed(
    window: KioskWindow, finger: Finger
) -> None:
    show(window, "base")
    for figure in "6100":
        finger.tap(f"key:{figure}")
    finger.tap("look")
    settle()
    assert window.look is Look.LARGE_PRINT
    assert "6,100" in texts(window)
    finger.tap("look")
    assert window.look.name == "STANDARD"


def test_high_contrast_is_chosen_in_the_help(window: KioskWindow, finger: Finger) -> None:
    show(window, "card")
    finger.tap("help")
    finger.tap("look:high_contrast")
    settle()
    assert window.look is Look.HIGH_CONTRAST
    assert "请放上身份证" in texts(window)


def test_a_screen_whose_view_stays_keeps_what_was_typed(
    window: KioskWindow, finger: Finger
) -> None:
    show(window, "base")
    for figure in "6100":
        finger.tap(f"key:{figure}")
    window.present(replace(gallery.scene("base", number=2), complaint=say("请再试一次")))
    settle()
    assert "6,100" in texts(window)
    assert "请再试一次" in texts(window)


def test_the_ring_is_there_only_when_there_is_a_countdown(window: KioskWindow) -> None:
    show(window, "card")
    (ring,) = window.findChildren(CountdownRing)
    assert ring.isVisible()
    window.set_countdown(41)
    assert ring.accessibleName() == "剩余 41 秒"
    show(window, "out_of_service", number=2)
    assert not ring.isVisible()


def test_seconds_are_told_beside_the_last_button(window: KioskWindow) -> None:
    show(window, "success")
    window.set_countdown(9)
    assert any(text.startswith("9 秒后自动退出") for text in texts(window))


def test_the_code_says_how_long_it_lives(window: KioskWindow) -> None:
    show(window, "qr")
    window.set_countdown(61)
    assert any("1 分 01 秒后失效" in text for text in texts(window))


def test_the_clock_is_shown(window: KioskWindow) -> None:
    show(window, "card")
    window.set_clock("09:05")
    assert any("09:05" in text for text in texts(window))


def test_only_the_offered_ways_are_shown(window: KioskWindow) -> None:
    window.present(replace(gallery.scene("card"), ways=Ways(None, say("首页"), None)))
    settle()
    assert element(window, "GoHome").isVisible()
    with pytest.raises(AssertionError):
        element(window, "GoBack")


def test_the_primary_action_never_moves(window: KioskWindow) -> None:
    places = set()
    for number, name in enumerate(("period", "base", "review", "refused")):
        show(window, name, number=number)
        button = element(window, "Again" if name == "refused" else "Confirmed")
        places.add((button.mapTo(window, QPoint(0, 0)).toTuple(), button.size().toTuple()))
    assert len(places) == 1


def test_wiping_forgets_everything_personal_at_once(window: KioskWindow, finger: Finger) -> None:
    show(window, "review")
    finger.tap("look")
    window.wipe()
    left = remembered(window)
    for secret in ("张*华", "3702", "3,120.00", "灵活就业人员", "市社会保险事业中心"):
        assert secret not in left
    assert window.look is Look.STANDARD
    assert texts(window) == []


def test_a_wiped_window_shows_only_its_ground(window: KioskWindow) -> None:
    show(window, "qr")
    window.wipe()
    picture = window.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, 1080, 6) for y in range(0, 1920, 6)
    }
    assert colours == {"#eef2f8"}


def test_a_late_answer_after_wiping_goes_nowhere(window: KioskWindow, heard: Heard) -> None:
    show(window, "review")
    confirm = element(window, "Confirmed")
    window.wipe()
    confirm.click()
    window.set_countdown(3)
    assert heard.answers == []


def test_the_frame_comes_back_after_wiping(window: KioskWindow) -> None:
    show(window, "card")
    window.wipe()
    show(window, "attract", number=2)
    show(window, "card", number=3)
    assert element(window, "GoBack").isVisible()


def test_fifty_scenes_leave_no_screen_behind(window: KioskWindow) -> None:
    seen: list[weakref.ref[Screen]] = []
    names = list(gallery.VIEWS)
    for number in range(50):
        show(window, names[number % len(names)], number=number)
        (screen,) = [s for s in window.findChildren(Screen) if s.isVisible()]
        seen.append(weakref.ref(screen))
        del screen
    window.wipe()
    settle()
    assert [ref() for ref in seen if ref() is not None] == []
    assert window.findChildren(Screen) == []
