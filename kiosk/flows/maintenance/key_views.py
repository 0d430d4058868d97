"""What the screens of 密钥 show."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from kiosk.domain.staff import OnDuty, Role
from kiosk.domain.text import Text, say
from kiosk.flows.maintenance.notices import told
from kiosk.flows.requests.maintenance.keys import KeyPlace, KeysChanged, KeysRefused
from kiosk.session.answers import Confirmed, ServiceChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case
from kiosk.session.staff_views import FactsSection, Keyboard
from kiosk.session.views import (
    Button,
    FactsView,
    Row,
    Tone,
    TypingView,
    View,
    WaitingView,
    Weight,
)

COMPONENT_DIGITS = 32
LEAST_CHECK_DIGITS = 6
MOST_CHECK_DIGITS = 16


class KeysChoice(Enum):
    """What can be touched under the facts."""

    LOAD = "load"
    WIPE = "wipe"


@dataclass(frozen=True, slots=True)
class KeysCase(Case):
    """What is wanted, and what was typed for it. Components are forgotten once they are loaded."""

    member: OnDuty
    place: KeyPlace | None = None
    choice: KeysChoice = KeysChoice.LOAD
    second: OnDuty | None = None
    components: tuple[str, ...] = field(default=(), repr=False)
    expected: str = ""
    at_pad: int = 0
    changed: KeysChanged | None = None

    @property
    def types_here(self) -> bool:
        """Whether components are typed on this screen."""
        loads = self.choice is KeysChoice.LOAD
        return loads and self.place is not None and not self.place.typed_at_pad

    @property
    def two_officers(self) -> bool:
        """Whether the second one is a key officer too."""
        return self.second is not None and self.second.role is Role.KEY_OFFICER


def facts(case: KeysCase, _situation: Situation) -> View:
    """What the pad has in it, and what can be done."""
    place = case.place
    assert place is not None  # noqa: S101
    loaded = "-" if place.loaded_at is None else f"{place.loaded_at:%Y-%m-%d %H:%M}"
    rows = (
        ("密码键盘", place.how if place.fitted else "本机没有"),
        ("主密钥校验值", place.check_value or "没有记录"),
        ("装入时间", loaded),
        ("分量怎么输入", "在密码键盘上" if place.typed_at_pad else "在本屏幕上"),
    )
    # With a key in it, loading takes that one away before there is another.
    loading = Weight.GRAVE if place.check_value else Weight.USUAL
    choices = (
        (KeysChoice.LOAD, "装入主密钥", loading),
        (KeysChoice.WIPE, "清除主密钥", Weight.GRAVE),
    )
    return FactsView(
        title=say("密钥"),
        hint=say("两位密钥员须同时在场"),
        sections=(
            FactsSection(
                say("密码键盘"), tuple(Row(say(label), say(value)) for label, value in rows)
            ),
        ),
        actions=tuple(
            Button(ServiceChosen(choice), say(label), weight)
            for choice, label, weight in choices
            if place.fitted
        ),
        warning=say("装入新密钥前会清除原来的密钥") if place.check_value else None,
    )


def only_one(_case: KeysCase, _situation: Situation) -> View:
    """The second one who logged in is no key officer."""
    what = say("第二位登录的不是密钥员，不能装入或清除密钥。")
    return told(Tone.WARN, say("须两位密钥员"), what, say("请另一位密钥员到场。"))


def _component(which: int, who: str) -> TypingView:
    return TypingView(
        title=say("第 {which} 份密钥分量", which=str(which)),
        hint=say("只由 {who} 输入，另一位请回避", who=who),
        label=say("密钥分量"),
        note=say("32 位十六进制：数字和字母 A 到 F"),
        confirm=say("下一步"),
        keyboard=Keyboard.FULL,
        longest=COMPONENT_DIGITS,
        secret=True,
    )


def ask_first(case: KeysCase, _situation: Situation) -> View:
    """The first officer types a component."""
    return _component(1, case.member.number)


def ask_second(case: KeysCase, _situation: Situation) -> View:
    """The second one types another."""
    return _component(2, "" if case.second is None else case.second.number)


def ask_expected(case: KeysCase, _situation: Situation) -> View:
    """The check value that came with the key."""
    return TypingView(
        title=say("密钥信封上的校验值"),
        hint=say("收单机构随密钥给出的校验值（KCV）"),
        label=say("校验值"),
        note=say("6 到 16 位十六进制"),
        confirm=say("装入主密钥"),
        keyboard=Keyboard.FULL,
        longest=MOST_CHECK_DIGITS,
        entered=case.expected,
    )


def loading(case: KeysCase, _situation: Situation) -> View:
    """While the pad takes the key; whose turn it is, where officers type at the pad."""
    if not case.at_pad:
        return WaitingView(say("正在装入主密钥"), say("请稍候，不要离开"))
    who = case.member if case.at_pad == 1 else case.second
    title = say("请第 {which} 位密钥员在密码键盘上输入", which=str(case.at_pad))
    hint = say("{who}：先输口令，再输密钥分量", who="" if who is None else who.number)
    return WaitingView(title, hint)


def confirm_wipe(_case: KeysCase, _situation: Situation) -> View:
    """The last word before the key is gone."""
    what = say("清除后本机不能刷卡，直到重新装入主密钥。扫码缴费不受影响。")
    yes = Button(Confirmed(), say("清除主密钥"), Weight.GRAVE)
    return told(Tone.DANGER, say("清除主密钥？"), what, actions=(yes,))


_WHY_NOT: dict[KeysRefused, tuple[str, str]] = {
    KeysRefused.NOT_TWO: ("须两位不同的密钥员同时登录。", "请另一位密钥员到场。"),
    KeysRefused.MONEY_OPEN: (
        "还有刷卡交易等待冲正，要用现在的密钥。密钥没有改动。",
        "请出纳在“账务”里重试冲正，成功后再来。",
    ),
    KeysRefused.BUSY: ("密码键盘正在使用，密钥没有改动。", "请稍候再试。"),
    KeysRefused.MALFORMED: ("密钥分量不对，原来的密钥也已清除。", "请核对分量，再装一次。"),
    KeysRefused.CHECK_VALUE: (
        "校验值与信封上的不符，装入的和原来的密钥都已清除。",
        "请逐份核对分量，再装一次。",
    ),
    KeysRefused.PAD: ("密码键盘没有完成，这次的密钥没有装入。", "看“设备状态”，修好后再装一次。"),
}
_NOT_WIPED = ("密码键盘没有完成，主密钥可能还在里面。", "看“设备状态”，修好后再清除一次。")


def result(case: KeysCase, _situation: Situation) -> View:
    """What became of the key."""
    changed = case.changed
    assert changed is not None  # noqa: S101
    if changed.refused is not None:
        pad_kept_it = changed.refused is KeysRefused.PAD and case.choice is KeysChoice.WIPE
        what, advice = _NOT_WIPED if pad_kept_it else _WHY_NOT[changed.refused]
        return told(Tone.WARN, say("没有完成"), say(what), _shown(changed, advice))
    if case.choice is KeysChoice.WIPE:
        return told(Tone.OK, say("主密钥已清除"), say("本机现在不能刷卡。"))
    what_now = say("校验值 {kcv}。", kcv=changed.check_value)
    return told(Tone.OK, say("主密钥已装入"), what_now, _shown(changed, "请与信封上的核对。"))


def _shown(changed: KeysChanged, advice: str) -> Text:
    if not changed.shown:
        return say(advice)
    values = "、".join(changed.shown)
    return say("{advice}各步校验值：{values}。", advice=advice, values=values)
