from __future__ import annotations

import asyncio
import io
import os
import socket
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from sim.devices.paper_strip import End, Paper
from sim.devices.receipt_printer import (
    Dialect,
    Firmware,
    PaperLevel,
    ReceiptPrinterSimulator,
)
from sim.devices.serial_line import Received, TcpLine

START = b"\x1b@\x1c&"
CUT = b"\x1dVB\x00"
CLEAR = bytes.fromhex("10 14 08 01 03 14 01 06 02 08")
ASK_PAPER = b"\x1dr\x01"


def chinese(text: str) -> bytes:
    return text.encode("gb18030") + b"\n"


class Host:
    """The other end of the cable, in this very process."""

    speed = None

    def __init__(self) -> None:
        self.heard = bytearray()
        self._received: Received | None = None

    def connect(self, received: Received) -> None:
        self._received = received

    def disconnect(self) -> None:
        self._received = None

    def send(self, data: bytes) -> None:
        self.heard += data

    def put(self, data: bytes) -> bytes:
        """Send to the printer; what it says to that at once."""
        assert self._received is not None
        del self.heard[:]
        self._received(data)
        return bytes(self.heard)


class Desk:
    def __init__(self, printer: ReceiptPrinterSimulator, host: Host) -> None:
        self.printer, self.host, self.put = printer, host, host.put
        printer.plug()

    def paper(self) -> Paper:
        (paper,) = self.printer.papers
        return paper


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def desk(host: Host) -> Desk:
    return Desk(ReceiptPrinterSimulator([host]), host)


def test_chinese_is_garbage_until_chinese_mode_is_asked_for(desk: Desk) -> None:
    desk.put(chinese("缴费") + START + chinese("缴费") + b"\x1c." + chinese("缴") + CUT)
    first, second, third = desk.paper().transcript.split("\n")
    assert second == "缴费"
    assert len(first) == 4
    assert len(third) == 2
    assert "缴" not in first + third


def test_every_initialisation_leaves_chinese_mode(desk: Desk) -> None:
    desk.put(START + b"\x1b@" + chinese("缴") + CUT)
    assert "缴" not in desk.paper().transcript


def test_some_models_are_in_chinese_mode_from_the_start(host: Host) -> None:
    desk = Desk(ReceiptPrinterSimulator([host], firmware=Firmware(chinese_at_power_on=True)), host)
    desk.put(chinese("缴费") + CUT)
    assert desk.paper().transcript == "缴费"


@pytest.mark.parametrize(("codec", "said"), [("gbk", "王\ufffd"), ("gb18030", "王䶮")])
def test_a_font_has_the_characters_of_its_standard(host: Host, codec: str, said: str) -> None:
    desk = Desk(ReceiptPrinterSimulator([host], firmware=Firmware(codec=codec)), host)
    desk.put(START + chinese("王䶮") + CUT)
    assert desk.paper().transcript == said


def test_four_byte_characters_are_two_wrong_ones_in_most_fonts(host: Host) -> None:
    plain = Desk(ReceiptPrinterSimulator([host], firmware=Firmware(codec="gb18030")), host)
    plain.put(START + chinese("a𠮷") + CUT)
    assert "𠮷" not in plain.paper().transcript
    whole = Firmware(codec="gb18030", four_bytes=True)
    rare = Desk(ReceiptPrinterSimulator([other := Host()], firmware=whole), other)
    rare.put(START + chinese("𠮷") + CUT)
    assert rare.paper().transcript == "𠮷"


def ink_of(paper: Paper) -> tuple[int, int]:
    """Width and height of what is printed."""
    box = Image.eval(paper.bitmap, lambda level: 255 - level).getbbox()
    assert box is not None
    return box[2] - box[0], box[3] - box[1]


def printed(data: bytes, firmware: Firmware) -> tuple[int, int]:
    desk = Desk(ReceiptPrinterSimulator([host := Host()], firmware=firmware), host)
    desk.put(START + data + CUT)
    return ink_of(desk.paper())


