"""Where a sentence may break into lines: after a pause if it can, never inside a term or a figure.

Qt breaks Chinese between any two characters; a reader then meets 缺/纸 or 人工窗/口.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

TERMS = (
    "人工窗口",
    "社保经办窗口",
    "综合服务窗口",
    "自助机",
    "工作人员",
    "身份证",
    "感应区",
    "支付系统",
    "税务系统",
    "缴费基数",
    "缴费记录",
    "查询编号",
    "说明单",
    "打印机",
    "二维码",
    "缴费证明",
    "完税证明",
    "付款码",
    "社保卡",
    "银行卡",
    "芯片卡",
    "密码键盘",
    "读卡口",
    "云闪付",
    "支付宝",
    "核定单",
    "基本养老保险",
    "基本医疗保险",
    "城乡居民",
    "养老保险",
    "医疗保险",
    "灵活就业",
    "事业中心",
    "服务中心",
    "税务局",
    "税务所",
    "上一步",
    "扫一扫",
    "缺纸",
    "卡纸",
    "小票",
    "缴费",
    "扣款",
    "退回",
    "退款",
    "入账",
    "撤销",
    "修改",
    "月份",
    "结束",
    "开始",
    "办理",
    "补打",
    "查询",
    "结果",
    "已经",
    "可以",
    "可能",
    "手机",
    "微信",
    "自动",
    "记下",
    "社会",
    "银行",
    "屏幕",
    "出口",
    "下方",
    "清除",
    "信息",
)
"""Words of the screens that must not be torn; longer ones may contain shorter ones."""

_FULL_STOPS = "。；！？"
_PAUSES = "，、：）”"
# The stars of a masked name or number hold it together.
_CLOSING = "。；！？，、：）”》】·–×%*),.;:!? "
_OPENING = "（“《【*([￥¥"
_AFTER_GAP, _AFTER_FULL_STOP, _AFTER_PAUSE = -0.3, 0.0, 0.02
_AFTER_SPACE, _WITHIN, _AFTER_ASKING = 0.2, 0.3, 0.4
_TORN = 4.0
# These lean on what follows them: 请/到, 也/可以.
_ASKING = "请也或要先再到的了在和与第不没还"
_LEANING = "的了吗呢着过"


def _torn(text: str, place: int) -> bool:
    for term in TERMS:
        first = text.find(term, max(place - len(term) + 1, 0), place + len(term) - 1)
        if first != -1 and first < place < first + len(term):
            return True
    return text[:place].rstrip()[-1:].isdigit() and not text[place].isascii()


def _cost(text: str, place: int) -> float:
    """How much a line end at ``place`` disturbs a reader."""
    before = text[place - 1]
    if _torn(text, place):
        return _TORN
    if before in _FULL_STOPS:
        return _AFTER_FULL_STOP
    if before in _PAUSES:
        return _AFTER_PAUSE
    if before == " ":
        return _AFTER_GAP if text[:place].endswith("  ") else _AFTER_SPACE
    if before in _ASKING or text[place] in _LEANING:
        return _AFTER_ASKING
    return _WITHIN


def line_ends(text: str) -> list[int]:
    """Every place a line may end at, the end of the text included.

    After a space and beside a Chinese character, but never before a closing mark or after an
    opening one (UAX #14, LB 13 to 15, as far as these screens need it).
    """
    ends = [
        place
        for place in range(1, len(text))
        if (text[place - 1] == " " or not (text[place - 1].isascii() and text[place].isascii()))
        and text[place] not in _CLOSING
        and text[place - 1] not in _OPENING
    ]
    return [*ends, len(text)]


def broken(text: str, lines: int, width: int, advance: Callable[[str], int]) -> list[str] | None:
    """The text in exactly so many lines, none wider than ``width``; None if that cannot be.

    Among the ways to do it, the one whose lines are about equally long and end where one pauses.
    """
    ends = line_ends(text)
    even = max(advance(text) / lines, 1)
    starts = [0, *ends[:-1]]
    best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
    for line in range(1, lines + 1):
        reached: dict[int, tuple[float, list[str]]] = {}
        for end in ends:
            if (end == len(text)) != (line == lines):
                continue
            found: tuple[float, list[str]] = (inf, [])
            disturbing = _cost(text, end) if end < len(text) else 0
            for start in reversed(starts):
                if start >= end or start not in best:
                    continue
                piece = text[start:end].rstrip()
                long = advance(piece)
                # Whatever starts still earlier is longer still.
                if long > width:
                    break
                cost, before = best[start]
                cost += ((long - even) / even) ** 2 + disturbing
                if cost <= found[0]:
                    found = (cost, [*before, piece])
            if found[0] < inf:
                reached[end] = found
        best = reached
    return best[len(text)][1] if len(text) in best else None
