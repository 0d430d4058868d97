"""Chinese sentences for what is done to the hall."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain.order import OrderState
from sim import actions, trade_actions
from sim.actions import (
    Action,
    CodeWallet,
    NetworkAction,
    PrinterAction,
    ReaderAction,
    ScannerAction,
    ServiceAction,
    WalletAction,
)
from sim.auxiliary_actions import AuxiliaryAction
from sim.auxiliary_hall.telling import tell_auxiliary
from sim.backend.document_flaws import DocumentFlaw
from sim.card_actions import CardAction
from sim.card_hall.telling import tell_card
from sim.devices.code_scanner import ScanFlaw
from sim.devices.receipt_printer import PaperLevel
from sim.network import Line
from sim.paper_actions import PaperAction
from sim.paper_hall.telling import tell_paper
from sim.people import find_person
from sim.trade import tell_trade

STATES = {
    OrderState.CREATED: "已创建",
    OrderState.PAYING: "待付款",
    OrderState.UNKNOWN: "结果未知",
    OrderState.CLOSED: "已关闭",
    OrderState.PAID: "已付款",
    OrderState.POSTING: "入账中",
    OrderState.POSTED: "已入账",
    OrderState.REFUNDING: "退款中",
    OrderState.REFUNDED: "已退款",
    OrderState.NEEDS_PERSON: "需人工处理",
}
WALLETS = {"alipay": "支付宝", "wechat": "微信", "unionpay_qr": "云闪付", None: "手机"}
CODE_WALLETS: dict[CodeWallet, str] = {
    "alipay": "支付宝",
    "wechat": "微信",
    "unionpay_qr": "云闪付",
}
SCAN_FLAWS = {
    ScanFlaw.NOISE: "前面带杂音",
    ScanFlaw.TRUNCATED: "中途断掉",
    ScanFlaw.TWICE: "重复一次",
}
LEVELS = {PaperLevel.ENOUGH: "纸足", PaperLevel.NEAR_END: "纸将尽", PaperLevel.END: "无纸"}
LINES = {
    Line.UP: "通畅",
    Line.REFUSED: "断开",
    Line.CUT: "连接即被复位",
    Line.SILENT: "无响应",
    Line.SLOW: "缓慢",
}
POSTINGS = {"accept": "正常入账", "refuse": "拒绝入账", "delay": "延迟入账"}
DOCUMENT_FLAWS = {
    DocumentFlaw.ALTERED: "签名后被改动",
    DocumentFlaw.UNSIGNED: "没有签名",
    DocumentFlaw.STRANGER: "由不受信任的人签名",
    DocumentFlaw.EXPIRED: "用过期证书签名",
    DocumentFlaw.OTHER_PERSON: "是别人的",
    DocumentFlaw.OTHER_NUMBER: "号码不符",
}
_PRINTER_STATES = {
    "open": "机盖打开",
    "closed": "机盖合上",
    "jammed": "切刀卡住",
    "freed": "切刀松开",
    "hot": "打印头过热",
    "cool": "打印头冷却",
    "silent": "不再应答",
    "answering": "恢复应答",
    "broken": "发生故障",
    "repaired": "故障修复",
    "unplugged": "拔掉",
    "plugged": "插上",
}


def tell(action: Action) -> str:
    """What happened, for the log of the bench page."""
    if isinstance(action, CardAction):
        return tell_card(action)
    if isinstance(action, PaperAction):
        return tell_paper(action)
    if isinstance(action, AuxiliaryAction):
        return tell_auxiliary(action)
    match action:
        case actions.TimePassed():
            return f"过去了 {action.seconds:g} 秒"
        case (
            actions.CardPlaced()
            | actions.CardLifted()
            | actions.ReaderFault()
            | actions.ReaderFaultsCleared()
            | actions.ReaderCable()
        ):
            return _reader(action)
        case (
            actions.ScannerShow()
            | actions.ScannerHidden()
            | actions.ScannerGarbled()
            | actions.ScannerCable()
        ):
            return _scanner(action)
        case actions.NetworkLine() | actions.NetworkCutAfter():
            return _network(action)
        case (
            actions.WalletPay()
            | actions.WalletScan()
            | actions.WalletPayLate()
            | actions.ChannelLine()
            | actions.Notifications()
        ):
            return _wallet(action)
        case (
            actions.ServiceFaultAdded()
            | actions.ServiceFaultsCleared()
            | actions.ServiceMaintenance()
            | actions.MaintenancePlanned()
            | actions.ServiceClock()
            | actions.ServiceRegister()
            | actions.Posting()
            | actions.DocumentSpoiled()
        ):
            return _service(action)
        case actions.ServiceInstruction():
            return f"收缴服务给终端一条指令：{action.kind}"
        case (
            trade_actions.Deduction()
            | trade_actions.PaidElsewhere()
            | trade_actions.BillChanged()
            | trade_actions.Window()
            | trade_actions.TenderOffered()
            | trade_actions.WalletHabit()
            | trade_actions.UnionPayUndecided()
        ):
            return tell_trade(action)
        case _:
            return _printer(action)


def _reader(action: ReaderAction) -> str:
    match action:
        case actions.CardPlaced():
            return f"{find_person(action.person).called}放上证件"
        case actions.CardLifted():
            return "证件拿走"
        case actions.ReaderFault():
            return f"读卡器将出故障：{action.fault}"
        case actions.ReaderFaultsCleared():
            return "读卡器故障清除"
        case actions.ReaderCable():
            return f"读卡器{_PRINTER_STATES[action.state]}"
        case _:
            assert_never(action)


def _scanner(action: ScannerAction) -> str:
    match action:
        case actions.ScannerShow():
            if action.wallet is None:
                return "对着扫码器出示别的条码"
            return f"对着扫码器出示{CODE_WALLETS[action.wallet]}付款码"
        case actions.ScannerHidden():
            return "扫码器前的手机拿开"
        case actions.ScannerGarbled():
            return f"下一次扫码将{SCAN_FLAWS[action.flaw]}"
        case actions.ScannerCable():
            return f"扫码器{_PRINTER_STATES[action.state]}"
        case _:
            assert_never(action)


def _printer(action: PrinterAction) -> str:
    match action:
        case actions.PrinterPaper():
            if action.dots_left is not None:
                return f"打印机还能打 {action.dots_left} 点行"
            return f"打印机{LEVELS[action.level]}"
        case actions.PaperTaken():
            return "小票取走"
        case actions.PrinterPowerCycled():
            return "打印机关机再开机"
        case _:
            return f"打印机{_PRINTER_STATES[action.state]}"


def _network(action: NetworkAction) -> str:
    match action:
        case actions.NetworkLine():
            return f"网络{LINES[action.line]}"
        case actions.NetworkCutAfter():
            return f"网络将在应答 {action.answer_bytes} 字节后断开"
        case _:
            assert_never(action)


def _wallet(action: WalletAction) -> str:
    match action:
        case actions.WalletPay():
            return f"用{WALLETS[action.wallet]}付款"
        case actions.WalletScan():
            return f"用{WALLETS[action.wallet]}扫码，没有付款"
        case actions.WalletPayLate():
            return f"迟到的{WALLETS[action.wallet]}付款"
        case actions.ChannelLine():
            return f"{WALLETS[action.wallet]}通道{'恢复' if action.state == 'up' else '中断'}"
        case actions.Notifications():
            return f"支付通知{'送达' if action.state == 'arrive' else '丢失'}"
        case _:
            assert_never(action)


def _service(action: ServiceAction) -> str:
    match action:
        case actions.ServiceFaultAdded():
            return f"收缴服务将出故障：{action.kind.value}（{action.path}）"
        case actions.ServiceFaultsCleared():
            return "收缴服务故障清除"
        case actions.ServiceMaintenance():
            return f"收缴服务{'开始' if action.state == 'on' else '结束'}维护"
        case actions.MaintenancePlanned():
            return f"收缴服务通知：{action.begins_in:.0f} 秒后维护 {action.seconds:.0f} 秒"
        case actions.ServiceClock(ahead_seconds=0):
            return "收缴服务的时间准了"
        case actions.ServiceClock():
            return f"收缴服务的时间差 {action.ahead_seconds:+.0f} 秒"
        case actions.ServiceRegister():
            return f"收缴服务{'不再' if action.state == 'struck_off' else '重新'}受理本终端"
        case actions.Posting():
            return f"税务侧{POSTINGS[action.state]}"
        case actions.DocumentSpoiled():
            return f"下一份凭证{DOCUMENT_FLAWS[action.flaw]}"
        case _:
            assert_never(action)
