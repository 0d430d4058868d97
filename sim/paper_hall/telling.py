"""Chinese sentences for what is done at the A4 printer."""

from __future__ import annotations

from typing import assert_never

from sim import paper_actions
from sim.paper_actions import PaperAction

A4_REASONS = {
    "cover-open": "机盖开着",
    "input-tray-missing": "纸盒抽出",
    "media-jam": "卡纸",
    "media-low": "纸将尽",
    "media-needed": "无纸",
    "paused": "暂停",
}
"""What the printer says of its paper, by the reasons of IPP."""
_STATES = {
    "open": "机盖打开",
    "closed": "机盖合上",
    "out": "纸盒抽出",
    "in": "纸盒装回",
    "paused": "暂停",
    "running": "恢复运行",
    "off": "关机",
    "on": "开机",
    "silent": "不再应答",
    "answering": "恢复应答",
}


def tell_paper(action: PaperAction) -> str:
    """What happened, for the log of the bench page."""
    match action:
        case paper_actions.A4Sheets(left=0):
            return "A4 打印机的纸取空"
        case paper_actions.A4Sheets(left=left):
            return f"A4 打印机里有 {left} 张纸"
        case paper_actions.A4JamCleared():
            return "A4 打印机里卡住的纸取出"
        case paper_actions.A4Jam(page=page):
            return f"A4 打印机将在第 {page} 页卡纸"
        case paper_actions.A4Toner(percent=percent):
            return f"A4 打印机墨粉剩 {percent}%"
        case paper_actions.A4Abort(page=page):
            return f"A4 打印机将在第 {page} 页前放弃"
        case paper_actions.A4Cancel():
            return "在 A4 打印机上按下取消"
        case (
            paper_actions.A4Cover()
            | paper_actions.A4Tray()
            | paper_actions.A4Pause()
            | paper_actions.A4Power()
            | paper_actions.A4Voice()
        ):
            return f"A4 打印机{_STATES[action.state]}"
        case _:
            assert_never(action)
