"""A PDF of the service: believed, drawn, looked at, printed on A4.

Certificates and lists end here. Of a document that is, or may be, on paper there is never a second
one: what is printed after that is a 补打, another document with a count of its own.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.domain.certificate import ServiceDocument
from kiosk.domain.text import say
from kiosk.flows.parts import document_views as views
from kiosk.flows.parts.document_views import NO_FEE, DocumentCase
from kiosk.flows.parts.words import waiting_for
from kiosk.flows.requests.certificates import (
    DocumentPages,
    DrawDocument,
    PagesOut,
    PrintDocument,
    PrintStopped,
    ReprintCertificate,
    StopPrinting,
)
from kiosk.flows.requests.receipt import Printed
from kiosk.session.answers import Again, Another, Confirmed, Finished
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.outcomes import Depart, Finish, Goto, Outcome, Taken, Way
from kiosk.session.steps import GLANCE, RESULT, Ask, Do, Flow, Stake
from kiosk.session.views import Place

__all__ = ["DOCUMENT", "NO_FEE", "DocumentCase"]


def _take_pages(case: DocumentCase, drawn: DocumentPages) -> Outcome[DocumentCase]:
    return replace(case, pages=drawn.pages)


def _take_preview(case: DocumentCase, answer: Confirmed | Another) -> Taken[DocumentCase]:
    if isinstance(answer, Another):
        return Finish(case)
    return replace(case, out=0, waits_for=None)


def _hear(case: DocumentCase, news: object) -> DocumentCase:
    if not isinstance(news, PagesOut):
        return case
    return replace(case, out=news.pages, waits_for=news.waits_for)


def _not_printed(case: DocumentCase, fault: Fault) -> Outcome[DocumentCase] | None:
    match fault.code:
        case FaultCode.DOCUMENT_PRINT_DOUBTFUL:
            return Goto("doubtful", case)
        case FaultCode.DOCUMENT_PRINT_CANCELLED:
            return Goto("stopped", case)
        case _:
            return None


def _give_up(case: DocumentCase, _way: Way) -> Outcome[DocumentCase]:
    return Goto("stop", case)


def _ended(case: DocumentCase, ended: PrintStopped) -> Outcome[DocumentCase]:
    if ended.pages == len(case.pages):
        return Goto("printed", case)
    return Goto("stopped" if ended.pages == 0 else "doubtful", case)


def _end_unknown(case: DocumentCase, _fault: Fault) -> Outcome[DocumentCase]:
    return Goto("doubtful", case)


def _take_again(case: DocumentCase, answer: Again | Another) -> Taken[DocumentCase]:
    if isinstance(answer, Another):
        return Finish(case)
    return Goto("print", replace(case, out=0, waits_for=None))


def _take_doubt(case: DocumentCase, answer: Again | Another) -> Taken[DocumentCase]:
    return Finish(case) if isinstance(answer, Another) else case


def _take_reprint(case: DocumentCase, document: ServiceDocument) -> Outcome[DocumentCase]:
    return Goto("draw", replace(case, document=document, pages=()))


def _take_printed(case: DocumentCase, answer: Another | Finished) -> Taken[DocumentCase]:
    return Finish(case) if isinstance(answer, Another) else Depart(Way.LEAVE)


_PREVIEW_ANSWERS: tuple[type[Confirmed | Another], ...] = (Confirmed, Another)
_PRINTED_ANSWERS: tuple[type[Another | Finished], ...] = (Another, Finished)
_AGAIN_ANSWERS: tuple[type[Again | Another], ...] = (Again, Another)

DOCUMENT: Flow[DocumentCase] = Flow(
    "document",
    "预览和打印",
    (
        Do(
            name="draw",
            request=lambda case, _situation: DrawDocument(case.document, case.citizen),
            reply=DocumentPages,
            take=_take_pages,
            view=lambda _case, _situation: waiting_for("正在准备预览"),
            place=Place.REVIEW,
        ),
        Ask(
            name="preview",
            view=views.preview,
            answers=_PREVIEW_ANSWERS,
            take=_take_preview,
            place=Place.REVIEW,
            once=True,
            leads=("end",),
        ),
        Do(
            name="print",
            request=lambda case, _situation: PrintDocument(case.document),
            reply=Printed,
            take=lambda case, _printed: case,
            view=views.printing,
            place=Place.RECEIPT,
            failed=_not_printed,
            hear=_hear,
            stake=lambda _case: Stake(leave=say("取消打印"), only_leave=True),
            abandon=_give_up,
            leads=("stop", "stopped", "doubtful"),
        ),
        Ask(
            name="printed",
            view=views.printed,
            answers=_PRINTED_ANSWERS,
            take=_take_printed,
            place=Place.RECEIPT,
            patience=RESULT,
            leads=("end", "depart"),
        ),
        Do(
            name="stop",
            request=lambda case, _situation: StopPrinting(case.document),
            reply=PrintStopped,
            take=_ended,
            view=lambda _case, _situation: views.ENDING,
            place=Place.RECEIPT,
            failed=_end_unknown,
            stake=lambda _case: Stake(),
            leads=("printed", "stopped", "doubtful"),
        ),
        Ask(
            name="stopped",
            view=views.stopped,
            answers=_AGAIN_ANSWERS,
            take=_take_again,
            place=Place.RECEIPT,
            patience=GLANCE,
            leads=("print", "end"),
        ),
        Ask(
            name="doubtful",
            view=views.doubtful,
            answers=_AGAIN_ANSWERS,
            take=_take_doubt,
            place=Place.RECEIPT,
            patience=GLANCE,
            leads=("end",),
        ),
        Do(
            name="reprint",
            request=lambda case, _situation: ReprintCertificate(case.citizen, case.document.number),
            reply=ServiceDocument,
            take=_take_reprint,
            view=lambda _case, _situation: waiting_for("正在取回凭证"),
            place=Place.REVIEW,
            seals=True,
            leads=("draw",),
        ),
    ),
)
