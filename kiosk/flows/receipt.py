"""缴费成功: the receipt prints by itself; a failed print never changes the payment."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.order import OrderStatus
from kiosk.domain.period import periods_label
from kiosk.domain.quote import Quote
from kiosk.domain.text import Text, say
from kiosk.flows.requests.receipt import Printed, PrintReceipt
from kiosk.session.answers import Again, Another, Confirmed, Finished
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Depart, Finish, Goto, Taken, Way
from kiosk.session.steps import GLANCE, RESULT, Ask, Do, Flow, Stake
from kiosk.session.views import Button, NoticeView, Place, SuccessView, Tone, View


@dataclass(frozen=True, slots=True)
class ReceiptCase(Case):
    """The payment that stands, and what became of its paper."""

    quote: Quote
    order: OrderStatus
    printed: Printed | None = None
    fault: Fault | None = None


_PRINTER_FAULTS = frozenset(
    {
        FaultCode.PAPER_OUT,
        FaultCode.COVER_OPEN,
        FaultCode.PRINTER_FAULT,
        FaultCode.PRINTER_LOST,
    }
)


def _success(case: ReceiptCase, _situation: Situation) -> View:
    printing = case.printed is None and case.fault is None
    paper: tuple[Text, tuple[Text, ...]]
    if printing:
        paper = (say("正在打印缴费小票"), (say("请稍候，小票在屏幕下方出口"),))
    elif case.printed is not None:
        paper = (
            say("请取走缴费小票"),
            (say("小票在屏幕下方出口"), say("要完税证明，缴费人本人可在首页选“社保费凭证打印”")),
        )
    else:
        paper = (
            say("没有打印小票"),
            (
                say("缴费已经成功，不受影响"),
                say("缴费人本人以后可在“社保费缴费查询”里补打"),
            ),
        )
    return SuccessView(
        title=say("缴费成功"),
        amount=case.order.amount,
        summary=say(
            "{insurance} · {period}",
            insurance=case.quote.insurance.label,
            period=periods_label(case.quote.periods),
        ),
        paper_title=paper[0],
        paper_lines=paper[1],
        printing=printing,
        others=() if printing else (Button(Another(), say("继续缴费")),),
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
    return NoticeView(
        tone=Tone.WARN,
        title=say("缴费已成功，小票没有打好"),
        what=what,
        money=say("已缴 {amount} 元，缴费有效，不需要再缴。", amount=case.order.amount.figures),
        advice=advice,
        actions=(Button(Again(), say("再打一次")), Button(Confirmed(), say("不打小票"))),
        reference=case.fault.reference,
    )


def _print_again_or_not(case: ReceiptCase, answer: Again | Confirmed) -> Taken[ReceiptCase]:
    if isinstance(answer, Again):
        return Goto("print", replace(case, fault=None))
    return Goto("done", case)


def _next(case: ReceiptCase, answer: Another | Finished) -> Taken[ReceiptCase]:
    if isinstance(answer, Another):
        return Finish(case)
    return Depart(Way.LEAVE)


_UNPRINTED_ANSWERS: tuple[type[Again | Confirmed], ...] = (Again, Confirmed)
_DONE_ANSWERS: tuple[type[Another | Finished], ...] = (Another, Finished)

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
            leads=("print", "done"),
        ),
        Ask(
            name="done",
            view=_success,
            answers=_DONE_ANSWERS,
            take=_next,
            place=Place.RECEIPT,
            patience=RESULT,
            keeps_back=False,
            leads=("end", "depart"),
        ),
    ),
)
