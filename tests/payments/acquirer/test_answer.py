"""Whether an answer is an answer, and when it was given."""

from __future__ import annotations

from datetime import datetime

import pytest

from kiosk.payments.acquirer.answer import answered_at, is_answer_to, read_answer
from kiosk.payments.iso8583.codec import MalformedMessage, Message
from kiosk.payments.iso8583.frame import HostAsk
from kiosk.payments.iso8583.responses import ResponseAction
from tests.support.manual_clock import BEIJING

NOW = datetime(2026, 6, 1, 9, 31, 5, tzinfo=BEIJING)
NAMES = {11: "000002", 41: "12345678", 42: "102440000000001"}
ASKED = Message("0200", {**NAMES, 4: "000000012345"})


def said(code: str = "00", kind: str = "0210", **others: str) -> Message:
    fields = {**NAMES, 4: "000000012345", 39: code}
    fields |= {int(number.removeprefix("f")): text for number, text in others.items()}
    return Message(kind, {number: text for number, text in fields.items() if text})


@pytest.mark.parametrize(
    ("answer", "is_one"),
    [
        (said(), True),
        (said("51"), True),
        (said(kind="0410"), False),
        (said(kind="0200"), False),
        (said(f11="000001"), False),
        (said(f41="12345679"), False),
        (said(f42="102440000000002"), False),
        (said(f4="000000012346"), False),
        (said("51", f4="000000012346"), False),
        # Only a refusal may leave the amount out.
        (said("51", f4=""), True),
        (said(f4=""), False),
    ],
    ids=range(11),
)
def test_what_answers_a_purchase(answer: Message, is_one: bool) -> None:
    assert is_answer_to(ASKED, answer) is is_one


def test_an_answer_has_a_code() -> None:
    with pytest.raises(MalformedMessage, match="F39"):
        is_answer_to(ASKED, said(""))


def test_an_approval() -> None:
    answer = read_answer(
        said(f12="093100", f13="0601", f37="093100000002", f38="A1 ", f55="910A"),
        HostAsk.NOTHING,
        NOW,
    )

    assert answer.action is ResponseAction.APPROVED
    assert (answer.trace, answer.reference, answer.authorisation) == (2, "093100000002", "A1")
    assert answer.at == datetime(2026, 6, 1, 9, 31, tzinfo=BEIJING)
    assert answer.field_55 == b"\x91\x0a"
    assert answer.ends_reversal
    assert "910A" not in repr(answer)


def test_an_approval_without_a_reference_is_none() -> None:
    for reference in ("", "   ", "0931-0000002"):
        with pytest.raises(MalformedMessage, match="F37"):
            read_answer(said(f37=reference), HostAsk.NOTHING, NOW)


def test_a_refusal_needs_no_reference() -> None:
    answer = read_answer(said("51"), HostAsk.NOTHING, NOW)

    assert (answer.reference, answer.authorisation, answer.at) == ("", "", NOW)
    assert not answer.ends_reversal


def test_an_authorisation_nobody_could_read_aloud() -> None:
    with pytest.raises(MalformedMessage, match="F38"):
        read_answer(said(f37="093100000002", f38="A\x00"), HostAsk.NOTHING, NOW)


@pytest.mark.parametrize(
    ("now", "day", "time", "at"),
    [
        ((2026, 12, 31, 23, 59), "0101", "000001", (2027, 1, 1, 0, 0, 1)),
        ((2027, 1, 1, 0, 0), "1231", "235959", (2026, 12, 31, 23, 59, 59)),
        ((2026, 6, 1, 9, 31), "0601", "093100", (2026, 6, 1, 9, 31)),
        ((2027, 3, 1, 0, 0), "0229", "120000", (2028, 2, 29, 12)),
        ((2026, 6, 1, 9, 31), "0631", "093100", (2026, 6, 1, 9, 31)),
        ((2026, 6, 1, 9, 31), "", "093100", (2026, 6, 1, 9, 31)),
    ],
    ids=range(6),
)
def test_the_year_is_the_one_that_is_nearest(
    now: tuple[int, int, int, int, int], day: str, time: str, at: tuple[int, int, int]
) -> None:
    moment = answered_at(said(f13=day, f12=time), datetime(*now, tzinfo=BEIJING))

    assert moment == datetime(*at, tzinfo=BEIJING)
