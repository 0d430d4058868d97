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
from kiosk.ledger.staffing import SERVICE, UNKNOWN
from kiosk.maintenance.configuration.catalogue import meaning_of, title_of
from kiosk.maintenance.duty import ABANDONED
from kiosk.maintenance.logged import LoggedLine
from kiosk.maintenance.staff_list import FIRST_SEEN, OF_CARDS, OF_NUMBERS, told_change
from kiosk.observe.events import CATALOGUE, FIELD_LABELS
from kiosk.observe.fields import Level
from kiosk.runtime.instructions import CODES, Objection
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
    "instruction.restart": "要求重新启动",
    "instruction.unreadable": "给了读不懂的指令",
    "command.maintain": "进入维护",
    "command.give_back": "结束维护",
    "command.restart": "重新启动",
    "command.shut_down": "关机",
    OF_CARDS: "工作人员卡由谁发，文件换了",
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
    ABANDONED: "中途离开，不知道结果",
    "waiting": "还在等",
    "expired": "过期，没有执行",
    "unknown": "不认识，没有执行",
    "unreadable": "没有执行",
    "heard": "已收到",
    FIRST_SEEN: "第一次记下",
    **{one.value: words for one, words in _VERDICTS.items()},
    **{one.value: words for one, words in _KEYS.items()},
    **{one.value: words for one, words in _LINE.items()},
}
_WORRYING = frozenset({"failed", *(one.value for one in Objection)})
_PHASES = {
    "Starting": "正在启动",
    "OutOfService": "暂停服务",
    "Attract": "没有人在办理",
    "Pausing": "正要进入维护",
    "Resuming": "正要结束维护",
    "Closing": "正要关闭",
    "Visit": "有人在办理",
    "Maintenance": "正在维护",
}
"""What the terminal was at when a command came."""
_COMMAND = "command:"
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
    what, outcome = facts["what"], facts["outcome"]
    told = [one for one in (_changed(facts), _OUTCOMES.get(outcome, outcome)) if one]
    unexplained = who == UNKNOWN and outcome != FIRST_SEEN
    mark = Mark.WARNING if outcome in _WORRYING or unexplained else Mark.FINE
    return LogLine(f"{_who(who)} {what_of(what)}", mark, "，".join(told), "", entry.moment)


def _changed(facts: Mapping[str, str]) -> str:
    what, before, after = facts["what"], facts["before"], facts["after"]
    if what.startswith(OF_NUMBERS):
        return told_change(before, after)
    if what == OF_CARDS:
        return ""
    if what.startswith(CODES):
        return f"指令 {after}"
    if what.startswith("command."):
        return f"当时{_PHASES.get(before, before)}"
    return f"{before} → {after}" if before else after


def _who(who: str) -> str:
    if who == UNKNOWN:
        return "（不知是谁）"
    if who == SERVICE:
        return "收缴服务"
    if who.startswith(_COMMAND):
        return f"命令行（{who.removeprefix(_COMMAND)}）"
    return who


def what_of(code: str) -> str:
    """What was done, by its code; the code itself where nobody has put it into words."""
    if code in WHAT:
        return WHAT[code]
    if code.startswith(OF_NUMBERS):
        return f"改工作人员名单 {code.removeprefix(OF_NUMBERS).upper()}"
    match code.split("."):
        case ["instruction", kind]:
            return f"要求 {kind}"
        case ["settings", section, name]:
            try:
                return f"改参数 {title_of(section)}·{meaning_of(section, name).title}"
            except KeyError:
                return code if name != "fitted" else f"改参数 {title_of(section)}"
        case _:
            return code
