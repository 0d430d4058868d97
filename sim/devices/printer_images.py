"""Images that the firmware of a receipt printer makes of what it was sent; ink is 1."""

from __future__ import annotations

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q

GLYPH_MODE = 33
"""The density of ESC * that text has, and so a glyph of FS 2."""

_CORRECTIONS = (ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q, ERROR_CORRECT_H)


def strip_bytes(mode: int) -> int:
    """Bytes of one column of an ESC * image: 8 dots in modes 0 and 1, 24 in 32 and 33."""
    return 3 if mode & 0x20 else 1


def bit_image(mode: int, strips: bytes) -> Image.Image:
    """ESC *: columns of dots, the most significant bit uppermost. Modes 0 and 32 are half as dense
    across, 8 dots a third as dense down."""
    strip = strip_bytes(mode)
    columns = len(strips) // strip
    across, down = 1 if mode & 1 else 2, 1 if strip == 3 else 3
    on_its_side = Image.frombytes("1", (strip * 8, columns), strips)
    return on_its_side.transpose(Image.Transpose.TRANSPOSE).resize(
        (columns * across, strip * 8 * down), Image.Resampling.NEAREST
    )


def doubled(row: bytes) -> bytes:
    """Every dot of a row twice."""
    bits = "".join(bit * 2 for byte in row for bit in f"{byte:08b}")
    return int(bits, 2).to_bytes(len(row) * 2, "big") if row else b""


def qr_symbol(data: bytes, correction: int, module: int) -> Image.Image | None:
    """A QR code (model 2) of so many dots a module, without its quiet zone; ``correction`` 0 to 3
    for L, M, Q and H. None when no code holds so much."""
    symbol = qrcode.QRCode(error_correction=_CORRECTIONS[correction], border=0)
    symbol.add_data(data)
    try:
        symbol.make(fit=True)
    except ValueError:  # more than version 40 holds, however the library finds out
        return None
    matrix = symbol.get_matrix()
    side = len(matrix)
    image = Image.new("1", (side, side), 0)
    image.putdata([255 if dark else 0 for row in matrix for dark in row])
    return image.resize((side * module, side * module), Image.Resampling.NEAREST)
