"""The code can be scanned from the glass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from kiosk.domain.tender import Tender
from kiosk.screens.theme import Look, Panel
from kiosk.screens.widgets.qr_code import QrCode
from kiosk.screens.window import KioskWindow
from tests.screens import gallery
from tests.screens import gallery_pay as pay
from tests.screens.conftest import PANELS, settle

Open = Callable[[Panel, Look], KioskWindow]
LONG = "https://qr.example.cn/bax0" + "4F9K2" * 40


def seen(window: QWidget) -> Image.Image:
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(picture.constBits())
    size = (picture.width(), picture.height())
    return Image.frombytes("RGB", size, data, "raw", "RGB", picture.bytesPerLine())


@pytest.mark.parametrize("panel", PANELS)
@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("payload", [pay.QR.payload, LONG])
def test_a_phone_reads_the_payload_from_the_screen(
    open_window: Open, panel: str, look: Look, payload: str
) -> None:
    window = open_window(PANELS[panel], look)
    window.present(replace(gallery.scene("qr"), view=replace(pay.QR, payload=payload)))
    settle()
    (code,) = zxingcpp.read_barcodes(seen(window))
    assert code.text == payload


@pytest.mark.parametrize("tender", Tender)
def test_modules_are_whole_pixels_of_two_colours(window: KioskWindow, tender: Tender) -> None:
    window.present(replace(gallery.scene("qr"), view=replace(pay.QR, tender=tender)))
    settle()
    (code,) = window.findChildren(QrCode)
    colours = seen(code).getcolors()
    assert colours is not None
    assert {colour for _, colour in colours} == {(15, 35, 66), (255, 255, 255)}
    assert code.objectName() == "qr"


def test_a_forgotten_code_is_blank(window: KioskWindow) -> None:
    window.present(gallery.scene("qr"))
    (code,) = window.findChildren(QrCode)
    code.forget()
    assert zxingcpp.read_barcodes(seen(window)) == []
