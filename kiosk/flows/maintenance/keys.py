"""密钥: two key officers load the master key of the PIN pad in components, or wipe it.

Nobody sees more than the own component, and nothing but check values is ever shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from kiosk.domain.staff import OnDuty, Role
from kiosk.domain.text import Text, say
from kiosk.flows.maintenance.login import STAFF_LOGIN, StaffLoginCase
from kiosk.flows.maintenance.notices import no_way_out, told
from kiosk.flows.requests.maintenance.keys import (
    AskKeys,
    KeyPlace,
    KeysChanged,
    KeysRefused,
    LeaveKeys,
    LoadKey,
    SecondLeft,
    TypeAtPad,
    WipeKey,
)
from kiosk.session.answers import Confirmed, ServiceChosen, TextEntered
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome, Refusal, Taken
from kiosk.session.staff_views import FactsSection, Keyboard
from kiosk.session.steps import Ask, Do, Flow, Run
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
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")


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


def _ask(_case: KeysCase, _situation: Situation) -> AskKeys:
    return AskKeys()


def _take_place(case: KeysCase, place: KeyPlace) -> KeysCase:
    return KeysCase(case.member, place)


def _facts(case: KeysCase, _situation: Situation) -> View:
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


def _choose(case: KeysCase, answer: ServiceChosen) -> Taken[KeysCase]:
    assert isinstance(answer.service, KeysChoice)  # noqa: S101
    return replace(case, choice=answer.service)


def _let_in_second(case: KeysCase, _situation: Situation) -> StaffLoginCase:
    return StaffLoginCase(second=True, others=(case.member.number,))


def _took_second(case: KeysCase, login: StaffLoginCase) -> Outcome[KeysCase]:
    return replace(case, second=login.member)


def _not_two(case: KeysCase, _situation: Situation) -> bool:
    return not case.two_officers


def _only_one(_case: KeysCase, _situation: Situation) -> View:
    what = say("第二位登录的不是密钥员，不能装入或清除密钥。")
    return told(Tone.WARN, say("须两位密钥员"), what, say("请另一位密钥员到场。"))


def _give_up(case: KeysCase, _answer: Confirmed) -> Goto[KeysCase]:
    return Goto("leave", case)


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


def _ask_first(case: KeysCase, _situation: Situation) -> View:
    return _component(1, case.member.number)


def _ask_second(case: KeysCase, _situation: Situation) -> View:
    return _component(2, "" if case.second is None else case.second.number)


def _is_component(text: str) -> bool:
    """Of zeros it would leave the key to the other officer alone."""
    whole = len(text) == COMPONENT_DIGITS and _HEXADECIMAL.issuperset(text)
    return whole and set(text) != {"0"}


_NOT_A_COMPONENT = Refusal(say("应为 32 位，只有数字和字母 A 到 F，且不能全为零"))


def _take_first(case: KeysCase, answer: TextEntered) -> Taken[KeysCase]:
    if not _is_component(answer.text):
        return _NOT_A_COMPONENT
    return replace(case, components=(answer.text,))


def _take_second(case: KeysCase, answer: TextEntered) -> Taken[KeysCase]:
    if not _is_component(answer.text):
        return _NOT_A_COMPONENT
    return replace(case, components=(*case.components[:1], answer.text))


def _types_here(case: KeysCase, _situation: Situation) -> bool:
    return case.types_here


def _loads(case: KeysCase, _situation: Situation) -> bool:
    return case.choice is KeysChoice.LOAD


def _ask_expected(case: KeysCase, _situation: Situation) -> View:
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


def _take_expected(case: KeysCase, answer: TextEntered) -> Taken[KeysCase]:
    text = answer.text.strip().upper()
    whole = len(text) % 2 == 0 and LEAST_CHECK_DIGITS <= len(text) <= MOST_CHECK_DIGITS
    if not whole or not _HEXADECIMAL.issuperset(text):
        return Refusal(say("应为 6 到 16 位、双数位的十六进制"))
    return replace(case, expected=text)


def _load(case: KeysCase, _situation: Situation) -> LoadKey:
    return LoadKey(case.components, case.expected)


def _loading(case: KeysCase, _situation: Situation) -> View:
    if not case.at_pad:
        return WaitingView(say("正在装入主密钥"), say("请稍候，不要离开"))
    who = case.member if case.at_pad == 1 else case.second
    title = say("请第 {which} 位密钥员在密码键盘上输入", which=str(case.at_pad))
    hint = say("{who}：先输口令，再输密钥分量", who="" if who is None else who.number)
    return WaitingView(title, hint)


def _hear(case: KeysCase, news: object) -> KeysCase:
    return replace(case, at_pad=news.officer) if isinstance(news, TypeAtPad) else case


def _changed(case: KeysCase, changed: KeysChanged) -> Goto[KeysCase]:
    return Goto("changed", replace(case, changed=changed, components=(), expected="", at_pad=0))


def _confirm_wipe(_case: KeysCase, _situation: Situation) -> View:
    what = say("清除后本机不能刷卡，直到重新装入主密钥。扫码缴费不受影响。")
    yes = Button(Confirmed(), say("清除主密钥"), Weight.GRAVE)
    return told(Tone.DANGER, say("清除主密钥？"), what, actions=(yes,))


def _wipe(_case: KeysCase, _situation: Situation) -> WipeKey:
    return WipeKey()


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


def _result(case: KeysCase, _situation: Situation) -> View:
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


def _to_leave(case: KeysCase, _answer: Confirmed) -> KeysCase:
    return case


def _leave(_case: KeysCase, _situation: Situation) -> LeaveKeys:
    return LeaveKeys()


def _left(case: KeysCase, _left: SecondLeft) -> Goto[KeysCase]:
    return Goto("ask", KeysCase(case.member))


KEYS: Flow[KeysCase] = Flow(
    "keys",
    "密钥",
    (
        Do(name="ask", request=_ask, reply=KeyPlace, take=_take_place),
        Ask(name="facts", view=_facts, answers=(ServiceChosen,), take=_choose),
        Run(name="second", flow=STAFF_LOGIN, enter=_let_in_second, leave=_took_second),
        Ask(
            name="only_one",
            view=_only_one,
            answers=(Confirmed,),
            take=_give_up,
            keeps_back=False,
            when=_not_two,
            leads=("leave",),
        ),
        Ask(
            name="first_component",
            view=_ask_first,
            answers=(TextEntered,),
            take=_take_first,
            once=True,
            when=_types_here,
        ),
        Ask(
            name="second_component",
            view=_ask_second,
            answers=(TextEntered,),
            take=_take_second,
            once=True,
            when=_types_here,
        ),
        Ask(
            name="expected",
            view=_ask_expected,
            answers=(TextEntered,),
            take=_take_expected,
            when=_loads,
        ),
        Do(
            name="load",
            request=_load,
            reply=KeysChanged,
            take=_changed,
            view=_loading,
            hear=_hear,
            stake=no_way_out,
            seals=True,
            when=_loads,
            leads=("changed",),
        ),
        Ask(
            name="confirm_wipe",
            view=_confirm_wipe,
            answers=(Confirmed,),
            take=lambda case, _yes: case,
        ),
        Do(
            name="wipe",
            request=_wipe,
            reply=KeysChanged,
            take=_changed,
            stake=no_way_out,
            seals=True,
            leads=("changed",),
        ),
        Ask(
            name="changed",
            view=_result,
            answers=(Confirmed,),
            take=_to_leave,
            keeps_back=False,
        ),
        Do(
            name="leave",
            request=_leave,
            reply=SecondLeft,
            take=_left,
            seals=True,
            leads=("ask",),
        ),
    ),
)
