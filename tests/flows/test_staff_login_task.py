"""What whoever logs in is told, and what they are refused."""

from __future__ import annotations

import pytest

from kiosk.flows.maintenance.login import STAFF_LOGIN, StaffLoginCase
from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.session.answers import Again, TextEntered
from kiosk.session.position import Refused
from kiosk.session.steps import Do
from kiosk.session.views import (
    Tone,
    TypingView,
    WaitingView,
)
from tests.flows.staff_walk import SITUATION, Walk
from tests.support.staff_samples import (
    NOW,
)


def login(*steps: object, case: StaffLoginCase | None = None) -> Walk:
    return Walk(STAFF_LOGIN, case or StaffLoginCase()).on(*steps)


def test_a_number_and_a_pin_are_checked_and_the_pin_is_forgotten() -> None:
    walk = login(TextEntered(" t0417 "), TextEntered("204817"))
    assert walk.asked(Admit) == Admit("T0417", "204817")
    assert str(walk.view(WaitingView).title) == "正在核对"
    assert "204817" not in repr(walk.position)


@pytest.mark.parametrize(
    ("typed", "why"),
    [(("", "  "), "请输入工号"), (("T0417", ""), "请输入密码")],
)
def test_nothing_typed_is_asked_for(typed: tuple[str, ...], why: str) -> None:
    walk = login()
    for text in typed:
        walk.last = walk.position.respond(TextEntered(text), SITUATION)
        if isinstance(walk.last, Refused):
            break
    assert walk.refusal() == why


@pytest.mark.parametrize("typed", ["", "12345", "1234567"])
def test_a_code_has_six_figures(typed: str) -> None:
    walk = login(TextEntered("K01"), TextEntered("204817"), Admittance(code_wanted=True))
    shown = walk.view(TypingView)
    assert (str(shown.title), shown.secret, shown.longest) == ("请输入动态口令", True, 6)
    assert walk.on(TextEntered(typed)).refusal() == "动态口令是 6 位数字"


def test_the_code_goes_along_with_number_and_pin() -> None:
    walk = login(TextEntered("K01"), TextEntered("204817"), Admittance(code_wanted=True))
    walk.on(TextEntered("123456"))
    assert walk.asked(Admit) == Admit("K01", "204817", "123456")


def test_pin_and_code_are_forgotten_once_they_are_checked() -> None:
    (admit,) = (step for step in STAFF_LOGIN.steps if step.name == "admit")
    assert isinstance(admit, Do)
    typed = StaffLoginCase(number="K01", pin="204817", code="123456")
    assert admit.take(typed, Admittance()) == StaffLoginCase(number="K01", admittance=Admittance())


def test_whoever_is_refused_is_not_told_which_was_wrong_and_begins_anew() -> None:
    walk = login(TextEntered("T0417"), TextEntered("1"), Admittance())
    assert walk.notice() == (
        Tone.WARN,
        "没有登录成功",
        "工号、密码或动态口令不对。",
        "忘记密码请找设备管理员重设。",
    )
    assert walk.labels() == ["重新输入"]
    assert walk.on(Again()).view(TypingView).entered == ""


def test_whoever_is_locked_out_is_told_until_when() -> None:
    walk = login(TextEntered("T0417"), TextEntered("1"), Admittance(until=NOW))
    assert walk.notice()[2] == "输错次数太多，请在 09:30:00 之后再试。"


def test_a_second_officer_is_another_one() -> None:
    case = StaffLoginCase(second=True, others=("K01",))
    walk = login(case=case)
    assert str(walk.view(TypingView).title) == "第二位密钥员登录"
    assert walk.on(TextEntered("k01")).refusal() == "须由另一位密钥员登录"
    walk = login(TextEntered("K02"), TextEntered("204817"), case=case)
    assert walk.asked(Admit).second
