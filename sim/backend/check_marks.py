"""What a certificate carries for whoever wants it confirmed: a code, its address, a QR code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import qrcode

from sim.backend.check_codes import url_of
from sim.backend.collection import Collection

_QUIET = 4
"""Modules of white around a QR code, as ISO/IEC 18004 wants them."""


@dataclass(frozen=True, slots=True)
class CheckMark:
    """As printed. ``check_qr`` is an SVG drawing of the address."""

    check_url: str
    check_code: str
    check_qr: str


def mark_of(collection: Collection, code: str) -> CheckMark:
    """The mark of a code, which is written in groups of five."""
    url = url_of(collection, code)
    groups = (code[place : place + 5] for place in range(0, len(code), 5))
    return CheckMark(url, " ".join(groups), draw_qr(url))


def draw_qr(text: str) -> str:
    """A QR code (error correction M) with its quiet zone, one unit to a module."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    rows: list[list[bool]] = code.get_matrix()
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for y, x, length in _runs(rows))
    side = len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path d="M0 0h{side}v{side}h-{side}z" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )


def _runs(rows: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    """Row, column and length of every stretch of dark modules."""
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                yield y, x, length
            x += length + 1
