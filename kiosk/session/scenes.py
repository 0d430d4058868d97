"""The scene that belongs to a state of the terminal."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import Text, say
from kiosk.session.handover import Ending, Part
from kiosk.session.health import AcquirerStatus, Health
from kiosk.session.out_of_service import out_of_service_view
from kiosk.session.position import Position
from kiosk.session.steps import Stake
from kiosk.session.terminal import (
    Attract,
    Closing,
    OutOfService,
    Pausing,
    Resuming,
    Starting,
    Terminal,
    Visit,
)
from kiosk.session.views import (
    AttractView,
    MaintenanceView,
    Row,
    Scene,
    StartingView,
    View,
    Ways,
)

WARNING_SECONDS = 20
NO_WAYS = Ways(None, None, None)
_BACK, _HOME, _LEAVE = say("上一步"), say("返回首页"), say("退出")
_LOG_OUT = say("退出维护")


def scene(terminal: Terminal) -> Scene:
    """What the screen shows of the terminal now."""
    phase = terminal.phase
    if isinstance(phase, Visit):
        return _visit_scene(terminal, phase)
    return Scene(
        number=terminal.scene,
        view=_idle_view(terminal, phase),
        ways=NO_WAYS,
        place=None,
        terminal=terminal.facts,
        countdown=None,
    )


def _idle_view(
    terminal: Terminal, phase: Starting | OutOfService | Attract | Pausing | Resuming | Closing
) -> View:
    match phase:
        case Starting():
            return StartingView(_condition_rows(terminal.health))
        case OutOfService():
            return out_of_service_view(terminal.health, terminal.facts)
        case Attract():
            closes_at = terminal.health.closes_at
            return AttractView() if closes_at is None else AttractView(_closing(closes_at))
        case Pausing(awaiting):
            title = say("正在准备维护") if terminal.wishes.service else say("准备停机")
            return MaintenanceView(title, _part_rows(awaiting))
        case Resuming(awaiting):
            return MaintenanceView(say("维护结束，正在恢复服务"), _part_rows(awaiting))
        case Closing(ending):
            return MaintenanceView(_ENDINGS[ending], ())
        case _:
            assert_never(phase)


def _closing(closes_at: datetime) -> Text:
    return say("本机 {at} 停止服务，请抓紧时间办理", at=f"{closes_at:%H:%M}")


_ENDINGS = {Ending.RESTART: say("正在重新启动"), Ending.SHUT_DOWN: say("正在关机")}


def _part_rows(awaiting: frozenset[Part]) -> tuple[Row, ...]:
    """What is still waited for, for whoever waits."""
    return tuple(
        Row(say(part.label), say("请稍候") if part in awaiting else say("已就绪")) for part in Part
    )


def _condition_rows(health: Health) -> tuple[Row, ...]:
    devices = tuple(
        Row(say(kind.label), say("正常") if health.usable(kind) else say("未就绪"))
        for kind in DeviceKind
        if health.fitted(kind)
    )
    service = say({"up": "正常", "starting": "正在连接"}.get(health.service.value, "未连接"))
    acquirer = _ACQUIRER[health.acquirer]
    lines = () if acquirer is None else (Row(say("银联"), acquirer),)
    return (*devices, Row(say("税务系统"), service), *lines)


_ACQUIRER = {
    AcquirerStatus.ABSENT: None,
    AcquirerStatus.STARTING: say("正在连接"),
    AcquirerStatus.READY: say("正常"),
    AcquirerStatus.UNREACHABLE: say("未连接"),
    AcquirerStatus.REFUSING: say("没有受理本机"),
    AcquirerStatus.REVERSING: say("正在冲正"),
}


def _visit_scene(terminal: Terminal, visit: Visit) -> Scene:
    position = visit.position
    view = visit.notice or position.view(terminal.situation)
    return Scene(
        number=terminal.scene,
        view=view,
        ways=_ways(visit),
        place=position.place,
        terminal=terminal.facts,
        countdown=ring(visit),
        complaint=visit.complaint,
        asking_presence=visit.asking_presence,
        course=position.course,
    )


def _ways(visit: Visit) -> Ways:
    position = visit.position
    stake = at_stake(visit)
    if stake is None:
        back = _BACK if way_back(visit) else None
        return Ways(back, None, _LOG_OUT) if visit.staff else Ways(back, _HOME, _LEAVE)
    if not position.abandonable:
        return NO_WAYS
    if stake.only_leave:
        return Ways(None, None, stake.leave or _LEAVE)
    return Ways(stake.back or _BACK, _HOME, stake.leave or _LEAVE)


def way_back(visit: Visit) -> Position | None:
    """Where 上一步 leads: a notice before a screen is laid aside and shows that screen again."""
    position = visit.position
    return position if visit.notice is not None and position.awaits_answer else position.back


def ring(visit: Visit) -> int | None:
    """Seconds the countdown ring starts from."""
    if visit.unhurried:
        return None
    stake = at_stake(visit)
    if stake is not None:
        return stake.countdown
    return WARNING_SECONDS if visit.asking_presence else visit.position.patience.seconds


def at_stake(visit: Visit) -> Stake | None:
    """Whether money may move right now, unless a notice stands before it."""
    return visit.position.stake if visit.notice is None else None
