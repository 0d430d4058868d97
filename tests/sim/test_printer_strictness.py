"""Where a simulated receipt printer could be kinder than a real one, and is not."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sim.devices.paper_strip import End
from sim.devices.receipt_printer import Firmware, PaperLevel, ReceiptPrinterSimulator
from sim.devices.serial_line import Received

START = b"\x1b@\x1c&"
CUT = b"\x1dVB\x00"
KING = "王".encode("gbk")


class Host:
    speed = None

    def __init__(self) -> None:
        self.heard = bytearray()

    def connect(self, received: Received) -> None:
        self._received = received

    def disconnect(self) -> None:
        pass

    def send(self, data: bytes) -> None:
        self.heard += data

    def put(self, data: bytes) -> bytes:
        del self.heard[:]
        self._received(data)
        return bytes(self.heard)


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def printer(host: Host) -> ReceiptPrinterSimulator:
    printer = ReceiptPrinterSimulator([host])
    printer.plug()
    return printer


def test_feeding_to_the_cutter_uses_up_paper(host: Host, printer: ReceiptPrinterSimulator) -> None:
    printer.set_paper(dots_left=60)
    host.put(START + KING + b"\n" + CUT + b"\x1dr\x01")
    (torn,) = printer.papers
    assert (torn.end, torn.complete, torn.transcript) == (End.TORN, False, "王")
    assert torn.marked.endswith("【撕断】")
    assert printer.paper is PaperLevel.END
    assert host.heard == b"", "the cut is not reached, and so what follows is not"
    printer.set_paper()
    assert host.heard == b"\x00"
    assert printer.blank_pieces == 1


def test_it_speaks_up_only_of_what_it_was_asked(
    host: Host, printer: ReceiptPrinterSimulator
) -> None:
    assert host.put(b"\x1da\x08") == bytes.fromhex("10 00 00 0F")
    host.put(b"")
    printer.open_cover()
    assert host.heard == b""
    printer.set_paper(PaperLevel.NEAR_END)
    assert host.heard == bytes.fromhex("38 00 03 0F")
    printer.close_cover()
    host.put(b"\x1da\x00")
    printer.set_paper()
    assert host.heard == b""


@pytest.mark.parametrize(
    ("which", "reply"),
    [
        (1, b"\x20"),
        (2, b"\x03"),
        (51, b"\x01"),
        (65, b"_1.00\0"),
        (66, b"_SIM\0"),
        (67, b"_SIM-80\0"),
        (69, b"_GBK\0"),
        (4, b""),
        (70, b""),
    ],
)
def test_it_tells_what_it_is(
    host: Host, printer: ReceiptPrinterSimulator, which: int, reply: bytes
) -> None:
    assert host.put(bytes((0x1D, 0x49, which))) == reply
    assert host.put(b"\x1dr\x02") == b"\x00"
    assert not printer.unknown_commands


def test_marks_have_offsets(host: Host, printer: ReceiptPrinterSimulator) -> None:
    printer.set_black_marks(800)
    host.put(START + b"\x1d(F\x04\x00\x02\x00\x14\x00" + KING + b"\n\x1d\x0c\x1dV\x00")
    host.put(b"\x1d(F\x04\x00\x02\x00\x00\x00\x1d(F\x04\x00\x01\x00\x0a\x00")
    host.put(KING + b"\n\x1d\x0c\x1dV\x00")
    first, second = printer.papers
    assert first.height == 820
    assert first.height + second.height == 1610
    assert first.marked.endswith("【全切】")


async def test_paper_comes_out_no_faster_than_the_head_prints(host: Host) -> None:
    ticks: asyncio.Queue[None] = asyncio.Queue()
    printer = ReceiptPrinterSimulator([host], mm_per_second=250, sleep=lambda _: ticks.get())

    async def pass_by(count: int) -> None:
        for _ in range(count):
            ticks.put_nowait(None)
            for _ in range(3):
                await asyncio.sleep(0)

    printer.plug()
    await pass_by(50)  # with nothing to do, and for nothing
    # 34 rows, then 112 to the cutter: 20 rows a tick.
    host.put(START + KING + b"\n" + CUT + b"\x1dr\x01")
    await pass_by(3)
    printer.set_paper(dots_left=1000)
    assert host.put(b"\x10\x04\x01") == b"\x12", "printing is not offline"
    await pass_by(1)
    assert printer.dots_left == 980
    assert printer.papers == []
    await pass_by(4)
    assert [paper.transcript for paper in printer.papers] == ["王"]
    assert host.heard == b"\x12\x03"
    printer.unplug()


_BYTE = st.integers(0, 255).map(lambda value: bytes((value,)))
_LETTER = st.sampled_from([b"a", KING, b"\x81\x30\x84\x36", b"\x80", b"\xff", b"\n", b"\t"])


def _command(prefix: bytes, arguments: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=arguments, max_size=arguments).map(lambda found: prefix + found)


_COMMANDS = st.one_of(
    _LETTER,
    st.sampled_from(
        [(b"\x1b" + bytes((c,)), 1) for c in b"Ead3J!- tRMv{VG"]
        + [(b"\x1b" + bytes((c,)), 2) for c in b"$\\Bc"]
        + [(b"\x1b" + bytes((c,)), 3) for c in b"Cp"]
        + [(b"\x1c" + bytes((c,)), n) for c, n in ((b"!"[0], 1), (b"W"[0], 1), (b"-"[0], 1))]
        + [(b"\x1cS", 2), (b"\x1c2\xfe\xa1", 72), (b"\x1c.", 0), (b"\x1c&", 0), (b"\x1b@", 0)]
        + [(b"\x1d!", 1), (b"\x1dB", 1), (b"\x1dL", 2), (b"\x1dW", 2), (b"\x1dV", 2)]
        + [(b"\x1d\x0c", 0), (b"\x1da", 1), (b"\x1dI", 1), (b"\x1dP", 2)]
        + [(b"\x1d(k\x03\x001C", 1), (b"\x1d(k\x03\x001E", 1), (b"\x1d(k\x05\x001P0", 2)]
        + [(b"\x1d(k\x03\x001Q0", 0), (b"\x1d(k\x02\x00", 2), (b"\x1d(k\x00\x00", 0)]
        + [(b"\x1d(F\x04\x00", 4), (b"\x1d(H\x06\x0000", 4), (b"\x1b*\x21\x02\x00", 6)]
        + [(b"\x1dv0\x03\x02\x00\x02\x00", 4), (b"\x1dv0\x00\x60\x00\x01\x00", 96)]
    ).flatmap(lambda known: _command(*known)),
    _BYTE,
)


@settings(max_examples=60, deadline=None)
@example([b"\x1dW\x00\x00", KING, b"\n"], 0)
@example([b"\x1cS\xff\xff\x1d!\x77\x1c!\x0c\x1ba\x02\x1dB\x01", KING, b"\n"], 0)
@example([b"\x1d(k\x03\x001E\xff", b"\x1d(k\x03\x001C\x00", b"\x1d(k\x03\x001Q0"], 0)
@given(st.lists(_COMMANDS, max_size=12), st.integers(0, 40))
def test_no_order_of_commands_stops_it(commands: list[bytes], cut_off: int) -> None:
    stream = b"".join(commands)
    host = Host()
    printer = ReceiptPrinterSimulator([host], paper_mm=58, firmware=Firmware(boxes=True))
    printer.set_black_marks(400)
    printer.plug()
    host.put(START + stream[: max(0, len(stream) - cut_off)])
    # As the driver does it: buffers are dropped, what hangs out is cut off, and then the document.
    host.put(b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08" + b"\x1b@\n" + CUT)
    before = len(printer.papers)
    host.put(START + KING + b"\n" + CUT)
    (paper,) = printer.papers[before:]
    assert (paper.transcript, paper.complete) == ("王", True)
