"""A document of the service: drawn, looked at, printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk.domain.certificate import ServiceDocument
from kiosk.domain.insurance import CitizenGroup
from kiosk.domain.terminal import ABSENT, Condition, DeviceKind, DeviceStatus
from kiosk.flows.requests.certificates import DrawDocument, PrintDocument
from kiosk.flows.requests.receipt import Printed
from kiosk.session.answers import Another, Confirmed, CriteriaChosen, GoBack, Module
from kiosk.session.effects import Perform, Show
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import FaultCode
from kiosk.session.terminal import Attract
from kiosk.session.views import CriteriaView, NoticeView, Place, PreviewView
from tests.support.samples import WELL
from tests.support.service_samples import DOCUMENT, PAGES
from tests.support.visit import Session

TITLE = DOCUMENT.title


def to_draw(document: ServiceDocument = DOCUMENT) -> Session:
    session = Session().into(Module.CERTIFICATES, CitizenGroup.FLEXIBLE).logged_in()
    session.touch("开具社会保险费缴费证明")
    session.answer(CriteriaChosen(session.view(CriteriaView).chosen))
    return session.touch("开具汇总").done(document)


def to_preview(document: ServiceDocument = DOCUMENT) -> Session:
    return to_draw(document).done(PAGES)


def to_printed() -> Session:
    return to_preview().touch("打印").done(Printed(0))


def test_a_document_is_drawn_before_it_is_shown() -> None:
    assert to_draw().asked(DrawDocument) == DrawDocument(DOCUMENT)


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


def test_whoever_has_it_goes_on_or_leaves_or_prints_it_once_more() -> None:
    assert to_printed().answer(Another()).step == "kind"
    assert to_printed().touch("办完了，退出").terminal.phase == Attract()
    assert to_printed().elapse().terminal.phase == Attract()
    assert to_printed().answer(GoBack()).touch("打印").step == "print"


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
    "code", [FaultCode.DOCUMENT_PRINTER_LOST, FaultCode.DOCUMENT_UNSOUND, FaultCode.INTERNAL]
)
def test_a_print_that_failed_costs_nothing_and_is_tried_again(code: FaultCode) -> None:
    session = to_preview().touch("打印").failed(code)
    view = session.view(NoticeView)
    assert view.title == FAULT_TEXTS[code].title
    assert "没有扣款" in str(view.money)
    session.touch(str(FAULT_TEXTS[code].again)).asked(PrintDocument)
    session.failed(code)
    assert session.answer(GoBack()).view(PreviewView).pages == PAGES.pages


def test_a_document_that_cannot_be_drawn_is_not_shown() -> None:
    session = to_draw().failed(FaultCode.DOCUMENT_UNSOUND)
    assert session.title == "收到的凭证有问题"
    assert session.touch("再试一次").done(PAGES).step == "preview"
