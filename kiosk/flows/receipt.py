"""缴费成功: the receipt prints by itself; a failed print never changes the payment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import assert_never

from kiosk.domain.order import OrderStatus
from kiosk.domain.period import periods_label
from kiosk.domain.quote import Quote
from kiosk.domain.text import Text, say
from kiosk.flows.requests.receipt import (
    FindReceiptAddress,
    Printed,
    PrintReceipt,
    ReceiptAddress,
)
from kiosk.session.answers import Again, Another, Choice, Chosen, Confirmed, Finished
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Depart, Finish, Goto, Taken, Way
from kiosk.session.steps import DELIBERATE, GLANCE, RESULT, Ask, Do, Flow, Stake
from kiosk.session.views import (
    Button,
    LinkView,
    NoticeView,
    Place,
    ReceiptAt,
    SuccessView,
    Tone,
    View,
    WaitingView,
)


@dataclass(frozen=True, slots=True)
class ReceiptCase(Case):
    """The payment that stands, and what became of its paper. ``address`` is the page that shows
    the receipt to a phone, ``pageless`` says that none could be found."""

    quote: Quote
    order: OrderStatus
    printed: Printed | None = None
    fault: Fault | None = None
    address: ReceiptAddress | None = None
    pageless: bool = False


_TO_PHONE = Button(Chosen(Choice.TO_PHONE), say("手机扫码看小票"))
_PRINTER_FAULTS = frozenset(
    {
        FaultCode.PAPER_OUT,
        FaultCode.COVER_OPEN,
        FaultCode.PRINTER_FAULT,
        FaultCode.PRINTER_LOST,
    }
)


_PRINTED_LATER = say("缴费人本人以后可在“社保费缴费查询”里补打")
_PAPER = {
    ReceiptAt.PRINTER: (say("正在打印缴费小票"), (say("请稍候，小票在屏幕下方出口"),)),
    ReceiptAt.MOUTH: (
        say("请取走缴费小票"),
        (say("小票在屏幕下方出口"), say("要完税证明，缴费人本人可在首页选“社保费凭证打印”")),
    ),
    ReceiptAt.PHONE: (
        say("小票请在手机上看"),
        (say("没有打印纸质小票，缴费已经成功"), _PRINTED_LATER),
    ),
    ReceiptAt.NOWHERE: (
        say("没有打印小票"),
        (say("缴费已经成功，不受影响"), _PRINTED_LATER),
    ),
}
"""What is said of the receipt, by where it is."""


def _receipt_at(case: ReceiptCase) -> ReceiptAt:
    if case.printed is not None:
        return ReceiptAt.MOUTH
    if case.fault is None:
        return ReceiptAt.PRINTER
    return ReceiptAt.NOWHERE if case.address is None else ReceiptAt.PHONE


def _success(case: ReceiptCase, _situation: Situation) -> View:
    receipt = _receipt_at(case)
    title, lines = _PAPER[receipt]
    printing = receipt is ReceiptAt.PRINTER
    on_phone = (_TO_PHONE,) if case.fault is not None and not case.pageless else ()
    return SuccessView(
        title=say("缴费成功"),
        amount=case.order.amount,
        summary=say(
            "{insurance} · {period}",
            insurance=case.quote.insurance.label,
            period=periods_label(case.quote.periods),
        ),
        paper_title=title,
        paper_lines=lines,
        receipt=receipt,
        others=() if printing else (Button(Another(), say("继续缴费")), *on_phone),
        finish=None if printing else Button(Finished(), say("办完了，退出")),
    )


def _print(case: ReceiptCase, _situation: Situation) -> PrintReceipt:
    return PrintReceipt(case.order.number)


def _printed(case: ReceiptCase, printed: Printed) -> Goto[ReceiptCase]:
    return Goto("done", replace(case, printed=printed))


def _not_printed(case: ReceiptCase, fault: Fault) -> Goto[ReceiptCase]:
    return Goto("unprinted", replace(case, fault=fault))


def _why_no_paper(code: FaultCode) -> tuple[Text, Text]:
    """What is wrong with the paper and what to do; only a printer's own fault is worth naming."""
    if code in _PRINTER_FAULTS:
        text = FAULT_TEXTS[code]
        return text.title, text.advice
    return say("小票没有打出来。"), say("可以再打一次；也可以以后凭身份证到人工窗口补打。")


