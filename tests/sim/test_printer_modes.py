"""What commands make of text, and what else a receipt printer has beside a head."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from sim.devices.paper_strip import End, Paper
from sim.devices.receipt_printer import ReceiptPrinterSimulator
from tests.support.paper_golden import Wire

START = b"\x1b@\x1c&"
CUT = b"\x1dVA\x00"


def put(data: bytes, *, marks: int = 0) -> ReceiptPrinterSimulator:
    wire = Wire()
    printer = ReceiptPrinterSimulator([wire], paper_mm=58)
    printer.set_black_marks(marks)
    printer.plug()
    wire.put_in(data)
    return printer


def printed(data: bytes) -> Paper:
    printer = put(START + data + CUT)
    assert printer.unknown_commands == []
    (paper,) = printer.papers
    return paper


def ink(paper: Paper) -> Image.Image:
    inverted = ImageChops.invert(paper.bitmap.convert("L"))
    return inverted.crop(inverted.getbbox())


def black_rows(image: Image.Image) -> int:
    """Rows that are black from end to end."""
    return sum(
        image.crop((0, y, image.width, y + 1)).getextrema() == (255, 255)
        for y in range(image.height)
    )


KING = "王".encode("gbk")


@pytest.mark.parametrize(
    ("command", "dots"),
    [(b"\x1b-\x01", 1), (b"\x1b-\x32", 2), (b"\x1b-\x00", 0), (b"\x1b-\x07", 0), (b"\x1b!\x80", 1)],
)
def test_latin_text_is_underlined(command: bytes, dots: int) -> None:
    assert black_rows(ink(printed(command + b"iiii\n"))) == dots


@pytest.mark.parametrize(("command", "dots"), [(b"\x1c-\x02", 2), (b"\x1c!\x80", 1), (b"", 0)])
def test_chinese_has_an_underline_of_its_own(command: bytes, dots: int) -> None:
    # Beside a character that leaves white between its strokes.
    image = ink(printed(command + "一一".encode("gbk") + b"\n"))
    assert image.height > 2 * dots
    assert black_rows(image.crop((0, image.height - 2, image.width, image.height))) >= dots
    assert (image.height > 10) is bool(dots)


@pytest.mark.parametrize(
    ("command", "across", "down"),
    [
        (b"\x1c!\x0c", 2, 2),
        (b"\x1c!\x04", 2, 1),
        (b"\x1c!\x08", 1, 2),
        (b"\x1cW\x01", 2, 2),
        (b"\x1cW\x01\x1cW\x00", 1, 1),
        (b"\x1d!\x11", 2, 2),
    ],
)
def test_chinese_is_enlarged(command: bytes, across: int, down: int) -> None:
    small, large = ink(printed(KING + b"\n")), ink(printed(command + KING + b"\n"))
    assert large.width == pytest.approx(small.width * across, abs=3)
    assert large.height == pytest.approx(small.height * down, abs=3)


def test_one_command_sets_all_modes_of_latin_text() -> None:
    apart = b"\x1bE\x01\x1d!\x11\x1b-\x01"
    assert printed(b"\x1b!\xb8ab\n").rows == printed(apart + b"ab\n").rows


def test_bold_is_struck_twice() -> None:
    thin, bold = ink(printed(b"l\n")), ink(printed(b"\x1bE\x01l\n"))
    assert bold.width == thin.width + 1


@pytest.mark.parametrize(
    ("command", "text", "wider"),
    [(b"\x1b \x06", b"ab", 6), (b"\x1cS\x04\x08", KING * 2, 12), (b"\x1cS\x00\x00", KING * 2, 0)],
)
def test_characters_can_stand_apart(command: bytes, text: bytes, wider: int) -> None:
    assert ink(printed(command + text + b"\n")).width == ink(printed(text + b"\n")).width + wider


@pytest.mark.parametrize(("page", "said"), [(0, "é"), (16, "‚"), (17, "В"), (19, "é"), (99, "é")])
def test_beyond_chinese_mode_the_code_page_counts(page: int, said: str) -> None:
    assert printed(b"\x1c.\x1bt%c\x82\n" % page).transcript == said


def test_initialising_ends_every_mode() -> None:
    modes = b"\x1b!\xff\x1c!\xff\x1b-\x02\x1c-\x02\x1cS\x09\x09\x1b \x09\x1bt\x11\x1bE\x01"
    assert printed(modes + START + KING + b"a\n").rows == printed(KING + b"a\n").rows


@pytest.mark.parametrize(
    ("cut", "end"),
    [
        (b"\x1dV\x00", End.CUT),
        (b"\x1dV1", End.PARTIAL),
        (CUT, End.CUT),
        (b"\x1dVB\x00", End.PARTIAL),
    ],
)
def test_a_partial_cut_leaves_a_point_that_is_seen(cut: bytes, end: End) -> None:
    printer = put(START + KING + b"\n\x1bd\x05" + cut)
    (paper,) = printer.papers
    assert paper.end is end
    with Image.open(io.BytesIO(paper.png)) as picture:
        bottom = picture.getpixel((picture.width // 2, picture.height - 28 - 4))
        assert isinstance(bottom, tuple)
        assert (bottom == (253, 252, 248)) is (end is End.PARTIAL)


@pytest.mark.parametrize("command", [b"\x1bB\x03\x02", b"\x1bC\x03\x02\x01"])
def test_it_sounds(command: bytes) -> None:
    assert put(START + command).buzzes == 3


def test_paper_with_black_marks_is_cut_at_the_next_one() -> None:
    document = START + b"\x1d(F\x04\x00\x01\x00\x00\x00" + KING + b"\n\x1d\x0c\x1dV\x00"
    printer = put(document * 2, marks=800)
    # The first piece begins with the strip between head and cutter.
    assert [paper.height for paper in printer.papers] == [800, 800]
    assert printer.unknown_commands == []
    # Without marks nothing is fed, and what is printed is still below the cutter.
    assert put(document).blank_pieces == 1


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_whatever_it_is_sent_it_goes_on_printing(noise: bytes) -> None:
    printer = put(START + noise)
    # Zeros enough to end any command that has begun, then a document.
    printer._received(bytes(70_000) if b"\x1d" in noise or b"\x1b*" in noise else bytes(300))  # noqa: SLF001
    printer.power_cycle()
    printer._received(START + KING + b"\n" + CUT)  # noqa: SLF001
    assert printer.papers[-1].transcript.endswith("王")
