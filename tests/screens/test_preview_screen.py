"""Looking at a document, and fetching it on the phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import zxingcpp
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from kiosk.screens.theme import PORTRAIT_21, Look, Panel, Theme
from kiosk.screens.widgets.paper import PaperView
from kiosk.screens.widgets.qr_code import QrCode
from kiosk.screens.window import KioskWindow
from kiosk.session import answers as a
from kiosk.session.views import PreviewView
from tests.screens import gallery, gallery_papers
from tests.screens.conftest import PANELS, settle
from tests.screens.test_qr import seen
from tests.screens.touching import Finger, Heard, element, middle, texts

Open = Callable[[Panel, Look], KioskWindow]
WHITE = QColor("#FFFFFF")


def show(window: KioskWindow, view: PreviewView) -> tuple[Finger, Heard]:
    window.present(replace(gallery.scene("preview"), view=view))
    settle()
    return Finger(window), Heard(window)


def paper(window: KioskWindow) -> PaperView:
    (found,) = [each for each in window.findChildren(PaperView) if each.isVisible()]
    return found


def picture(window: KioskWindow) -> QImage:
    return paper(window).grab().toImage()


def enabled(window: KioskWindow, name: str) -> bool:
    (button,) = window.findChildren(QPushButton, name)
    return button.isEnabled()


def white_box(image: QImage) -> tuple[int, int, int, int]:
    """Where the page lies: left, top, right, bottom of what is white."""
    half = image.height() // 2
    across = [x for x in range(image.width()) if image.pixelColor(x, half) == WHITE]
    margin = across[0] + 3
    along = [y for y in range(image.height()) if image.pixelColor(margin, y) == WHITE]
    return across[0], along[0], across[-1], along[-1]


@pytest.mark.parametrize("panel", PANELS)
def test_the_whole_page_is_shown_in_its_proportions(open_window: Open, panel: str) -> None:
    window = open_window(PANELS[panel], Look.STANDARD)
    show(window, gallery_papers.PREVIEW)
    left, top, right, bottom = white_box(picture(window))
    assert (right - left) / (bottom - top) == pytest.approx(1240 / 1754, abs=0.01)
    assert 0 < left < right < paper(window).width() - 1
    assert 0 < top < bottom < paper(window).height() - 1


def test_a_page_is_drawn_sharply(window: KioskWindow) -> None:
    show(window, gallery_papers.PREVIEW)
    left, top, right, bottom = white_box(picture(window))
    shown = picture(window).copy(left, top, right - left + 1, bottom - top + 1)
    page = QImage.fromData(gallery_papers.page(0)).scaled(
        shown.size(),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    points = [(x, y) for x in range(4, shown.width(), 23) for y in range(4, shown.height(), 23)]
    alike = sum(
        abs(shown.pixelColor(x, y).lightness() - page.pixelColor(x, y).lightness()) < 8
        for x, y in points
    )
    assert alike == len(points)


def test_pages_are_turned_and_shown_whole(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_papers.PREVIEW)
    first = picture(window)
    assert "第 1 / 2 页" in texts(window)
    finger.tap("zoom:in")
    finger.tap("page:next")
    settle()
    assert "第 2 / 2 页" in texts(window)
    assert not enabled(window, "page:next")
    assert not enabled(window, "zoom:out")
    assert picture(window) != first
    finger.tap("page:previous")
    settle()
    assert picture(window) == first


def test_one_page_needs_no_turner(window: KioskWindow) -> None:
    show(window, gallery_papers.NO_PRINTER)
    assert not any(b.isVisible() for b in window.findChildren(QPushButton, "page:next"))


def test_enlarging_and_reducing_ends(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_papers.PREVIEW)
    whole = picture(window)
    for name in ("pan:left", "pan:right", "pan:up", "pan:down", "zoom:out"):
        assert not enabled(window, name)
    steps = 0
    while enabled(window, "zoom:in"):
        finger.tap("zoom:in")
        steps += 1
    assert steps == 3
    for _ in range(steps):
        finger.tap("zoom:out")
    assert picture(window) == whole


@pytest.mark.parametrize(("way", "back"), [("left", "right"), ("up", "down")])
def test_arrows_move_the_page_until_its_edge(window: KioskWindow, way: str, back: str) -> None:
    finger, _ = show(window, gallery_papers.PREVIEW)
    for _ in range(3):
        finger.tap("zoom:in")
    before = picture(window)
    presses = 0
    while enabled(window, f"pan:{way}"):
        finger.tap(f"pan:{way}")
        presses += 1
    assert presses >= 2
    assert enabled(window, f"pan:{back}")
    assert picture(window) != before


def test_the_page_follows_the_finger_and_stops_at_its_edge(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_papers.PREVIEW)
    finger.tap("zoom:in")
    finger.tap("zoom:in")
    before = picture(window)
    at = middle(window, paper(window))
    finger.drag(at, at + QPoint(60, 40))
    moved = picture(window)
    for x in range(200, 500, 50):
        for y in range(200, 500, 50):
            assert moved.pixelColor(x + 60, y + 40) == before.pixelColor(x, y)
    for _ in range(2):
        finger.drag(at, at + QPoint(450, 700))
    assert not enabled(window, "pan:left")
    assert not enabled(window, "pan:up")
    corner = picture(window)
    finger.drag(at, at + QPoint(450, 700))
    assert picture(window) == corner


def test_a_finger_that_only_passes_moves_nothing(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_papers.PREVIEW)
    finger.tap("zoom:in")
    before = picture(window)
    QTest.mouseMove(paper(window), QPoint(50, 60))
    assert picture(window) == before


@pytest.mark.parametrize(
    ("button", "answer"),
    [("Confirmed", a.Confirmed()), ("Chosen.TO_PHONE", a.Chosen(a.Choice.TO_PHONE))],
)
def test_printing_and_what_else_can_be_done(
    window: KioskWindow, button: str, answer: a.Answer
) -> None:
    finger, heard = show(window, gallery_papers.PREVIEW)
    finger.tap(button)
    assert answer in heard.answers


def test_what_cannot_be_printed_says_why_instead(window: KioskWindow) -> None:
    finger, heard = show(window, gallery_papers.NO_PRINTER)
    assert window.findChildren(QPushButton, "Confirmed") == []
    assert any("证明打印机缺纸" in text for text in texts(window))
    finger.tap("Again")
    assert a.Again() in heard.answers


def test_another_look_shows_the_same_page_as_large(window: KioskWindow) -> None:
    finger, _ = show(window, gallery_papers.PREVIEW)
    finger.tap("page:next")
    finger.tap("zoom:in")
    finger.tap("zoom:in")
    window._dress(Look.LARGE_PRINT)  # noqa: SLF001
    settle()
    assert "第 2 / 2 页" in texts(window)
    assert paper(window).zoom == 2
    assert not enabled(window, "page:next")


def test_only_pictures_are_pages(prepared: QApplication) -> None:
    del prepared
    with pytest.raises(ValueError, match="PNG"):
        PaperView(Theme(PORTRAIT_21), least_mm=50).lay(b"%PDF-1.7")


def test_a_forgotten_page_is_blank(window: KioskWindow) -> None:
    show(window, gallery_papers.PREVIEW)
    sheet = paper(window)
    sheet.forget()
    image = sheet.grab().toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(20, image.width() - 20, 5)
        for y in range(20, image.height() - 20, 5)
    }
    assert len(colours) == 1


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("look", Look)
def test_a_phone_reads_the_link_from_the_screen(open_window: Open, panel: str, look: Look) -> None:
    window = open_window(PANELS[panel], look)
    window.present(gallery.scene("link"))
    settle()
    (code,) = zxingcpp.read_barcodes(seen(window))
    assert code.text == gallery_papers.LINK.payload


def test_the_link_lives_on_while_the_ring_begins_anew(window: KioskWindow) -> None:
    window.present(gallery.scene("link"))
    assert "二维码 5 分 00 秒后失效" in texts(window)
    window.set_countdown(100)
    assert "二维码 4 分 50 秒后失效" in texts(window)
    window.set_countdown(110)
    window.set_countdown(105)
    assert "二维码 4 分 45 秒后失效" in texts(window)
    element(window, "look").click()
    settle()
    assert "二维码 4 分 45 秒后失效" in texts(window)
    window.set_countdown(104)
    assert "二维码 4 分 44 秒后失效" in texts(window)


def test_a_dead_link_says_so(window: KioskWindow) -> None:
    view = replace(gallery_papers.LINK, valid_seconds=20)
    window.present(replace(gallery.scene("link"), view=view))
    window.set_countdown(60)
    assert "二维码已失效，请返回再试" in texts(window)


def test_a_wiped_link_is_gone(window: KioskWindow) -> None:
    window.present(gallery.scene("link"))
    (code,) = window.findChildren(QrCode)
    code.forget()
    assert zxingcpp.read_barcodes(seen(window)) == []


def test_the_way_on_from_the_link(window: KioskWindow) -> None:
    window.present(gallery.scene("link"))
    settle()
    finger, heard = Finger(window), Heard(window)
    finger.tap("Finished")
    assert a.Finished() in heard.answers
