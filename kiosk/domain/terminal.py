"""The terminal itself: its name, its devices and their condition, in the vocabulary of XFS4IoT."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class DeviceKind(Enum):
    """Devices this terminal may have."""

    ID_CARD_READER = "id_card_reader"
    RECEIPT_PRINTER = "receipt_printer"
    SOCIAL_CARD_READER = "social_card_reader"
    CODE_SCANNER = "code_scanner"
    DOCUMENT_PRINTER = "document_printer"
    BANK_CARD_READER = "bank_card_reader"
    PIN_PAD = "pin_pad"
    AUXILIARIES = "auxiliaries"

    @property
    def label(self) -> str:
        """Chinese name for people."""
        return {
            "id_card_reader": "身份证阅读器",
            "receipt_printer": "小票打印机",
            "social_card_reader": "社保卡读卡器",
            "code_scanner": "扫码器",
            "document_printer": "A4 打印机",
            "bank_card_reader": "银行卡读卡器",
            "pin_pad": "密码键盘",
            "auxiliaries": "柜门和指示灯板",
        }[self.value]


class DeviceStatus(Enum):
    """XFS4IoT Common.Status device states."""

    STARTING = "starting"
    ONLINE = "online"
    OFFLINE = "offline"
    NO_DEVICE = "noDevice"
    HARDWARE_ERROR = "hardwareError"
    USER_ERROR = "userError"
    BUSY = "deviceBusy"
    FRAUD_ATTEMPT = "fraudAttempt"


class Remedy(Enum):
    """XFS4IoT ErrorEvent.action: who can put it right."""

    NONE = "none"
    CLEAR = "clear"
    MAINTENANCE = "maintenance"
    RESET = "reset"
    SUSPEND = "suspend"
    CONFIGURATION = "configuration"

    @property
    def label(self) -> str:
        """Who, in Chinese."""
        return {
            "none": "无需处理",
            "clear": "大厅工作人员",
            "maintenance": "维护技术员",
            "reset": "软件自动恢复",
            "suspend": "设备自行恢复",
            "configuration": "系统配置",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Condition:
    """How a device is. ``cause`` is a short code in English for logs, ``""`` when all is well."""

    status: DeviceStatus
    remedy: Remedy = Remedy.NONE
    cause: str = ""

    @property
    def usable(self) -> bool:
        """Whether work can be given to it."""
        return self.status in (DeviceStatus.ONLINE, DeviceStatus.BUSY)


ONLINE = Condition(DeviceStatus.ONLINE)
STARTING = Condition(DeviceStatus.STARTING)
ABSENT = Condition(DeviceStatus.NO_DEVICE)
"""This terminal has no such device, and needs none to serve."""


@dataclass(frozen=True, slots=True)
class TerminalFacts:
    """What the terminal is called. ``number`` such as ``JN-03``; ``window`` where people help.

    ``hours`` is 服务时间 of the terminal, ``window_hours`` of that window, in words; empty where
    nothing is said of them. ``staff_cards`` says whether somebody issues chip cards to its staff.
    """

    name: str
    number: str
    hall_name: str
    tax_authority: str
    window: str
    hotline: str
    hours: str = ""
    window_hours: str = ""
    staff_cards: bool = False
