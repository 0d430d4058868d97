"""The codecs of the wires, beside what Python needs to touch the same bytes once."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import xor
from typing import NamedTuple

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kiosk.devices.codecs.escpos_status import StatusParser
from kiosk.devices.codecs.identity_record import decode_identity_record
from kiosk.devices.codecs.printer_profile import GENERIC_80
from kiosk.devices.codecs.sdt_frame import SdtDecoder
from sim.devices.identity_record_encoder import encode_record
from sim.devices.sam_frames import reply_frame
from sim.people import find_person
from tests.bench.figures import Figures
from tests.bench.measuring import per_call, taken

GROUP = "Codecs"
PHOTO = bytes(1024)
RECORD = encode_record(find_person("zhang-san"))
FRAME = reply_frame(0x90, b"\x01\x00\x04\x00" + RECORD + PHOTO)
STATUS = bytes((0x12,)) * 1000


class Work(NamedTuple):
    """Something a codec does, how much of what it yields, and the least that can be done."""

    what: str
    do: Callable[[], int]
    yields: int
    own: str
    least: Callable[[], object]


def _at_once() -> int:
    return len(SdtDecoder().feed(FRAME))


def _byte_by_byte() -> int:
    decoder = SdtDecoder()
    return sum(len(decoder.feed(FRAME[at : at + 1])) for at in range(len(FRAME)))


def _in_noise() -> int:
    return len(SdtDecoder().feed(b"\xaa\x96" * 500 + FRAME))


def _record() -> int:
    return len(decode_identity_record(RECORD).number)


def _status() -> int:
    return len(StatusParser(GENERIC_80.status_set).feed(STATUS))


def _folded(data: bytes) -> Callable[[], object]:
    return lambda: reduce(xor, data)


WORK = (
    Work(f"a card's frame of {len(FRAME)} bytes", _at_once, 1, "XOR of its bytes", _folded(FRAME)),
    Work("… arriving byte by byte", _byte_by_byte, 1, "XOR of its bytes", _folded(FRAME)),
    Work("… behind 1,000 bytes of noise", _in_noise, 1, "XOR of its bytes", _folded(FRAME)),
    Work("a card's text record", _record, 18, "UTF-16 decoded", lambda: RECORD.decode("utf-16-le")),
    Work("1,000 status bytes", _status, 1000, "XOR of the bytes", _folded(STATUS)),
)


@pytest.mark.parametrize("work", WORK, ids=lambda work: work.what)
def test_a_codec(benchmark: BenchmarkFixture, figures: Figures, work: Work) -> None:
    assert work.do() == work.yields

    benchmark(work.do)

    own = (work.own, per_call(work.least, calls=500))
    figures.add(GROUP, work.what, taken(benchmark), own=own)
