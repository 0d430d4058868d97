"""A PDF of the service: drawn, looked at, printed on A4. Certificates and lists end here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kiosk.domain.certificate import ServiceDocument
from kiosk.domain.terminal import DeviceKind
from kiosk.domain.text import Text, say
from kiosk.flows.parts.words import waiting_for
from kiosk.flows.requests.certificates import DocumentPages, DrawDocument, PrintDocument
from kiosk.flows.requests.receipt import Printed
from kiosk.session.answers import Another, Confirmed, Finished
from kiosk.session.health import Situation
from kiosk.session.outcomes import Case, Depart, Finish, Outcome, Taken, Way
from kiosk.session.steps import RESULT, Ask, Do, Flow
from kiosk.session.views import Button, NoticeView, Place, PreviewView, Tone, View

NO_FEE = say("打印不收钱。")


@dataclass(frozen=True, slots=True)
class DocumentCase(Case):
    """A document, and its pages as they will be printed."""

    document: ServiceDocument
    pages: tuple[bytes, ...] = field(default=(), repr=False)


def _take_pages(case: DocumentCase, drawn: DocumentPages) -> Outcome[DocumentCase]:
    return replace(case, pages=drawn.pages)


def _unprintable(situation: Situation) -> Text | None:
    if situation.health.usable(DeviceKind.DOCUMENT_PRINTER):
        return None
    return say("本机的 A4 打印机现在不能用，请到{window}打印", window=situation.terminal.window)


def _preview(case: DocumentCase, situation: Situation) -> View:
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


def _take_preview(case: DocumentCase, answer: Confirmed | Another) -> Taken[DocumentCase]:
    return Finish(case) if isinstance(answer, Another) else case


def _printed(case: DocumentCase, _situation: Situation) -> View:
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


def _take_printed(case: DocumentCase, answer: Another | Finished) -> Taken[DocumentCase]:
    return Finish(case) if isinstance(answer, Another) else Depart(Way.LEAVE)


_PREVIEW_ANSWERS: tuple[type[Confirmed | Another], ...] = (Confirmed, Another)
_PRINTED_ANSWERS: tuple[type[Another | Finished], ...] = (Another, Finished)

DOCUMENT: Flow[DocumentCase] = Flow(
    "document",
    "预览和打印",
    (
        Do(
            name="draw",
            request=lambda case, _situation: DrawDocument(case.document),
            reply=DocumentPages,
            take=_take_pages,
            view=lambda _case, _situation: waiting_for("正在准备预览"),
            place=Place.REVIEW,
        ),
        Ask(
            name="preview",
            view=_preview,
            answers=_PREVIEW_ANSWERS,
            take=_take_preview,
            place=Place.REVIEW,
            leads=("end",),
        ),
        Do(
            name="print",
            request=lambda case, _situation: PrintDocument(case.document),
            reply=Printed,
            take=lambda case, _printed: case,
            view=lambda _case, _situation: waiting_for("正在打印"),
            place=Place.RECEIPT,
        ),
        Ask(
            name="printed",
            view=_printed,
            answers=_PRINTED_ANSWERS,
            take=_take_printed,
            place=Place.RECEIPT,
            patience=RESULT,
            leads=("end", "depart"),
        ),
    ),
)
