"""Where a receipt printer sets things on its paper, what it has glyphs for, and what it tells."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from sim.devices.paper_drawing import NotUnderstood, draw_paper
from sim.devices.paper_strip import Paper
from sim.devices.receipt_printer import Firmware

START = b"\x1b@\x1c&"
CUT = b"\x1dVA\x00"
KING = "王".encode("gbk")
BLOCK = b"\x1b*\x21\x18\x00" + b"\xff" * 72
"""24 × 24 black dots."""


def printed(data: bytes, firmware: Firmware | None = None) -> Paper:
    (paper,) = draw_paper(START + data + CUT, firmware or Firmware(), paper_mm=58)
    return paper


def box(data: bytes) -> tuple[int, int, int, int]:
    found = ImageChops.invert(printed(data).bitmap).getbbox()
    assert found is not None
    return found


def across(data: bytes) -> tuple[int, int]:
    """Where its ink begins and ends."""
    found = box(data)
    return found[0], found[2]


@pytest.mark.parametrize(
    ("command", "left"),
    [
        (b"", 0),
        (b"\x1ba\x01", 180),
        (b"\x1ba2", 360),
        (b"\x1dL\x30\x00", 48),
        (b"\x1dW\x60\x00\x1ba\x02", 72),
        (b"\x1dL\x30\x00\x1dW\x60\x00\x1ba\x02", 48 + 72),
        (b"\x1dL\x30\x00\x1dW\xff\x0f\x1ba\x02", 360),
        (b"\t", 96),
        (b"\t\t", 192),
        (b"\x1bD\x03\x05\x00\t\t\t", 60),
        (b"\x1b$\x64\x00", 100),
        (b"\x1b$\x64\x00\x1b\\\xf6\xff", 90),
        (b"\x1b$\xff\x7f", 0),
    ],
)
def test_things_stand_where_they_were_put(command: bytes, left: int) -> None:
    assert across(command + BLOCK + b"\n") == (left, left + 24)


@pytest.mark.parametrize("command", [b"\x1dL\x30\x00", b"\x1dW\x60\x00", b"\x1ba\x02"])
def test_within_a_line_its_place_cannot_be_changed(command: bytes) -> None:
    assert across(BLOCK + command + BLOCK + b"\n") == (0, 48)


def test_a_narrow_area_breaks_lines_and_cuts_images_off() -> None:
    narrow = b"\x1dL\x10\x00\x1dW\x30\x00"
    assert printed(narrow + KING * 3 + b"\n").transcript == " 王王\n 王"
    assert across(narrow + b"\x1dv0\x00\x10\x00\x01\x00" + b"\xff" * 16) == (16, 64)
    assert across(narrow + BLOCK * 3 + b"\n") == (16, 64)


def test_large_and_small_stand_on_one_base() -> None:
    left, top, right, bottom = box(b"\x1d!\x11" + KING + b"\x1d!\x00" + BLOCK + b"\n")
    small = printed(b"\x1d!\x11" + KING + b"\x1d!\x00" + BLOCK + b"\n").bitmap
    at = ImageChops.invert(small.crop((48, 0, 72, small.height))).getbbox()
    assert at is not None
    assert bottom - top > 24
    assert (at[1], at[3]) == (bottom - 24, bottom)
    assert right - left > 60


@pytest.mark.parametrize(("command", "rows"), [(b"\n", 34), (b"\x1bJ\x28", 40), (b"\x1bd\x02", 68)])
def test_feeding_counts_the_line_that_it_prints(command: bytes, rows: int) -> None:
    two = box(BLOCK + command + BLOCK + b"\n")
    assert two[3] - two[1] == rows + 24


def test_reverse_print_is_white_on_black() -> None:
    plain, turned = printed(KING + b"\n").bitmap, printed(b"\x1dB\x01" + KING + b"\n").bitmap
    cell = (0, 112, 24, 136)
    assert ImageChops.invert(plain.crop(cell)).tobytes() == turned.crop(cell).tobytes()
    both = b"\x1dB\x01\x1c-\x02"
    assert printed(both + KING + b"\n").bitmap.tobytes() == turned.tobytes(), "no underline"


def test_a_glyph_of_the_host_prints_under_its_code() -> None:
    black = b"\x1c2\xfe\xa1" + b"\xff" * 72
    assert across(black + b"\xfe\xa1\n") == (0, 24)
    assert box(black + b"\x1cW\x01\xfe\xa1\n")[2] == 48
    assert printed(black + KING + b"\xfe\xa1\n").transcript == "王〓"
    for gone in (b"\x1c?\xfe\xa1", START):
        assert printed(black + gone + KING + b"\xfe\xa1\n").transcript == "王\ufffd"


@pytest.mark.parametrize(
    ("nation", "said"), [(0, "#$\\"), (3, "£$\\"), (8, "#$¥"), (15, "#¥\\"), (99, "#$\\")]
)
def test_nations_change_some_signs(nation: int, said: str) -> None:
    assert printed(b"\x1bR" + bytes((nation,)) + b"#$\\\n").transcript == said


@pytest.mark.parametrize("firmware", [Firmware(), Firmware(boxes=True)])
def test_a_missing_glyph_is_a_blank_or_a_box(firmware: Firmware) -> None:
    paper = printed(KING + "䶮".encode("gb18030") + KING + b"\n", firmware)
    place = ImageChops.invert(paper.bitmap.crop((24, 0, 48, paper.height)))
    assert (place.getbbox() is not None) is firmware.boxes
    assert paper.transcript == "王\ufffd王"


def test_the_font_has_its_width_whatever_the_alphabet() -> None:
    cyrillic = b"\x1c.\x1bt\x11" + "ПЖ".encode("cp866") + b"\n"
    left, right = across(cyrillic)
    assert 18 <= right - left <= 24


@pytest.mark.parametrize(
    "command",
    [
        b"\x1dV\x65",
        b"\x1d!\x80",
        b"\x1dP\xb4\xb4",
        b"\x1dv0\x07",
        b"\x1dv1\x00",
        b"\x1b*\x02",
        b"\x1c2\xa1\xa1",
        b"\x1bM\x01",
        b"\x1b{\x01",
        b"\x1bV\x01",
        b"\x1bD\x09\x03",
        b"\x1d(F\x03\x00\x01\x00\x00",
        b"\x1d(H\x03\x00000",
    ],
)
def test_what_is_not_done_is_not_passed_over(command: bytes) -> None:
    with pytest.raises(NotUnderstood) as refused:
        draw_paper(START + command)
    (known_as,) = refused.value.commands
    assert command.startswith(known_as)
    assert known_as.hex() in str(refused.value)


@pytest.mark.parametrize("command", [b"\x1bp\x00AA", b"\x1bc5\x01", b"\x1bM0", b"\x1dP\xcb\xcb"])
def test_some_commands_change_nothing_that_is_seen(command: bytes) -> None:
    assert printed(command + KING + b"\n").rows == printed(KING + b"\n").rows


def test_struck_twice_is_bold_by_another_command() -> None:
    assert printed(b"\x1bG\x01" + KING + b"\n").rows == printed(b"\x1bE\x01" + KING + b"\n").rows
    both_but_one = b"\x1bE\x01\x1bG\x01\x1bG\x00"
    assert printed(both_but_one + KING + b"\n").marked.startswith("【粗】王")


def test_a_transcript_tells_how_everything_is_set() -> None:
    (paper,) = draw_paper(
        START
        + b"\x1ba\x01\x1d!\x11"
        + "缴费".encode("gbk")
        + b"\n\x1d!\x00\x1ba\x00\x1bE\x01a\x1bE\x00b\x1c-\x01"
        + KING
        + b"\x1dB\x01"
        + KING
        + b"\n\x1bB\x03\x01"
        + b"\x1d(k\x08\x001P0https\x1d(k\x03\x001Q0"
        + b"\x1dv0\x00\x01\x00\x01\x00\x80\x1dVB\x00"
    )
    assert paper.marked.split("\n") == [
        " " * 20 + "【2×2】缴费",
        "【粗】a【】b【下划线】王【反白】王",
        "【蜂鸣 3】",
        "【QR https】",
        "【图】",
        "【半切】",
    ]
    assert paper.transcript.split("\n") == [" " * 20 + "缴费", "ab王王", "[QR https]", "[image]"]
    assert "缴费" not in repr(paper), "what is on paper is somebody's own"


def test_what_is_not_cut_is_torn_off() -> None:
    (paper,) = draw_paper(START + KING + b"\n\x1bd\x06")
    assert paper.marked.endswith("【全切】")
    assert isinstance(paper.bitmap, Image.Image)
