"""Which application of a card is taken."""

from __future__ import annotations

import pytest

from kiosk.domain.bank_card import CardKind
from kiosk.payments.emv import ChipTrouble, ChipTroubleCause, commands, open_card
from kiosk.payments.emv.selection import SUPPORTED, Candidate, find_applications
from kiosk.payments.emv.tlv import encode
from sim.cards.cast import find_card
from tests.payments.emv.spoken_card import PURCHASE, ToldCard, card_of
from tests.payments.emv.told_chip import (
    BLOCKED,
    CREDIT,
    DEBIT,
    FACE,
    NO_RECORD,
    NOT_FOUND,
    OK,
    SELECT_DIRECTORY,
    directory,
    fci,
    record,
)

_CARD_BLOCKED = b"\x6a\x81"
_NOT_USABLE = b"\x69\x85"
_OPTIONS = encode(0x80, bytes.fromhex("1000 08010100")) + OK
_FOREIGN = bytes.fromhex("A0000000031010")


async def _found(*answers: bytes) -> tuple[Candidate, ...]:
    return (await find_applications(ToldCard(*answers))).candidates


async def _trouble(card: ToldCard) -> ChipTroubleCause:
    with pytest.raises(ChipTrouble) as caught:
        await open_card(card, PURCHASE)
    return caught.value.cause


async def test_the_bank_s_order_counts_and_no_order_comes_last() -> None:
    found = await _found(*directory((DEBIT, 2), (CREDIT, 1), (DEBIT + b"\x09", None)))

    assert [one.aid for one in found] == [CREDIT, DEBIT, DEBIT + b"\x09"]


async def test_an_application_that_wants_to_be_chosen_by_name_is_not_taken() -> None:
    assert await _found(*directory((DEBIT, 0x81), (CREDIT, 2))) == (Candidate(CREDIT, 2),)


async def test_other_schemes_and_entries_are_passed_over() -> None:
    card = ToldCard(
        fci(b"1PAY.SYS.DDF01", encode(0x88, b"\x01")),
        encode(
            0x70,
            encode(0x61, encode(0x9D, b"OTHER")) + encode(0x73, b"") + encode(0x61, b""),
        )
        + OK,
        *directory((_FOREIGN, 1), (DEBIT, 2))[1:],
    )

    assert (await find_applications(card)).candidates == (Candidate(DEBIT, 2),)


@pytest.mark.parametrize(
    "answers",
    [
        (NOT_FOUND,),
        (fci(b"1PAY.SYS.DDF01", status=BLOCKED),),
        (fci(b"1PAY.SYS.DDF01"),),
        (fci(b"1PAY.SYS.DDF01", encode(0x88, b"\x0b")),),
        (b"\x6f\x05" + OK,),
        (fci(b"1PAY.SYS.DDF01", encode(0x88, b"\x01")), b"\x70\x05\x61" + OK),
        directory((_FOREIGN, 1)),
    ],
)
async def test_without_a_useful_directory_the_card_is_asked(answers: tuple[bytes, ...]) -> None:
    found = await _found(*answers, fci(DEBIT), NOT_FOUND, NOT_FOUND)

    assert found == (Candidate(DEBIT),)


async def test_every_application_of_a_name_is_found_by_asking_for_the_next() -> None:
    first, second = DEBIT + b"\x01", DEBIT + b"\x02"
    card = ToldCard(
        NOT_FOUND,
        fci(first, encode(0x87, b"\x02")),
        fci(second, encode(0x87, b"\x01")),
        NOT_FOUND,
        fci(CREDIT, encode(0x87, b"\x83")),
        NOT_FOUND,
    )

    found = await find_applications(card)

    assert found.candidates == (Candidate(second, 1), Candidate(first, 2))
    asked = tuple(SUPPORTED)
    assert card.heard == [
        SELECT_DIRECTORY,
        commands.select(asked[0]),
        commands.select(asked[0], following=True),
        commands.select(asked[0], following=True),
        commands.select(asked[1]),
        commands.select(asked[2]),
    ]


async def test_a_card_that_answers_the_same_for_ever_is_asked_only_so_often() -> None:
    same = fci(DEBIT + b"\x01")

    found = await _found(NOT_FOUND, same, same, NOT_FOUND, NOT_FOUND)

    assert found == (Candidate(DEBIT + b"\x01"),)


async def test_of_many_applications_with_one_name_eight_are_enough() -> None:
    namesakes = [fci(DEBIT + bytes([count])) for count in range(1, 9)]

    found = await _found(NOT_FOUND, *namesakes, NOT_FOUND, NOT_FOUND)

    assert len(found) == 8


async def test_a_locked_card_is_blocked_whatever_was_asked() -> None:
    assert await _trouble(ToldCard(_CARD_BLOCKED)) is ChipTroubleCause.BLOCKED
    locked_later = ToldCard(*directory((DEBIT, 1)), _CARD_BLOCKED)
    assert await _trouble(locked_later) is ChipTroubleCause.BLOCKED


async def test_locked_applications_alone_make_a_card_blocked() -> None:
    told = ToldCard(NOT_FOUND, BLOCKED, fci(CREDIT, status=BLOCKED), NOT_FOUND)
    assert await _trouble(told) is ChipTroubleCause.BLOCKED
    listed = ToldCard(*directory((DEBIT, 1)), fci(DEBIT, status=BLOCKED))
    assert await _trouble(listed) is ChipTroubleCause.BLOCKED


async def test_no_application_of_ours_is_the_wrong_kind() -> None:
    told = ToldCard(NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND)
    assert await _trouble(told) is ChipTroubleCause.WRONG_KIND


async def test_the_next_best_is_taken_where_the_best_is_locked_or_does_not_want() -> None:
    for refusal in ((fci(DEBIT, status=BLOCKED),), (fci(DEBIT), _NOT_USABLE)):
        card = ToldCard(
            *directory((DEBIT, 1), (CREDIT, 2)), *refusal, fci(CREDIT), _OPTIONS, record(FACE)
        )
        assert (await open_card(card, PURCHASE)).data.kind is CardKind.CREDIT


async def test_a_card_whose_only_application_does_not_want_is_the_wrong_kind() -> None:
    card = ToldCard(*directory((DEBIT, 1)), fci(DEBIT), _NOT_USABLE)
    assert await _trouble(card) is ChipTroubleCause.WRONG_KIND


@pytest.mark.parametrize(
    "selected", [b"\x69\x99", fci(CREDIT), fci(b"A"), encode(0x6F, b"") + OK, OK]
)
async def test_a_directory_that_leads_nowhere_is_malformed(selected: bytes) -> None:
    card = ToldCard(*directory((DEBIT, 1)), selected)
    assert await _trouble(card) is ChipTroubleCause.MALFORMED


async def test_the_cast_without_a_directory_is_found() -> None:
    card = card_of("tao-li-debit")

    opened = await open_card(card, PURCHASE)

    assert opened.data.account == find_card("tao-li-debit").account
    assert opened.data.aid == DEBIT


async def test_no_record_of_a_directory_is_the_last_of_too_many() -> None:
    start = fci(b"1PAY.SYS.DDF01", encode(0x88, b"\x01"))
    entry = directory((DEBIT, 1))[1]
    card = ToldCard(start, *[entry] * 40)

    await find_applications(card)

    assert len(card.heard) == 17
    assert NO_RECORD not in card.heard
