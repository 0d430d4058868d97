"""What staff see while a device is being tested, and what they are asked afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.text import Text, say
from kiosk.flows.requests.maintenance.device_tests import (
    CardOut,
    ContactsSeen,
    DeviceTest,
    DeviceTestNews,
    KeysPressed,
    LastTest,
    LightShines,
    PrinterWaits,
)
from kiosk.session.staff_views import FactsSection
from kiosk.session.views import CardView, FactsView, Presented, Row, View, WaitingView


@dataclass(frozen=True, slots=True)
class Judging:
    """A question that people answer, and what their answer means."""

    question: str
    good: str
    bad: str


_JUDGED = {
    DeviceTest.RECEIPT_PRINTER: Judging(
        "打印清楚吗？", "小票打印清楚，已切纸。", "小票打印不清楚。请看打印头、纸和切刀。"
    ),
    DeviceTest.DOCUMENT_PRINTER: Judging(
        "打印清楚吗？", "测试页打印清楚。", "测试页打印不清楚。请看碳粉、定影和纸盒。"
    ),
    DeviceTest.LIGHTS: Judging(
        "每个灯都亮过、又灭了吗？", "指示灯都好。", "有灯不亮或不灭。请看灯、接线和灯的编号设置。"
    ),
    DeviceTest.SENSORS: Judging(
        "显示的和您做的一致吗？",
        "开关和柜门都好。",
        "显示的和实际不一致。请看开关、接线和触点设置。",
    ),
    DeviceTest.COLOURS: Judging(
        "每种颜色都均匀、没有坏点吗？", "屏幕颜色正常。", "屏幕有色差或坏点。"
    ),
}

_HOLD_OUT = {
    DeviceTest.ID_CARD_READER: (
        Presented.ID_CARD,
        "请放测试证件",
        "放在身份证感应区，读到为止不要拿开。",
    ),
    DeviceTest.SOCIAL_CARD_READER: (
        Presented.SOCIAL_CARD,
        "请插测试社保卡",
        "芯片朝里，插到底。",
    ),
    DeviceTest.BANK_CARD_READER: (
        Presented.BANK_CARD,
        "请插测试银行卡",
        "芯片朝里，插到底。只看芯片，不扣款。",
    ),
    DeviceTest.CODE_SCANNER: (
        Presented.PAYMENT_CODE,
        "请扫任意一个码",
        "把码对准扫码口。请看扫码口的灯亮没亮。",
    ),
}
_TOLD = (Row(say("只显示"), say("卡或码的种类")), Row(say("不显示"), say("姓名、号码和内容")))


def judging(test: DeviceTest) -> Judging:
    """What is asked after a test that only people can judge."""
    return _JUDGED[test]


def last_said(last: LastTest | None) -> Text:
    """When a test was made last."""
    return say("还没有测过") if last is None else say("上次 {at}", at=f"{last.at:%Y-%m-%d %H:%M}")


def trying(test: DeviceTest, news: DeviceTestNews | None) -> View:
    """What is on the screen while a device is at it."""
    match news:
        case CardOut():
            title, hint = say("读到了，请取卡"), say("取走卡，测试就完成。")
            return CardView(title, hint, (), Presented.TAKE_CARD)
        case PrinterWaits(why) if why:
            return WaitingView(say("打印机在等：{why}", why=why), say("处理好以后它会自己继续。"))
        case KeysPressed(pressed, missing):
            return _keys(pressed, missing)
        case LightShines(name, place, of):
            hint = say("第 {place} 个，一共 {of} 个，每个亮几秒。", place=place, of=of)
            return WaitingView(say("现在亮的是：{name}", name=name), hint)
        case ContactsSeen(contacts):
            return _contacts(contacts)
        case _:
            return _before_any_news(test)


def _before_any_news(test: DeviceTest) -> View:
    if test in _HOLD_OUT:
        presented, title, hint = _HOLD_OUT[test]
        return CardView(say(title), say(hint), _TOLD, presented)
    match test:
        case DeviceTest.RECEIPT_PRINTER | DeviceTest.DOCUMENT_PRINTER:
            return WaitingView(say("正在打印"), say("纸出来后请看是否清楚。"))
        case DeviceTest.PIN_PAD:
            return WaitingView(say("正在准备密码键盘"), say("请不要输入任何人的密码。"))
        case _:
            return WaitingView(say("正在测试"), say("请稍候"))


def _keys(pressed: int, missing: tuple[str, ...]) -> View:
    if missing:
        hint = say("还没有按：{keys}。请不要输入任何人的密码。", keys="、".join(missing))
    else:
        hint = say("请把 1 到 9、再 0 各按一次，最后按确认。请不要输入任何人的密码。")
    return WaitingView(say("有反应的键：{count} 个", count=pressed), hint)


def _contacts(contacts: tuple[tuple[str, str], ...]) -> View:
    return FactsView(
        title=say("钥匙开关和柜门"),
        hint=say("请开、关柜门，看这里跟着变。拧回钥匙会退出维护，所以只看它现在的位置。"),
        sections=(
            FactsSection(
                say("现在"), tuple(Row(say(name), say(state)) for name, state in contacts)
            ),
        ),
    )
