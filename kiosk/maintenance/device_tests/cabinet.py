"""The board of the cabinet: every light in turn, and what its contacts say while people move key
and door."""

from __future__ import annotations

import contextlib

from kiosk.devices.api import Auxiliaries, AuxiliaryInputs, DeviceError, Glow, Light
from kiosk.domain.terminal import DeviceKind
from kiosk.flows.requests.maintenance.device_tests import (
    ContactsSeen,
    DeviceTried,
    LightShines,
)
from kiosk.maintenance.device_tests.trial import failed, keeper_of, to_be_judged
from kiosk.runtime.news import Tell
from kiosk.runtime.workings import Workings

NAMES = {
    Light.CONTACTLESS: "身份证感应区",
    Light.SOCIAL_CARD_READER: "社保卡口",
    Light.CARD_READER: "银行卡口",
    Light.PIN_PAD: "密码键盘",
    Light.SCANNER: "扫码口",
    Light.RECEIPT_PRINTER: "小票出口",
    Light.DOCUMENT_PRINTER: "A4 纸出口",
    Light.STATUS_GOOD: "机柜正常灯",
    Light.STATUS_BAD: "机柜故障灯",
    Light.STATUS_SUPERVISOR: "机柜维护灯",
}
SHINES_S = 3.0
"""Long enough to look for it."""
_LOOK_S = 0.25
_CONTACTS_S = 60.0
_SETTLED_S = 8.0
"""After the door has been moved, so long without a change."""


async def shine_each(workings: Workings, tell: Tell) -> DeviceTried:
    """Each light alone, one after another. However it ends, they shine as they should again."""
    board = _board(workings)
    fitted = lights_of(board)
    try:
        for light in fitted:
            await board.set_light(light, Glow.OFF)
        for place, light in enumerate(fitted, 1):
            tell(LightShines(NAMES[light], place, len(fitted)))
            await board.set_light(light, Glow.CONTINUOUS)
            await workings.clock.sleep(SHINES_S)
            await board.set_light(light, Glow.OFF)
    except DeviceError as error:
        return failed(error, keeper_of(workings, DeviceKind.AUXILIARIES))
    finally:
        with contextlib.suppress(DeviceError):
            for light in fitted:
                # Asked for each anew: what is wanted may change meanwhile.
                wanted = light in workings.lights_wanted()
                await board.set_light(light, Glow.CONTINUOUS if wanted else Glow.OFF)
    return to_be_judged(f"刚才 {len(fitted)} 个灯依次各亮了几秒。")


async def watch_contacts(workings: Workings, tell: Tell) -> DeviceTried:
    """Tell every change until the door has been moved and nothing more changes, or time is up."""
    board, clock = _board(workings), workings.clock
    began = changed_at = clock.monotonic()
    known: AuxiliaryInputs | None = None
    moved = False
    try:
        while (now := clock.monotonic()) - began < _CONTACTS_S:
            if moved and now - changed_at >= _SETTLED_S:
                break
            seen = await board.inputs()
            if seen != known:
                moved = moved or (known is not None and seen.cabinet_closed != known.cabinet_closed)
                known, changed_at = seen, now
                tell(ContactsSeen(_said(seen)))
            await clock.sleep(_LOOK_S)
    except DeviceError as error:
        return failed(error, keeper_of(workings, DeviceKind.AUXILIARIES))
    return to_be_judged("看到柜门动过。" if moved else "没有看到柜门动过。")


def lights_of(board: Auxiliaries) -> tuple[Light, ...]:
    """The lights that this cabinet has, in order."""
    return tuple(light for light in Light if light in board.lights)


def _board(workings: Workings) -> Auxiliaries:
    board = workings.equipment.auxiliaries
    assert board is not None  # noqa: S101  (not offered otherwise)
    return board


def _said(inputs: AuxiliaryInputs) -> tuple[tuple[str, str], ...]:
    return (
        ("钥匙开关", "维护" if inputs.operator_switch else "运行"),
        ("柜门", "关着" if inputs.cabinet_closed else "开着"),
        ("防拆", "完好" if inputs.untampered else "被撬动"),
    )
