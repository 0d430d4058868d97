"""What the terminal knows of its devices, services and ledger, and what it may therefore offer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from kiosk.domain.closing import Closed, ClosedBy, NearbyTerminal
from kiosk.domain.tender import Tender
from kiosk.domain.terminal import ABSENT, STARTING, Condition, DeviceKind, TerminalFacts

# Every terminal has these; of the others nothing is known where there is none.
_ALWAYS_FITTED = frozenset({DeviceKind.ID_CARD_READER, DeviceKind.RECEIPT_PRINTER})


class ServiceStatus(Enum):
    """How the collection service looks from here."""

    STARTING = "starting"
    UP = "up"
    UNREACHABLE = "unreachable"
    REFUSING = "refusing"
    CLOCK_WRONG = "clock_wrong"


class AcquirerStatus(Enum):
    """How the acquirer of card payments looks from here."""

    ABSENT = "absent"
    """This terminal takes no cards."""
    STARTING = "starting"
    READY = "ready"
    """Signed in, and nothing waits to be reversed."""
    UNREACHABLE = "unreachable"
    REFUSING = "refusing"
    REVERSING = "reversing"
    """An earlier purchase must be reversed before there is another one."""


@dataclass(frozen=True, slots=True)
class Health:
    """Everything that decides whether citizens can be served.

    ``settled`` says that every open order has been asked about since start-up. ``tenders`` are
    those the service takes, ``offered`` those of them this terminal can take now. ``closed`` is set
    while hours or planned maintenance stand against serving anybody, ``closes_at`` shortly before.
    ``nearby`` are other terminals that serve, as the service said last.
    """

    devices: tuple[tuple[DeviceKind, Condition], ...] = ()
    service: ServiceStatus = ServiceStatus.STARTING
    tenders: frozenset[Tender] = frozenset()
    ledger_sound: bool = True
    door_closed: bool = True
    settled: bool = False
    acquirer: AcquirerStatus = AcquirerStatus.ABSENT
    closed: Closed | None = None
    closes_at: datetime | None = None
    nearby: tuple[NearbyTerminal, ...] = ()

    @property
    def offered(self) -> frozenset[Tender]:
        """缴款方式 that can be used at this moment."""
        return self.tenders if self.takes_cards else self.tenders - {Tender.BANK_CARD}

    @property
    def takes_cards(self) -> bool:
        """Whether a bank card can be read, its PIN asked and the acquirer reached."""
        return (
            self.acquirer is AcquirerStatus.READY
            and self.usable(DeviceKind.BANK_CARD_READER)
            and self.usable(DeviceKind.PIN_PAD)
        )

    @property
    def reads_cards(self) -> bool:
        """Whether citizens can log in, with one card or the other."""
        return self.usable(DeviceKind.ID_CARD_READER) or self.usable(DeviceKind.SOCIAL_CARD_READER)

    def condition(self, kind: DeviceKind) -> Condition:
        """How a device is; while nothing is known of it, starting, or absent if not every terminal
        has one."""
        unheard = STARTING if kind in _ALWAYS_FITTED else ABSENT
        return dict(self.devices).get(kind, unheard)

    def fitted(self, kind: DeviceKind) -> bool:
        """Whether this terminal has such a device, working or not."""
        return kind in _ALWAYS_FITTED or self.condition(kind) != ABSENT

    def usable(self, kind: DeviceKind) -> bool:
        """Whether a device can be given work."""
        return self.condition(kind).usable

    def with_device(self, kind: DeviceKind, condition: Condition) -> Health:
        """The same with one device's condition replaced."""
        devices = dict(self.devices) | {kind: condition}
        return replace(self, devices=tuple(sorted(devices.items(), key=lambda item: item[0].value)))


UNKNOWN_HEALTH = Health()


class Obstacle(Enum):
    """Why no citizen can be served now; the value is the sentence for the citizen."""

    LEDGER = "本机账本需要检查，暂停收款。"
    DOOR = "机柜门开着，请稍候。"
    CLOCK = "本机时间不准，暂停收款。"
    CLOSED = "现在不是服务时间。"
    PLANNED_MAINTENANCE = "正在进行计划维护。"
    REFUSED = "税务系统没有受理本机。"
    SERVICE = "暂时连不上税务系统。"
    UNSETTLED = "正在核对上一笔缴费，请稍候。"
    READER = "读卡器暂时不能用，没有办法登录。"


def obstacle(health: Health) -> Obstacle | None:
    """The first reason against serving citizens, gravest first; None when all is well enough.

    A missing receipt printer is no obstacle: the citizen is told before paying. Hours count only
    where the clock can be believed, and are the better reason where the service is down at night.
    """
    closed = None if health.closed is None else health.closed.by
    checks = (
        (health.ledger_sound, Obstacle.LEDGER),
        (health.door_closed, Obstacle.DOOR),
        (health.service is not ServiceStatus.CLOCK_WRONG, Obstacle.CLOCK),
        (closed is not ClosedBy.HOURS, Obstacle.CLOSED),
        (closed is not ClosedBy.MAINTENANCE, Obstacle.PLANNED_MAINTENANCE),
        (health.service is not ServiceStatus.REFUSING, Obstacle.REFUSED),
        (health.service is ServiceStatus.UP, Obstacle.SERVICE),
        (health.settled, Obstacle.UNSETTLED),
        (health.reads_cards, Obstacle.READER),
    )
    return next((reason for fine, reason in checks if not fine), None)


def is_coming_up(health: Health) -> bool:
    """Whether what citizens need has not all reported since start-up, and nothing is known to be
    wrong yet: too early to say that the terminal is out of service, or that there is no paper."""
    if not health.ledger_sound:
        return False
    unheard = (
        health.service is ServiceStatus.STARTING
        or health.acquirer is AcquirerStatus.STARTING
        or any(health.condition(kind) == STARTING for kind in DeviceKind)
    )
    return unheard or (health.service is ServiceStatus.UP and not health.settled)


@dataclass(frozen=True, slots=True)
class Situation:
    """What steps may look at beside their own case."""

    health: Health
    terminal: TerminalFacts
