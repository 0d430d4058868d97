"""A phone's camera before the glass: what it sees of a window, and the code in the picture."""

from __future__ import annotations

import zxingcpp
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget


def photograph(window: QWidget, *, scale: float = 1.0) -> Image.Image:
    """The window's own pixels, as a camera sees them that resolves ``scale`` of them."""
    seen = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    size = (seen.width(), seen.height())
    pixels = bytes(seen.constBits())
    picture = Image.frombytes("RGB", size, pixels, "raw", "RGB", seen.bytesPerLine())
    if scale == 1.0:
        return picture
    smaller = (round(seen.width() * scale), round(seen.height() * scale))
    return picture.resize(smaller, Image.Resampling.BILINEAR)


def codes(picture: Image.Image) -> list[str]:
    """The text of every code that can be read in the picture, of whatever kind."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]
