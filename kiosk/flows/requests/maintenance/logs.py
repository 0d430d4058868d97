"""Reading what the terminal has logged, who of the staff did what, and taking a bundle away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import TypeAlias

from kiosk.session.requests import Request
from kiosk.session.staff_views import Mark


class LogLevel(Enum):
    """How bad a line is at least."""

    ALL = "all"
    WARNING = "warning"
    ERROR = "error"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"all": "全部", "warning": "注意以上", "error": "故障"}[self.value]


class LogSubject(Enum):
    """What a line is about: the rooms of the catalogue of events."""

    ALL = "all"
    STARTING = "starting"
    DEVICES = "devices"
    PRINTER = "printer"
    SESSION = "session"
    ORDERS = "orders"
    ACQUIRER = "acquirer"
    SERVICE = "service"
    LEDGER = "ledger"
    MAINTENANCE = "maintenance"
    RUNTIME = "runtime"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {
            "all": "全部",
            "starting": "启动和停止",
            "devices": "设备",
            "printer": "打印",
            "session": "办理",
            "orders": "缴费",
            "acquirer": "刷卡",
            "service": "收缴服务",
            "ledger": "账本",
            "maintenance": "维护",
            "runtime": "程序",
        }[self.value]


class LogDays(Enum):
    """When something happened; ``DAY`` is one that is named."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"
    DAY = "day"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {
            "today": "今天",
            "yesterday": "昨天",
            "week": "最近 7 天",
            "month": "最近 30 天",
            "all": "全部",
            "day": "某一天",
        }[self.value]


LogChoice: TypeAlias = LogLevel | LogSubject | LogDays


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which lines are wanted: at most one choice of each kind; without one, everything of today. A
    date is the day that is named."""

    choices: frozenset[LogChoice | date] = frozenset()

    @property
    def level(self) -> LogLevel:
        """How bad they are at least."""
        return next((one for one in self.choices if isinstance(one, LogLevel)), LogLevel.ALL)

    @property
    def subject(self) -> LogSubject:
        """What they are about."""
        return next((one for one in self.choices if isinstance(one, LogSubject)), LogSubject.ALL)

    @property
    def days(self) -> LogDays:
        """When they were written."""
        if self.day is not None:
            return LogDays.DAY
        return next((one for one in self.choices if isinstance(one, LogDays)), LogDays.TODAY)

    @property
    def day(self) -> date | None:
        """The day that is named."""
        return next((one for one in self.choices if isinstance(one, date)), None)

    def narrowed(self, choice: LogChoice | date) -> LogFilter:
        """With this choice in place of the one of its kind."""
        kinds = (LogDays, date) if isinstance(choice, LogDays | date) else (type(choice),)
        others = {one for one in self.choices if not isinstance(one, kinds)}
        return LogFilter(frozenset({*others, choice}))


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line: what happened, its facts, what to do about it (or nothing), and when."""

    what: str
    mark: Mark
    facts: str
    remedy: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LogLines:
    """Newest first. ``older`` is the place from which those before them are read, empty where there
    are none; it means something only to whoever reads."""

    lines: tuple[LogLine, ...]
    older: str = ""


@dataclass(frozen=True, slots=True)
class ReadLog(Request[LogLines]):
    """The lines of the event log that a filter lets through: the newest, or those before
    ``place``."""

    wanted: LogFilter
    place: str = ""


@dataclass(frozen=True, slots=True)
class ReadTrail(Request[LogLines]):
    """Entries of the audit trail, who did what and when: the newest, or those before ``place``."""

    place: str = ""


class BundlePlace(Enum):
    """Where a support bundle is put."""

    STICK = "stick"
    HERE = "here"


@dataclass(frozen=True, slots=True)
class BundleWritten:
    """Where it is and how large (bytes), or ``refused`` says why there is none."""

    name: str = ""
    folder: str = ""
    size: int = 0
    lines_left_out: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class WriteBundle(Request[BundleWritten]):
    """Write a support bundle. Takes up to a minute."""

    place: BundlePlace
