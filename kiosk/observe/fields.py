"""What may stand in the log: kinds of fields so narrow that no person fits in."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import assert_never

from kiosk.domain.event_number import ALPHABET

# A code, not a sentence; with too few digits for an identity, card or telephone number, or a birth.
_CODE = re.compile(r"(?!(?:[^0-9]*[0-9]){8})[A-Za-z0-9_.:/+-]{0,80}", re.ASCII)
_ORDER_NUMBER = re.compile(r"[0-9A-Z]{20,32}", re.ASCII)
# An event number such as a UUID. No number of a person has a small hexadecimal letter in it.
_REFERENCE = re.compile(r"(?=.*[a-f])[0-9a-f-]{8,40}|", re.ASCII)
# The alphabet has neither 0 nor 1, and so writes no day.
_EVENT_NUMBER = re.compile(rf"(?:[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}})?", re.ASCII)
_LARGEST_COUNT = 999_999_999


class FieldKind(Enum):
    """Kinds of values; see ``events.toml``."""

    CODE = "code"
    COUNT = "count"
    ORDER_NUMBER = "order_number"
    REFERENCE = "reference"
    EVENT_NUMBER = "event_number"


class Level(Enum):
    """How bad it is, as the numbers of ``logging``."""

    INFO = logging.INFO
    WARNING = logging.WARNING
    ERROR = logging.ERROR
    CRITICAL = logging.CRITICAL


class Room(Enum):
    """Where something happened, as the catalogue is parted."""

    STARTING = "starting"
    LEDGER = "ledger"
    DEVICES = "devices"
    SERVICE = "service"
    SESSION = "session"
    MAINTENANCE = "maintenance"
    ORDERS = "orders"
    ACQUIRER = "acquirer"
    PRINTER = "printer"
    RUNTIME = "runtime"

    @property
    def label(self) -> str:
        """For technicians, in Chinese."""
        return {
            "starting": "启动和停止",
            "ledger": "账本",
            "devices": "设备",
            "service": "收缴服务",
            "session": "办理",
            "maintenance": "维护",
            "orders": "订单",
            "acquirer": "刷卡",
            "printer": "打印",
            "runtime": "程序",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the catalogue says of an event: how bad it is, where it happens, and what may be written
    with it. ``meaning`` and ``remedy`` are in Chinese, for technicians; what is no trouble has no
    remedy."""

    level: Level
    room: Room
    meaning: str
    fields: Mapping[str, FieldKind] = field(default_factory=dict)
    remedy: str = ""


def is_safe(kind: FieldKind, value: object) -> bool:
    """Whether a value is of its kind and may be written."""
    match kind:
        case FieldKind.CODE:
            return isinstance(value, str) and _CODE.fullmatch(value) is not None
        case FieldKind.COUNT:
            if not isinstance(value, int) or isinstance(value, bool):
                return False
            return 0 <= value <= _LARGEST_COUNT
        case FieldKind.ORDER_NUMBER:
            return isinstance(value, str) and _ORDER_NUMBER.fullmatch(value) is not None
        case FieldKind.REFERENCE:
            return isinstance(value, str) and _REFERENCE.fullmatch(value) is not None
        case FieldKind.EVENT_NUMBER:
            return isinstance(value, str) and _EVENT_NUMBER.fullmatch(value) is not None
        case _:
            assert_never(kind)
