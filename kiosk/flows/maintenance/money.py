"""账务: payments that are not finished, the end of day, and paper about them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from kiosk.domain.order import OrderNumber
from kiosk.domain.staff import OnDuty
from kiosk.domain.text import say
from kiosk.flows.maintenance.money_words import (
    ended_words,
    payment_line,
    recent_option,
    unanswered_line,
)
from kiosk.flows.maintenance.notices import OK_BUTTON, no_way_out, told
from kiosk.flows.requests.maintenance.money import (
    AskOpenMoney,
    AskRecentPayments,
    DayEnded,
    EndDay,
    LineTried,
    MoneyPrinted,
    Open,
    OpenMoney,
    PrintCopy,
    PrintOpenMoney,
    PrintSettlement,
    RecentPayments,
    ReverseNow,
)
from kiosk.session.answers import Confirmed, Picked, ServiceChosen
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Goto, Outcome, Taken
from kiosk.session.steps import Ask, Do, Flow
from kiosk.session.views import Button, LinesView, OptionsView, Tone, View, WaitingView

MOST_RECENT = 40


class MoneyChoice(Enum):
    """What can be touched under the list."""

    END_DAY = "end_day"
    REVERSE = "reverse"
    PRINT_LIST = "print_list"
    COPY = "copy"
    PRINT_SETTLEMENT = "print_settlement"


@dataclass(frozen=True, slots=True)
class MoneyCase(Case):
    """What is open, what was chosen, and what came of it."""

    money: OpenMoney | None = None
    recent: RecentPayments | None = None
    chosen: OrderNumber | None = None
    ended: DayEnded | None = None
    tried: LineTried | None = None


def _known(case: MoneyCase) -> OpenMoney:
    assert case.money is not None  # noqa: S101
    return case.money


def _ask_money(_case: MoneyCase, _situation: Situation) -> AskOpenMoney:
    return AskOpenMoney()


def _take_money(_case: MoneyCase, money: OpenMoney) -> MoneyCase:
    return MoneyCase(money)


def _books(case: MoneyCase, _situation: Situation) -> View:
    money = _known(case)
    day = () if money.unanswered is None else (unanswered_line(money.unanswered),)
    waits = any(one.why is Open.REVERSAL for one in money.payments)
    choices = [
        (MoneyChoice.END_DAY, "日终对账", money.takes_cards),
        (MoneyChoice.REVERSE, "重试冲正", waits and money.takes_cards),
        (MoneyChoice.PRINT_LIST, "打印清单", bool(money.payments)),
        (MoneyChoice.COPY, "打印一笔", True),
    ]
    return LinesView(
        title=say("没有了结的缴费"),
        hint=say("共 {count} 笔。缴费人信息不在这里显示", count=str(len(money.payments))),
        lines=(*day, *map(payment_line, money.payments)),
        nothing=say("每一笔缴费都已了结"),
        actions=tuple(
            Button(ServiceChosen(choice), say(label))
            for choice, label, offered in choices
            if offered
        ),
    )


_LEADS = {
    MoneyChoice.END_DAY: "end_confirm",
    MoneyChoice.REVERSE: "reverse",
    MoneyChoice.PRINT_LIST: "print_list",
    MoneyChoice.COPY: "find_recent",
    MoneyChoice.PRINT_SETTLEMENT: "print_settlement",
}


def _choose(case: MoneyCase, answer: ServiceChosen) -> Taken[MoneyCase]:
    assert isinstance(answer.service, MoneyChoice)  # noqa: S101
    return Goto(_LEADS[answer.service], replace(case, ended=None, tried=None, chosen=None))


def _end_confirm(case: MoneyCase, _situation: Situation) -> View:
    batch = _known(case).batch
    what = (
        say("本机还没有批次。")
        if batch is None
        else say(
            "批次 {batch}：刷卡 {count} 笔，共 {amount} 元。",
            batch=f"{batch.number:06d}",
            count=str(batch.count),
            amount=batch.amount.figures,
        )
    )
    advice = say("与收单机构对账并结束这个批次，每天营业结束后做一次。")
    go = Button(Confirmed(), say("开始日终"))
    return told(Tone.INFO, say("日终对账"), what, advice, actions=(go,))


def _end_day(_case: MoneyCase, _situation: Situation) -> EndDay:
    return EndDay()


def _settling(_case: MoneyCase, _situation: Situation) -> View:
    return WaitingView(say("正在与收单机构对账"), say("请稍候，不要离开"))


def _take_ended(case: MoneyCase, ended: DayEnded) -> Outcome[MoneyCase]:
    return replace(case, ended=ended)


def _ended(case: MoneyCase, _situation: Situation) -> View:
    assert case.ended is not None  # noqa: S101
    tone, title, what, advice = ended_words(case.ended)
    slip = Button(ServiceChosen(MoneyChoice.PRINT_SETTLEMENT), say("打印对账单"))
    actions = (slip, OK_BUTTON) if case.ended.batch is not None else (OK_BUTTON,)
    return told(tone, title, what, advice, actions=actions)


def _after_end(case: MoneyCase, answer: ServiceChosen | Confirmed) -> Taken[MoneyCase]:
    if isinstance(answer, ServiceChosen):
        return Goto("print_settlement", case)
    return Goto("money", case)


def _print_settlement(case: MoneyCase, _situation: Situation) -> PrintSettlement:
    assert case.ended is not None  # noqa: S101
    return PrintSettlement(case.ended)


def _printed(case: MoneyCase, _printed: MoneyPrinted) -> Goto[MoneyCase]:
    return Goto("printed", case)


def _reverse(_case: MoneyCase, _situation: Situation) -> ReverseNow:
    return ReverseNow()


def _reversing(_case: MoneyCase, _situation: Situation) -> View:
    return WaitingView(say("正在冲正"), say("请稍候，不要离开"))


def _take_tried(case: MoneyCase, tried: LineTried) -> Goto[MoneyCase]:
    return Goto("reversed", replace(case, tried=tried))


def _reversed(case: MoneyCase, _situation: Situation) -> View:
    assert case.tried is not None  # noqa: S101
    if not case.tried.waiting:
        return told(Tone.OK, say("冲正完成"), say("没有等待冲正的刷卡交易了。"))
    what = say("还有 {count} 笔没有冲正成功。", count=str(case.tried.waiting))
    advice = say("程序会继续自动重试。原因代码 {cause}。", cause=case.tried.cause or "-")
    return told(Tone.WARN, say("冲正没有完成"), what, advice)


def _to_money(case: MoneyCase, _answer: Confirmed) -> Goto[MoneyCase]:
    return Goto("money", case)


def _print_list(_case: MoneyCase, _situation: Situation) -> PrintOpenMoney:
    return PrintOpenMoney()


def _find_recent(_case: MoneyCase, _situation: Situation) -> AskRecentPayments:
    return AskRecentPayments(MOST_RECENT)


def _take_recent(case: MoneyCase, recent: RecentPayments) -> MoneyCase:
    return replace(case, recent=recent)


def _choose_payment(case: MoneyCase, _situation: Situation) -> View:
    recent = () if case.recent is None else case.recent.payments
    return OptionsView(
        title=say("打印哪一笔"),
        hint=say("最近的缴费，按订单号核对"),
        options=tuple(recent_option(Picked(place), one) for place, one in enumerate(recent)),
    )


def _take_payment(case: MoneyCase, answer: Picked) -> MoneyCase:
    assert case.recent is not None  # noqa: S101
    return replace(case, chosen=case.recent.payments[answer.place].number)


def _print_copy(case: MoneyCase, _situation: Situation) -> PrintCopy:
    assert case.chosen is not None  # noqa: S101
    return PrintCopy(case.chosen)


def _paper_out(_case: MoneyCase, _situation: Situation) -> View:
    return told(Tone.OK, say("已打印"), say("请在小票出口取走。"))


def enter_money(_member: OnDuty) -> MoneyCase:
    """Whoever is on duty opens it."""
    return MoneyCase()


_AFTER_END: tuple[type[ServiceChosen | Confirmed], ...] = (ServiceChosen, Confirmed)

MONEY: Flow[MoneyCase] = Flow(
    "money",
    "账务",
    (
        Do(name="money", request=_ask_money, reply=OpenMoney, take=_take_money),
        Ask(
            name="books",
            view=_books,
            answers=(ServiceChosen,),
            take=_choose,
            leads=("end_confirm", "reverse", "print_list", "find_recent"),
        ),
        Ask(
            name="end_confirm",
            view=_end_confirm,
            answers=(Confirmed,),
            take=lambda case, _yes: case,
        ),
        Do(
            name="end_day",
            request=_end_day,
            reply=DayEnded,
            take=_take_ended,
            view=_settling,
            stake=no_way_out,
            seals=True,
        ),
        Ask(
            name="ended",
            view=_ended,
            answers=_AFTER_END,
            take=_after_end,
            leads=("print_settlement", "money"),
        ),
        Do(
            name="print_settlement",
            request=_print_settlement,
            reply=MoneyPrinted,
            take=_printed,
            leads=("printed",),
        ),
        Do(
            name="reverse",
            request=_reverse,
            reply=LineTried,
            take=_take_tried,
            view=_reversing,
            stake=no_way_out,
            leads=("reversed",),
        ),
        Ask(
            name="reversed",
            view=_reversed,
            answers=(Confirmed,),
            take=_to_money,
            leads=("money",),
        ),
        Do(
            name="print_list",
            request=_print_list,
            reply=MoneyPrinted,
            take=_printed,
            leads=("printed",),
        ),
        Do(name="find_recent", request=_find_recent, reply=RecentPayments, take=_take_recent),
        Ask(name="recent", view=_choose_payment, answers=(Picked,), take=_take_payment),
        Do(
            name="print_copy",
            request=_print_copy,
            reply=MoneyPrinted,
            take=_printed,
            leads=("printed",),
        ),
        Ask(
            name="printed", view=_paper_out, answers=(Confirmed,), take=_to_money, leads=("money",)
        ),
    ),
)
