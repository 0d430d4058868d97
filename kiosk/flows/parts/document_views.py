"""What the citizen sees of a document: its pages, its printing, and what became of that."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.certificate import ServiceDocument
from kiosk.domain.citizen import Citizen
from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import Text, say
from kiosk.flows.parts.words import waiting_for
from kiosk.flows.requests.certificates import STAFF_SECONDS
from kiosk.session.answers import Again, Another, Confirmed, Finished
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case
from kiosk.session.views import Button, NoticeView, PreviewView, PrintingView, Tone, View

NO_FEE = say("打印不收钱。")
ENDING = waiting_for("正在取消打印")

_TROUBLES = {
    FaultCode.DOCUMENT_PAPER_OUT: (
        say("请找工作人员加纸"),
        say("A4 纸用完了，打印停下来了。"),
    ),
    FaultCode.DOCUMENT_PRINTER_OPEN: (
        say("请找工作人员合上盖子"),
        say("A4 打印机的盖子开着，打印停下来了。"),
    ),
    FaultCode.DOCUMENT_PRINTER_JAMMED: (
        say("请找工作人员取出卡住的纸"),
        say("A4 打印机卡纸了，打印停下来了。"),
    ),
    FaultCode.DOCUMENT_TONER_EMPTY: (
        say("请找工作人员换墨粉"),
        say("A4 打印机没有墨粉了，打印停下来了。"),
    ),
}
_TROUBLE = (say("请找工作人员看一下打印机"), say("A4 打印机停下来了。"))


@dataclass(frozen=True, slots=True)
class DocumentCase(Case):
    """A document of a citizen, and its pages as they will be printed. ``out`` of them are out of
    the printer; ``waits_for`` is what it waits for, None while it goes on."""

    document: ServiceDocument
    citizen: Citizen
    pages: tuple[bytes, ...] = field(default=(), repr=False)
    out: int = 0
    waits_for: FaultCode | None = None


def preview(case: DocumentCase, situation: Situation) -> View:
    """Every page, and whether it can be printed here."""
    document = case.document
    counted = f"（补打　第{document.reprint}次）" if document.reprint else ""
    return PreviewView(
        title=say("请确认{title}{counted}", title=document.title, counted=counted),
        hint=say("内容没有问题，再点“打印”"),
        pages=case.pages,
        confirm=Button(Confirmed(), say("打印")),
        unavailable=_unprintable(situation),
        others=(Button(Another(), say("不打印了")),),
    )


def _unprintable(situation: Situation) -> Text | None:
    if situation.health.usable(DeviceKind.DOCUMENT_PRINTER):
        return None
    return say("本机的 A4 打印机现在不能用，请到{window}打印", window=situation.terminal.window)


def printing(case: DocumentCase, _situation: Situation) -> View:
    """How far it has come; what the printer waits for, and that nothing is printed twice."""
    pages, out = len(case.pages), min(case.out, len(case.pages))
    if case.waits_for is not None:
        call, trouble = _TROUBLES.get(case.waits_for, _TROUBLE)
        return PrintingView(
            title=call,
            hint=say(
                "处理好以后会接着打，已经打好的不会重打；{n} 分钟没有人处理，就取消打印。",
                n=STAFF_SECONDS // 60,
            ),
            pages=pages,
            out=out,
            trouble=trouble,
        )
    here = min(out + 1, pages)
    return PrintingView(
        title=say("正在打印第 {here} 页，共 {n} 页", here=here, n=pages),
        hint=say("请在出纸口等一等，不用按任何按钮。"),
        pages=pages,
        out=out,
    )


def printed(case: DocumentCase, _situation: Situation) -> View:
    """What to take, and how many pages of it."""
    return NoticeView(
        tone=Tone.OK,
        title=say("打印成功"),
        what=say("{title}已经打印好了。", title=case.document.title),
        money=NO_FEE,
        advice=say(
            "请取走{title}，并核对页数：共 {n} 页。", title=case.document.title, n=len(case.pages)
        ),
        actions=(Button(Another(), say("继续办理")), Button(Finished(), say("办完了，退出"))),
    )


def stopped(_case: DocumentCase, _situation: Situation) -> View:
    """Nothing of it came out; it can be printed as if nothing had been."""
    text = FAULT_TEXTS[FaultCode.DOCUMENT_PRINT_CANCELLED]
    return NoticeView(
        tone=Tone.INFO,
        title=text.title,
        what=text.what,
        money=NO_FEE,
        advice=text.advice,
        actions=(Button(Again(), say("再打一次")), Button(Another(), say("不打印了"))),
    )


def doubtful(case: DocumentCase, _situation: Situation) -> View:
    """Some of it may be out. A certificate is only printed again as 补打; a list is made anew."""
    text = FAULT_TEXTS[FaultCode.DOCUMENT_PRINT_DOUBTFUL]
    certificate = bool(case.document.number)
    return NoticeView(
        tone=Tone.WARN,
        title=text.title,
        what=text.what,
        money=NO_FEE,
        advice=text.advice if certificate else _LIST_ADVICE,
        actions=(
            *((Button(Again(), say("再打一份（补打）")),) if certificate else ()),
            Button(Another(), say("不打印了")),
        ),
    )


_LIST_ADVICE = say("请看一下出纸口。没有打全的请交给工作人员；需要的话，可以重新查询，再打一份。")
