from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.documents import verification
from kiosk.documents.preview import MOST_PAGES
from kiosk.documents.signature import FAST_BY, flaw_of_signature
from kiosk.documents.unsound import Unsound, UnsoundDocument
from kiosk.documents.verification import Expected, verified_pages, verify
from tests.support.document_pages import LIST, TAX, Paper
from tests.support.signed_documents import (
    FLAWED,
    SIGNED_AT,
    authority,
    signed,
    signed_by_stranger,
    stranger,
    unsigned,
)

NUMBER, NAME, IDENTITY = "337261127000000001", "测试𬱖·䶮", "370102194912310029"
PAGES = Paper(TAX, NUMBER, NAME, IDENTITY).pages
SOUND = signed(*PAGES)


def expected(**others: object) -> Expected:
    known = Expected(
        title=TAX,
        number=NUMBER,
        reprint=0,
        holder=NAME,
        holder_number=IDENTITY,
        trusted=authority().root_pem,
        now=SIGNED_AT + timedelta(seconds=2),
    )
    return replace(known, **others)  # type: ignore[arg-type]


def reason(pdf: bytes, **others: object) -> Unsound:
    with pytest.raises(UnsoundDocument) as refused:
        verify(pdf, expected(**others))
    assert refused.value.args == (refused.value.reason,)
    return refused.value.reason


def test_a_sound_document_is_drawn_page_by_page() -> None:
    pages = verified_pages(SOUND, expected())
    assert len(pages) == 2
    assert all(page.startswith(b"\x89PNG") for page in pages)


@pytest.mark.parametrize(
    ("flaw", "why"),
    [
        ("unsigned", Unsound.UNSIGNED),
        ("altered", Unsound.CHANGED),
        ("extended", Unsound.NOT_WHOLE),
        ("signed by a stranger", Unsound.STRANGER),
        ("signed by one who had expired", Unsound.STRANGER),
        ("signed twice", Unsound.ADDED_TO),
    ],
)
def test_what_is_wrong_with_a_document_is_named(flaw: str, why: Unsound) -> None:
    assert reason(FLAWED[flaw](*PAGES)) is why


def test_every_known_flaw_is_tried() -> None:
    for make in FLAWED.values():
        assert isinstance(reason(make(*PAGES)), Unsound)


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ({"holder": "别人"}, Unsound.OTHER_PERSON),
        ({"holder_number": "370102199001010018"}, Unsound.OTHER_PERSON),
        ({"number": "337261127000000002"}, Unsound.OTHER_NUMBER),
        ({"title": LIST}, Unsound.OTHER_TITLE),
        ({"title": "营业执照"}, Unsound.OTHER_TITLE),
        ({"reprint": 1}, Unsound.OTHER_PRINT),
        ({"trusted": stranger().root_pem}, Unsound.STRANGER),
        ({"trusted": b"-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n"}, None),
        ({"trusted": b""}, None),
        ({"now": SIGNED_AT - FAST_BY - timedelta(seconds=1)}, Unsound.FROM_THE_FUTURE),
        ({"now": datetime(2051, 1, 1, tzinfo=SIGNED_AT.tzinfo)}, Unsound.STRANGER),
    ],
)
def test_it_has_to_be_what_was_asked_for(others: dict[str, object], why: Unsound | None) -> None:
    assert reason(SOUND, **others) is (why or Unsound.UNREADABLE)


def test_clocks_may_differ_a_little() -> None:
    verify(SOUND, expected(now=SIGNED_AT - FAST_BY))


def test_two_roots_are_both_trusted() -> None:
    both = stranger().root_pem + authority().root_pem
    verify(SOUND, expected(trusted=both))
    verify(signed_by_stranger(*PAGES), expected(trusted=both))


def test_too_many_pages_are_not_drawn() -> None:
    many = signed(*((PAGES[0],) * (MOST_PAGES + 1)))
    assert reason(many) is Unsound.TOO_MUCH


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 no more", unsigned(*PAGES)[:-40]])
def test_half_a_document_is_not_read(content: bytes) -> None:
    assert reason(content) is Unsound.NOT_WHOLE


def changed(place: int, change: int) -> bytes:
    return SOUND[:place] + bytes([SOUND[place] ^ change]) + SOUND[place + 1 :]


SEALED = SOUND.index(b"/Contents <3")
SEAL = range(SEALED, SOUND.index(b">", SEALED))
"""The signature itself, in hexadecimal and filled up with zeros: all but this is signed."""


@settings(max_examples=60, deadline=None)
@given(
    place=st.integers(0, len(SOUND) - 1).filter(lambda place: place not in SEAL),
    change=st.integers(1, 255),
)
def test_no_byte_of_it_can_be_changed(place: int, change: int) -> None:
    assert isinstance(reason(changed(place, change)), Unsound)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_part_of_it_can_be_left_out_or_doubled(data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(SOUND) - 1))
    last = data.draw(st.integers(first, len(SOUND)))
    cut = SOUND[:first] + SOUND[last:]
    if cut != SOUND:
        assert isinstance(reason(cut), Unsound)
    doubled = SOUND[:last] + SOUND[first:]
    if doubled != SOUND:
        assert isinstance(reason(doubled), Unsound)


def test_what_goes_to_and_from_the_child_process_can() -> None:
    call: Callable[[bytes, Expected], object] = pickle.loads(pickle.dumps(verified_pages))  # noqa: S301
    assert call is verified_pages
    assert pickle.loads(pickle.dumps(expected())) == expected()  # noqa: S301
    error = pickle.loads(pickle.dumps(UnsoundDocument(Unsound.STRANGER)))  # noqa: S301
    assert error.reason is Unsound.STRANGER


def test_nothing_personal_is_in_what_is_said() -> None:
    assert NAME not in repr(expected())
    assert IDENTITY not in repr(expected())


def test_a_page_out_of_all_proportion_is_not_drawn() -> None:
    before, _, after = unsigned(*PAGES).rpartition(b"[ 0 0 595 842 ]")
    pdf = authority().signer.sign(before + b"[ 0 0 001 842 ]" + after, SIGNED_AT)
    with pytest.raises(UnsoundDocument) as refused:
        verified_pages(pdf, expected())
    assert refused.value.reason is Unsound.TOO_MUCH


@pytest.mark.parametrize("what", ["draw_pages", "_lines_of_pages"])
def test_whatever_a_library_makes_of_it_nobody_sees_half_of_it(
    monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    def broken(_pdf: bytes) -> None:
        raise RuntimeError("what it says may quote the document")

    monkeypatch.setattr(verification, what, broken)
    with pytest.raises(UnsoundDocument) as refused:
        verified_pages(SOUND, expected())
    assert refused.value.reason is Unsound.UNREADABLE
    assert refused.value.__suppress_context__


def test_what_is_behind_the_end_is_not_covered_by_the_signature() -> None:
    extended = FLAWED["extended"](*PAGES)
    found = flaw_of_signature(extended, authority().root_pem, SIGNED_AT)
    assert found is Unsound.ADDED_TO


def test_nobody_signs_before_they_may() -> None:
    early = signed(*PAGES, at=datetime(1999, 1, 1, tzinfo=SIGNED_AT.tzinfo))
    assert reason(early) is Unsound.STRANGER


def test_the_library_can_be_loaded_beforehand() -> None:
    verification.warm_up()
