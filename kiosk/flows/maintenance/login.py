"""Staff log in: personal number, PIN, and the code of an authenticator where one is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.domain.staff import OnDuty
from kiosk.domain.text import say
from kiosk.flows.maintenance.notices import told
from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.session.answers import Again, TextEntered
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome, Refusal, Taken
from kiosk.session.staff_views import Keyboard
from kiosk.session.steps import GLANCE, Ask, Do, Flow
from kiosk.session.views import Button, Tone, TypingView, View, WaitingView

LONGEST_NUMBER = 12
LONGEST_PIN = 16
CODE_FIGURES = 6


@dataclass(frozen=True, slots=True)
class StaffLoginCase(Case):
    """What has been typed. The PIN is forgotten as soon as it has been checked. ``second`` for
    whoever joins ``others``, and may be none of them."""

    second: bool = False
    others: tuple[str, ...] = ()
    number: str = ""
    pin: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    code_wanted: bool = False
    admittance: Admittance | None = None

    @property
    def member(self) -> OnDuty | None:
        """Who has proven it."""
        return None if self.admittance is None else self.admittance.member


def _ask_number(case: StaffLoginCase, _situation: Situation) -> View:
    return TypingView(
        title=say("第二位密钥员登录") if case.second else say("工作人员登录"),
        hint=say("请输入工号，字母不分大小写"),
        label=say("工号"),
        note=say(""),
        confirm=say("下一步"),
        keyboard=Keyboard.FULL,
        longest=LONGEST_NUMBER,
        entered=case.number,
    )


def _take_number(case: StaffLoginCase, answer: TextEntered) -> Taken[StaffLoginCase]:
    number = answer.text.strip().upper()
    if not number:
        return Refusal(say("请输入工号"))
    if number in case.others:
        return Refusal(say("须由另一位密钥员登录"))
    return replace(case, number=number, code="", code_wanted=False)


def _ask_pin(case: StaffLoginCase, _situation: Situation) -> View:
    return TypingView(
        title=say("请输入密码"),
        hint=say("工号 {number}", number=case.number),
        label=say("密码"),
        note=say("输错几次后要等一段时间才能再试"),
        confirm=say("登录"),
        keyboard=Keyboard.FIGURES,
        longest=LONGEST_PIN,
        secret=True,
    )


def _take_pin(case: StaffLoginCase, answer: TextEntered) -> Taken[StaffLoginCase]:
    if not answer.text:
        return Refusal(say("请输入密码"))
    return replace(case, pin=answer.text)


def _ask_code(_case: StaffLoginCase, _situation: Situation) -> View:
    return TypingView(
        title=say("请输入动态口令"),
        hint=say("打开手机上的验证器，输入 6 位数字"),
        label=say("动态口令"),
        note=say(""),
        confirm=say("登录"),
        keyboard=Keyboard.FIGURES,
        longest=CODE_FIGURES,
        secret=True,
    )


def _take_code(case: StaffLoginCase, answer: TextEntered) -> Taken[StaffLoginCase]:
    if len(answer.text) != CODE_FIGURES:
        return Refusal(say("动态口令是 6 位数字"))
    return replace(case, code=answer.text)


def _admit(case: StaffLoginCase, _situation: Situation) -> Admit:
    return Admit(case.number, case.pin, case.code, second=case.second)


def _checking(_case: StaffLoginCase, _situation: Situation) -> View:
    return WaitingView(say("正在核对"), say("请稍候"))


def _admitted(case: StaffLoginCase, admittance: Admittance) -> Outcome[StaffLoginCase]:
    if admittance.code_wanted:
        return Goto("code", replace(case, code_wanted=True))
    return replace(case, pin="", code="", code_wanted=False, admittance=admittance)


def _is_refused(case: StaffLoginCase, _situation: Situation) -> bool:
    return case.member is None


def _refused(case: StaffLoginCase, _situation: Situation) -> View:
    until = None if case.admittance is None else case.admittance.until
    what = (
        say("工号、密码或动态口令不对。")
        if until is None
        else say("输错次数太多，请在 {time} 之后再试。", time=f"{until:%H:%M:%S}")
    )
    advice = say("忘记密码请找设备管理员重设。")
    again = Button(Again(), say("重新输入"))
    return told(Tone.WARN, say("没有登录成功"), what, advice, actions=(again,))


def _anew(case: StaffLoginCase, _answer: Again) -> Goto[StaffLoginCase]:
    return Goto("number", replace(case, number="", admittance=None))


STAFF_LOGIN: Flow[StaffLoginCase] = Flow(
    "staff_login",
    "工作人员登录",
    (
        Ask(
            name="number",
            view=_ask_number,
            answers=(TextEntered,),
            take=_take_number,
            patience=GLANCE,
        ),
        Ask(
            name="pin",
            view=_ask_pin,
            answers=(TextEntered,),
            take=_take_pin,
            patience=GLANCE,
            once=True,
        ),
        Ask(
            name="code",
            view=_ask_code,
            answers=(TextEntered,),
            take=_take_code,
            patience=GLANCE,
            once=True,
            when=lambda case, _situation: case.code_wanted,
        ),
        Do(
            name="admit",
            request=_admit,
            reply=Admittance,
            take=_admitted,
            view=_checking,
            seals=True,
            leads=("code",),
        ),
        Ask(
            name="refused",
            view=_refused,
            answers=(Again,),
            take=_anew,
            patience=GLANCE,
            keeps_back=False,
            when=_is_refused,
            leads=("number",),
        ),
    ),
)
