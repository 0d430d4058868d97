from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.order import OrderNumber
from kiosk.ledger import NOTE_KEYS, Ledger
from kiosk.ledger.entry import read_payload, write_payload
from kiosk.ledger.notes import note_facts
from tests.ledger.given import NAME, NUMBER, created


def test_a_note_is_an_entry_of_its_own(ledger: Ledger) -> None:
    number = created(ledger)
    ledger.note("close_asked", number, {"cause": "qr_expired", "attempt": 2})
    ledger.note("started", None, {"version": "0.1.0"})
    asked, started = ledger.entries()[-2:]
    assert (asked.kind, asked.order_number) == ("note.close_asked", number)
    assert asked.facts == {"cause": "qr_expired", "attempt": 2}
    assert (started.kind, started.order_number) == ("note.started", None)
    assert ledger.verify().sound


def test_the_notes_beside_an_order_are_read_apart_from_all_else(ledger: Ledger) -> None:
    number, other = created(ledger), OrderNumber("JN0320261122093015000042")
    ledger.note("started", None, {"version": "0.1.0"})
    for ordinal in (1, 2):
        ledger.note("receipt_reprint_started", number, {"ordinal": ordinal})
    assert [note.facts for note in ledger.notes(number)] == [{"ordinal": 1}, {"ordinal": 2}]
    assert ledger.notes(other) == ()


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("read", {"name": "x"}),
        ("read", {NAME: "x"}),
        ("read", {"cause": NAME}),
        ("read", {"cause": NUMBER}),
        ("read", {"cause": "6228480402564890018"}),
        ("read", {"cause": "13812341234"}),
        ("read", {"cause": "6228-4804-0256-4890"}),
        ("read", {"cause": "1949-12-31"}),
        ("read", {"cause": "two words"}),
        ("read", {"count": 13_812_341_234}),
        ("read", {"cause": "x" * 65}),
        ("Read", {}),
        (NAME, {}),
        ("", {}),
        ("x" * 41, {}),
    ],
)
def test_what_could_be_personal_is_not_noted(
    ledger: Ledger, kind: str, facts: dict[str, str | int]
) -> None:
    entries = len(ledger.entries())
    with pytest.raises(ValueError, match=r"note|key|code") as refusal:
        ledger.note(kind, None, facts)
    assert NAME not in str(refusal.value)
    assert "3701" not in str(refusal.value)
    assert len(ledger.entries()) == entries


@given(st.text(max_size=70))
def test_no_long_number_and_no_chinese_gets_through(value: str) -> None:
    try:
        facts = note_facts("seen", {"cause": value})
    except ValueError:
        return
    assert facts == {"cause": value}
    assert value.isascii()
    assert sum(character.isdigit() for character in value) < 8


@given(st.dictionaries(st.sampled_from(sorted(NOTE_KEYS)), st.text(max_size=9) | st.integers()))
def test_a_payload_reads_back_and_has_one_spelling(facts: dict[str, str | int]) -> None:
    payload = write_payload(facts)
    assert read_payload(payload) == facts
    assert write_payload(dict(reversed(facts.items()))) == payload


@pytest.mark.parametrize("payload", ["[]", "1", "{", '{"a":null}', '{"a":[1]}', '{"a":1.5}'])
def test_a_payload_is_an_object_of_texts_and_whole_numbers(payload: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_payload(payload)
