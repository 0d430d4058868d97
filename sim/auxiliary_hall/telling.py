"""Chinese sentences for what is done to the cabinet."""

from __future__ import annotations

from typing import assert_never

from sim import auxiliary_actions
from sim.auxiliary_actions import AuxiliaryAction
from sim.devices.auxiliary_board import BoardFlaw

LIGHTS = {
    "contactless": "身份证",
    "socialCardReader": "社保卡",
    "cardReader": "银行卡",
    "pinPad": "密码键盘",
    "scanner": "扫码",
    "receiptPrinter": "小票",
    "documentPrinter": "A4 打印",
    "statusGood": "正常",
    "statusBad": "停用",
    "statusSupervisor": "维护",
}
BOARD_FLAWS = {
    BoardFlaw.CHECKSUM: "校验错误",
    BoardFlaw.PARTIAL: "中途断掉",
    BoardFlaw.SILENT: "丢失",
    BoardFlaw.STRANGER: "被别的设备抢答",
    BoardFlaw.NOISE: "前面带杂音",
    BoardFlaw.BUSY: "只说忙",
    BoardFlaw.FAILURE: "只说板子故障",
}
_STATES = {
    "on": "维护钥匙转到维护位",
    "off": "维护钥匙转回",
    "open": "柜门打开",
    "closed": "柜门关好",
    "prised": "机柜被撬",
    "mended": "机柜修好",
    "unplugged": "柜门和指示灯板拔掉",
    "plugged": "柜门和指示灯板插上",
    "silent": "柜门和指示灯板不再应答",
    "answering": "柜门和指示灯板恢复应答",
}


def tell_auxiliary(action: AuxiliaryAction) -> str:
    """What happened, for the log of the bench page."""
    match action:
        case auxiliary_actions.BoardSpoiled(flaw=flaw):
            return f"柜门和指示灯板的下一个应答将{BOARD_FLAWS[flaw]}"
        case (
            auxiliary_actions.SwitchTurned()
            | auxiliary_actions.CabinetDoor()
            | auxiliary_actions.CabinetTampered()
            | auxiliary_actions.BoardCable()
            | auxiliary_actions.BoardVoice()
        ):
            return _STATES[action.state]
        case _:
            assert_never(action)
