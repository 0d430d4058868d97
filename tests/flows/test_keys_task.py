"""Two key officers on the screen: components, check values, and what is said at the end."""

from __future__ import annotations

import pytest

from kiosk.domain.staff import OnDuty, Role
from kiosk.flows.maintenance.key_views import KeysCase, KeysChoice
from kiosk.flows.maintenance.keys import KEYS
from kiosk.flows.requests.maintenance.admission import Admittance
from kiosk.flows.requests.maintenance.keys import (
    KeyPlace,
    KeysChanged,
    KeysRefused,
    LeaveKeys,
    LoadKey,
    TypeAtPad,
    WipeKey,
)
from kiosk.session.answers import Confirmed, TextEntered
from kiosk.session.position import Refused
from kiosk.session.views import (
    FactsView,
    Tone,
    TypingView,
    WaitingView,
    Weight,
)
from tests.flows.staff_walk import SITUATION, Walk, chosen
from tests.support.staff_samples import (
    KEY_OFFICERS,
)

COMPONENT = "0123456789ABCDEF" * 2

HERE, AT_PAD = KeyPlace(True), KeyPlace(True, typed_at_pad=True, check_value="8CA64D")
SECOND = (TextEntered("K02"), TextEntered("204817"), Admittance(member=KEY_OFFICERS[1]))


def keys(place: KeyPlace, choice: KeysChoice, *steps: object) -> Walk:
    return Walk(KEYS, KeysCase(KEY_OFFICERS[0])).on(place, chosen(choice), *SECOND, *steps)


@pytest.mark.parametrize(
    ("place", "weights"),
    [(HERE, [Weight.USUAL, Weight.GRAVE]), (AT_PAD, [Weight.GRAVE, Weight.GRAVE])],
)
def test_loading_is_the_usual_thing_only_where_no_key_is_lost(
    place: KeyPlace, weights: list[Weight]
) -> None:
    shown = Walk(KEYS, KeysCase(KEY_OFFICERS[0])).on(place).view(FactsView)
    assert [one.weight for one in shown.actions] == weights


def test_components_are_typed_one_by_one_and_shown_nowhere() -> None:
    walk = keys(HERE, KeysChoice.LOAD)
    for number, who in ((1, "K01"), (2, "K02")):
        shown = walk.view(TypingView)
        assert (str(shown.title), shown.secret) == (f"第 {number} 份密钥分量", True)
        assert str(shown.hint) == f"只由 {who} 输入，另一位请回避"
        for wrong in ("", COMPONENT[:-1], COMPONENT + "0", "G" * 32, "0" * 32):
            refused = walk.position.respond(TextEntered(wrong), SITUATION)
            assert isinstance(refused, Refused)
            assert str(refused.why) == "应为 32 位，只有数字和字母 A 到 F，且不能全为零"
        walk.on(TextEntered(COMPONENT))
    for wrong in ("", "8CA6", "8CA64DE", "8CA64G", "0" * 18):
        refused = walk.position.respond(TextEntered(wrong), SITUATION)
        assert isinstance(refused, Refused)
        assert str(refused.why) == "应为 6 到 16 位、双数位的十六进制"
    walk.on(TextEntered("8ca64d"))
    assert walk.asked(LoadKey) == LoadKey((COMPONENT, COMPONENT), "8CA64D")
    assert COMPONENT not in repr(walk.position)
    assert not walk.position.abandonable
    walk.on(KeysChanged("8CA64DE9", shown=("82E136", "8CA64D")))
    assert walk.notice() == (
        Tone.OK,
        "主密钥已装入",
        "校验值 8CA64DE9。",
        "请与信封上的核对。各步校验值：82E136、8CA64D。",
    )


