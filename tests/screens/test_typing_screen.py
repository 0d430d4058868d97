"""Typing on the glass, and what is not kept of a secret."""

from __future__ import annotations

import string
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from kiosk.domain.text import say
from kiosk.screens.theme import Look, Panel
from kiosk.screens.widgets.keyboard import FullKeyboard
from kiosk.screens.widgets.words_label import Words
from kiosk.screens.window import KioskWindow
from kiosk.session.answers import TextEntered
from kiosk.session.staff_views import TypingView
from tests.screens import gallery, gallery_staff
from tests.screens.conftest import PANELS, settle
from tests.screens.test_audit import clipped
from tests.screens.touching import Finger, Heard, element, remembered, texts

Open = Callable[[Panel, Look], KioskWindow]
EMPTY = replace(gallery_staff.ADDRESS, entered="")
SECRET = "Xq7_z@K"
# The signs that are not always there.
ELSEWHERE = "".join(sign for sign in string.punctuation if sign not in ".:/-_@")


def show(window: KioskWindow, view: TypingView) -> Finger:
    window.present(replace(gallery.scene("type_address"), view=view))
    settle()
    return Finger(window)


def typed(finger: Finger, text: str) -> None:
    """As a hand would: 大写 and 符号 only where they are needed."""
    capitals = signs = False
    for character in text:
        if character.isalpha() and (signs or capitals is not character.isupper()):
            if signs:
                finger.tap("key:signs")
            signs = False
            if character.isupper() or capitals:
                finger.tap("key:capitals")
            capitals = character.isupper()
        elif character in ELSEWHERE and not signs:
            finger.tap("key:signs")
            signs, capitals = True, False
        finger.tap("key:space" if character == " " else f"key:{character}")


def shown(window: KioskWindow) -> str:
    lines = [
        label
        for label in window.findChildren(QLabel)
        if label.objectName().startswith("typed:") and label.isVisible()
    ]
    return "".join(label.text() for label in sorted(lines, key=QLabel.objectName))


def entered(heard: Heard) -> list[str]:
    return [answer.text for answer in heard.answers if isinstance(answer, TextEntered)]


@pytest.mark.parametrize(
    "text",
    [
        "192.168.10.21",
        "https://a.b-c:8443/x_y",
        "Aa Bb",
        "a=b?c&d",
        "~`!#$%^*()+{}[]|\\;\"'<>,",
        "Zz9@",
    ],
)
def test_what_is_typed_is_answered(window: KioskWindow, text: str) -> None:
    finger, heard = show(window, EMPTY), Heard(window)
    typed(finger, text)
    finger.tap("Confirmed")
    assert entered(heard) == [text]


def test_every_character_of_ascii_has_a_key(window: KioskWindow) -> None:
    finger = show(window, EMPTY)
    (keyboard,) = window.findChildren(FullKeyboard)
    found = {" "} if keyboard.findChildren(QPushButton, "key:space") else set()
    for shift in ("", "key:capitals", "key:signs"):
        if shift:
            finger.tap(shift)
        names = (key.objectName() for key in keyboard.findChildren(QPushButton))
        found |= {name[-1] for name in names if len(name) == len("key:?")}
    assert found == set(string.printable[:95])


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("look", Look)
def test_no_face_of_a_key_is_clipped(panel: str, look: Look, open_window: Open) -> None:
    window = open_window(PANELS[panel], look)
    finger = show(window, EMPTY)
    (keyboard,) = window.findChildren(FullKeyboard)
    before = [key.geometry() for key in keyboard.findChildren(QPushButton)]
    for shift in ("key:capitals", "key:signs"):
        finger.tap(shift)
        settle()
        assert [label.text() for label in keyboard.findChildren(Words) if clipped(label)] == []
        assert [key.geometry() for key in keyboard.findChildren(QPushButton)] == before


def test_signs_and_capitals_exclude_each_other_and_stay(window: KioskWindow) -> None:
    finger = show(window, EMPTY)
    for key in ("capitals", "A", "B", "signs", "capitals", "C", "capitals", "d"):
        finger.tap(f"key:{key}")
    assert shown(window) == "ABCd"


def test_back_and_clear(window: KioskWindow) -> None:
    finger = show(window, EMPTY)
    typed(finger, "abc")
    finger.tap("key:backspace")
    assert shown(window) == "ab"
    finger.tap("key:clear")
    finger.tap("key:backspace")
    assert shown(window) == ""


def test_no_more_than_the_longest(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_staff.SECONDS), Heard(window)
    for figure in "4567":
        finger.tap(f"key:{figure}")
    assert shown(window) == "904"
    finger.tap("key:clear")
    finger.tap("key:7")
    finger.tap("Confirmed")
    assert entered(heard) == ["7"]


@pytest.mark.parametrize("panel", PANELS)
def test_of_a_very_long_text_the_end_is_seen(panel: str, open_window: Open) -> None:
    window = open_window(PANELS[panel], Look.STANDARD)
    text = "https://" + "long." * 38
    show(window, replace(EMPTY, entered=text))
    assert shown(window).startswith("…")
    assert text.endswith(shown(window)[1:])
    assert len(shown(window)) > 40
    assert [w.text() for w in window.findChildren(Words) if w.isVisible() and clipped(w)] == []


def test_what_was_typed_is_kept_in_another_look_and_after_a_refusal(window: KioskWindow) -> None:
    finger = show(window, EMPTY)
    typed(finger, "ab.c")
    finger.tap("look")
    settle()
    assert shown(window) == "ab.c"
    refused = say("这不是一个地址")
    scene = replace(gallery.scene("type_address", number=2), view=EMPTY, complaint=refused)
    window.present(scene)
    settle()
    assert shown(window) == "ab.c"


@pytest.mark.parametrize("view", [gallery_staff.PASSWORD, gallery_staff.STAFF_PIN])
def test_a_secret_is_dots(window: KioskWindow, view: TypingView) -> None:
    finger, heard = show(window, view), Heard(window)
    for figure in "2749":
        finger.tap(f"key:{figure}")
    assert shown(window) == "●●●●"
    assert "2749" not in remembered(window)
    finger.tap("Confirmed")
    assert entered(heard) == ["2749"]


def test_a_secret_may_have_any_character(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_staff.PASSWORD), Heard(window)
    typed(finger, SECRET)
    finger.tap("Confirmed")
    assert entered(heard) == [SECRET]
    assert shown(window) == ""


def test_a_secret_is_not_carried_into_another_look(window: KioskWindow) -> None:
    finger = show(window, gallery_staff.PASSWORD)
    typed(finger, "abc")
    finger.tap("look")
    settle()
    assert shown(window) == ""


def test_a_secret_given_before_is_never_shown(window: KioskWindow) -> None:
    finger = show(window, replace(gallery_staff.PASSWORD, entered="abc"))
    assert shown(window) == ""
    heard = Heard(window)
    finger.tap("Confirmed")
    assert entered(heard) == [""]


def test_what_was_typed_is_forgotten(window: KioskWindow) -> None:
    finger = show(window, EMPTY)
    typed(finger, "invented")
    assert "invented" in texts(window)
    window.wipe()
    assert "invented" not in remembered(window)


def test_a_key_says_what_it_types(window: KioskWindow) -> None:
    finger = show(window, EMPTY)
    assert element(window, "key:a").accessibleName() == "a"
    finger.tap("key:capitals")
    assert element(window, "key:A").accessibleName() == "A"
    assert element(window, "key:space").accessibleName() == "空格"
