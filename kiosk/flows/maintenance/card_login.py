"""Staff log in with their chip card: put it in, type its own PIN, and the card proves itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.domain.staff import OnDuty
from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import Text, say
from kiosk.flows.maintenance.notices import told
from kiosk.flows.requests.maintenance.staff_card import (
    AdmitCard,
    CardAdmittance,
    CardTrouble,
    PresentStaffCard,
    StaffCardShown,
)
from kiosk.session.answers import Again, TextEntered
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Finish, Goto, Outcome, Refusal, Taken
from kiosk.session.staff_views import Keyboard
from kiosk.session.steps import GLANCE, Ask, Do, Flow
from kiosk.session.views import (
    Button,
    CardView,
    Presented,
    Row,
    Tone,
    TypingView,
    View,
    WaitingView,
)

SHORTEST_CARD_PIN, LONGEST_CARD_PIN = 6, 8


def offers_cards(situation: Situation) -> bool:
    """Whether somebody issues staff cards, and there is a slot to put one in."""
    return situation.terminal.staff_cards and _slot(situation) is not None


def _slot(situation: Situation) -> DeviceKind | None:
    kinds = (DeviceKind.SOCIAL_CARD_READER, DeviceKind.BANK_CARD_READER)
    return next((kind for kind in kinds if situation.health.usable(kind)), None)


@dataclass(frozen=True, slots=True)
class CardLoginCase(Case):
    """What is known of the card. Its PIN is forgotten as soon as the card has checked it.
    ``second`` for whoever joins ``others``, and may be none of them."""

    second: bool = False
    others: tuple[str, ...] = ()
    shown: StaffCardShown | None = None
    pin: str = field(default="", repr=False)
    admittance: CardAdmittance | None = None
    same: bool = False

    @property
    def member(self) -> OnDuty | None:
        """Who has proven it."""
        return None if self.admittance is None else self.admittance.member


def _present(_case: CardLoginCase, situation: Situation) -> PresentStaffCard:
    # A slot that was lost just now says so when it is asked for a card.
    return PresentStaffCard(_slot(situation) or DeviceKind.SOCIAL_CARD_READER)


def _insert(_case: CardLoginCase, situation: Situation) -> View:
    slot = _slot(situation) or DeviceKind.SOCIAL_CARD_READER
    social = slot is DeviceKind.SOCIAL_CARD_READER
    return CardView(
        title=say("请把工作卡插入{reader}", reader=slot.label),
        hint=say("插好后请等一下，不用按任何按钮"),
        assurances=(
            Row(say("芯片朝前，插到底"), say("登录完成以后再拔出")),
            Row(say("没有带卡"), say("返回上一步，改用工号和密码")),
        ),
        presented=Presented.SOCIAL_CARD if social else Presented.BANK_CARD,
    )


def _take_shown(case: CardLoginCase, shown: StaffCardShown) -> Outcome[CardLoginCase]:
    case = replace(case, shown=shown, same=shown.number in case.others)
    return Goto("refused", case) if shown.trouble is not None or case.same else case


def _ask_pin(case: CardLoginCase, _situation: Situation) -> View:
    shown = case.shown
    assert shown is not None  # noqa: S101
    left = shown.tries_left
    return TypingView(
        title=say("请输入工作卡的密码"),
        hint=say("工号 {number}", number=shown.number),
        label=say("工作卡密码"),
        note=say("密码由卡片核对，输错几次卡片会锁住")
        if left is None
        else say("密码由卡片核对，还可以试 {left} 次", left=left),
        confirm=say("登录"),
        keyboard=Keyboard.FIGURES,
        longest=LONGEST_CARD_PIN,
        secret=True,
    )


def _take_pin(case: CardLoginCase, answer: TextEntered) -> Taken[CardLoginCase]:
    pin = answer.text
    fits = SHORTEST_CARD_PIN <= len(pin) <= LONGEST_CARD_PIN
    if not (fits and pin.isascii() and pin.isdecimal()):
        return Refusal(say("工作卡的密码是 6 到 8 位数字"))
    return replace(case, pin=pin)


def _admit(case: CardLoginCase, _situation: Situation) -> AdmitCard:
    return AdmitCard(case.pin, second=case.second)


def _checking(_case: CardLoginCase, _situation: Situation) -> View:
    return WaitingView(say("正在核对工作卡"), say("请稍候，先不要拔卡"))


def _admitted(case: CardLoginCase, admittance: CardAdmittance) -> Outcome[CardLoginCase]:
    case = replace(case, pin="", admittance=admittance)
    return case if admittance.member is None else Finish(case)


_WHY_NOT: dict[CardTrouble, tuple[str, str]] = {
    CardTrouble.READER: ("读卡器没有应答。", "请改用工号和密码登录，再看“设备状态”。"),
    CardTrouble.UNREADABLE: ("卡没有读出来。", "请拔出来，芯片朝前，再插到底。"),
    CardTrouble.REMOVED: ("卡拔得太早了。", "请重新插卡，登录完成以后再拔出。"),
    CardTrouble.WRONG_KIND: ("这张卡不是工作卡，或者卡里没有证书。", "请拔出来，换工作卡。"),
    CardTrouble.FOREIGN: ("这张卡不是本单位发的。", "请拔出来，换本单位发的工作卡。"),
    CardTrouble.NOT_VALID_NOW: (
        "工作卡不在有效期内。",
        "请找发卡的部门换卡；也可以用工号和密码登录。",
    ),
    CardTrouble.BLOCKED: (
        "工作卡已经锁住，不能再用。",
        "请找发卡的部门解锁；也可以用工号和密码登录。",
    ),
    CardTrouble.WRONG_PIN: ("工作卡的密码不对。", "输错几次卡片会锁住，记不清请先问发卡的部门。"),
    CardTrouble.NOT_GENUINE: (
        "这张卡没有通过核对，可能是复制的。",
        "请收好这张卡，告诉设备管理员。",
    ),
    CardTrouble.STRANGER: (
        "这张卡的工号不在本机的工作人员名单里。",
        "请设备管理员把工号加进名单。",
    ),
    CardTrouble.NO_STAFF: (
        "本机的工作人员名单读不出，谁也不能登录。",
        "请安装人员用 kiosk staff 检查名单文件的内容和属主。",
    ),
    CardTrouble.NO_AUTHORITY: ("本机读不出发卡机构的证书。", "请改用工号和密码登录，再检查配置。"),
}


def _refused(case: CardLoginCase, _situation: Situation) -> View:
    what, advice = _words(case)
    again = Button(Again(), say("重新登录"))
    return told(Tone.WARN, say("没有登录成功"), what, advice, actions=(again,))


def _words(case: CardLoginCase) -> tuple[Text, Text]:
    if case.same:
        return say("这是第一位密钥员的卡。"), say("须由另一位密钥员登录。")
    found = case.admittance or case.shown
    assert found is not None  # noqa: S101
    trouble, until = found.trouble, None
    if isinstance(found, CardAdmittance):
        until = found.until
    if until is not None and trouble is not CardTrouble.BLOCKED:
        when = f"{until:%H:%M:%S}"
        return say("没有成功的次数太多，请在 {time} 之后再试。", time=when), say("")
    assert trouble is not None  # noqa: S101
    what, advice = _WHY_NOT[trouble]
    if trouble is CardTrouble.WRONG_PIN and found.tries_left:
        more = say("{what}还可以试 {left} 次。", what=what, left=found.tries_left)
        return more, say(advice)
    return say(what), say(advice)


def _give_up(case: CardLoginCase, _answer: Again) -> CardLoginCase:
    return case


CARD_LOGIN: Flow[CardLoginCase] = Flow(
    "card_login",
    "用工作卡登录",
    (
        Do(
            name="present",
            request=_present,
            reply=StaffCardShown,
            take=_take_shown,
            view=_insert,
            patience=GLANCE,
            leads=("refused",),
        ),
        Ask(
            name="pin",
            view=_ask_pin,
            answers=(TextEntered,),
            take=_take_pin,
            patience=GLANCE,
            once=True,
        ),
        Do(
            name="admit",
            request=_admit,
            reply=CardAdmittance,
            take=_admitted,
            view=_checking,
            seals=True,
            leads=("end",),
        ),
        Ask(
            name="refused",
            view=_refused,
            answers=(Again,),
            take=_give_up,
            patience=GLANCE,
            keeps_back=False,
        ),
    ),
)