def test_double_size_needs_both_commands_on_some_models() -> None:
    by_gs, by_fs = b"\x1d!\x11", b"\x1c!\x0c"
    both, only_fs = Firmware(), Firmware(gs_scales_chinese=False)
    single = printed(chinese("国"), both)
    double = printed(by_fs + chinese("国"), only_fs)
    assert double[0] > 1.7 * single[0]
    assert printed(by_gs + chinese("国"), both) == double
    assert printed(by_gs + by_fs + chinese("国"), both) == double
    assert printed(by_gs + chinese("国"), only_fs) == single
    assert printed(by_fs + b"H\n", both) == printed(b"H\n", both)
    assert printed(by_gs + b"H\n", only_fs) > printed(b"H\n", only_fs)
    assert printed(b"\x1c!\x04" + chinese("国"), both)[1] == single[1]


def test_a_line_too_long_goes_on_below(desk: Desk) -> None:
    desk.put(START + chinese("国" * 25) + CUT)
    assert desk.paper().transcript == "国" * 24 + "\n国"


def test_alignment_is_seen_in_the_transcript_and_on_the_paper(desk: Desk) -> None:
    desk.put(START + b"\x1ba\x01ab\n\x1ba\x02ab\n" + CUT)
    assert desk.paper().transcript == " " * 23 + "ab\n" + " " * 46 + "ab"


def test_the_cutter_sits_above_the_head(desk: Desk) -> None:
    desk.put(START + b"a\nb\nc\nd\ne\nf\n" + b"\x1dV\x00")
    assert desk.paper().transcript == "a\nb", "the rest is still between head and cutter"
    desk.put(CUT)
    assert desk.printer.papers[1].transcript == "c\nd\ne\nf"


def test_blank_pieces_are_no_papers(desk: Desk) -> None:
    desk.put(START + CUT)
    assert (desk.printer.papers, desk.printer.blank_pieces) == ([], 1)


def test_paper_hangs_until_it_is_taken(desk: Desk) -> None:
    desk.put(START + b"a\n" + CUT + b"b\n" + CUT)
    assert [paper.transcript for paper in desk.printer.hanging] == ["a", "b"]
    assert [paper.transcript for paper in desk.printer.take_paper()] == ["a", "b"]
    assert desk.printer.hanging == []
    assert len(desk.printer.papers) == 2
    desk.printer.forget_papers()
    assert desk.printer.papers == []


OFFLINE_STORIES = [
    ("open_cover", "close_cover", "1A 16 12 12", "38 00 00 0F"),
    ("overheat", "cool_down", "1A 52 52 12", "18 40 00 0F"),
    ("break_down", "repair", "1A 52 32 12", "18 20 00 0F"),
]


@pytest.mark.parametrize(("happens", "ends", "real_time", "frame"), OFFLINE_STORIES)
def test_an_offline_printer_answers_in_real_time_and_finishes_nothing(
    desk: Desk, happens: str, ends: str, real_time: str, frame: str
) -> None:
    assert desk.put(b"\x1da\x0e") == bytes.fromhex("10 00 00 0F")
    del desk.host.heard[:]
    getattr(desk.printer, happens)()
    assert desk.host.heard == bytes.fromhex(frame)
    replies = b"".join(desk.put(bytes((0x10, 0x04, n))) for n in (1, 2, 3, 4))
    assert replies == bytes.fromhex(real_time)
    assert desk.put(START + b"a\n" + CUT + ASK_PAPER) == b""
    assert desk.printer.buffered > 0
    getattr(desk.printer, ends)()
    assert desk.paper().transcript == "a"
    assert desk.host.heard == bytes.fromhex("10 00 00 0F 00")


def test_the_paper_sensors(desk: Desk) -> None:
    for level, real_time, turn in (
        (PaperLevel.ENOUGH, 0x12, b"\x00"),
        (PaperLevel.NEAR_END, 0x1E, b"\x03"),
        (PaperLevel.END, 0x7E, b""),
    ):
        desk.printer.set_paper(level)
        assert desk.printer.paper is level
        assert desk.put(b"\x10\x04\x04") == bytes((real_time,))
        assert desk.put(ASK_PAPER) == turn
    assert desk.put(b"\x10\x04\x02") == b"\x32"


