"""A document of the service: drawn, looked at, printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.certificate import ServiceDocument
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.terminal import ABSENT, Condition, DeviceKind, DeviceStatus
from kiosk.flows.requests.certificates import (
    DrawDocument,
    PagesOut,
    PrintDocument,
    PrintStopped,
    ReprintCertificate,
    StopPrinting,
)
from kiosk.flows.requests.history import Payments
from kiosk.flows.requests.receipt import Printed
from kiosk.session.answers import (
    Again,
    Another,
    Confirmed,
    CriteriaChosen,
    GoBack,
    GoHome,
    Leave,
    Module,
)
from kiosk.session.effects import Perform, Show
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.terminal import Attract
from kiosk.session.views import CriteriaView, NoticeView, Place, PreviewView, PrintingView
from tests.support.samples import CITIZEN, WELL
from tests.support.service_samples import DOCUMENT, LIST, PAGES, RECORD, REPRINTED
from tests.support.visit import Session

TITLE = DOCUMENT.title


def to_draw(document: ServiceDocument = DOCUMENT) -> Session:
    session = Session().into(Module.CERTIFICATES, CitizenGroup.FLEXIBLE).logged_in()
    session.touch("开具社会保险费缴费证明")
    session.answer(CriteriaChosen(session.view(CriteriaView).chosen))
    return session.touch("开具汇总").done(document)


def to_preview(document: ServiceDocument = DOCUMENT) -> Session:
    return to_draw(document).done(PAGES)


def to_print(document: ServiceDocument = DOCUMENT) -> Session:
    return to_preview(document).touch("打印")


def to_printed() -> Session:
    return to_print().done(Printed(0))


def to_list() -> Session:
    """A list is to be made; it has no number."""
    session = Session().into(Module.QUERY, CitizenGroup.FLEXIBLE).logged_in()
    session.answer(CriteriaChosen(session.view(CriteriaView).chosen))
    return session.done(Payments((RECORD,), more=False)).touch("打印清单")


def test_a_document_is_drawn_before_it_is_shown() -> None:
    assert to_draw().asked(DrawDocument) == DrawDocument(DOCUMENT, CITIZEN)


def test_the_preview_shows_every_page_and_asks_before_printing() -> None:
    session = to_preview()
    view = session.view(PreviewView)
    assert str(view.title) == f"请确认{TITLE}"
    assert view.pages == PAGES.pages
    assert view.unavailable is None
    assert session.choices == ["打印", "不打印了"]
    assert session.scene.place is Place.REVIEW
    assert session.all_of(Perform) == []


def test_a_document_printed_before_says_how_often() -> None:
    view = to_preview(replace(DOCUMENT, reprint=3)).view(PreviewView)
    assert str(view.title) == f"请确认{TITLE}（补打　第3次）"


def test_nothing_of_the_document_is_in_its_representation() -> None:
    session = to_preview(replace(DOCUMENT, link="https://wallet.example/d/4711"))
    said = repr(session.visit)
    assert "PNG" not in said
    assert "%PDF" not in said
    assert "4711" not in said


def test_it_is_printed_after_its_confirmation_and_then_taken() -> None:
    session = to_preview().touch("打印")
    assert session.asked(PrintDocument) == PrintDocument(DOCUMENT)
    view = session.done(Printed(0)).view(NoticeView)
    assert str(view.title) == "打印成功"
    assert str(view.money) == "打印不收钱。"
    assert str(view.advice) == f"请取走{TITLE}，并核对页数：共 2 页。"
    assert session.choices == ["继续办理", "办完了，退出"]


def test_whoever_does_not_want_it_is_not_made_to_print_it() -> None:
    session = to_preview().touch("不打印了")
    assert session.step == "kind"
    assert not any(
        isinstance(effect, Perform) and isinstance(effect.request, PrintDocument)
        for effect in session.history
    )


def test_whoever_has_it_goes_on_or_leaves_and_cannot_have_it_printed_once_more() -> None:
    assert to_printed().answer(Another()).step == "kind"
    assert to_printed().touch("办完了，退出").terminal.phase == Attract()
    assert to_printed().elapse().terminal.phase == Attract()
    assert to_printed().answer(GoBack()).step == "form"


@pytest.mark.parametrize(
    "condition", [ABSENT, Condition(DeviceStatus.OFFLINE), Condition(DeviceStatus.USER_ERROR)]
)
def test_without_a_printer_for_it_the_preview_says_where_to_go(condition: Condition) -> None:
    session = to_preview().health(WELL.with_device(DeviceKind.DOCUMENT_PRINTER, condition))
    assert len(session.all_of(Show)) == 1
    view = session.view(PreviewView)
    assert str(view.unavailable) == "本机的 A4 打印机现在不能用，请到3 号人工窗口打印"


def test_what_cannot_be_printed_is_not_asked_of_the_printer() -> None:
    health = WELL.with_device(DeviceKind.DOCUMENT_PRINTER, ABSENT)
    session = to_preview().health(health).answer(Confirmed())
    assert session.step == "preview"
    assert session.all_of(Perform) == []
    assert session.complaint == "本机的 A4 打印机现在不能用，请到3 号人工窗口打印"
    assert session.health(WELL).touch("打印").step == "print"


@pytest.mark.parametrize(
    "code",
    [
        FaultCode.DOCUMENT_PRINTER_LOST,
        FaultCode.DOCUMENT_PAPER_OUT,
        FaultCode.DOCUMENT_PRINTER_OPEN,
        FaultCode.DOCUMENT_PRINTER_JAMMED,
        FaultCode.DOCUMENT_TONER_EMPTY,
        FaultCode.DOCUMENT_UNSOUND,
        FaultCode.INTERNAL,
    ],
)
def test_a_print_that_did_not_begin_costs_nothing_and_is_tried_again(code: FaultCode) -> None:
    session = to_print().failed(code)
    view = session.view(NoticeView)
    assert view.title == FAULT_TEXTS[code].title
    assert "没有扣款" in str(view.money)
    session.touch(str(FAULT_TEXTS[code].again)).asked(PrintDocument)
    session.failed(code)
    assert session.answer(GoBack()).step == "form"


def test_a_document_that_cannot_be_drawn_is_not_shown() -> None:
    session = to_draw().failed(FaultCode.DOCUMENT_UNSOUND)
    assert session.title == "收到的凭证有问题"
    assert not session.view(NoticeView).money_open
    assert session.touch("再试一次").done(PAGES).step == "preview"


# --- while it is being printed --------------------------------------------------------------------


def printing(session: Session) -> tuple[str, int, str]:
    view = session.view(PrintingView)
    assert view.pages == len(PAGES.pages)
    return str(view.title), view.out, str(view.trouble)


def test_every_page_that_is_out_is_told_on_the_same_screen() -> None:
    session = to_print()
    assert printing(session) == ("正在打印第 1 页，共 2 页", 0, "None")
    number = session.scene.number
    session.told(PagesOut(1))
    assert printing(session) == ("正在打印第 2 页，共 2 页", 1, "None")
    assert session.scene.number == number
    assert printing(session.told(PagesOut(2))) == ("正在打印第 2 页，共 2 页", 2, "None")
    assert session.told("what is this").effects == ()
    assert printing(session.told(PagesOut(9)))[1] == 2


@pytest.mark.parametrize(
    ("waits_for", "call", "said"),
    [
        (FaultCode.DOCUMENT_PAPER_OUT, "加纸", "A4 纸用完了，打印停下来了。"),
        (FaultCode.DOCUMENT_PRINTER_OPEN, "合上盖子", "A4 打印机的盖子开着，打印停下来了。"),
        (FaultCode.DOCUMENT_PRINTER_JAMMED, "取出卡住的纸", "A4 打印机卡纸了，打印停下来了。"),
        (FaultCode.DOCUMENT_TONER_EMPTY, "换墨粉", "A4 打印机没有墨粉了，打印停下来了。"),
        (FaultCode.DOCUMENT_PRINTER_LOST, "看一下打印机", "A4 打印机停下来了。"),
    ],
)
def test_what_the_printer_waits_for_is_said_and_that_nothing_is_printed_twice(
    waits_for: FaultCode, call: str, said: str
) -> None:
    session = to_print().told(PagesOut(1, waits_for))
    assert printing(session) == (f"请找工作人员{call}", 1, said)
    assert "不会重打" in str(session.view(PrintingView).hint)
    assert printing(session.told(PagesOut(1))) == ("正在打印第 2 页，共 2 页", 1, "None")


def test_nothing_ends_a_print_but_the_printer_and_whoever_gives_it_up() -> None:
    session = to_print().elapse()
    assert session.step == "print"
    ways = session.scene.ways
    assert (ways.back, ways.home, str(ways.leave)) == (None, None, "取消打印")


@pytest.mark.parametrize(
    ("pages", "title"),
    [
        (0, "打印已经取消"),
        (1, "不能确定凭证有没有打全"),
        (None, "不能确定凭证有没有打全"),
        (2, "打印成功"),
    ],
)
def test_whoever_gives_up_is_told_what_came_out(pages: int | None, title: str) -> None:
    session = to_print().answer(Leave())
    assert session.asked(StopPrinting) == StopPrinting(DOCUMENT)
    assert session.title == "正在取消打印"
    assert session.done(PrintStopped(pages)).title == title


def test_where_nobody_knows_what_came_out_it_is_in_doubt() -> None:
    session = to_print().answer(Leave()).failed(FaultCode.LEDGER_UNAVAILABLE)
    assert session.title == "不能确定凭证有没有打全"


def test_what_was_cancelled_before_its_first_page_is_printed_as_if_nothing_had_been() -> None:
    session = to_print().failed(FaultCode.DOCUMENT_PRINT_CANCELLED)
    view = session.view(NoticeView)
    assert (str(view.title), str(view.money)) == ("打印已经取消", "打印不收钱。")
    assert session.choices == ["再打一次", "不打印了"]
    assert session.answer(Another()).step == "kind"
    again = to_print().told(PagesOut(1)).answer(Leave()).done(PrintStopped(0)).answer(Again())
    assert again.asked(PrintDocument) == PrintDocument(DOCUMENT)
    assert printing(again) == ("正在打印第 1 页，共 2 页", 0, "None")


# --- what is in doubt is never printed again, but as 补打 -----------------------------------------


def test_a_certificate_in_doubt_is_followed_by_a_reprint() -> None:
    session = to_print().failed(FaultCode.DOCUMENT_PRINT_DOUBTFUL)
    view = session.view(NoticeView)
    assert "交给工作人员作废" in str(view.advice)
    assert session.choices == ["再打一份（补打）", "不打印了"]
    assert str(view.money) == "打印不收钱。"
    session.answer(Again())
    assert session.asked(ReprintCertificate) == ReprintCertificate(CITIZEN, DOCUMENT.number)
    assert session.done(REPRINTED).asked(DrawDocument) == DrawDocument(REPRINTED, CITIZEN)
    view_of_it = session.done(PAGES).view(PreviewView)
    assert str(view_of_it.title) == f"请确认{TITLE}（补打　第1次）"
    assert session.touch("打印").asked(PrintDocument) == PrintDocument(REPRINTED)


def test_nobody_has_to_have_another() -> None:
    session = to_print().failed(FaultCode.DOCUMENT_PRINT_DOUBTFUL)
    assert session.answer(Another()).step == "kind"
    assert to_print().failed(FaultCode.DOCUMENT_PRINT_DOUBTFUL).answer(GoHome()).step != "print"


def test_a_list_in_doubt_is_made_anew_and_not_reprinted() -> None:
    session = to_list().done(LIST).done(PAGES).touch("打印")
    session.failed(FaultCode.DOCUMENT_PRINT_DOUBTFUL)
    assert session.choices == ["不打印了"]
    assert "重新查询" in str(session.view(NoticeView).advice)
