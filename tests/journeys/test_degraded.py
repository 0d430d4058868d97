"""Every row of docs/degradation.md at the real window: what is lost, what is said, what is left."""

from __future__ import annotations

import json

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.domain.order import OrderState
from kiosk.equipment import ledger_of
from kiosk.flows.degradation import LOSSES, Loss, Remains, remains
from kiosk.runtime.clock import SystemClock
from kiosk.session.health import Situation
from kiosk.settings import Settings
from sim.actions import ServiceFaultAdded, ServiceFaultsCleared
from sim.auxiliary_actions import SwitchTurned
from sim.backend.faults import FaultKind
from sim.client import HallClient
from sim.scenario import Expect, Scenario, find
from tests.flows.test_degradation import SOUND
from tests.journeys.conftest import Journey, started
from tests.journeys.partway import only, up_to
from tests.journeys.sitting import expect_nobody_left, expect_sound_books
from tests.support import samples

OUTAGES = {
    "degraded-in-turn": ["door", "service"],
    "degraded-one-by-one": ["clock", "refused", "reader"],
}
"""What the terminal is out of service for in each of them, one after another."""
PLAYED = {
    "无": "flexible-pension-alipay",
    "身份证阅读器": "degraded-in-turn",
    "社保卡读卡器": "degraded-one-by-one",
    "身份证阅读器和社保卡读卡器": "degraded-one-by-one",
    "小票打印机": "paper-out-before",
    "A4 打印机": "degraded-one-by-one",
    "扫码器": "degraded-in-turn",
    "银行卡读卡器": "degraded-in-turn",
    "密码键盘": "pin-pad-unplugged",
    "柜门和指示灯板": "degraded-one-by-one",
    "银联": "acquirer-unreachable",
    "支付宝": "degraded-one-by-one",
    "微信": "degraded-in-turn",
    "云闪付": "degraded-one-by-one",
    "税务系统": "degraded-in-turn",
    "服务时间（下班以后）": "closed-and-open-again",
    "税务系统（计划维护）": "closed-and-open-again",
    "受理（终端证书）": "degraded-one-by-one",
    "准确的时间": "degraded-one-by-one",
    "关好的柜门": "degraded-in-turn",
}
"""Which scenario plays which row of the table."""
LEDGER, RESULT = "账本", "上一笔缴费的结果"
"""What nothing around a running terminal can take from it: played below."""
NO_RECEIPT = "现在打不出小票"


def left(loss: Loss) -> Remains:
    return remains(Situation(loss.of(SOUND), samples.FACTS))


def obstacle_of(title: str) -> str:
    (loss,) = (one for one in LOSSES if one.title == title)
    why = left(loss).obstacle
    assert why is not None
    return why


def told(loss: Loss) -> set[str]:
    """What a citizen reads because of a loss that would not be there without it."""
    usual, remaining = left(LOSSES[0]), left(loss)
    if remaining.obstacle is not None:
        # What was announced is followed by why.
        return {remaining.obstacle.removesuffix("。")}
    reasons = {str(why) for _, why in (*remaining.modules, *remaining.tenders) if why is not None}
    login = {str(remaining.login)} - {str(usual.login)}
    return reasons | login | (set() if remaining.receipt else {NO_RECEIPT})


def not_offered(loss: Loss) -> set[str]:
    """Ways of paying that are not even shown."""
    there = {str(title) for title, _ in left(loss).tenders}
    return {str(title) for title, _ in left(LOSSES[0]).tenders} - there


def out_of_service(title: str) -> Scenario:
    screen = Expect(expect="out_of_service", text=("暂停服务", obstacle_of(title)), within=60.0)
    return only(screen)


def test_every_row_is_played() -> None:
    assert {loss.title for loss in LOSSES} == {*PLAYED, LEDGER, RESULT}


@pytest.mark.parametrize(
    "loss", [loss for loss in LOSSES if loss.title in PLAYED], ids=lambda loss: loss.title
)
def test_the_scenario_of_a_row_reads_what_the_row_says(loss: Loss) -> None:
    screens = [step for step in find(PLAYED[loss.title]).steps if isinstance(step, Expect)]
    read = {text for screen in screens for text in screen.text}
    unread = {
        words for words in told(loss) if not any(text in words or words in text for text in read)
    }
    assert unread == set()
    hidden = {text for screen in screens for text in (*screen.absent, *screen.gone)}
    assert not_offered(loss) <= hidden


@pytest.mark.parametrize("scenario", OUTAGES)
def test_what_is_lost_is_said_and_comes_back_by_itself(journey: Journey, scenario: str) -> None:
    hall = journey.play(scenario)

    expect_sound_books(journey)
    expect_nobody_left(journey)
    assert all(order.state is not OrderState.POSTED for order in hall.orders)
    assert outages_in(journey) == [
        (event, cause)
        for cause in OUTAGES[scenario]
        for event in ("OUT_OF_SERVICE", "BACK_IN_SERVICE")
    ]


def outages_in(journey: Journey) -> list[tuple[str, str]]:
    lines = map(json.loads, journey.log_text().splitlines())
    return [
        (line["event"], line["cause"])
        for line in lines
        if line["event"] in ("OUT_OF_SERVICE", "BACK_IN_SERVICE")
    ]


def test_a_damaged_ledger_stops_everything_and_is_kept(
    qapp: QApplication, hall: HallClient, settings: Settings
) -> None:
    path = settings.ledger.path
    ledger_of(settings, SystemClock().now).close()
    path.write_bytes(b"no ledger any more " * 1024)

    with started(qapp, hall, settings) as journey:
        journey.citizen.play(out_of_service(LEDGER))
        assert "LEDGER_REFUSED" in journey.log_text()

    assert not path.exists()
    kept = path.parent.glob(f"{path.name}.damaged-*")
    assert any(file.read_bytes().startswith(b"no ledger any more") for file in kept)


def test_nobody_is_served_before_the_result_of_the_last_payment_can_be_asked_for(
    qapp: QApplication, hall: HallClient, settings: Settings
) -> None:
    """The terminal stops at the code and starts again, and of that order the service says nothing:
    not to citizens, and not to staff who have been there meanwhile either."""
    with started(qapp, hall, settings) as before:
        before.citizen.play(up_to("qr"))
    hall.perform(ServiceFaultAdded(kind=FaultKind.DOWN, path="/v1/orders/*", times=None))

    with started(qapp, hall, settings) as journey:
        journey.citizen.play(only(Expect(expect="starting", within=60.0)))
        journey.citizen.play(
            only(
                SwitchTurned(state="on"),
                Expect(expect="tiles", text=("工作人员登录",), within=60.0),
                SwitchTurned(state="off"),
            )
        )
        journey.citizen.play(out_of_service(RESULT))
        hall.perform(ServiceFaultsCleared())
        journey.citizen.play(only(Expect(expect="attract", within=60.0)))

    assert [order.state for order in hall.state().orders] == [OrderState.CLOSED]
