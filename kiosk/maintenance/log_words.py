"""Lines of the event log and of the audit trail in Chinese."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.staff import Role
from kiosk.domain.terminal import DeviceKind, Remedy
from kiosk.flows.requests.maintenance.consumables import Supply
from kiosk.flows.requests.maintenance.device_tests import DeviceTest
from kiosk.flows.requests.maintenance.keys import KeysRefused
from kiosk.flows.requests.maintenance.logs import LogLine
from kiosk.flows.requests.maintenance.money import Verdict
from kiosk.ledger import Entry, EntryKind
from kiosk.maintenance.configuration.catalogue import meaning_of, title_of
from kiosk.maintenance.logged import LoggedLine
from kiosk.observe.events import CATALOGUE, FIELD_LABELS
from kiosk.observe.fields import Level
from kiosk.session.health import AcquirerStatus
from kiosk.session.staff_views import Mark

_MARKS = {
    Level.INFO: Mark.FINE,
    Level.WARNING: Mark.WARNING,
    Level.ERROR: Mark.BROKEN,
    Level.CRITICAL: Mark.BROKEN,
}
_DROPPED = "略去"
_VALUES: Mapping[str, Mapping[str, str]] = {
    "device": {one.value: one.label for one in DeviceKind},
    "remedy": {one.value: one.label for one in Remedy},
    "role": {one.value: one.label for one in Role},
}
WHAT: Mapping[str, str] = {
    "power.restart": "重新启动",
    "power.shut_down": "关机",
    "overview.print": "打印检查报告",
    "overview.save": "保存检查报告",
    "documents.end": "结束没有看到结果的 A4 打印",
    "money.reverse": "重试冲正",
    "money.end_day": "日终对账",
    "money.print_open": "打印未了结清单",
    "money.print_settlement": "打印对账单",
    "money.print_copy": "打印一笔缴费",
    "keys.load": "装入主密钥",
    "keys.wipe": "清除密钥",
    "settings.write": "写入参数",
    "settings.restore": "恢复以前的参数",
    "logs.bundle": "导出给技术支持",
    "acquirer.sign_in": "银联签到",
    **{f"replenished.{one.value}": f"换了{one.label}" for one in Supply},
    **{f"test.{one.value}": f"测试{one.label}" for one in DeviceTest},
}
"""By the code of the audit trail. Of settings the code says which."""
_VERDICTS = {
    Verdict.BALANCED: "账平",
    Verdict.UNBALANCED: "账不平",
    Verdict.PURCHASES_WAIT: "还有交易没有结果",
    Verdict.NO_BATCH: "没有批次",
    Verdict.NO_ANSWER: "没有回应",
    Verdict.REFUSED: "对方不接受",
}
_KEYS = {
    KeysRefused.NOT_TWO: "不是两位密钥员",
    KeysRefused.MONEY_OPEN: "还有交易等待冲正",
    KeysRefused.BUSY: "密码键盘正在使用",
    KeysRefused.MALFORMED: "分量不对",
    KeysRefused.CHECK_VALUE: "校验值不符",
    KeysRefused.PAD: "密码键盘没有完成",
}
_LINE = {
    AcquirerStatus.ABSENT: "没有银联",
    AcquirerStatus.STARTING: "正在连接",
    AcquirerStatus.READY: "成功",
    AcquirerStatus.UNREACHABLE: "连不上",
    AcquirerStatus.REFUSING: "对方不接受",
    AcquirerStatus.REVERSING: "正在冲正",
}
_OUTCOMES = {
    "done": "",
    "begun": "开始",
    "failed": "没有成功",
    "passed": "通过",
    "given_up": "没有做完",
    "waiting": "还在等",
    **{one.value: words for one, words in _VERDICTS.items()},
    **{one.value: words for one, words in _KEYS.items()},
    **{one.value: words for one, words in _LINE.items()},
}
_CAME = {"leave": "退出", "idle": "无人操作", "done": "办完离开"}


def told_line(line: LoggedLine) -> LogLine:
    """A line of the event log."""
    declared = CATALOGUE[line.event]
    facts = "，".join(_fact(name, str(value)) for name, value in line.facts.items() if value != "")
    return LogLine(declared.meaning, _MARKS[declared.level], facts, declared.remedy, line.at)


def _fact(name: str, value: str) -> str:
    told = what_of(value) if name == "what" else _VALUES.get(name, {}).get(value, value)
    return f"{FIELD_LABELS.get(name, _DROPPED)} {told}"


def told_entry(entry: Entry) -> LogLine:
    """An entry of the audit trail."""
    facts = {name: str(value) for name, value in entry.facts.items()}
    who = facts.get("who", "")
    match EntryKind(entry.kind):
        case EntryKind.STAFF_ADMITTED:
            role = _VALUES["role"].get(facts["role"], facts["role"])
            return LogLine(f"{who} 登录", Mark.FINE, role, "", entry.moment)
        case EntryKind.STAFF_REFUSED:
            return LogLine(f"{who} 没有登录成功", Mark.WARNING, "", "", entry.moment)
        case EntryKind.STAFF_LEFT:
            why = _CAME.get(facts["reason"], facts["reason"])
            return LogLine(f"{who} 离开", Mark.FINE, why, "", entry.moment)
        case _:
            return _acted(who, facts, entry)


def _acted(who: str, facts: Mapping[str, str], entry: Entry) -> LogLine:
    before, after, outcome = facts["before"], facts["after"], facts["outcome"]
    change = f"{before} → {after}" if before else after
    told = [one for one in (change, _OUTCOMES.get(outcome, outcome)) if one]
    mark = Mark.WARNING if outcome == "failed" else Mark.FINE
    return LogLine(f"{who} {what_of(facts['what'])}", mark, "，".join(told), "", entry.moment)


def what_of(code: str) -> str:
    """What was done, by its code; the code itself where nobody has put it into words."""
    if code in WHAT:
        return WHAT[code]
    match code.split("."):
        case ["settings", section, name]:
            try:
                return f"改参数 {title_of(section)}·{meaning_of(section, name).title}"
            except KeyError:
                return code if name != "fitted" else f"改参数 {title_of(section)}"
        case _:
            return code
