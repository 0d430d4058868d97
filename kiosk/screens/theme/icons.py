"""Icons and illustrations: SVG files of ours, recoloured by role."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk.screens.theme.looks import CALM
from kiosk.screens.theme.tokens import Palette, roles
from kiosk.session.views import Icon

ASSETS = Path(__file__).resolve().parents[3] / "assets"

_COLOUR = re.compile("#[0-9A-F]{6}")

ICON_FILES = {
    Icon.SHIELD: "shield-check",
    Icon.PEOPLE: "users",
    Icon.DOCUMENT: "file-text",
    Icon.SEARCH: "search",
    Icon.CARD: "credit-card",
    Icon.HAND: "hand",
    Icon.HEART: "heart-pulse",
    Icon.COINS: "coins",
    Icon.BILL: "receipt-text",
    Icon.BRIEFCASE: "briefcase",
    Icon.HOME: "house",
    Icon.ALIPAY: "pay-wallet",
    Icon.WECHAT: "pay-bubbles",
    Icon.UNIONPAY: "pay-code",
    Icon.SCAN: "scan-line",
    Icon.STAMP: "stamp",
    Icon.LIST: "layout-list",
    Icon.LOGIN: "log-in",
    Icon.SLIDERS: "sliders-horizontal",
    Icon.CALENDAR: "calendar-days",
    Icon.BANK: "landmark",
    Icon.CANCEL: "circle-x",
    Icon.CONFIRM: "circle-check",
}


@lru_cache(maxsize=256)
def icon_pixmap(file: str, colour: str, pixels: int) -> QPixmap:
    """The line icon ``assets/icons/<file>.svg`` in one colour, square."""
    svg = (ASSETS / "icons" / f"{file}.svg").read_text(encoding="utf-8")
    return _drawn(svg.replace("currentColor", colour), pixels, pixels)


@lru_cache(maxsize=32)
def illustration_pixmap(file: str, palette: Palette, width: int, height: int) -> QPixmap:
    """``assets/illustrations/<file>.svg``, as large as fits, in the middle.

    The files are drawn in the colours of the standard look; each stands for its first role.
    """
    svg = (ASSETS / "illustrations" / f"{file}.svg").read_text(encoding="utf-8")
    role_of = {colour: role for role, colour in reversed(roles(CALM).items())}
    colours = roles(palette)
    svg = _COLOUR.sub(lambda hex_: colours[role_of[hex_.group()]], svg)
    return _drawn(svg, width, height)


def _drawn(svg: str, width: int, height: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    if not renderer.isValid():
        raise ValueError("not a drawing this program can show")
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    size = renderer.defaultSize().scaled(width, height, Qt.AspectRatioMode.KeepAspectRatio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, top = (width - size.width()) / 2, (height - size.height()) / 2
    renderer.render(painter, QRectF(left, top, size.width(), size.height()))
    painter.end()
    return pixmap
