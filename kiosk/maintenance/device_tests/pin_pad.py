"""The keys of the PIN pad, by which of them have worked: never in which order, nor how often.

A pad of a model that has a key test names its keys, which it cannot while a PIN is asked. Any other
only counts them, in the very mode in which citizens enter their PIN.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kiosk.devices.api import DeviceCause, DeviceError, PinPad
from kiosk.devices.pin_pad.driver import EncryptingPinPad, PadInUse
from kiosk.devices.pin_pad.key_test import XZ_F35_PLAIN, ZT598_PLAIN, PlainInput, key_test
from kiosk.domain.terminal import DeviceKind, Remedy
from kiosk.flows.requests.maintenance.device_tests import (
    DeviceTestOutcome,
    DeviceTried,
    KeysPressed,
)
from kiosk.maintenance.device_tests.trial import (
    Trial,
    broken,
    failed,
    given_up,
    keeper_of,
    passed,
)
from kiosk.runtime.clock import Clock
from kiosk.runtime.news import Tell
from kiosk.runtime.workings import Workings

KEYS: Mapping[str, str] = {
    **{figure: figure for figure in "1234567890"},
    "CANCEL": "取消",
    "CLEAR": "清除",
    "ENTER": "确认",
}
"""What every pad has, as the driver and as people call it."""
PLAIN_INPUTS: Mapping[str, PlainInput] = {"zt598": ZT598_PLAIN, "xz-f35": XZ_F35_PLAIN}
"""By the name of the driver in the settings."""

_FIGURES = 10
_MOST = 12
_LONGEST_S = 120.0
_IDLE_S = 30.0


def key_trial(driver: str | None, *, idle_s: float = _IDLE_S) -> Trial:
    """The test of a pad with this driver. It ends when no key is pressed for ``idle_s`` seconds."""
    plain = PLAIN_INPUTS.get(driver or "")

    async def press_every_key(workings: Workings, tell: Tell) -> DeviceTried:
        cards = workings.equipment.cards
        assert cards is not None  # noqa: S101  (not offered otherwise)
        keeper = keeper_of(workings, DeviceKind.PIN_PAD)
        pad = cards.pad
        try:
            if plain is not None and isinstance(pad, EncryptingPinPad):
                return await _named(pad, plain, workings.clock, idle_s, tell)
            return await _counted(pad, tell)
        except PadInUse:
            return broken("lent", Remedy.RESET)
        except DeviceError as error:
            return failed(error, keeper)

    return press_every_key


async def _named(
    pad: EncryptingPinPad, plain: PlainInput, clock: Clock, idle_s: float, tell: Tell
) -> DeviceTried:
    missing = list(KEYS)
    others = set[str]()
    ends = clock.monotonic() + _LONGEST_S
    async with key_test(pad, plain) as running:
        tell(KeysPressed(0, _names(missing)))
        while missing and (left := ends - clock.monotonic()) > 0:
            key = await running.next_key(min(left, idle_s))
            if key is None:
                break
            if key in missing:
                missing.remove(key)
                tell(KeysPressed(len(KEYS) - len(missing), _names(missing)))
            elif key not in KEYS:
                others.add(key)
    if len(missing) == len(KEYS) and not others:
        return given_up("没有人按键，或所有键都没有反应。", "no_key")
    if missing:
        names = "、".join(_names(missing))
        return DeviceTried(
            DeviceTestOutcome.FAILED,
            f"这些键没有按到或没有反应：{names}。",
            Remedy.MAINTENANCE,
            f"missing {len(missing)}",
        )
    more = f"，另有 {len(others)} 个功能键" if others else ""
    return passed(f"{len(KEYS)} 个键都有反应{more}。")


async def _counted(pad: PinPad, tell: Tell) -> DeviceTried:
    most = 0

    def heard(count: int) -> None:
        nonlocal most
        most = max(most, count)
        tell(KeysPressed(count))

    try:
        await pad.enter_pin(least=_FIGURES, most=_MOST, seconds=_LONGEST_S, heard=heard)
    except DeviceError as error:
        if error.cause is DeviceCause.PIN_CANCELLED:
            return given_up("按了取消键，取消键有反应。", error.cause.value)
        if error.cause is not DeviceCause.PIN_TIMEOUT:
            raise
        if most == 0:
            return given_up("没有人按键，或所有键都没有反应。", "no_key")
        return DeviceTried(
            DeviceTestOutcome.FAILED,
            f"只有 {most} 次按键有反应，或确认键没有反应。",
            Remedy.MAINTENANCE,
            f"pressed {most}",
        )
    return passed("数字键和确认键都有反应。")


def _names(keys: Collection[str]) -> tuple[str, ...]:
    return tuple(KEYS[key] for key in keys)
