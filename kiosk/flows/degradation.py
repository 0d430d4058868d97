"""What a citizen can still do when something of the terminal is missing.

Nothing is decided here: each loss is put to the same tables of steps that citizens walk, and what
they offer then is read off. ``docs/degradation.md`` is written from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from kiosk.domain.closing import Closed, ClosedBy
from kiosk.domain.money import Money
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import Condition, DeviceKind, DeviceStatus, Remedy
from kiosk.domain.text import Text
from kiosk.flows.login import LoginCase, place_card
from kiosk.flows.payment_views import tender_view
from kiosk.flows.visit import VisitCase, modules
from kiosk.session.health import AcquirerStatus, Health, ServiceStatus, Situation, obstacle

_LOST = Condition(DeviceStatus.OFFLINE, Remedy.MAINTENANCE, "disconnected")
_SOME_AMOUNT = Money(100)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that is missing: ``title`` for people, and what it makes of a sound terminal."""

    title: str
    of: Callable[[Health], Health]


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left. ``obstacle`` is why nobody can be served, None where somebody can; the rest
    holds only then. ``modules`` and ``tenders`` are what is offered, each with why it cannot be
    chosen, or None."""

    obstacle: str | None
    login: Text
    modules: tuple[tuple[Text, Text | None], ...]
    tenders: tuple[tuple[Text, Text | None], ...]
    receipt: bool


def _without(*kinds: DeviceKind) -> Callable[[Health], Health]:
    def loss(health: Health) -> Health:
        for kind in kinds:
            health = health.with_device(kind, _LOST)
        return health

    return loss


def _tender_down(tender: Tender) -> Callable[[Health], Health]:
    return lambda health: replace(health, tenders=health.tenders - {tender})


def _closed(by: ClosedBy) -> Callable[[Health], Health]:
    return lambda health: replace(health, closed=Closed(by, until=None))


LOSSES: tuple[Loss, ...] = (
    Loss("无", lambda health: health),
    Loss("身份证阅读器", _without(DeviceKind.ID_CARD_READER)),
    Loss("社保卡读卡器", _without(DeviceKind.SOCIAL_CARD_READER)),
    Loss(
        "身份证阅读器和社保卡读卡器",
        _without(DeviceKind.ID_CARD_READER, DeviceKind.SOCIAL_CARD_READER),
    ),
    Loss("小票打印机", _without(DeviceKind.RECEIPT_PRINTER)),
    Loss("A4 打印机", _without(DeviceKind.DOCUMENT_PRINTER)),
    Loss("扫码器", _without(DeviceKind.CODE_SCANNER)),
    Loss("银行卡读卡器", _without(DeviceKind.BANK_CARD_READER)),
    Loss("密码键盘", _without(DeviceKind.PIN_PAD)),
    Loss("柜门和指示灯板", _without(DeviceKind.AUXILIARIES)),
    Loss("银联", lambda health: replace(health, acquirer=AcquirerStatus.UNREACHABLE)),
    Loss("支付宝", _tender_down(Tender.ALIPAY)),
    Loss("微信", _tender_down(Tender.WECHAT)),
    Loss("云闪付", _tender_down(Tender.UNIONPAY_QR)),
    Loss("税务系统", lambda health: replace(health, service=ServiceStatus.UNREACHABLE)),
    Loss("服务时间（下班以后）", _closed(ClosedBy.HOURS)),
    Loss("税务系统（计划维护）", _closed(ClosedBy.MAINTENANCE)),
    Loss("受理（终端证书）", lambda health: replace(health, service=ServiceStatus.REFUSING)),
    Loss("准确的时间", lambda health: replace(health, service=ServiceStatus.CLOCK_WRONG)),
    Loss("账本", lambda health: replace(health, ledger_sound=False)),
    Loss("关好的柜门", lambda health: replace(health, door_closed=False)),
    Loss("上一笔缴费的结果", lambda health: replace(health, settled=False)),
)
"""Everything that can be missing, the sound terminal first."""


def remains(situation: Situation) -> Remains:
    """What is left of the services in this situation."""
    health = situation.health
    reason = obstacle(health)
    tiles = modules(VisitCase(), situation).tiles
    return Remains(
        obstacle=None if reason is None else reason.value,
        login=place_card(LoginCase(), situation).title,
        modules=tuple((tile.title, tile.unavailable) for tile in tiles),
        tenders=tuple(
            (tile.title, tile.unavailable) for tile in tender_view(_SOME_AMOUNT, health).tiles
        ),
        receipt=health.usable(DeviceKind.RECEIPT_PRINTER),
    )
