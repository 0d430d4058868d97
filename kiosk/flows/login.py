"""使用身份证或社保卡登录: a card is read, the service is asked who that is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kiosk.domain.citizen import Citizen, IdentityCard
from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import say
from kiosk.flows.requests.login import CardRead, FindCitizen, LoginCard, ReadCard
from kiosk.session.answers import Again
from kiosk.session.fault_texts import NO_MONEY_MOVED
from kiosk.session.health import Situation
from kiosk.session.notices import SLIP_BUTTON
from kiosk.session.outcomes import Case, Halt, Outcome
from kiosk.session.steps import GLANCE, Do, Flow
from kiosk.session.views import (
    Button,
    CardView,
    NoticeView,
    Place,
    Presented,
    Row,
    Tone,
    View,
    WaitingView,
)


@dataclass(frozen=True, slots=True)
class LoginCase(Case):
    """The card that was read and the day of it, then the person."""

    card: LoginCard | None = None
    on: date | None = None
    citizen: Citizen | None = None

    @property
    def today(self) -> date:
        """The day of the login; only flows that have run it ask."""
        assert self.on is not None  # noqa: S101
        return self.on


def _expired(name: str, advice: str) -> Halt:
    return Halt(
        NoticeView(
            tone=Tone.WARN,
            title=say("{card}已过有效期", card=name),
            what=say("这张{card}已经过期，不能用来登录。", card=name),
            money=NO_MONEY_MOVED,
            advice=say(advice),
            actions=(Button(Again(), say("换一张卡")), SLIP_BUTTON),
        )
    )


EXPIRED_ID_CARD = _expired("身份证", "请用有效的身份证，或带上临时身份证到人工窗口办理。")
EXPIRED_SOCIAL_CARD = _expired("社保卡", "请改用身份证；换领社保卡请到社保卡服务网点。")


def place_card(_case: LoginCase, situation: Situation) -> CardView:
    """Which card to present, and where, by the readers that work."""
    health = situation.health
    protected = Row(say("您的信息受保护"), say("离开后自动清除"))
    laid_down = (Row(say("平放在感应区"), say("读完会有提示，再拿走")), protected)
    hint = say("放好后请等一下，不用按任何按钮")
    if not health.usable(DeviceKind.SOCIAL_CARD_READER):
        return CardView(say("请放上身份证"), hint, laid_down)
    if health.usable(DeviceKind.ID_CARD_READER):
        return CardView(
            say("请放身份证，或插社保卡"), hint, laid_down, presented=Presented.EITHER_CARD
        )
    return CardView(
        say("请插入社保卡"),
        say("身份证阅读器暂时不能用。插好后请等一下，不用按任何按钮"),
        (Row(say("芯片朝前，插到底"), say("读完会有提示，再拔出")), protected),
        presented=Presented.SOCIAL_CARD,
    )


def _take_card(case: LoginCase, read: CardRead) -> Outcome[LoginCase]:
    valid_to = read.card.valid_to
    if valid_to is not None and valid_to < read.on:
        return EXPIRED_ID_CARD if isinstance(read.card, IdentityCard) else EXPIRED_SOCIAL_CARD
    return replace(case, card=read.card, on=read.on)


def _find_citizen(case: LoginCase, _situation: Situation) -> FindCitizen:
    assert case.card is not None  # noqa: S101  (the step before took it)
    return FindCitizen(case.card)


def _take_citizen(case: LoginCase, citizen: Citizen) -> Outcome[LoginCase]:
    return replace(case, citizen=citizen)


def _finding(_case: LoginCase, _situation: Situation) -> View:
    return WaitingView(say("正在查询您的信息"), say("请稍候，现在可以拿走您的卡。"))


LOGIN: Flow[LoginCase] = Flow(
    "login",
    "使用身份证或社保卡登录",
    (
        Do(
            name="card",
            request=lambda _case, _situation: ReadCard(),
            reply=CardRead,
            take=_take_card,
            view=place_card,
            place=Place.LOGIN,
            patience=GLANCE,
        ),
        Do(
            name="citizen",
            request=_find_citizen,
            reply=Citizen,
            take=_take_citizen,
            view=_finding,
            place=Place.LOGIN,
        ),
    ),
)
