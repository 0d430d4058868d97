"""What the terminal finds out about a card and its purchase, and what it concludes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk.domain.money import Money
from kiosk.payments.emv import ChipTrouble, ChipTroubleCause, EmvPurchase, TerminalData, open_card
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.restrictions import declines, restrictions
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.terminal import figures, terminal_objects
from kiosk.payments.emv.verification import Found
from tests.payments.emv.spoken_card import AT, PURCHASE, TERMINAL, UNPREDICTABLE
from tests.payments.emv.told_chip import OK, reading

_DECLINED = bytes.fromhex("800B00000100112233445566 77") + OK
_CONSENT_ASKED = bytes.fromhex("800C800001001122334455667707") + OK


def _found(**objects: str) -> Found:
    tags = {"usage": 0x9F07, "country": 0x5F28, "version": 0x9F08}
    return restrictions(
        DataObjects({tags[name]: bytes.fromhex(value) for name, value in objects.items()}),
        TERMINAL,
    )


@pytest.mark.parametrize(
    ("usage", "country", "allowed"),
    [
        ("FF00", "0156", True),
        ("0100", None, True),
        ("FE00", "0156", False),
        ("FE00", None, False),
        ("2100", "0156", True),
        ("0900", "0156", True),
        ("1500", "0156", False),
        ("1500", "0840", True),
        ("2900", "0840", False),
    ],
)
def test_what_a_card_may_be_used_for(usage: str, country: str | None, allowed: bool) -> None:
    found = _found(usage=usage) if country is None else _found(usage=usage, country=country)

    assert bool(found & Found.SERVICE_NOT_ALLOWED) is not allowed


def test_a_card_of_another_version_is_noticed() -> None:
    assert _found(version="0020") == Found.OTHER_VERSION
    assert _found(version="0030") == Found.NOTHING
    assert _found() == Found.NOTHING


def test_a_bank_may_want_something_declined_at_once() -> None:
    records = DataObjects({Tag.ACTION_DENIAL: bytes.fromhex("0010000000")})

    assert declines(records, Found.SERVICE_NOT_ALLOWED)
    assert not declines(records, Found.NO_OFFLINE_AUTHENTICATION)
    assert not declines(DataObjects(), Found.SERVICE_NOT_ALLOWED)


async def _authorise(changes: dict[int, bytes], answer: bytes) -> tuple[ChipTroubleCause, bytes]:
    card = reading(changes, answers=(answer,))
    opened = await open_card(card, PURCHASE)
    with pytest.raises(ChipTrouble) as caught:
        await opened.authorise(trace=1, pin_entered=True)
    return caught.value.cause, card.heard[-1][:3]


_NOT_FOR_SERVICES = {
    0x9F07: b"\xfe\0",
    Tag.ACTION_DENIAL: bytes.fromhex("0010000000"),
}


async def test_the_card_is_then_told_to_decline() -> None:
    cause, told = await _authorise(_NOT_FOR_SERVICES, _DECLINED)

    assert cause is ChipTroubleCause.DECLINED
    assert told == bytes.fromhex("80AE00")


async def test_a_card_says_no_more_than_it_was_asked_for() -> None:
    assert await _authorise(_NOT_FOR_SERVICES, _CONSENT_ASKED) == (
        ChipTroubleCause.MALFORMED,
        bytes.fromhex("80AE00"),
    )
    approved = bytes.fromhex("800C400001001122334455667707") + OK
    assert await _authorise({}, approved) == (
        ChipTroubleCause.MALFORMED,
        bytes.fromhex("80AE80"),
    )


@pytest.mark.parametrize(
    "answer",
    [
        "6985",
        "9000",
        "800A80000100112233445566 9000",
        "800CC00001001122334455667707 9000",
        # Without issuer data a bank of UnionPay is told too little.
        "800B8000010011223344556677 9000",
        "802C80000100112233445566770011223344556677001122334455667700112233445566770011223344556677AA"
        "9000",
        "77099F2701809F36020001 9000",
        "77169F27018000 9F3603000001 9F2608 0011223344556677 9000",
        "7014 9F2701809F360200019F26080011223344556677 9000",
    ],
)
async def test_cryptograms_that_make_no_sense_are_malformed(answer: str) -> None:
    cause, _ = await _authorise({}, bytes.fromhex(answer))
    assert cause is ChipTroubleCause.MALFORMED


async def test_issuer_data_out_of_a_record_belong_to_no_cryptogram() -> None:
    cause, _ = await _authorise(
        {Tag.ISSUER_DATA: b"\x07"}, bytes.fromhex("800B8000010011223344556677") + OK
    )
    assert cause is ChipTroubleCause.MALFORMED


async def test_a_card_that_wants_to_decide_over_nothing_is_malformed() -> None:
    card = reading({0x8C: b""})
    opened = await open_card(card, PURCHASE)
    with pytest.raises(ChipTrouble) as caught:
        await opened.authorise(trace=1, pin_entered=True)
    assert caught.value.cause is ChipTroubleCause.MALFORMED


@pytest.mark.parametrize("counter", ["0002", "0000"])
async def test_the_last_word_belongs_to_the_same_transaction(counter: str) -> None:
    other = bytes.fromhex(f"800B40{counter}0011223344556677") + OK
    opened = await open_card(reading(answers=(_CONSENT_ASKED, other)), PURCHASE)
    await opened.authorise(trace=1, pin_entered=True)

    with pytest.raises(ChipTrouble) as caught:
        await opened.conclude(None)
    assert caught.value.cause is ChipTroubleCause.MALFORMED


@pytest.mark.parametrize("kind", ["40", "80"])
async def test_a_card_that_was_told_to_decline_declines(kind: str) -> None:
    answer = bytes.fromhex(f"800B{kind}00010011223344556677") + OK
    opened = await open_card(reading(answers=(_CONSENT_ASKED, answer)), PURCHASE)
    await opened.authorise(trace=1, pin_entered=True)

    with pytest.raises(ChipTrouble) as caught:
        await opened.conclude(None)
    assert caught.value.cause is ChipTroubleCause.MALFORMED


def test_amounts_have_twelve_figures_at_most() -> None:
    most = EmvPurchase(Money(10**12 - 1), AT, UNPREDICTABLE, TERMINAL)
    assert terminal_objects(most).need(Tag.AMOUNT) == bytes.fromhex("999999999999")
    with pytest.raises(ValueError, match="twelve figures"):
        EmvPurchase(Money(10**12), AT, UNPREDICTABLE, TERMINAL)
    with pytest.raises(ValueError, match="four bytes"):
        EmvPurchase(Money(1), AT, b"\0\0\0", TERMINAL)
    with pytest.raises(OverflowError):
        figures(100, 1)


def test_the_time_is_the_terminal_s_own() -> None:
    values = terminal_objects(PURCHASE)
    assert values.need(Tag.DATE) + values.need(Tag.TIME) == bytes.fromhex("260601093100")
    late = EmvPurchase(Money(1), datetime(2026, 12, 31, 23, 59, 58, tzinfo=UTC), b"1234", TERMINAL)
    values = terminal_objects(late)
    assert values.need(Tag.DATE) + values.need(Tag.TIME) == bytes.fromhex("261231235958")


@pytest.mark.parametrize(
    "wrong",
    [
        {"terminal_id": "1234567"},
        {"serial": "123456789"},
        {"merchant_id": "1"},
        {"merchant_name": "社保"},
        {"merchant_name": "x" * 21},
        {"country": 1000},
        {"currency": -1},
        {"category": 10_000},
        {"kind": 100},
        {"capabilities": b""},
        {"version": b"\x30"},
    ],
)
def test_a_terminal_says_of_itself_only_what_fits(wrong: dict[str, object]) -> None:
    fields: dict[str, object] = {"terminal_id": "12345678", "serial": "12345678", **wrong}
    with pytest.raises(ValueError, match=r"letters|characters|bytes|figures"):
        TerminalData(**fields)  # type: ignore[arg-type]  # that is what is tried
