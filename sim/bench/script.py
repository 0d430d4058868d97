"""Scenarios as the bench page shows them: what to do by hand, and what the page does at a touch."""

from __future__ import annotations

from typing import assert_never

from pydantic import BaseModel, ConfigDict

from kiosk.domain.order import OrderState
from sim import card_steps, paper_steps, scenario, staff_steps
from sim.acquirer.books import PurchaseState
from sim.actions import (
    Action,
    CardLifted,
    CardPlaced,
    ScannerShow,
    TimePassed,
    WalletPay,
    WalletScan,
)
from sim.card_actions import (
    BankCardInserted,
    BankCardRemoved,
    PadPressed,
    PinTyped,
    SocialCardInserted,
    SocialCardRemoved,
    StaffCardInserted,
    StaffCardRemoved,
)
from sim.card_hall.telling import HEARD, PURCHASES
from sim.card_steps import CardStep
from sim.people import find_person
from sim.scenario import Scenario, Step
from sim.staff import PIN, find_member
from sim.telling import STATES, tell

_VIEWS = {
    "attract": "待机画面",
    "starting": "正在启动",
    "out_of_service": "暂停服务",
    "maintenance": "维护",
    "tiles": "选择",
    "card": "放身份证",
    "period": "选择起止时间",
    "base": "填写基数",
    "review": "核对",
    "tender": "选择缴款方式",
    "qr": "二维码",
    "pin": "输入银行卡密码",
    "waiting": "请稍候",
    "success": "缴费成功",
    "notice": "提示",
    "options": "选一个",
    "ticks": "打勾",
    "number": "输入身份证号",
    "criteria": "查询条件",
    "preview": "预览",
    "printing": "正在打印",
    "link": "下载二维码",
    "typing": "输入",
    "lines": "状态清单",
    "facts": "信息",
    "touch_test": "触摸测试",
    "colour_test": "颜色测试",
}


class ScriptLine(BaseModel):
    """A step: what happens, and the action by which the page does it, None for what a hand does."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    action: Action | None


class Script(BaseModel):
    """A scenario to be followed on the bench."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    person: str
    about: str
    lines: tuple[ScriptLine, ...]


def scripts() -> tuple[Script, ...]:
    """Every scenario of the package."""
    return tuple(_script(scenario.find(name)) for name in scenario.names())


def _script(played: Scenario) -> Script:
    lines = tuple(line for step in played.steps if (line := _line(step)) is not None)
    return Script(
        name=played.name,
        title=played.title,
        person=find_person(played.person).called,
        about=played.about,
        lines=lines,
    )


def _line(step: Step) -> ScriptLine | None:
    action = _action(step)
    if action is not None:
        return ScriptLine(text=tell(action), action=action)
    words = _words(step)
    return None if words is None else ScriptLine(text=words, action=None)


def _card_action(step: CardStep) -> Action | None:
    match step:
        case card_steps.SocialCard():
            return SocialCardInserted(person=step.social_card, generation=step.generation)
        case card_steps.BankCard():
            return BankCardInserted(card=step.bank_card)
        case card_steps.InsertStaffCard():
            return StaffCardInserted(member=step.staff_card)
        case card_steps.TakeStaffCard():
            return StaffCardRemoved()
        case card_steps.TakeSocialCard():
            return SocialCardRemoved()
        case card_steps.TakeBankCard():
            return BankCardRemoved()
        case card_steps.Pin():
            return PinTyped(card=step.pin)
        case card_steps.Press():
            return PadPressed(keys=step.press)
        case card_steps.Purchases() | card_steps.AcquirerHears():
            return None
        case _:
            assert_never(step)


