"""使用身份证登录: the card is laid on the reader, the service is asked who that is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.citizen import Citizen, IdentityCard
from kiosk.domain.text import say
from kiosk.flows.requests.login import CardRead, FindCitizen, ReadIdCard
from kiosk.session.answers import Again
from kiosk.session.faults import NO_MONEY_MOVED
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Halt, Outcome
from kiosk.session.steps import GLANCE, Do, Flow
from kiosk.session.views import (
    Button,
    CardView,
    NoticeView,
    Place,
    Row,
    Tone,
    View,
    WaitingView,
)


@dataclass(frozen=True, slots=True)
class LoginCase(Case):
    """The card that was read, then the person."""

    card: IdentityCard | None = None
    citizen: Citizen | None = None


EXPIRED_CARD = NoticeView(
    tone=Tone.WARN,
    title=say("身份证已过有效期"),
    what=say("这张身份证已经过期，不能用来登录。"),
    money=NO_MONEY_MOVED,
    advice=say("请用有效的身份证，或带上临时身份证到人工窗口办理。"),
    actions=(Button(Again(), say("换一张卡")),),
)


def _place_card(_case: LoginCase, _situation: Situation) -> View:
    return CardView(
        title=say("请放上身份证"),
        hint=say("放好后请等一下，不用按任何按钮"),
        assurances=(
            Row(say("平放在感应区"), say("读完会有提示，再拿走")),
            Row(say("您的信息受保护"), say("离开后自动清除")),
        ),
    )


def _take_card(case: LoginCase, read: CardRead) -> Outcome[LoginCase]:
    valid_to = read.card.valid_to
    if valid_to is not None and valid_to < read.on:
        return Halt(EXPIRED_CARD)
    return replace(case, card=read.card)


def _find_citizen(case: LoginCase, _situation: Situation) -> FindCitizen:
    assert case.card is not None  # noqa: S101  (the step before took it)
    return FindCitizen(case.card)


def _take_citizen(case: LoginCase, citizen: Citizen) -> Outcome[LoginCase]:
    return replace(case, citizen=citizen)


def _finding(_case: LoginCase, _situation: Situation) -> View:
    return WaitingView(say("正在查询您的信息"), say("请稍候，现在可以拿走身份证。"))


LOGIN: Flow[LoginCase] = Flow(
    "login",
    "使用身份证登录",
    (
        Do(
            name="card",
            request=lambda _case, _situation: ReadIdCard(),
            reply=CardRead,
            take=_take_card,
            view=_place_card,
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