def test_at_the_pad_each_officer_is_called_in_turn() -> None:
    walk = keys(AT_PAD, KeysChoice.LOAD, TextEntered("8CA64D"))
    assert walk.asked(LoadKey) == LoadKey((), "8CA64D")
    assert str(walk.view(WaitingView).title) == "正在装入主密钥"
    for number, who in ((1, "K01"), (2, "K02")):
        position = walk.position.hear(TypeAtPad(number))
        assert position is not None
        shown = position.view(SITUATION)
        assert isinstance(shown, WaitingView)
        assert str(shown.title) == f"请第 {number} 位密钥员在密码键盘上输入"
        assert str(shown.hint) == f"{who}：先输口令，再输密钥分量"
    assert walk.position.hear("something else") in (None, walk.position)


@pytest.mark.parametrize(
    ("refused", "what", "advice"),
    [
        (KeysRefused.NOT_TWO, "须两位不同的密钥员同时登录。", "请另一位密钥员到场。"),
        (
            KeysRefused.MALFORMED,
            "密钥分量不对，原来的密钥也已清除。",
            "请核对分量，再装一次。",
        ),
        (KeysRefused.BUSY, "密码键盘正在使用，密钥没有改动。", "请稍候再试。"),
        (
            KeysRefused.MONEY_OPEN,
            "还有刷卡交易等待冲正，要用现在的密钥。密钥没有改动。",
            "请出纳在“账务”里重试冲正，成功后再来。",
        ),
        (
            KeysRefused.CHECK_VALUE,
            "校验值与信封上的不符，装入的和原来的密钥都已清除。",
            "请逐份核对分量，再装一次。",
        ),
        (
            KeysRefused.PAD,
            "密码键盘没有完成，这次的密钥没有装入。",
            "看“设备状态”，修好后再装一次。",
        ),
    ],
)
def test_a_key_that_was_not_loaded_says_why(refused: KeysRefused, what: str, advice: str) -> None:
    walk = keys(AT_PAD, KeysChoice.LOAD, TextEntered("8CA64D"), KeysChanged(refused=refused))
    assert walk.notice() == (Tone.WARN, "没有完成", what, advice)
    walk.on(Confirmed()).asked(LeaveKeys)


def test_wiping_is_confirmed_and_says_what_it_means() -> None:
    walk = keys(AT_PAD, KeysChoice.WIPE)
    tone, title, what, _ = walk.notice()
    assert (tone, title) == (Tone.DANGER, "清除主密钥？")
    assert "不能刷卡" in what
    walk.on(Confirmed()).asked(WipeKey)
    told = walk.on(KeysChanged()).notice()
    assert told == (Tone.OK, "主密钥已清除", "本机现在不能刷卡。", "")


def test_a_key_that_was_not_wiped_may_still_be_there() -> None:
    walk = keys(AT_PAD, KeysChoice.WIPE, Confirmed(), KeysChanged(refused=KeysRefused.PAD))
    assert walk.notice()[2] == "密码键盘没有完成，主密钥可能还在里面。"
    walk = keys(AT_PAD, KeysChoice.WIPE, Confirmed(), KeysChanged(refused=KeysRefused.NOT_TWO))
    assert walk.notice()[2] == "须两位不同的密钥员同时登录。"


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.KEY_OFFICER])
def test_the_second_one_is_a_key_officer_as_well(role: Role) -> None:
    walk = Walk(KEYS, KeysCase(KEY_OFFICERS[0])).on(HERE, chosen(KeysChoice.LOAD))
    walk.on(TextEntered("C01"), TextEntered("1"), Admittance(member=OnDuty("C01", role)))
    assert walk.notice() == (
        Tone.WARN,
        "须两位密钥员",
        "第二位登录的不是密钥员，不能装入或清除密钥。",
        "请另一位密钥员到场。",
    )
    walk.on(Confirmed()).asked(LeaveKeys)


def test_without_a_pad_there_is_nothing_to_touch() -> None:
    walk = Walk(KEYS, KeysCase(KEY_OFFICERS[0])).on(KeyPlace(False))
    assert walk.labels() == []
    (section,) = walk.view(FactsView).sections
    assert [str(row.value) for row in section.rows] == ["本机没有", "没有记录", "-", "在本屏幕上"]
