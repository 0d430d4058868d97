"""How much paper a document takes, so that a roll can be known to run out before it does."""

from __future__ import annotations

from typing import assert_never

from kiosk.devices.codecs.escpos_text import (
    GLYPH_DOTS,
    HEAVY_RULE_DOTS,
    RULE_ABOVE,
    RULE_BELOW,
    RULE_DOTS,
)
from kiosk.devices.codecs.printer_profile import PrinterProfile
from kiosk.domain.paper import Feed, PaperDocument, PaperItem, QrCode, RasterLine, Rule, TextLine

DOTS_PER_MM = 8
CUTTER_MM = 14.0
"""From the head to the cutter, about: what every paper has blank at its end."""

_OWN_SPACING_DOTS = 30
"""Of printers left to their own spacing: 1/6 inch is 34, most models have 30."""

# Bytes that a QR code of version 1, 2, … holds at correction level M (ISO/IEC 18004, table 7).
_QR_BYTES = (14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560)


def paper_mm(document: PaperDocument, profile: PrinterProfile) -> float:
    """Millimetres of paper a document takes on that model, the blank to the cutter included."""
    return sum(_dots(item, profile) for item in document.items) / DOTS_PER_MM + CUTTER_MM


def _dots(item: PaperItem, profile: PrinterProfile) -> int:
    leading = profile.leading or 0
    pitch = _OWN_SPACING_DOTS if profile.leading is None else GLYPH_DOTS + leading
    match item:
        case TextLine(scale=1):
            return pitch
        case TextLine(scale=scale):
            return pitch * scale + leading
        case RasterLine(width_bytes, rows):
            return len(rows) // width_bytes + leading
        case Rule(heavy):
            return RULE_ABOVE + (HEAVY_RULE_DOTS if heavy else RULE_DOTS) + RULE_BELOW
        case QrCode(payload, module_dots):
            return _qr_modules(len(payload.encode())) * module_dots
        case Feed(lines):
            return lines * pitch
        case _:
            assert_never(item)


def _qr_modules(length: int) -> int:
    version = next(
        (version for version, held in enumerate(_QR_BYTES, 1) if length <= held), len(_QR_BYTES)
    )
    return 17 + 4 * version
