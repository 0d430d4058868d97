"""Simulated chip cards: the known bytes, and the manners of T=0 that drivers have to live with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cards.inserted import CardFault, CardFaultKind, InsertedCard, Order, PulledOut
from sim.cards.smart_card import SmartCard
from sim.cards.social_card import Generation, SocialCard, social_card
from sim.people import find_person

SELECT = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF"
PERSON = replace(find_person("zhang-san"), number="110101199003077571")
CARD = SocialCard(PERSON, issued=date(2019, 3, 1))


def said(card: SmartCard, *commands: str) -> list[str]:
    return [card.transmit(bytes.fromhex(command)).hex().upper() for command in commands]


def selected(card: SocialCard, file: str) -> SmartCard:
    chip = social_card(card)
    assert said(chip, SELECT, f"00A4020002{file}") == ["611E", "9000"]
    return chip


def test_the_known_card_byte_for_byte() -> None:
    chip = social_card(CARD)
    assert chip.answer_to_reset.hex().upper() == "3B6D000000815431008660110816000001"
    assert said(chip, SELECT) == ["611E"]
    (information,) = said(chip, "00C000001E")
    assert information.startswith("6F1C840F7378312E73682EC9E7BBE1B1A3D5CF")
    assert information.endswith("9000")
    assert said(chip, "00A4020002EF06", "00B2010400", "00B2010414") == [
        "9000", "6C14", "08123131303130313139393030333037373537319000",
    ]  # fmt: skip
    assert said(chip, "00B2020420") == ["091ED5C5C8FD" + "00" * 26 + "9000"]
    assert said(chip, "00A4020002EF05", "00B2030406") == ["9000", "0304322E30309000"]


def test_records_by_tag_by_number_and_by_short_identifier_are_the_same() -> None:
    chip = selected(CARD, "EF06")
    by_tag, by_number = said(chip, "00B2080014", "00B2010414")
    assert by_tag == by_number
    assert said(social_card(CARD), SELECT, "00B2013414")[1] == by_tag
    assert said(social_card(CARD), SELECT, "00B2083014")[1] == by_tag
    assert said(social_card(CARD), SELECT, "00B2032C06")[1] == "0304322E30309000"


@pytest.mark.parametrize(
    ("generation", "third", "fourth"),
    [(Generation.FIRST, "0A01319000", "0B01019000"), (Generation.SECOND, "6C16", "0A01319000")],
)
def test_numbers_differ_between_generations(
    generation: Generation, third: str, fourth: str
) -> None:
    chip = selected(replace(CARD, generation=generation), "EF06")
    assert said(chip, "00B2030403", "00B2040403") == [third, fourth]


def test_the_third_generation_keeps_its_holder_to_itself() -> None:
    chip = selected(replace(CARD, generation=Generation.THIRD), "EF06")
    assert said(chip, "00B2080014", "00B2010414") == ["6982", "6982"]
    assert said(chip, "00A4020002EF05", "00B2030006", "00B2060006") == [
        "9000", "0304332E30309000", "6982",
    ]  # fmt: skip
    assert said(chip, "0084000008", "008800001000112233445566778899AABBCCDDEEFF") == [
        "1112131415161718" + "9000", "6982",
    ]  # fmt: skip


def test_a_blocked_card_says_so_when_it_is_selected() -> None:
    chip = social_card(replace(CARD, blocked=True))
    assert said(chip, SELECT, "00C000001E")[1].endswith("6283")
    assert said(chip, "00A4020002EF06", "00B2080014") == ["9000", "6A82"]


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("00A4040008A000000333010101", "6A82"),
        ("00A4040003737831", "611E"),
        ("00A404020F7378312E73682EC9E7BBE1B1A3D5CF", "611E"),
        ("00A40400", "6700"),
        ("00A4040005AABB", "6700"),
        ("00A4020002EF05", "6A82"),
        ("00B2080014", "6D00"),
        ("00A4", "6700"),
    ],
)
def test_before_anything_is_selected(command: str, status: str) -> None:
    assert said(social_card(CARD), command) == [status]


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("00A4020002EF0A", "6A82"),
        ("00A402000105", "6700"),
        ("00B2990014", "6A83"),
        ("00B2000414", "6A83"),
        ("00B2080214", "6A86"),
        ("00FE000000", "6D00"),
    ],
)
def test_what_it_does_not_know_it_refuses(command: str, status: str) -> None:
    assert said(selected(CARD, "EF06"), command) == [status]


def test_the_next_application_of_a_name_follows_the_last() -> None:
    chip = social_card(CARD)
    assert said(chip, SELECT, SELECT[:6] + "02" + SELECT[8:]) == ["611E", "6A82"]


def test_what_waits_is_there_once_and_in_pieces() -> None:
    chip = social_card(CARD)
    assert said(chip, SELECT, "00C0000004") == ["611E", "6F1C840F" + "611A"]
    assert said(chip, "00C00000FF")[0] == "6C1A"
    assert said(chip, "00C000001A")[0].endswith("9000")
    assert said(chip, "00C000001A") == ["6D00"]
    assert said(chip, SELECT, "00A4020002EF05", "00C000001E") == ["611E", "9000", "6D00"]


def test_power_and_reset_forget_what_was_selected() -> None:
    chip = selected(CARD, "EF06")
    chip.reset()
    assert said(chip, "00B2080014") == ["6D00"]


def test_over_t1_everything_comes_at_once() -> None:
    chip = SmartCard((), b"\x3b\x00", t0=False)
    assert said(chip, SELECT + "00") == ["6A82"]


@given(st.lists(st.binary(min_size=4, max_size=40), max_size=6), st.sampled_from(Generation))
def test_whatever_it_is_told_it_answers_with_a_status(
    commands: list[bytes], generation: Generation
) -> None:
    chip = social_card(replace(CARD, generation=generation))
    for command in commands:
        answer = chip.transmit(command)
        assert len(answer) >= 2
        assert answer[-2] >> 4 in (0x6, 0x9)


# --- in a slot -------------------------------------------------------------------------------


def powered(fault: CardFault | None = None) -> InsertedCard:
    card = InsertedCard(social_card(CARD), fault)
    assert card.hears(Order.POWER_ON.value) is None
    return card


def test_without_power_no_command_is_heard() -> None:
    card = InsertedCard(social_card(CARD))
    assert card.hears(bytes.fromhex(SELECT)) == b""
    card.hears(Order.POWER_ON.value)
    assert card.hears(bytes.fromhex(SELECT)) == b"\x61\x1e"
    card.hears(Order.POWER_OFF.value)
    assert card.hears(bytes.fromhex(SELECT)) == b""


def test_faults_strike_after_so_many_commands_and_so_often() -> None:
    card = powered(CardFault(CardFaultKind.STATUS, after=1, amount=0x6F00, times=2))
    answers = [card.hears(bytes.fromhex(SELECT)) for _ in range(4)]
    assert answers == [b"\x61\x1e", b"\x6f\x00", b"\x6f\x00", b"\x61\x1e"]


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        (CardFault(CardFaultKind.SILENT), b""),
        (CardFault(CardFaultKind.CUT, amount=1), b"\x61"),
        (CardFault(CardFaultKind.GARBLED, amount=0), b"\xc4\x1e"),
        (CardFault(CardFaultKind.GARBLED, amount=3), b"\x61\xbb"),
        (CardFault(CardFaultKind.MUTE), b""),
    ],
)
def test_how_a_card_fails(fault: CardFault, answer: bytes) -> None:
    assert powered(fault).hears(bytes.fromhex(SELECT)) == answer


def test_a_card_pulled_out_answers_nothing_more() -> None:
    card = powered(CardFault(CardFaultKind.PULLED_OUT, after=1))
    assert card.hears(bytes.fromhex(SELECT)) == b"\x61\x1e"
    with pytest.raises(PulledOut):
        card.hears(bytes.fromhex("00C000001E"))


def test_a_mute_card_answers_nonsense_so_many_times_it_gets_power() -> None:
    card = InsertedCard(social_card(CARD), CardFault(CardFaultKind.MUTE, times=1))
    answers = []
    for _ in range(3):
        answers.append(card.hears(Order.ANSWER_TO_RESET.value))
        card.hears(Order.POWER_ON.value)
    whole = social_card(CARD).answer_to_reset
    assert answers == [bytes.fromhex("00FF1234"), bytes.fromhex("00FF1234"), whole]
