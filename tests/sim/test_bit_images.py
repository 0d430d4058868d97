"""Images that a printer draws itself larger, or within a line of text."""

from __future__ import annotations

import pytest
from PIL import ImageChops

from sim.devices.receipt_printer import Paper, ReceiptPrinterSimulator
from tests.support.paper_golden import Wire

START = b"\x1b@\x1c&"


def printed(data: bytes) -> Paper:
    wire = Wire()
    printer = ReceiptPrinterSimulator([wire], paper_mm=58)
    printer.plug()
    wire.put_in(START + data + b"\x1dVB\x00")
    assert printer.unknown_commands == []
    (paper,) = printer.papers
    return paper


def ink(paper: Paper) -> tuple[int, int, int, int] | None:
    """The box that is black, from the upper left."""
    found = ImageChops.invert(paper.bitmap.convert("L")).getbbox()
    top = printed(b"\x1dv0\x00\x01\x00\x01\x00\x80").bitmap
    offset = ImageChops.invert(top.convert("L")).getbbox()
    if found is None or offset is None:
        return None
    left, above = offset[0], offset[1]
    return found[0] - left, found[1] - above, found[2] - left, found[3] - above


@pytest.mark.parametrize(
    ("mode", "width", "height"), [(0, 8, 1), (1, 16, 1), (2, 8, 2), (3, 16, 2)]
)
def test_a_raster_is_magnified_as_its_mode_says(mode: int, width: int, height: int) -> None:
    paper = printed(b"\x1dv0%c\x01\x00\x01\x00\xff" % mode)
    assert ink(paper) == (0, 0, width, height)


@pytest.mark.parametrize(
    ("mode", "strip", "width", "height"),
    [(0, b"\xff", 4, 24), (1, b"\xff", 2, 24), (32, b"\xff" * 3, 4, 24), (33, b"\xff" * 3, 2, 24)],
)
def test_a_bit_image_is_as_dense_as_its_mode_says(
    mode: int, strip: bytes, width: int, height: int
) -> None:
    paper = printed(b"\x1b*%c\x02\x00" % mode + strip * 2 + b"\n")
    assert ink(paper) == (0, 0, width, height)


def test_a_bit_image_stands_where_a_character_would() -> None:
    black = b"\x1b*\x21\x18\x00" + b"\xff" * 72
    paper = printed("王".encode("gbk") + black + b"\n")
    box = ink(paper)
    assert box is not None
    assert box[2] == 48
    assert paper.transcript.startswith("王[image]")


def test_an_uppermost_dot_is_the_most_significant_bit() -> None:
    paper = printed(b"\x1b*\x21\x01\x00\x80\x00\x00\n")
    assert ink(paper) == (0, 0, 1, 1)
