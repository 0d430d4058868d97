"""连接: whether everybody answers, how fast, until when certificates hold, and what was wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from kiosk.domain.text import say
from kiosk.flows.maintenance.notices import no_way_out, told
from kiosk.flows.requests.maintenance.connections import (
    CheckConnections,
    ConnectionLine,
    Connections,
    SignedIn,
    SignIn,
)
from kiosk.session.answers import Confirmed, ServiceChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Taken
from kiosk.session.staff_views import Line, Mark
from kiosk.session.steps import Ask, Do, Flow
from kiosk.session.views import Button, LinesView, Tone, View, WaitingView

TROUBLES = {
    "network": "网络不通",
    "timeout": "没有及时回应",
    "tls": "证书或加密有问题",
    "refused": "对方不接受",
    "unavailable": "对方正在维护或繁忙",
    "malformed": "对方回答有误",
    "unreachable": "网络不通，或对方没有开",
    "no_answer": "没有及时回应",
    "garbled": "对方回答有误",
    "unauthentic": "校验不通过，密钥可能不一致",
    "pin_pad": "密码键盘不能用",
    "key_missing": "没有装入主密钥",
    "silent": "没有回应",
    "disconnected": "没有连接",
}
"""By the short code; a code that is not here is shown as it is."""


class ConnectionsChoice(Enum):
    """What can be touched under the list."""

    REFRESH = "refresh"
    SIGN_IN = "sign_in"


@dataclass(frozen=True, slots=True)
class ConnectionsCase(Case):
    """How the lines are, and what came of a sign-in."""

    connections: Connections | None = None
    signed_in: SignedIn | None = None


def _check(_case: ConnectionsCase, _situation: Situation) -> CheckConnections:
    return CheckConnections()


def _checking(_case: ConnectionsCase, _situation: Situation) -> View:
    return WaitingView(say("正在检查连接"), say("请稍候，最多一分钟"))


def _take(_case: ConnectionsCase, connections: Connections) -> ConnectionsCase:
    return ConnectionsCase(connections)


def _line(line: ConnectionLine) -> Line:
    latency = "" if line.latency_ms is None else f"{line.latency_ms} 毫秒"
    if line.latency_ms is None and line.mark is Mark.BROKEN:
        latency = "没有回应"
    last = ""
    if line.trouble:
        at = "" if line.trouble_at is None else f"{line.trouble_at:%m-%d %H:%M} "
        last = f"最近一次故障：{at}{TROUBLES.get(line.trouble, line.trouble)}"
    what = "；".join(filter(None, (latency, *line.facts)))
    return Line(say(line.name), line.mark, say(what), say(last), say(""))


def _list(case: ConnectionsCase, _situation: Situation) -> View:
    connections = case.connections
    assert connections is not None  # noqa: S101
    choices = [(ConnectionsChoice.REFRESH, "重新检查")]
    if connections.takes_cards:
        choices.append((ConnectionsChoice.SIGN_IN, "银联签到"))
    return LinesView(
        title=say("连接"),
        hint=say("刚才逐个问过，毫秒数是一问一答用的时间"),
        lines=tuple(map(_line, connections.lines)),
        nothing=say("没有连接"),
        actions=tuple(Button(ServiceChosen(choice), say(label)) for choice, label in choices),
    )


def _choose(case: ConnectionsCase, answer: ServiceChosen) -> Taken[ConnectionsCase]:
    return Goto("check" if answer.service is ConnectionsChoice.REFRESH else "sign_in", case)


def _sign_in(_case: ConnectionsCase, _situation: Situation) -> SignIn:
    return SignIn()


def _signing_in(_case: ConnectionsCase, _situation: Situation) -> View:
    return WaitingView(say("正在签到"), say("请稍候，不要离开"))


def _take_signed_in(case: ConnectionsCase, signed_in: SignedIn) -> ConnectionsCase:
    return replace(case, signed_in=signed_in)


def _signed_in(case: ConnectionsCase, _situation: Situation) -> View:
    signed_in = case.signed_in
    assert signed_in is not None  # noqa: S101
    if signed_in.batch is not None:
        what = say("批次 {batch}。", batch=f"{signed_in.batch:06d}")
        return told(Tone.OK, say("签到成功"), what)
    what = say("{why}。", why=TROUBLES.get(signed_in.cause, signed_in.cause))
    return told(Tone.WARN, say("签到没有成功"), what, say("程序会自动重试；修好后也可以再点一次。"))


def _again(case: ConnectionsCase, _answer: Confirmed) -> Goto[ConnectionsCase]:
    return Goto("check", case)


CONNECTIONS: Flow[ConnectionsCase] = Flow(
    "connections",
    "连接",
    (
        Do(name="check", request=_check, reply=Connections, take=_take, view=_checking),
        Ask(
            name="list",
            view=_list,
            answers=(ServiceChosen,),
            take=_choose,
            leads=("check", "sign_in"),
        ),
        Do(
            name="sign_in",
            request=_sign_in,
            reply=SignedIn,
            take=_take_signed_in,
            view=_signing_in,
            stake=no_way_out,
        ),
        Ask(
            name="signed_in",
            view=_signed_in,
            answers=(Confirmed,),
            take=_again,
            leads=("check",),
        ),
    ),
)
