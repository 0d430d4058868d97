"""What all trials of devices have in common: how they fail, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TypeAlias

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.terminal import Condition, DeviceKind, Remedy
from kiosk.flows.requests.maintenance.device_tests import DeviceTestOutcome, DeviceTried
from kiosk.maintenance.readiness.conditions import CAUSES, USELESS
from kiosk.maintenance.readiness.how import HOW
from kiosk.runtime.news import Tell
from kiosk.runtime.supervision import Supervisor
from kiosk.runtime.workings import Workings

Trial: TypeAlias = Callable[[Workings, Tell], Coroutine[object, object, DeviceTried]]
"""Has a device do what it is for. A device that fails is a result; what else goes wrong is an
exception."""

PRESENT_S = 60.0
"""For people to hold something out."""

_OF_THE_CARD = {
    DeviceCause.CARD_REMOVED: "卡拿开得太早，没有读完",
    DeviceCause.CARD_UNREADABLE: "读不出这张卡",
    DeviceCause.CARD_NOT_GENUINE: "读卡器认为这张不是真卡",
    DeviceCause.CARD_WRONG_KIND: "不是这里读的那种卡",
    DeviceCause.CARD_CONTRADICTS_ITSELF: "卡上的内容前后不一致",
    DeviceCause.CARD_PROTECTED: "卡不给出内容",
    DeviceCause.CARD_MUTE: "芯片没有应答，请看方向对不对",
    DeviceCause.CARD_BLOCKED: "这张卡已被锁定",
}
_OF_THE_WORK = {
    "job_refused": "打印机不接受打印任务",
    "job_cancelled": "打印任务在打印机上被取消",
    "job_aborted": "打印机中止了打印任务",
    "printer_error": "打印机报告故障",
    "pin_cancelled": "按了取消键",
    "pin_timeout": "没有人按键",
    "lent": "正在维护",
    "not_finished": "一直没有打完，已取消",
}
# There are two printers, and paper goes into each in another way.
_HOW = {**HOW, DeviceCause.PAPER_OUT.value: "装好纸再测"}


def passed(what: str) -> DeviceTried:
    """The device did what it should."""
    return DeviceTried(DeviceTestOutcome.PASSED, what)


def given_up(what: str, cause: str = "nobody") -> DeviceTried:
    """Nobody did their part, so nothing is known of the device."""
    return DeviceTried(DeviceTestOutcome.GIVEN_UP, what, cause=cause)


def to_be_judged(what: str) -> DeviceTried:
    """Only people see whether it is well."""
    return DeviceTried(None, what)


def failed(error: DeviceError, keeper: Supervisor | None) -> DeviceTried:
    """The device could not. Its keeper is told, unless it was the card's fault; one who knows
    already is None."""
    said = _OF_THE_CARD.get(error.cause)
    if said is not None:
        what = f"{said}。请换一张卡再测。"
        return DeviceTried(DeviceTestOutcome.FAILED, what, cause=error.cause.value)
    if keeper is not None:
        keeper.report(error)
    return broken(error.cause.value, error.remedy)


def unusable(condition: Condition) -> DeviceTried:
    """The device says of itself that it cannot."""
    return broken(condition.cause, condition.remedy)


def broken(cause: str, remedy: Remedy) -> DeviceTried:
    """What is said of a cause by its short code, and how to put it right."""
    what = CAUSES.get(cause) or _OF_THE_WORK.get(cause, USELESS)
    how = _HOW.get(cause, "")
    said = f"{what}。{how}。" if how else f"{what}。"
    return DeviceTried(DeviceTestOutcome.FAILED, said, remedy, cause)


def keeper_of(workings: Workings, kind: DeviceKind) -> Supervisor | None:
    """Who keeps this kind of device alive; None where there is none."""
    return next((one for one in workings.keepers if one.device.kind is kind), None)
