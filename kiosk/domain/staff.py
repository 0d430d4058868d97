"""Roles of staff and what each may do at the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """工作人员角色. None of them sees personal data of citizens."""

    HALL_STAFF = "hall_staff"
    TECHNICIAN = "technician"
    KEY_OFFICER = "key_officer"
    CASHIER = "cashier"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {
            "hall_staff": "大厅工作人员",
            "technician": "维护技术员",
            "key_officer": "密钥员",
            "cashier": "出纳",
        }[self.value]


class Task(Enum):
    """A part of the maintenance menu."""

    OVERVIEW = "overview"
    CONSUMABLES = "consumables"
    DEVICE_TESTS = "device_tests"
    CONNECTIONS = "connections"
    KEYS = "keys"
    SETTINGS = "settings"
    MONEY = "money"
    LOGS = "logs"
    POWER = "power"

    @property
    def label(self) -> str:
        """In Chinese, as on the menu."""
        return {
            "overview": "设备状态",
            "consumables": "加纸换墨粉",
            "device_tests": "设备测试",
            "connections": "连接",
            "keys": "密钥",
            "settings": "参数设置",
            "money": "账务",
            "logs": "日志",
            "power": "重启和关机",
        }[self.value]


_MAY: dict[Role, frozenset[Task]] = {
    Role.HALL_STAFF: frozenset({Task.OVERVIEW, Task.CONSUMABLES, Task.POWER}),
    Role.TECHNICIAN: frozenset(Task) - {Task.KEYS, Task.MONEY},
    Role.KEY_OFFICER: frozenset({Task.OVERVIEW, Task.KEYS}),
    Role.CASHIER: frozenset({Task.OVERVIEW, Task.MONEY}),
}


def may_switch_off(role: Role) -> bool:
    """Hall staff restart, and switch nothing off: somebody would have to come to the machine."""
    return role is Role.TECHNICIAN


def tasks_of(role: Role) -> tuple[Task, ...]:
    """What a role may do, in the order of the menu."""
    return tuple(task for task in Task if task in _MAY[role])


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody of the staff who has proven it. They go by their personal number, never a name."""

    number: str
    role: Role
