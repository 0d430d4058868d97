"""What a card says of itself, and when it is not believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.payments.emv import ChipTrouble, ChipTroubleCause, open_card
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.tlv import encode
from tests.payments.emv.spoken_card import AT, PURCHASE, Lost, ToldCard
from tests.payments.emv.told_chip import DEBIT, FACE, OK, directory, fci, reading, record


async def _trouble(card: ToldCard, at: datetime = AT) -> ChipTroubleCause:
    with pytest.raises(ChipTrouble) as caught:
        await open_card(card, replace(PURCHASE, at=at))
    return caught.value.cause


def _begun(*answers: bytes) -> ToldCard:
    return ToldCard(*directory((DEBIT, 1)), fci(DEBIT), *answers)


async def test_a_card_need_not_say_since_when_nor_which_of_several_it_is() -> None:
    opened = await open_card(reading({0x5F25: None, 0x5F34: None}), PURCHASE)

    assert opened.data.sequence is None


async def test_an_account_of_sixteen_figures_has_no_filling() -> None:
    changes = {
        0x5A: bytes.fromhex("6259990000000031"),
        0x57: bytes.fromhex("6259990000000031D30122010000000000000F"),
    }

    opened = await open_card(reading(changes), PURCHASE)

    assert opened.data.account == "6259990000000031"
    assert opened.data.track2 == "6259990000000031D30122010000000000000"
    assert opened.data.pin_account == "999000000003"


@pytest.mark.parametrize("tag", [0x57, 0x5A, 0x5F24, 0x8C, 0x8D])
async def test_no_mandatory_object_may_be_missing(tag: int) -> None:
    assert await _trouble(reading({tag: None})) is ChipTroubleCause.MALFORMED


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (0x5A, "6228480402564890026F"),
        (0x5A, "622848040256489001AF"),
        (0x5A, "62284804025F"),
        (0x57, "6228480402564890018D301220"),
        (0x57, "6228480402564890018D29122010000000000F"),
        (0x57, "6228480402564890018F30122010000000000F"),
        (0x57, "6228480402564890018D3012201000000000000000"),
        (0x5F24, "301331"),
        (0x5F24, "301200"),
        (0x5F24, "3012"),
        (0x5F24, "3A1231"),
        (0x5F25, "200132"),
        (0x5F34, "0101"),
        (0x5F34, "0A"),
        (0x9F07, "FF"),
        (0x9F08, "003000"),
        (0x9F42, "01"),
        (0x8E, "0000000000000000"),
        (0x8E, "0000000000000000420300"),
    ],
)
async def test_objects_that_make_no_sense_are_malformed(tag: int, value: str) -> None:
    assert await _trouble(reading({tag: bytes.fromhex(value)})) is ChipTroubleCause.MALFORMED


@pytest.mark.parametrize(
    ("day", "cause"),
    [
        (datetime(2019, 12, 31, tzinfo=AT.tzinfo), ChipTroubleCause.NOT_YET_VALID),
        (datetime(2020, 1, 1, tzinfo=AT.tzinfo), None),
        (datetime(2030, 12, 31, 23, 59, tzinfo=AT.tzinfo), None),
        (datetime(2031, 1, 1, tzinfo=AT.tzinfo), ChipTroubleCause.EXPIRED),
    ],
)
async def test_a_card_is_good_from_its_first_day_to_its_last(
    day: datetime, cause: ChipTroubleCause | None
) -> None:
    if cause is None:
        await open_card(reading(), replace(PURCHASE, at=day))
    else:
        assert await _trouble(reading(), day) is cause


async def test_a_card_may_end_on_a_day_that_its_month_has_not() -> None:
    changes = {
        0x5F24: bytes.fromhex("260631"),
        0x57: bytes.fromhex("6228480402564890018D26062010000000000F"),
    }
    june_30 = datetime(2026, 6, 30, tzinfo=AT.tzinfo)

    await open_card(reading(changes), replace(PURCHASE, at=june_30))
    july = june_30 + timedelta(days=1)
    assert await _trouble(reading(changes), july) is ChipTroubleCause.EXPIRED


async def test_years_from_50_on_are_of_the_last_century() -> None:
    changes = {
        0x5F24: bytes.fromhex("991231"),
        0x57: bytes.fromhex("6228480402564890018D99122010000000000F"),
    }
    assert await _trouble(reading(changes)) is ChipTroubleCause.EXPIRED


@pytest.mark.parametrize(
    "options",
    [
        "6A81",
        "9000",
        "8002 7C00 9000",
        "8004 7C000801 9000",
        "8006 7C0008010100 9000",
        "8006 7C0009010100 9000",
        "8006 7C0000010100 9000",
        "8006 7C00F8010100 9000",
        "8006 7C0008000100 9000",
        "8006 7C0008020100 9000",
        "8006 7C0008010102 9000",
        "8006 7C000801FF00 9000",
        "7707 82021000 940108 9000",
        "7704 82021000 9000",
        "7706 940408010100 9000",
        "5A0112 9000",
    ],
)
async def test_options_that_make_no_sense_are_malformed(options: str) -> None:
    # Behind it the card goes on as if nothing were wrong, but for the one that is right.
    answers = [bytes.fromhex(options), *[record({0x9F1F: b""})] * 70]
    assert await _trouble(_begun(*answers)) is ChipTroubleCause.MALFORMED


@pytest.mark.parametrize("broken", [b"\x6a\x83", OK, encode(0x77, b"") + OK, b"\x70\x05\x5a" + OK])
async def test_a_record_that_cannot_be_read_is_malformed(broken: bytes) -> None:
    options = bytes.fromhex("80061000080101009000")
    assert await _trouble(_begun(options, broken)) is ChipTroubleCause.MALFORMED


async def test_what_comes_twice_is_malformed() -> None:
    options = bytes.fromhex("80061000080102009000")
    card = _begun(options, record(FACE), record({0x5A: FACE[0x5A]}))
    assert await _trouble(card) is ChipTroubleCause.MALFORMED


async def test_the_bank_s_own_files_may_hold_anything() -> None:
    options = bytes.fromhex("800A1000 08010100 58010100 9000")
    await open_card(_begun(options, record(FACE), b"anything" + OK), PURCHASE)


async def test_options_may_come_by_name() -> None:
    options = encode(0x77, encode(0x94, bytes.fromhex("08010100")) + encode(0x82, b"\x10\0")) + OK
    await open_card(_begun(options, record(FACE)), PURCHASE)


async def test_what_a_card_tells_of_its_holder_is_forgotten() -> None:
    lists = {0x8C: bytes.fromhex("5F2009 9F6112 5F3401"), 0x9F61: b"370100199003071237"}
    card = reading({0x5F20: b"ZHANG/SAN", **lists})

    opened = await open_card(card, PURCHASE)
    with pytest.raises(Lost):
        await opened.authorise(trace=1, pin_entered=True)

    # Not even the card that said it is told.
    assert card.heard[-1] == bytes.fromhex("80AE80001C") + bytes(27) + b"\x01\x00"


async def test_what_the_terminal_knows_itself_it_does_not_take_from_a_card() -> None:
    card = reading({Tag.AMOUNT: bytes.fromhex("000000000001"), Tag.TVR: bytes(5)})

    opened = await open_card(card, PURCHASE)
    with pytest.raises(Lost):
        await opened.authorise(trace=1, pin_entered=True)

    sent = DataObjects({Tag.AMOUNT: card.heard[-1][5:11], Tag.TVR: card.heard[-1][11:16]})
    assert sent.need(Tag.AMOUNT) == bytes.fromhex("000000012345")
    assert sent.need(Tag.TVR)[0] & 0x80
