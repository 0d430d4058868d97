"""How a cardholder is verified, by the card's own list."""

from __future__ import annotations

import pytest

from kiosk.domain.money import Money
from kiosk.payments.emv import open_card
from kiosk.payments.emv.cvm import verify_holder
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.verification import Found
from tests.payments.emv.spoken_card import PURCHASE, Lost, ToldCard
from tests.payments.emv.told_chip import OK, reading

_FAILED = Found.HOLDER_NOT_VERIFIED
_BYPASSED = Found.PIN_NOT_ENTERED
_X_10_Y_100 = "000003E8 00002710"


def _list(rules: str, amounts: str = "0000000000000000") -> bytes:
    return bytes.fromhex(amounts + rules)


@pytest.mark.parametrize(
    ("rules", "results", "found"),
    [
        ("4203 0000", "420300", Found.ONLINE_PIN_ENTERED),
        ("0203", "020300", Found.ONLINE_PIN_ENTERED),
        # Signature and offline PIN are not for this terminal.
        ("1E03 4103 4203", "420300", Found.ONLINE_PIN_ENTERED),
        ("5E00 0200", "020000", Found.ONLINE_PIN_ENTERED),
        ("1E00 0200", "1E0001", _FAILED),
        ("4100 4400 1F00", "1F0002", Found.NOTHING),
        # The bank may say that nobody is to be verified, or that nobody can be.
        ("1E03 1F03", "1F0302", Found.NOTHING),
        ("0000 1F00", "000001", _FAILED),
        ("4000 1F00", "1F0002", Found.NOTHING),
        ("1E03", "3F0001", _FAILED),
        # Cash and cashback are not done here; a condition nobody knows is not met.
        ("0201 0204 0205 020A 0280", "3F0001", _FAILED),
        ("0202", "020200", Found.ONLINE_PIN_ENTERED),
        # The identity document of JR/T 0025 is known, other methods are not.
        ("6000 0200", "020000", Found.ONLINE_PIN_ENTERED),
        ("6100 0200", "020000", Found.ONLINE_PIN_ENTERED | Found.METHOD_UNKNOWN),
        ("2100 0200", "210001", _FAILED | Found.METHOD_UNKNOWN),
    ],
)
def test_the_first_rule_that_can_be_met_counts(rules: str, results: str, found: Found) -> None:
    verified = verify_holder(_list(rules), Money(12345), own_currency=True, pin_entered=True)

    assert verified.results == bytes.fromhex(results)
    assert verified.found == found


@pytest.mark.parametrize(
    ("rules", "results", "found", "waives"),
    [
        ("4203 1F00", "1F0002", _BYPASSED, True),
        ("0203 1F00", "020301", _BYPASSED | _FAILED, False),
        ("4203 0000", "000001", _BYPASSED | _FAILED, False),
        ("4203", "420301", _BYPASSED | _FAILED, False),
    ],
)
def test_a_pin_that_was_not_entered_has_failed(
    rules: str, results: str, found: Found, waives: bool
) -> None:
    verified = verify_holder(_list(rules), Money(12345), own_currency=True, pin_entered=False)

    assert (verified.results, verified.found) == (bytes.fromhex(results), found)
    assert verified.waives is waives


@pytest.mark.parametrize(
    ("condition", "met_by"),
    [
        ("06", {999}),
        ("07", {1001, 10000, 10001}),
        ("08", {999, 1000, 1001}),
        ("09", {10001}),
    ],
)
def test_amounts_are_compared_in_the_card_s_own_currency(condition: str, met_by: set[int]) -> None:
    methods = _list(f"02{condition}", _X_10_Y_100)

    met = {
        fen
        for fen in (999, 1000, 1001, 10000, 10001)
        if verify_holder(methods, Money(fen), own_currency=True, pin_entered=True).asks_pin
    }

    assert met == met_by
    abroad = verify_holder(methods, Money(999), own_currency=False, pin_entered=True)
    assert not abroad.asks_pin


async def _sent(card: ToldCard, *, pin_entered: bool) -> tuple[bool, bytes, int]:
    """Whether a PIN is asked, and what the card then hears: 9F34 and the TVR."""
    opened = await open_card(card, PURCHASE)
    with pytest.raises(Lost):
        await opened.authorise(trace=1, pin_entered=pin_entered)
    data = card.heard[-1][5:-1]
    return opened.needs_pin, data[:3], int.from_bytes(data[3:8], "big")


_HEARS = bytes.fromhex("9F3403 9505")


async def test_a_card_without_a_list_is_asked_for_its_pin_and_its_fault_is_told() -> None:
    needs_pin, results, found = await _sent(reading({0x8C: _HEARS}), pin_entered=True)

    assert needs_pin
    assert results == bytes.fromhex("3F0000")
    assert found & Found.DATA_MISSING
    assert found & Found.ONLINE_PIN_ENTERED


async def test_a_card_that_wants_nobody_verified_is_asked_for_its_pin_all_the_same() -> None:
    card = reading({0x8C: _HEARS, 0x8E: _list("1F00")}, aip=b"\0\0")

    needs_pin, results, found = await _sent(card, pin_entered=True)

    assert needs_pin
    assert results == bytes.fromhex("3F0000")
    assert not found & Found.DATA_MISSING


async def test_a_card_whose_list_comes_to_nothing_needs_no_pin() -> None:
    card = reading({0x8C: _HEARS, 0x8E: _list("1E03 1F00")})

    needs_pin, results, found = await _sent(card, pin_entered=False)

    assert not needs_pin
    assert results == bytes.fromhex("1F0002")
    assert not found & (Found.ONLINE_PIN_ENTERED | Found.HOLDER_NOT_VERIFIED)


@pytest.mark.parametrize(
    ("currency", "needs_pin"), [(b"\x01\x56", False), (b"\x08\x40", True), (None, True)]
)
async def test_the_currency_is_compared_with_the_card_s(
    currency: bytes | None, *, needs_pin: bool
) -> None:
    small_amounts_need_none = _list("1F08 0200", "00000000 00FFFFFF")
    card = reading({0x8C: _HEARS, 0x8E: small_amounts_need_none, 0x9F42: currency})

    assert (await _sent(card, pin_entered=True))[0] is needs_pin


async def test_the_status_says_that_the_holder_was_verified() -> None:
    card = reading(
        {0x8C: bytes.fromhex("9B02"), 0x8E: _list("0203")},
        answers=(bytes.fromhex("800E80000100112233445566770701 01") + OK,),
    )
    opened = await open_card(card, PURCHASE)
    first = await opened.authorise(trace=1, pin_entered=True)

    assert card.heard[-1][5:7] == bytes.fromhex("4800")
    assert DataObjects.parse(first.field_55).need(Tag.CVM_RESULTS) == bytes.fromhex("020300")
