"""Each loss costs what it must and nothing else."""

from __future__ import annotations

import pytest

from kiosk.domain.tender import Tender
from kiosk.domain.terminal import ONLINE, DeviceKind
from kiosk.flows.degradation import LOSSES, Loss, Remains, remains
from kiosk.session.health import AcquirerStatus, Health, Obstacle, ServiceStatus, Situation
from tests.support import samples

SOUND = Health(
    devices=tuple((kind, ONLINE) for kind in DeviceKind),
    service=ServiceStatus.UP,
    tenders=frozenset(Tender),
    settled=True,
    acquirer=AcquirerStatus.READY,
)
CODE = "出示付款码"
EITHER = "请放身份证，或插社保卡"
# What is lost: what can no longer be chosen, what to log in with, whether there is a receipt.
COSTS: dict[str, tuple[set[str], str, bool]] = {
    "无": (set(), EITHER, True),
    "身份证阅读器": (set(), "请插入社保卡", True),
    "社保卡读卡器": (set(), "请放上身份证", True),
    "小票打印机": (set(), EITHER, False),
    "A4 打印机": ({"社保费凭证打印"}, EITHER, True),
    "扫码器": ({CODE}, EITHER, True),
    "银行卡读卡器": ({"刷卡支付"}, EITHER, True),
    "密码键盘": ({"刷卡支付"}, EITHER, True),
    "柜门和指示灯板": (set(), EITHER, True),
    "银联": ({"刷卡支付"}, EITHER, True),
    "支付宝": ({"支付宝支付"}, EITHER, True),
    "微信": ({"微信支付"}, EITHER, True),
    "云闪付": ({"云闪付支付"}, EITHER, True),
}
STOPS = {
    "身份证阅读器和社保卡读卡器": Obstacle.READER,
    "税务系统": Obstacle.SERVICE,
    "服务时间（下班以后）": Obstacle.CLOSED,
    "税务系统（计划维护）": Obstacle.PLANNED_MAINTENANCE,
    "受理（终端证书）": Obstacle.REFUSED,
    "准确的时间": Obstacle.CLOCK,
    "账本": Obstacle.LEDGER,
    "关好的柜门": Obstacle.DOOR,
    "上一笔缴费的结果": Obstacle.UNSETTLED,
}


def left(loss: Loss) -> Remains:
    return remains(Situation(loss.of(SOUND), samples.FACTS))


def choices(of: Remains) -> set[str]:
    return {str(title) for title, why in (*of.modules, *of.tenders) if why is None}


def test_every_loss_is_priced_once() -> None:
    titles = [loss.title for loss in LOSSES]
    assert sorted(titles) == sorted([*COSTS, *STOPS])


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.title)
def test_a_loss_costs_what_it_must_and_nothing_else(loss: Loss) -> None:
    remaining = left(loss)
    if loss.title in STOPS:
        assert remaining.obstacle == STOPS[loss.title].value
        return
    missing, login, receipt = COSTS[loss.title]
    assert remaining.obstacle is None
    assert choices(left(LOSSES[0])) - choices(remaining) == missing
    assert (str(remaining.login), remaining.receipt) == (login, receipt)


@pytest.mark.parametrize("kind", DeviceKind)
def test_the_loss_of_every_device_is_in_the_table(kind: DeviceKind) -> None:
    alone = [
        loss
        for loss in LOSSES
        if [one for one in DeviceKind if not loss.of(SOUND).usable(one)] == [kind]
    ]
    assert len(alone) == 1


def test_every_obstacle_is_in_the_table() -> None:
    assert sorted(one.name for one in STOPS.values()) == sorted(one.name for one in Obstacle)
