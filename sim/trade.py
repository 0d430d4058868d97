"""Carries out what banks, agencies and other people's phones do to the trade, and says it in
Chinese."""

from __future__ import annotations

from typing import assert_never

from kiosk.domain.insurance import InsuranceKind
from kiosk.domain.tender import Tender
from sim import trade_actions
from sim.backend.admin import Admin
from sim.backend.channels.platform import CodeHabit
from sim.backend.channels.unionpay import RespCode
from sim.backend.elsewhere import NothingToPay
from sim.impossible import Impossible
from sim.people import Person, find_person
from sim.trade_actions import TradeAction

_WITHDRAWN = "该缴款方式暂停使用，请选择其他方式"
_HABITS = {"pays": "直接付款", "asks": "要求输入密码", "refuses": "拒绝付款"}
_DEDUCTIONS = {"running": "开始", "done": "扣款成功", "stopped": "结束，没有扣款"}


def play_trade(admin: Admin, action: TradeAction) -> None:
    """Let it happen. Raises Impossible for somebody unknown, and when there is nothing to pay."""
    try:
        _play(admin, action)
    except NothingToPay:
        raise Impossible("there is nothing of that to pay") from None


def _play(admin: Admin, action: TradeAction) -> None:
    match action:
        case trade_actions.Deduction(state=state):
            act = {
                "running": admin.begin_deduction,
                "done": admin.finish_deduction,
                "stopped": admin.stop_deduction,
            }[state]
            act(_person(action.person).number, InsuranceKind(action.insurance))
        case trade_actions.PaidElsewhere():
            person = _person(action.person)
            if not admin.pay_elsewhere(person.number, InsuranceKind(action.insurance)):
                raise Impossible("it is paid already")
        case trade_actions.BillChanged():
            number, insurance = _person(action.person).number, InsuranceKind(action.insurance)
            admin.change_bill(number, insurance, more_fen=action.more_fen)
        case trade_actions.Window():
            admin.set_window(InsuranceKind(action.insurance), is_open=action.state == "open")
        case trade_actions.TenderOffered():
            offered = action.state == "offered"
            reason = None if offered else _WITHDRAWN
            admin.set_tender(Tender(action.wallet), available=offered, reason=reason)
        case trade_actions.WalletHabit():
            admin.set_code_habit(Tender(action.wallet), CodeHabit(action.habit))
        case trade_actions.UnionPayUndecided():
            admin.delay_unionpay(action.seconds, RespCode(action.code))
        case _:
            assert_never(action)


def tell_trade(action: TradeAction) -> str:
    """What happened, for the log of the bench page."""
    match action:
        case trade_actions.Deduction():
            return f"{_called(action)}批扣{_DEDUCTIONS[action.state]}（{_insurance(action)}）"
        case trade_actions.PaidElsewhere():
            return f"{_called(action)}在手机上缴费（{_insurance(action)}）"
        case trade_actions.BillChanged():
            return f"{_called(action)}的单据重新核定（{_insurance(action)}）"
        case trade_actions.Window():
            return f"{_insurance(action)}{'开始' if action.state == 'open' else '停止'}征收"
        case trade_actions.TenderOffered():
            words = "恢复" if action.state == "offered" else "停用"
            return f"{words}{Tender(action.wallet).label}"
        case trade_actions.WalletHabit():
            return f"{Tender(action.wallet).label}付款码：{_HABITS[action.habit]}"
        case trade_actions.UnionPayUndecided():
            return f"云闪付结果晚 {action.seconds:g} 秒才知道"
        case _:
            assert_never(action)


def _person(key: str) -> Person:
    try:
        return find_person(key)
    except KeyError:
        raise Impossible(f"nobody is called {key}") from None


def _called(
    action: trade_actions.Deduction | trade_actions.PaidElsewhere | trade_actions.BillChanged,
) -> str:
    return find_person(action.person).called


def _insurance(
    action: trade_actions.Deduction
    | trade_actions.PaidElsewhere
    | trade_actions.BillChanged
    | trade_actions.Window,
) -> str:
    return InsuranceKind(action.insurance).label
