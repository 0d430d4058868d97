"""暂停服务: why, until when, and where citizens are served instead."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.closing import moment_label
from kiosk.domain.terminal import TerminalFacts
from kiosk.domain.text import Text, say
from kiosk.session.health import Health, Obstacle, obstacle
from kiosk.session.views import OutOfServiceView, Row

_MOST_NEARBY = 2


def out_of_service_view(health: Health, facts: TerminalFacts) -> OutOfServiceView:
    """What a citizen is told who cannot be served."""
    why = obstacle(health)
    return OutOfServiceView(
        reason=_reason(health, why),
        advice=say(
            "请到{window}办理，或拨打 {hotline}。", window=facts.window, hotline=facts.hotline
        ),
        rows=(*_times(health, facts, why), *_elsewhere(health, facts)),
    )


def _reason(health: Health, why: Obstacle | None) -> Text:
    if why is None:
        return say("正在恢复服务，请稍候。")
    if why is Obstacle.PLANNED_MAINTENANCE and health.closed is not None and health.closed.reason:
        return say("{why}（{reason}）", why=why.value.rstrip("。"), reason=health.closed.reason)
    return say(why.value)


def _times(health: Health, facts: TerminalFacts, why: Obstacle | None) -> Iterator[Row]:
    """When it will be over, where that is known; with the hours of the terminal, where it has."""
    labels = {
        Obstacle.CLOSED: say("下次开放"),
        Obstacle.PLANNED_MAINTENANCE: say("预计恢复"),
    }
    if why in labels and health.closed is not None and health.closed.until is not None:
        yield Row(labels[why], say("{at}", at=moment_label(health.closed.until)))
    if facts.hours:
        yield Row(say("服务时间"), say("{hours}", hours=facts.hours))


def _elsewhere(health: Health, facts: TerminalFacts) -> Iterator[Row]:
    yield Row(say("办理窗口"), say("{window}", window=facts.window))
    if facts.window_hours:
        yield Row(say("窗口时间"), say("{hours}", hours=facts.window_hours))
    yield Row(say("服务热线"), say("{hotline}", hotline=facts.hotline))
    for other in health.nearby[:_MOST_NEARBY]:
        where = say("{hall} {number}", hall=other.hall_name, number=other.number)
        if other.distance:
            where = say("{where}（{distance}）", where=where, distance=other.distance)
        yield Row(say("附近自助机"), where)