def test_paper_that_ends_in_mid_line_is_torn_and_the_rest_comes_on_the_new_roll(
    desk: Desk,
) -> None:
    desk.put(START + b"first\n")
    desk.printer.set_paper(dots_left=10)
    desk.put(b"second\n" + CUT)
    torn = desk.paper()
    assert (torn.complete, torn.end, torn.transcript) == (False, End.TORN, "first")
    assert torn.height > 10
    desk.printer.set_paper()
    rest = desk.printer.papers[1]
    assert rest.transcript == "second"
    assert ink_of(rest)[1] < 24


def test_only_an_error_lets_recovery_drop_the_buffer(desk: Desk, host: Host) -> None:
    desk.printer.set_paper(PaperLevel.END)
    desk.put(START + b"a\n" + CUT)
    desk.put(b"\x10\x05\x02")
    assert desk.printer.buffered > 0
    assert desk.put(CLEAR) == b"\x37\x25\x00"
    assert desk.printer.buffered == 0
    desk.printer.set_paper()
    assert desk.printer.papers == []


def test_some_makers_drop_the_buffer_whenever_they_are_asked_to(host: Host) -> None:
    desk = Desk(ReceiptPrinterSimulator([host], clears_always=True), host)
    desk.printer.set_paper(PaperLevel.END)
    desk.put(START + b"a\n")
    desk.put(b"\x10\x05\x02")
    assert desk.printer.buffered == 0


def test_a_jam_is_noticed_at_the_cut_and_ended_by_the_host(desk: Desk) -> None:
    desk.printer.jam_cutter()
    desk.put(START + b"a\n" + CUT)
    assert desk.printer.cutter_jammed
    assert desk.put(b"\x10\x04\x03") == b"\x1a"
    assert desk.put(b"\x10\x04\x02") == b"\x52"
    desk.put(b"\x10\x05\x01")
    assert desk.put(b"\x10\x04\x03") == b"\x1a", "it is still in there"
    desk.printer.free_cutter()
    assert desk.put(b"\x10\x04\x03") == b"\x1a", "nobody told the printer"
    desk.put(b"\x10\x05\x01")
    assert desk.put(b"\x10\x04\x03") == b"\x12"
    assert desk.paper().transcript == "a"


def test_recovery_with_clearing_leaves_the_paper_uncut(desk: Desk) -> None:
    desk.printer.jam_cutter()
    desk.put(START + b"a\n" + CUT)
    desk.printer.free_cutter()
    desk.put(b"\x10\x05\x02")
    assert desk.printer.papers == []
    desk.put(START + b"b\n" + CUT)
    assert (desk.paper().transcript, desk.paper().complete) == ("a\nb", False)


def test_a_real_time_command_is_obeyed_even_inside_a_picture(desk: Desk) -> None:
    heard = desk.put(START + b"\x1dv0\x00\x03\x00\x01\x00\x10\x04\x01" + CUT)
    assert heard == b"\x12"
    assert desk.paper().transcript == "[image]"


def test_a_silent_printer_says_nothing_and_does_nothing_until_it_wakes(desk: Desk) -> None:
    desk.printer.silence()
    assert desk.put(b"\x10\x04\x01" + START + b"a\n" + CUT) == b""
    assert desk.printer.papers == []
    desk.printer.answer_again()
    assert desk.paper().transcript == "a"


def test_what_does_not_fit_the_buffer_is_lost(host: Host) -> None:
    desk = Desk(ReceiptPrinterSimulator([host], buffer_bytes=8), host)
    desk.printer.open_cover()
    desk.put(b"0123456789")
    assert (desk.printer.buffered, desk.printer.overrun) == (8, 2)
    assert desk.put(b"\x10\x04\x02") == b"\x16", "a full buffer does not keep it from answering"


