"""Images that the firmware of a receipt printer makes of what it was sent; ink is 1."""

from __future__ import annotations

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_H, ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q

_CORRECTIONS = (ERROR_CORRECT_L, ERROR_CORRECT_M, ERROR_CORRECT_Q, ERROR_CORRECT_H)
_FIRST_CORRECTION = 0x30


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


def qr_symbol(data: bytes, correction: int, module: int) -> Image.Image:
    """GS ( k: a QR code without its quiet zone. ``correction`` as function 169 sets it."""
    symbol = qrcode.QRCode(error_correction=_CORRECTIONS[correction - _FIRST_CORRECTION], border=0)
    symbol.add_data(data)
    symbol.make(fit=True)
    matrix = symbol.get_matrix()
    side = len(matrix)
    image = Image.new("1", (side, side), 0)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            image.putpixel((x, y), 255 if dark else 0)
    return image.resize((side * module, side * module), Image.Resampling.NEAREST)
