"""QR codes as a receipt printer draws them itself: every dot, what decodes, and what is refused."""

from __future__ import annotations

import pytest
import zxingcpp
from PIL import Image, ImageChops

from sim.devices.paper_drawing import NotUnderstood, draw_paper
from sim.devices.paper_strip import Paper
from sim.devices.receipt_printer import Firmware, ReceiptPrinterSimulator
from tests.support.paper_golden import Wire

LINK = "https://a.cn/check/7Zr1_缴费".encode()
CUT = b"\x1dVA\x00"


def function(*, fn: bytes, values: bytes) -> bytes:
    data = b"1" + fn + values
    return b"\x1d(k" + len(data).to_bytes(2, "little") + data


PRINT = function(fn=b"Q", values=b"0")


def code(data: bytes, module: int = 4, level: int = 1) -> bytes:
    return (
        function(fn=b"A", values=b"2\x00")
        + function(fn=b"C", values=bytes((module,)))
        + function(fn=b"E", values=bytes((0x30 + level,)))
        + function(fn=b"P", values=b"0" + data)
        + PRINT
    )


def ink(paper: Paper) -> Image.Image:
    black = ImageChops.invert(paper.bitmap)
    return black.crop(black.getbbox())


@pytest.mark.parametrize("level", range(4))
@pytest.mark.parametrize("module", [2, 3, 5, 8])
def test_every_size_and_level_decodes(module: int, level: int) -> None:
    (paper,) = draw_paper(code(LINK, module, level) + CUT)
    (found,) = zxingcpp.read_barcodes(paper.bitmap)
    assert found.text == LINK.decode()
    assert found.ec_level == "LMQH"[level]
    side = ink(paper).width
    assert side % module == 0
    assert (side // module - 17) % 4 == 0, "the side of a version"


def test_a_module_is_so_many_dots_and_nothing_between() -> None:
    image = ink(draw_paper(code(LINK, 6) + CUT)[0])
    modules = image.resize((image.width // 6,) * 2, Image.Resampling.NEAREST)
    again = modules.resize(image.size, Image.Resampling.NEAREST)
    assert ImageChops.difference(image, again).getbbox() is None


def test_a_code_is_kept_until_the_printer_is_initialised() -> None:
    first, second = draw_paper(code(LINK) + CUT + PRINT + CUT)
    assert ink(first).tobytes() == ink(second).tobytes()
    assert len(draw_paper(code(LINK) + CUT + b"\x1b@" + PRINT + CUT)) == 1


@pytest.mark.parametrize(
    ("data", "module", "level"),
    [(LINK, 16, 3), (b"x" * 3000, 1, 0), (b"x" * 1274, 1, 3)],
    ids=["wider than 58 mm", "more than any code holds", "more than any of its level"],
)
def test_what_does_not_fit_prints_nothing(data: bytes, module: int, level: int) -> None:
    assert draw_paper(code(data, module, level) + CUT, paper_mm=58) == []


@pytest.mark.parametrize(
    ("fn", "values"),
    [
        (b"A", b"1\x00"),
        (b"C", b"\x00"),
        (b"C", b"\x11"),
        (b"C", b""),
        (b"E", b"\x34"),
        (b"E", b"\x01"),
        (b"P", b"0"),
        (b"P", b"1abc"),
        (b"Q", b"1"),
        (b"Q", b""),
    ],
)
def test_values_out_of_their_range_are_not_understood(fn: bytes, values: bytes) -> None:
    with pytest.raises(NotUnderstood) as refused:
        draw_paper(function(fn=fn, values=values))
    assert refused.value.commands == [b"\x1d(k1" + fn]


def test_a_printer_without_codes_of_its_own_draws_none() -> None:
    wire = Wire()
    printer = ReceiptPrinterSimulator([wire], firmware=Firmware(has_qr=False))
    printer.plug()
    wire.put_in(code(LINK) + CUT)
    assert printer.papers == []
    assert printer.unknown_commands == [b"\x1d(k"] * 5
