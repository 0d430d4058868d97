"""Typing an identity number on the manual's keypad."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from kiosk.domain.text import say
from kiosk.screens.widgets.keypad import Keypad
from kiosk.screens.window import KioskWindow
from kiosk.session.answers import GoBack, NumberEntered
from tests.screens import gallery, gallery_lists
from tests.screens.conftest import settle
from tests.screens.touching import Finger, Heard, element, remembered, texts

EMPTY = replace(gallery_lists.NUMBER, entered="")
INVENTED = "11010519491231002X"


@pytest.fixture
def finger(window: KioskWindow) -> Finger:
    window.present(replace(gallery.scene("number"), view=EMPTY))
    settle()
    return Finger(window)


def keyed(finger: Finger, keys: str) -> None:
    for key in keys:
        finger.tap("key:backspace" if key == "<" else f"key:{key}")


def shown(window: KioskWindow) -> list[str]:
    groups = [
        label
        for label in window.findChildren(QLabel)
        if label.objectName().startswith("group:") and label.isVisible()
    ]
    return [label.text() for label in sorted(groups, key=QLabel.objectName)]


def entered(heard: Heard) -> list[str]:
    return [answer.number for answer in heard.answers if isinstance(answer, NumberEntered)]


def test_the_keys_stand_as_in_the_manual(window: KioskWindow, finger: Finger) -> None:
    del finger
    (keypad,) = window.findChildren(Keypad)
    keys = sorted(keypad.findChildren(QPushButton), key=lambda key: (key.y(), key.x()))
    assert [key.accessibleName() for key in keys] == [*"123456789", "X", "0", "退格"]
    close = element(window, "key:close")
    assert close.accessibleName() == "关闭"
    assert (
        close.mapTo(window, close.rect().topLeft()).y()
        > keys[-1].mapTo(window, keys[-1].rect().bottomLeft()).y()
    )


@pytest.mark.parametrize(
    ("keys", "groups"),
    [
        ("", ["", "", ""]),
        ("37", ["37", "", ""]),
        ("3701021", ["370102", "1", ""]),
        ("37010219800307", ["370102", "19800307", ""]),
        ("370102198003071", ["370102", "19800307", "1"]),
        ("37010219800307123456", ["370102", "19800307", "1234"]),
        ("3701<<<", ["3", "", ""]),
        ("3<<<", ["", "", ""]),
        ("0", ["0", "", ""]),
    ],
)
def test_figures_are_grouped_6_8_4(
    window: KioskWindow, finger: Finger, keys: str, groups: list[str]
) -> None:
    keyed(finger, keys)
    assert shown(window) == groups
    assert f"已输 {sum(map(len, groups))} / 18 位" in texts(window)


def test_x_can_be_pressed_in_the_last_place_only(window: KioskWindow, finger: Finger) -> None:
    heard = Heard(window)
    (key,) = window.findChildren(QPushButton, "key:X")
    for figure in INVENTED[:-1]:
        assert not key.isEnabled()
        keyed(finger, figure)
    keyed(finger, "X")
    assert shown(window)[2] == "002X"
    assert not key.isEnabled()
    finger.tap("Confirmed")
    assert entered(heard) == [INVENTED]


def test_what_was_typed_is_answered_however_short(window: KioskWindow, finger: Finger) -> None:
    heard = Heard(window)
    keyed(finger, "3701")
    finger.tap("Confirmed")
    assert entered(heard) == ["3701"]


def test_close_is_the_way_back(window: KioskWindow, finger: Finger) -> None:
    heard = Heard(window)
    finger.tap("key:close")
    assert GoBack() in heard.answers


def test_a_refusal_is_said_above_and_the_number_stays_to_be_corrected(
    window: KioskWindow, finger: Finger
) -> None:
    keyed(finger, INVENTED)
    refused = say("这个号码不对，请再核对一遍")
    scene = replace(gallery.scene("number", number=2), view=EMPTY, complaint=refused)
    window.present(scene)
    settle()
    assert refused.template in texts(window)
    assert shown(window)[2] == "002X"
    keyed(finger, "<")
    assert shown(window)[2] == "002"


def test_the_number_is_kept_in_another_look(window: KioskWindow, finger: Finger) -> None:
    keyed(finger, "3701021980")
    finger.tap("look")
    settle()
    assert shown(window) == ["370102", "1980", ""]


def test_a_number_entered_before_is_shown_and_gone_on_with(window: KioskWindow) -> None:
    window.present(gallery.scene("number"))
    settle()
    assert shown(window) == ["110105", "19491231", "002"]
    assert element(window, "key:X").isEnabled()


def test_a_number_is_forgotten(window: KioskWindow, finger: Finger) -> None:
    keyed(finger, INVENTED)
    window.wipe()
    left = remembered(window)
    assert "110105" not in left
    assert "19491231" not in left