def _unprinted(case: ReceiptCase, _situation: Situation) -> View:
    assert case.fault is not None  # noqa: S101  (only a fault leads here)
    what, advice = _why_no_paper(case.fault.code)
    again, without = Button(Again(), say("再打一次")), Button(Confirmed(), say("不打小票"))
    if case.pageless:
        what = say("{what}手机上的小票现在也取不到。", what=what)
        actions: tuple[Button, ...] = (again, without)
    elif case.fault.code in _PRINTER_FAULTS:
        # Nothing is printed before somebody has seen to the printer.
        actions = (_TO_PHONE, again, without)
    else:
        actions = (again, _TO_PHONE, without)
    return NoticeView(
        tone=Tone.WARN,
        title=say("缴费已成功，小票没有打好"),
        what=what,
        money=say("已缴 {amount} 元，缴费有效，不需要再缴。", amount=case.order.amount.figures),
        advice=advice,
        actions=actions,
        reference=case.fault.reference,
    )


def _print_again_or_not(
    case: ReceiptCase, answer: Again | Chosen | Confirmed
) -> Taken[ReceiptCase]:
    match answer:
        case Again():
            return Goto("print", replace(case, fault=None, pageless=False))
        case Chosen():
            return Goto("address", case)
        case Confirmed():
            return Goto("done", case)
        case _:
            assert_never(answer)


def _find_address(case: ReceiptCase, _situation: Situation) -> FindReceiptAddress:
    return FindReceiptAddress(case.order.number)


def _finding(_case: ReceiptCase, _situation: Situation) -> View:
    return WaitingView(say("正在取小票的二维码"), say("缴费已经成功，请稍候"))


def _address(case: ReceiptCase, address: ReceiptAddress) -> Goto[ReceiptCase]:
    return Goto("phone", replace(case, address=address))


def _no_address(case: ReceiptCase, _fault: Fault) -> Goto[ReceiptCase]:
    return Goto("unprinted", replace(case, pageless=True))


def _phone(case: ReceiptCase, _situation: Situation) -> View:
    assert case.address is not None  # noqa: S101  (only an address leads here)
    return LinkView(
        title=say("手机扫码看缴费小票"),
        hint=say("上面有金额、险种、所属期和订单号，姓名只显示一部分"),
        payload=case.address.url,
        valid_seconds=None,
        caution=say("它是缴费小票，不是完税证明；要完税证明，请在首页选“社保费凭证打印”。"),
        finish=Button(Finished(), say("已经扫好了")),
    )


def _seen(case: ReceiptCase, _answer: Finished) -> Goto[ReceiptCase]:
    return Goto("done", case)


def _next(case: ReceiptCase, answer: Another | Chosen | Finished) -> Taken[ReceiptCase]:
    match answer:
        case Another():
            return Finish(case)
        case Chosen():
            return Goto("address", case)
        case Finished():
            return Depart(Way.LEAVE)
        case _:
            assert_never(answer)


_UNPRINTED_ANSWERS: tuple[type[Again | Chosen | Confirmed], ...] = (Again, Chosen, Confirmed)
_PHONE_ANSWERS: tuple[type[Finished], ...] = (Finished,)
_DONE_ANSWERS: tuple[type[Another | Chosen | Finished], ...] = (Another, Chosen, Finished)

RECEIPT: Flow[ReceiptCase] = Flow(
    "receipt",
    "缴费小票",
    (
        Do(
            name="print",
            request=_print,
            reply=Printed,
            take=_printed,
            view=_success,
            place=Place.RECEIPT,
            failed=_not_printed,
            stake=lambda _case: Stake(),
            seals=True,
            leads=("done", "unprinted"),
        ),
        Ask(
            name="unprinted",
            view=_unprinted,
            answers=_UNPRINTED_ANSWERS,
            take=_print_again_or_not,
            place=Place.RECEIPT,
            patience=GLANCE,
            keeps_back=False,
            leads=("print", "address", "done"),
        ),
        Do(
            name="address",
            request=_find_address,
            reply=ReceiptAddress,
            take=_address,
            view=_finding,
            place=Place.RECEIPT,
            failed=_no_address,
            leads=("phone", "unprinted"),
        ),
        Ask(
            name="phone",
            view=_phone,
            answers=_PHONE_ANSWERS,
            take=_seen,
            place=Place.RECEIPT,
            patience=DELIBERATE,
            keeps_back=False,
            leads=("done",),
        ),
        Ask(
            name="done",
            view=_success,
            answers=_DONE_ANSWERS,
            take=_next,
            place=Place.RECEIPT,
            patience=RESULT,
            keeps_back=False,
            leads=("address", "end", "depart"),
        ),
    ),
)
