from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.api import DeviceCause, PaperLevel
from kiosk.devices.codecs.escpos_status import (
    REAL_TIME_QUERIES,
    AutomaticStatus,
    BuffersCleared,
    Identity,
    PaperStatus,
    ProcessDone,
    RealTimeStatus,
    Report,
    StatusParser,
    ask_process_done,
)
from kiosk.devices.codecs.printer_profile import StatusSet
from kiosk.devices.codecs.printer_state import (
    PrinterState,
    paper_from_status,
    state_from_automatic,
    state_from_paper_sensor,
    state_from_real_time,
)
from kiosk.domain.terminal import Remedy

OK = 0x12


def heard(data: str, status_set: StatusSet = StatusSet.REAL_TIME) -> list[Report]:
    return StatusParser(status_set).feed(bytes.fromhex(data))


def test_queries_are_the_bytes_of_the_reference() -> None:
    assert REAL_TIME_QUERIES == (b"\x10\x04\x01", b"\x10\x04\x02", b"\x10\x04\x03", b"\x10\x04\x04")
    assert ask_process_done(b"0042") == bytes.fromhex("1D 28 48 06 00 30 30 30 30 34 32")


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ((0x12, 0x12, 0x12, 0x12), PrinterState()),
        ((0x16, 0x12, 0x12, 0x12), PrinterState()),
        ((0x12, 0x12, 0x12, 0x1E), PrinterState(paper=PaperLevel.NEAR_END)),
        ((0x1A, 0x32, 0x12, 0x72), PrinterState(paper=PaperLevel.END, offline=True)),
        ((0x1A, 0x32, 0x12, 0x7E), PrinterState(paper=PaperLevel.END, offline=True)),
        ((0x1A, 0x32, 0x12, 0x12), PrinterState(paper=PaperLevel.END, offline=True)),
        ((0x1A, 0x16, 0x12, 0x12), PrinterState(offline=True, cover_open=True)),
        ((0x1A, 0x52, 0x1A, 0x12), PrinterState(offline=True, cutter_error=True)),
        ((0x1A, 0x52, 0x16, 0x12), PrinterState(offline=True, recoverable_error=True)),
        ((0x1A, 0x52, 0x32, 0x12), PrinterState(offline=True, unrecoverable_error=True)),
        ((0x1A, 0x52, 0x52, 0x12), PrinterState(offline=True, too_hot=True)),
        ((0x5A, 0x1A, 0x12, 0x12), PrinterState(offline=True)),
    ],
)
def test_real_time_replies(replies: tuple[int, int, int, int], expected: PrinterState) -> None:
    assert heard(bytes(replies).hex()) == [RealTimeStatus(value) for value in replies]
    assert state_from_real_time(replies) == expected


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ("10 00 00 0F", PrinterState()),
        ("14 00 00 00", PrinterState()),
        ("10 00 03 0F", PrinterState(paper=PaperLevel.NEAR_END)),
        ("18 00 0C 0F", PrinterState(paper=PaperLevel.END, offline=True)),
        ("18 00 0F 0F", PrinterState(paper=PaperLevel.END, offline=True)),
        ("38 00 00 0F", PrinterState(offline=True, cover_open=True)),
        ("18 08 00 0F", PrinterState(offline=True, cutter_error=True)),
        ("18 04 00 0F", PrinterState(offline=True, recoverable_error=True)),
        ("18 20 00 0F", PrinterState(offline=True, unrecoverable_error=True)),
        ("18 40 00 0F", PrinterState(offline=True, too_hot=True)),
        ("58 02 00 0F", PrinterState(offline=True)),
    ],
)
def test_automatic_frames(frame: str, expected: PrinterState) -> None:
    data = bytes.fromhex(frame)
    assert heard(frame) == [AutomaticStatus(data)]
    assert state_from_automatic(data) == expected


@pytest.mark.parametrize(
    ("value", "level"),
    [(0x00, PaperLevel.ENOUGH), (0x03, PaperLevel.NEAR_END), (0x0C, PaperLevel.END)],
)
def test_paper_status_in_its_turn(value: int, level: PaperLevel) -> None:
    assert heard(f"{value:02x}") == [PaperStatus(value)]
    assert paper_from_status(value) is level


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0x00, PrinterState()),
        (0x01, PrinterState()),
        (0x04, PrinterState(paper=PaperLevel.END)),
        (0x08, PrinterState(unrecoverable_error=True)),
        (0x40, PrinterState(too_hot=True)),
        (0x45, PrinterState(paper=PaperLevel.END, too_hot=True)),
    ],
)
def test_the_one_byte_of_a_printer_with_nothing_but_a_paper_sensor(
    value: int, expected: PrinterState
) -> None:
    assert heard(f"{value:02x}", StatusSet.PAPER_SENSOR) == [PaperStatus(value)]
    assert state_from_paper_sensor(value) == expected


def test_blocks() -> None:
    assert heard("37 22 30 30 34 32 00") == [ProcessDone(b"0042")]
    assert heard("37 25 00") == [BuffersCleared()]
    assert heard("5F 54 4D 2D 54 38 38 00") == [Identity(b"TM-T88")]
    assert heard("5F CE BA 00") == [Identity(b"\xce\xba")]


def test_kinds_are_told_apart_in_one_stream() -> None:
    assert heard("12 00 10 00 03 0F 37 22 31 32 33 34 00 7E 0C") == [
        RealTimeStatus(0x12),
        PaperStatus(0x00),
        AutomaticStatus(bytes.fromhex("10 00 03 0F")),
        ProcessDone(b"1234"),
        RealTimeStatus(0x7E),
        PaperStatus(0x0C),
    ]


