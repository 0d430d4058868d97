"""The one typeface: Noto Sans CJK SC from Debian's ``fonts-noto-cjk``, loaded from its files.

Never by a system match: the same two files give the same pixels on every platform plugin. Its
figures are tabular without asking for it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication, QStyleFactory

_DRAWN_AS_OUTLINES = 64
_NEVER_CACHED = 300

FAMILY = "Noto Sans CJK SC"
FONT_DIRECTORY = Path("/usr/share/fonts/opentype/noto")
FONT_FILES = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")


class TypefaceMissing(Exception):
    """The screens cannot be drawn; the message says what to install."""


def load_typeface(directory: Path = FONT_DIRECTORY) -> None:
    """Make the typeface known to Qt. Raises TypefaceMissing when a file is absent or unreadable."""
    for file in FONT_FILES:
        path = directory / file
        if not path.is_file():
            raise TypefaceMissing(f"{path} is missing: install the Debian package fonts-noto-cjk")
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0 or FAMILY not in QFontDatabase.applicationFontFamilies(number):
            raise TypefaceMissing(f"{path} holds no face named {FAMILY}")


def typeface(pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The typeface at an em of so many pixels, without hinting."""
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def steady_outlines(font: QFont) -> None:
    """Call before drawing in this font, so that its letters are the same pixels every time.

    Letters of 64 pixels and more are drawn as outlines, and Qt (6.8 and 6.11) shifts them by up to
    3/64 of a pixel: what is left of the sub-pixel place of the last small letter it made from the
    same face. Measuring a letter too large for its caches puts the face right, in microseconds.
    """
    if font.pixelSize() < _DRAWN_AS_OUTLINES:
        return
    uncached = QFont(font)
    uncached.setPixelSize(_NEVER_CACHED)
    face = QRawFont.fromFont(uncached)
    face.boundingRect(face.glyphIndexesForString("一")[0])


def prepare_application(application: QApplication) -> None:
    """Fusion style and the typeface. Call once, before the first window."""
    application.setStyle(QStyleFactory.create("Fusion"))
    load_typeface()
    application.setFont(typeface(30))
