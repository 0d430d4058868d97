"""Chinese sentences for what is done with cards, PIN pad and acquirer."""

from __future__ import annotations

from typing import assert_never

from sim import card_actions
from sim.acquirer.books import PurchaseState
from sim.card_actions import CardAction, PadAction, SocialCardFault
from sim.cards.cast import find_card
from sim.cards.chip_fault import ChipFault
from sim.cards.staff_authority import StaffCardFlaw
from sim.people import find_person
from sim.staff import find_member

GENERATIONS = {1: "一代", 2: "二代", 3: "三代"}
SOCIAL_CARD_FAULTS: dict[SocialCardFault, str] = {
    "upside_down": "插反了",
    "loose_contact": "接触不良",
    "garbled": "读出有误",
    "blocked": "已挂失",
    "bank_card": "其实是银行卡",
}
STAFF_CARD_FLAWS = {
    StaffCardFlaw.FOREIGN: "别的单位发的",
    StaffCardFlaw.EXPIRED: "已过期",
    StaffCardFlaw.STRANGER: "名单里没有",
    StaffCardFlaw.COPIED: "复制的卡",
    StaffCardFlaw.BLOCKED: "已锁住",
    StaffCardFlaw.EMPTY: "空白卡",
}
BANK_CARD_FAULTS: dict[str, str] = {
    ChipFault.PULLED_BEFORE.value: "扣款前拔卡",
    ChipFault.PULLED_BETWEEN.value: "等银行应答时拔卡",
    ChipFault.PULLED_DECIDING.value: "银行同意后拔卡",
    ChipFault.PULLED_AFTER.value: "扣款后立刻拔卡",
    ChipFault.DECLINES_FIRST.value: "芯片拒绝",
    ChipFault.DECLINES_SECOND.value: "银行同意而芯片拒绝",
    ChipFault.WRONG_CRYPTOGRAM.value: "复制的卡",
    ChipFault.CONTRADICTION.value: "卡号前后不一",
    ChipFault.GARBLED.value: "读出有误",
    ChipFault.BLOCKED.value: "应用已锁定",
    ChipFault.EXPIRED.value: "已过期",
    "upside_down": "插反了",
    "loose_contact": "接触不良",
}
PAD_FAULTS = {
    "silence": "一次不应答",
    "dead": "一直不应答",
    "lost_answer": "应答丢失",
    "half_frame": "应答只有一半",
    "checksum": "校验字节错误",
    "key_inside": "按键夹在应答中",
    "glued": "应答重复粘连",
    "noise": "应答前有杂音",
    "kcv_mismatch": "工作密钥写入后不一致",
    "kcv_refused": "工作密钥校验不符",
    "too_short": "密码长度不符",
    "gives_up": "等按键超时",
    "tampered": "被拆开，密钥清除",
    "removed": "从机柜取下",
    "battery_low": "电池电量低",
}
ACQUIRER_FAULTS = {
    "silence": "消费石沉大海",
    "lost_answer": "消费已扣，应答丢失",
    "late": "消费已扣，应答晚到",
    "slow": "总是很慢",
    "hang_up": "收到消费就断线",
    "hang_up_after": "消费已扣，断线",
    "cut": "应答中途断掉",
    "wrong_mac": "应答 MAC 错误",
    "no_mac": "应答没有 MAC",
    "garbage": "应答是乱码",
    "wrong_amount": "应答金额不符",
    "wrong_trace": "应答流水号不符",
    "wrong_arpc": "发卡行密文错误",
    "bank_timeout": "98 发卡行超时",
    "busy": "91 发卡行系统忙",
    "keys_disagree": "A0 要求重新签到",
    "keep_card": "04 没收卡",
    "declined": "05 不予承兑",
    "unknown_code": "没见过的应答码",
    "reversal_silence": "冲正一次无应答",
    "reversal_dead": "冲正一直无应答",
    "reversal_busy": "冲正 96 系统忙",
    "sign_in_refused": "签到 97 终端未登记",
    "dead": "什么都不应答",
}
ACQUIRER_LINES = {"up": "通畅", "cut": "断开"}
PURCHASES = {
    PurchaseState.APPROVED: "已扣款",
    PurchaseState.REVERSED: "已冲正",
    PurchaseState.DECLINED: "已拒绝",
}
HEARD = {"purchase": "消费", "reversal": "冲正"}
_CABLE = {"unplugged": "拔掉", "plugged": "插上"}
_WORDS = {"enter": "确认", "cancel": "取消", "clear": "更正"}


def tell_card(action: CardAction) -> str:
    """What happened, for the log of the bench page. Never which figures were pressed."""
    match action:
        case card_actions.SocialCardInserted():
            which = f"{GENERATIONS[action.generation]}社保卡"
            flaw = f"，{SOCIAL_CARD_FAULTS[action.fault]}" if action.fault else ""
            early = "，拔得太早" if action.remaining is not None else ""
            return f"{find_person(action.person).called}插入{which}{flaw}{early}"
        case card_actions.SocialCardRemoved():
            return "社保卡拔出"
        case card_actions.StaffCardInserted():
            flaw = f"，{STAFF_CARD_FLAWS[action.flaw]}" if action.flaw else ""
            early = "，拔得太早" if action.remaining is not None else ""
            return f"工号 {find_member(action.member).number} 的工作卡插入{flaw}{early}"
        case card_actions.StaffCardRemoved():
            return "工作卡拔出"
        case card_actions.SocialReaderCable(state=state):
            return f"社保卡读卡器{_CABLE[state]}"
        case card_actions.BankCardInserted():
            card = find_card(action.card)
            flaw = f"，{BANK_CARD_FAULTS[_fault_name(action.fault)]}" if action.fault else ""
            return f"插入{find_person(card.person).called}的{card.kind.label}{flaw}"
        case card_actions.BankCardRemoved():
            return "银行卡取走"
        case card_actions.BankReaderCable(state=state):
            return f"银行卡读卡器{_CABLE[state]}"
        case card_actions.AcquirerFaultAdded():
            later = f"，先放过 {action.after} 笔" if action.after else ""
            return f"收单机构将出故障：{ACQUIRER_FAULTS.get(action.fault, action.fault)}{later}"
        case card_actions.AcquirerFaultsCleared():
            return "收单机构故障清除"
        case card_actions.AcquirerLine(line=line):
            return f"收单机构线路{ACQUIRER_LINES[line]}"
        case _:
            return _pad(action)


def _pad(action: PadAction) -> str:
    match action:
        case card_actions.PadPressed(keys=keys):
            words = (_WORDS.get(word, "＊" * len(word)) for word in keys.split())
            return f"密码键盘：{' '.join(words)}"
        case card_actions.PinTyped(card=key):
            return f"输入{find_person(find_card(key).person).called}的卡的密码"
        case card_actions.PadFaultAdded(fault=fault):
            return f"密码键盘将出故障：{PAD_FAULTS.get(fault, fault)}"
        case card_actions.PadMended():
            return "密码键盘修好"
        case card_actions.PadCable(state=state):
            return f"密码键盘{_CABLE[state]}"
        case _:
            assert_never(action)


def _fault_name(fault: ChipFault | str) -> str:
    return fault.value if isinstance(fault, ChipFault) else fault
