"""Replies that are none: every one is told from a reply, and none hangs the parser."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs.ipp_frame import IppMalformed, sound_message
from kiosk.devices.codecs.ipp_jobs import job_of
from kiosk.devices.codecs.ipp_state import reading_of
from kiosk.devices.codecs.ipp_ticket import A4, UnsuitablePrinter, ticket_for
from kiosk.devices.ports.ipp_port import IppNonsense, read_reply
from tests.devices import ipp_wire_format as ipp
from tests.devices.ipp_bench import ModelPrinter
from tests.devices.ipp_wire_format import ENUM, INTEGER, JOB, KEYWORD, NAME, PRINTER, attribute

HEAD = b"\x02\x00\x00\x00\x00\x00\x00\x01"
STATE = attribute(ENUM, "printer-state", 3)
GOOD = ipp.reply(0, 7, (PRINTER, STATE + attribute(KEYWORD, "printer-state-reasons", "none")))


def test_a_sound_reply_is_left_as_it_is_without_what_follows() -> None:
    assert sound_message(GOOD) == GOOD
    assert sound_message(GOOD + b"anything") == GOOD
    reply = read_reply(GOOD)
    assert (reply.status, reply.request_id, reply.jobs) == (0, 7, ())
    assert reply.printer.number("printer-state") == 3
    assert reply.printer.words("printer-state-reasons") == ("none",)


def test_empty_groups_and_groups_of_no_concern_are_left_out() -> None:
    job = attribute(INTEGER, "job-id", 4) + attribute(ENUM, "job-state", 5)
    subscription = attribute(INTEGER, "notify-subscription-id", 1)
    told = ipp.reply(0, 1, (JOB, b""), (6, subscription), (JOB, job), (JOB, b""))
    assert sound_message(told) == ipp.reply(0, 1, (JOB, job))
    assert [one.number("job-id") for one in read_reply(told).jobs] == [4]


def test_sets_collections_and_texts_with_a_language_are_read() -> None:
    text = b"\x00\x02zh\x00\x03\xe5\xa5\xbd"
    told = (
        attribute(KEYWORD, "sides-supported", "one-sided", "two-sided-long-edge")
        + b"\x34\x00\x09media-col\x00\x00\x4a\x00\x00\x00\x01a\x21\x00\x00\x00\x04\x00\x00\x00\x01"
        + b"\x37\x00\x00\x00\x00"
        + b"\x36\x00\x08job-name"
        + len(text).to_bytes(2)
        + text
    )
    printer = read_reply(ipp.reply(0, 1, (PRINTER, told))).printer
    assert printer.words("sides-supported") == ("one-sided", "two-sided-long-edge")
    assert printer.values["media-col"] == ({"a": 1},)
    assert printer.words("job-name") == ("好",)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x01",
        b"\x44\x00\x01a\x00\x01b\x03",
        b"\x01\x44\x00\x00\x00\x01b\x03",
        b"\x01\x44\xff\xfda\x00\x01b\x03",
        b"\x01\x44\x00\x01a\xff\xff\x03",
        b"\x01\x44\x00\x01a\x00\x09b\x03",
        b"\x01\x44\x00",
        b"\x01\x21\x00\x01a\x00\x03abc\x03",
        b"\x01\x36\x00\x01a\x00\x04\xff\xf0\x00\x00\x03",
        b"\x01\x36\x00\x01a\x00\x06\x00\x00\x00\x01ab\x03",
        b"\x01\x34\x00\x01a\x00\x00\x03",
        b"\x01\x37\x00\x01a\x00\x00\x03",
        b"\x01\x34\x00\x01a\x00\x00" + b"\x34\x00\x00\x00\x00" * 16 + b"\x03",
    ],
    ids=lambda body: body.hex()[:24],
)
def test_what_is_no_reply_is_told_from_one(body: bytes) -> None:
    with pytest.raises(IppMalformed):
        sound_message(HEAD + body)
    with pytest.raises(IppNonsense):
        read_reply(HEAD + body)


def test_a_reply_that_is_cut_off_anywhere_is_none() -> None:
    for length in range(len(GOOD)):
        with pytest.raises(IppNonsense):
            read_reply(GOOD[:length])


@pytest.mark.parametrize("state", [0, 99])
def test_states_that_do_not_exist_are_nonsense(state: int) -> None:
    with pytest.raises(IppNonsense):
        read_reply(ipp.reply(0, 1, (PRINTER, attribute(ENUM, "printer-state", state))))


def read_whatever(data: bytes) -> None:
    """As the driver does: nothing but IppNonsense may come of it."""
    with contextlib.suppress(IppNonsense):
        reply = read_reply(data)
        for job in reply.jobs:
            job_of(job)
        reading_of(reply.printer, "main")
        with contextlib.suppress(UnsuitablePrinter):
            ticket_for(reply.printer, A4)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_whatever(data)
    read_whatever(HEAD + b"\x01" + data)


_TOLD = ModelPrinter().answer(
    b"\x02\x00\x00\x0b\x00\x00\x00\x01\x01"
    + attribute(
        KEYWORD,
        "requested-attributes",
        *("printer-state", "printer-state-reasons", "printer-input-tray", "marker-names"),
        *("media-col-supported", "document-format-supported", "printer-up-time"),
    )
    + attribute(NAME, "requesting-user-name", "kiosk")
    + b"\x03",
    0.0,
)


@given(st.lists(st.tuples(st.integers(0, len(_TOLD) - 1), st.integers(0, 255)), max_size=4))
def test_a_reply_with_any_bytes_changed_is_read_or_refused(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_TOLD)
    for place, value in changes:
        data[place] = value
    read_whatever(bytes(data))