def _action(step: Step) -> Action | None:
    if isinstance(step, CardStep):
        return _card_action(step)
    match step:
        case scenario.Place():
            return CardPlaced(person=step.place)
        case scenario.Lift():
            return CardLifted()
        case scenario.Pay():
            return WalletPay(wallet=step.pay)
        case scenario.Scan():
            return WalletScan(wallet=step.scan)
        case scenario.ShowCode():
            return ScannerShow(wallet=step.show_code)
        case scenario.Advance():
            return TimePassed(seconds=step.advance)
        case (
            scenario.Touch()
            | scenario.Months()
            | scenario.Keys()
            | scenario.Number()
            | scenario.Pick()
            | scenario.Tick()
            | scenario.Surname()
            | scenario.WrongSurname()
            | scenario.Years()
            | scenario.Expect()
            | scenario.Retry()
            | scenario.Order()
            | scenario.Orders()
            | paper_steps.Papers()
            | paper_steps.Documents()
            | paper_steps.Pages()
            | paper_steps.Download()
            | staff_steps.Corners()
            | staff_steps.LogIn()
            | staff_steps.TypeText()
            | staff_steps.FindWords()
            | scenario.Shot()
        ):
            return None
        case _:
            return step


def _words(step: Step) -> str | None:
    return _touching(step) or _servicing(step) or _seeing(step)


def _servicing(step: Step) -> str | None:
    match step:
        case staff_steps.Corners():
            return "从左上角起，顺时针触摸屏幕四角"
        case staff_steps.LogIn():
            member = find_member(step.staff)
            code = "，再输动态口令" if member.totp else ""
            return f"用工号 {member.number}、密码 {step.pin or PIN} 登录{code}"
        case staff_steps.TypeText():
            return f"键入 {step.type}"
        case staff_steps.FindWords():
            return f"翻页找到：{step.find}"
        case _:
            return None


def _touching(step: Step) -> str | None:
    match step:
        case scenario.Touch():
            return f"触摸 {step.touch}"
        case scenario.Months():
            return f"选最早能缴的 {step.months} 个月"
        case scenario.Keys():
            return f"键入 {step.keys}"
        case scenario.Number():
            person = find_person(step.number)
            return f"键入{person.called}的号码 {person.number}"
        case scenario.Pick():
            return f"选{_which(step.pick)}"
        case scenario.Tick():
            return f"勾选{'、'.join(map(_which, step.tick))}"
        case scenario.Surname():
            return f"选{find_person(step.surname).called}的姓"
        case scenario.WrongSurname():
            return f"选一个不是{find_person(step.wrong_surname).called}的姓"
        case scenario.Years():
            first, last = step.years
            return f"所属期：今年{first:+d} 年到今年{last:+d} 年"
        case scenario.Retry():
            return f"反复触摸 Again，直到看到：{_VIEWS[step.retry]}"
        case _:
            return None


def _seeing(step: Step) -> str | None:
    match step:
        case scenario.Expect():
            return "　".join((f"应看到：{_VIEWS[step.expect]}", *step.text))
        case paper_steps.Download():
            return "　".join(("用手机扫码下载", *step.text))
        case scenario.Order():
            return f"订单应为：{STATES[OrderState(step.order)]}"
        case scenario.Orders():
            states = "、".join(STATES[OrderState(state)] for state in step.orders)
            return f"全部订单应为：{states or '没有'}"
        case card_steps.AcquirerHears():
            return f"收单机构应收到{HEARD[step.acquirer_hears]}"
        case card_steps.Purchases():
            states = "、".join(PURCHASES[PurchaseState(state)] for state in step.purchases)
            return f"收单机构的消费应为：{states or '没有'}"
        case paper_steps.Papers():
            return "　".join((f"应已出纸 {step.papers} 张", *step.text))
        case paper_steps.Pages():
            return f"A4 打印机应已打出 {step.pages} 页"
        case paper_steps.Documents():
            return "　".join((f"应已生成文件 {step.documents} 份", *step.text))
        case _:
            return None


def _which(which: int | str) -> str:
    return f"第 {which} 项" if isinstance(which, int) else f"“{which}”"