async def test_a_buffer_is_worked_off_at_its_speed(host: Host) -> None:
    ticks: asyncio.Queue[float] = asyncio.Queue()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await ticks.get()

    printer = ReceiptPrinterSimulator([host], bytes_per_second=300, sleep=sleep)
    desk = Desk(printer, host)
    desk.put(b"0123456789")
    for left in (7, 4, 1, 0):
        ticks.put_nowait(0.0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert printer.buffered == left
    assert set(slept) == {0.01}
    printer.unplug()


def test_a_power_cycle_forgets_everything_but_the_paper(desk: Desk) -> None:
    desk.put(b"\x1da\x0e" + START + chinese("一") + b"\x1dv0\x00\x03")
    desk.printer.power_cycle()
    assert desk.put(b"a\n" + CUT) == b""
    paper = desk.paper()
    assert (paper.transcript, paper.complete) == ("一\na", False)


def test_process_identifiers_come_back_in_their_turn(desk: Desk) -> None:
    ask = b"\x1d(H\x06\x0000" + b"0042"
    assert desk.put(ask) == b"\x37\x220042\x00"
    desk.printer.open_cover()
    assert desk.put(ask) == b""


def test_a_model_with_nothing_but_a_paper_sensor(host: Host) -> None:
    desk = Desk(ReceiptPrinterSimulator([host], dialect=Dialect.CSN_A2, paper_mm=58), host)
    for query in (b"\x10\x04\x01", ASK_PAPER, b"\x1da\x0e", CLEAR, b"\x1d(H\x06\x00000042"):
        assert desk.put(query) == b""
    assert desk.put(b"\x1bv\x00") == b"\x01"
    desk.printer.set_paper(PaperLevel.END)
    assert desk.put(b"\x1bv\x00") == b""


def test_commands_it_does_not_know_are_remembered(desk: Desk) -> None:
    desk.put(b"\x1bZ\x1cZ\x1dZ\x1d(z\x00\x00")
    assert desk.printer.unknown_commands == [b"\x1bZ", b"\x1cZ", b"\x1dZ", b"\x1d(z"]


@pytest.mark.parametrize("correction", [0x30, 0x31, 0x32, 0x33])
def test_a_qr_code_can_be_scanned_from_the_picture_of_the_paper(
    desk: Desk, correction: int
) -> None:
    data = "https://x.cn/缴费".encode()
    desk.put(
        START
        + b"\x1ba\x01\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x06\x1d(k\x03\x001E"
        + bytes((correction,))
        + b"\x1d(k"
        + (len(data) + 3).to_bytes(2, "little")
        + b"1P0"
        + data
        + b"\x1d(k\x03\x001Q0"
        + CUT
    )
    paper = desk.paper()
    assert paper.transcript == "[QR https://x.cn/缴费]"
    with Image.open(io.BytesIO(paper.png)) as picture:
        (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == "https://x.cn/缴费"


def test_the_picture_shows_the_paper_with_a_margin_and_how_it_ended(desk: Desk) -> None:
    desk.put(START + chinese("缴费") + CUT)
    cut = desk.paper()
    desk.put(chinese("缴费"))
    desk.printer.set_paper(PaperLevel.END)
    torn = desk.printer.papers[-1]
    assert (cut.end, torn.end) == (End.PARTIAL, End.TORN)
    for paper in (cut, torn):
        with Image.open(io.BytesIO(paper.png)) as picture:
            assert picture.width == 576 + 2 * (32 + 28)
            assert picture.height > paper.height
    assert cut.png == cut.png


async def read_some(path: str, at_least: int) -> bytes:
    descriptor = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    try:
        os.write(descriptor, b"\x10\x04\x01")
        data = b""
        async with asyncio.timeout(5):
            while len(data) < at_least:
                await asyncio.sleep(0.005)
                try:
                    data += os.read(descriptor, 16)
                except BlockingIOError:
                    continue
        return data
    finally:
        os.close(descriptor)


async def test_a_cable_has_the_same_name_after_it_was_pulled(tmp_path: Path) -> None:
    link = tmp_path / "printer"
    line = TcpLine()
    printer = ReceiptPrinterSimulator([link, line])
    assert not printer.plugged
    for _ in range(2):
        printer.plug()
        printer.plug()
        assert await read_some(str(link), 1) == b"\x12"
        port = int(line.address.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"\x10\x04\x01")
        assert await reader.read(1) == b"\x12"
        printer.unplug()
        printer.unplug()
        assert not link.exists()
        assert await reader.read(1) == b""
        writer.close()
        await writer.wait_closed()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port), 1)
