"""Staff log in: personal number, PIN, and the code of an authenticator where one is asked for; or
their chip card and its own PIN, where cards are issued and can be read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from kiosk.domain.staff import OnDuty
from kiosk.domain.text import Text, say
from kiosk.flows.maintenance.card_login import CARD_LOGIN, CardLoginCase, offers_cards
from kiosk.flows.maintenance.notices import told
from kiosk.flows.requests.maintenance.admission import Admit, Admittance
from kiosk.session.answers import Again, ServiceChosen, TextEntered
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Finish, Goto, Outcome, Refusal, Taken
from kiosk.session.staff_views import Keyboard
from kiosk.session.steps import GLANCE, Ask, Do, Flow, Run
from kiosk.session.views import (
    Button,
    Icon,
    Tile,
    TilesView,
    Tone,
    TypingView,
    View,
    WaitingView,
)

LONGEST_NUMBER = 12
LONGEST_PIN = 16
CODE_FIGURES = 6


class LoginWay(Enum):
    """How somebody proves who they are."""

    CARD = "card"
    NUMBER = "number"


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
    by_card: bool = False
    card_member: OnDuty | None = None

    @property
    def member(self) -> OnDuty | None:
        """Who has proven it."""
        by_typing = None if self.admittance is None else self.admittance.member
        return by_typing or self.card_member


def _title(case: StaffLoginCase) -> Text:
    return say("第二位密钥员登录") if case.second else say("工作人员登录")


def _ask_way(case: StaffLoginCase, _situation: Situation) -> View:
    card, number = ServiceChosen(LoginWay.CARD), ServiceChosen(LoginWay.NUMBER)
    return TilesView(
        title=_title(case),
        hint=say("怎么登录？"),
        tiles=(
            Tile(card, say("用工作卡登录"), say("插卡，再输入卡的密码"), Icon.CARD),
            Tile(number, say("用工号登录"), say("输入工号和密码"), Icon.LOGIN),
        ),
    )


def _take_way(case: StaffLoginCase, answer: ServiceChosen) -> StaffLoginCase:
    return replace(case, by_card=answer.service is LoginWay.CARD)


def _offers_ways(_case: StaffLoginCase, situation: Situation) -> bool:
    return offers_cards(situation)


def _by_card(case: StaffLoginCase, _situation: Situation) -> bool:
    return case.by_card


def _enter_card(case: StaffLoginCase, _situation: Situation) -> CardLoginCase:
    return CardLoginCase(second=case.second, others=case.others)


def _leave_card(case: StaffLoginCase, card: CardLoginCase) -> Outcome[StaffLoginCase]:
    case = replace(case, by_card=False, card_member=card.member)
    return Goto("way", case) if card.member is None else Finish(case)


def _ask_number(case: StaffLoginCase, _situation: Situation) -> View:
    return TypingView(
        title=_title(case),
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
    admittance = case.admittance or Admittance()
    what, advice = say("工号、密码或动态口令不对。"), say("忘记密码请找设备管理员重设。")
    if admittance.until is not None:
        what = say("输错次数太多，请在 {time} 之后再试。", time=f"{admittance.until:%H:%M:%S}")
    if admittance.unreadable:
        what = say("本机的工作人员名单读不出，谁也不能登录。")
        advice = say("请安装人员用 kiosk staff 检查名单文件的内容和属主。")
    again = Button(Again(), say("重新输入"))
    return told(Tone.WARN, say("没有登录成功"), what, advice, actions=(again,))


def _anew(case: StaffLoginCase, _answer: Again) -> Goto[StaffLoginCase]:
    return Goto("number", replace(case, number="", admittance=None))


STAFF_LOGIN: Flow[StaffLoginCase] = Flow(
    "staff_login",
    "工作人员登录",
    (
        Ask(
            name="way",
            view=_ask_way,
            answers=(ServiceChosen,),
            take=_take_way,
            patience=GLANCE,
            when=_offers_ways,
        ),
        Run(
            name="card",
            flow=CARD_LOGIN,
            enter=_enter_card,
            leave=_leave_card,
            when=_by_card,
            leads=("way", "end"),
        ),
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