def test_a_real_time_reply_may_cut_into_an_automatic_frame() -> None:
    assert heard("10 00 12 00 0F") == [
        RealTimeStatus(0x12),
        AutomaticStatus(bytes.fromhex("10 00 00 0F")),
    ]


def test_a_frame_that_lost_its_tail_is_dropped_for_the_next() -> None:
    parser = StatusParser(StatusSet.REAL_TIME)
    assert parser.feed(bytes.fromhex("18 00 10 00 00 0F")) == [
        AutomaticStatus(bytes.fromhex("10 00 00 0F"))
    ]
    assert parser.noise == 2


@pytest.mark.parametrize(
    ("data", "noise", "reports"),
    [
        ("FF 13 91", 3, []),
        ("37 22 31 00", 4, []),
        ("37 41 00", 3, []),
        ("37 00", 2, []),
        ("37 25 12", 2, [RealTimeStatus(0x12)]),
        ("5F" + "41" * 79 + "12", 80, [RealTimeStatus(0x12)]),
        ("10 00 FF 12", 3, [RealTimeStatus(0x12)]),
    ],
)
def test_what_makes_no_sense_is_counted_and_passed_over(
    data: str, noise: int, reports: list[Report]
) -> None:
    parser = StatusParser(StatusSet.REAL_TIME)
    assert parser.feed(bytes.fromhex(data)) == reports
    assert (parser.noise, parser.unfinished) == (noise, 0)


def test_a_paper_sensor_never_says_what_others_say() -> None:
    parser = StatusParser(StatusSet.PAPER_SENSOR)
    assert parser.feed(bytes.fromhex("12 10 37 00")) == [PaperStatus(0)]
    assert parser.noise == 3


def size(report: Report) -> int:
    match report:
        case RealTimeStatus() | PaperStatus():
            return 1
        case AutomaticStatus(frame):
            return len(frame)
        case ProcessDone(identifier):
            return len(identifier) + 3
        case BuffersCleared():
            return 3
        case Identity(text):
            return len(text) + 2


@given(
    data=st.binary(max_size=200),
    cuts=st.lists(st.integers(0, 200)),
    kind=st.sampled_from(StatusSet),
)
def test_any_bytes_in_any_pieces_give_the_same_reports_and_none_is_lost_track_of(
    data: bytes, cuts: list[int], kind: StatusSet
) -> None:
    at_once = StatusParser(kind)
    whole = at_once.feed(data)
    in_pieces = StatusParser(kind)
    edges = [0, *sorted(min(cut, len(data)) for cut in cuts), len(data)]
    pieces = [
        report for start, end in pairwise(edges) for report in in_pieces.feed(data[start:end])
    ]
    assert pieces == whole
    assert in_pieces.noise == at_once.noise
    assert sum(map(size, whole)) + at_once.noise + at_once.unfinished == len(data)


REPORTS = st.one_of(
    st.sampled_from([0x12, 0x16, 0x1E, 0x72, 0x7E]).map(lambda value: bytes((value,))),
    st.sampled_from([0x00, 0x03, 0x0C]).map(lambda value: bytes((value,))),
    st.tuples(
        st.sampled_from([0x10, 0x18, 0x38, 0x58]),
        st.sampled_from([0x00, 0x08, 0x40]),
        st.sampled_from([0x00, 0x03, 0x0C]),
        st.just(0x0F),
    ).map(bytes),
    st.integers(0, 9999).map(lambda number: b"\x37\x22%04d\x00" % number),
    st.just(b"\x37\x25\x00"),
)


@given(st.lists(REPORTS))
def test_every_sensible_stream_is_understood_to_its_last_byte(stream: list[bytes]) -> None:
    parser = StatusParser(StatusSet.REAL_TIME)
    assert len(parser.feed(b"".join(stream))) == len(stream)
    assert (parser.noise, parser.unfinished) == (0, 0)


@pytest.mark.parametrize(
    ("state", "cause", "remedy"),
    [
        (PrinterState(cover_open=True, paper=PaperLevel.END), DeviceCause.COVER_OPEN, Remedy.CLEAR),
        (PrinterState(paper=PaperLevel.END, offline=True), DeviceCause.PAPER_OUT, Remedy.CLEAR),
        (PrinterState(cutter_error=True), DeviceCause.CUTTER, Remedy.CLEAR),
        (PrinterState(recoverable_error=True), DeviceCause.PRINTER_ERROR, Remedy.CLEAR),
        (PrinterState(unrecoverable_error=True), DeviceCause.PRINTER_ERROR, Remedy.MAINTENANCE),
        (PrinterState(too_hot=True, offline=True), DeviceCause.OVERHEATED, Remedy.SUSPEND),
        (PrinterState(offline=True), DeviceCause.PRINTER_ERROR, Remedy.SUSPEND),
    ],
)
def test_each_fault_has_its_cause_and_somebody_to_end_it(
    state: PrinterState, cause: DeviceCause, remedy: Remedy
) -> None:
    assert state.fault == (cause, remedy)


def test_paper_near_its_end_is_no_fault() -> None:
    assert PrinterState(paper=PaperLevel.NEAR_END).fault is None


def test_no_cutter_moves_while_the_cover_is_open() -> None:
    assert PrinterState(cutter_error=True).needs_recovery
    assert PrinterState(recoverable_error=True).needs_recovery
    assert not PrinterState(cutter_error=True, cover_open=True).needs_recovery
    assert not PrinterState(too_hot=True).needs_recovery
