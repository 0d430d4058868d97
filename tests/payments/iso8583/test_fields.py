"""F22, F53, F60, F62 and F48."""

from __future__ import annotations

import pytest

from kiosk.domain.money import Money
from kiosk.payments.iso8583.codec import MalformedMessage
from kiosk.payments.iso8583.dialect import Dialect
from kiosk.payments.iso8583.fields import (
    EntryMode,
    Field60,
    entry_field,
    management_60,
    purchase_60,
    read_60,
    security_field,
    sm4_pin_62,
)
from kiosk.payments.iso8583.keys import EncipheredKey, KeySet, read_keys
from kiosk.payments.iso8583.totals import (
    BatchSide,
    BatchTotals,
    Reconciliation,
    read_reconciliation,
    write_totals,
)
from tests.payments import vectors


@pytest.mark.parametrize(
    ("entry", "with_pin", "field"),
    [
        (EntryMode.CHIP, True, "051"),
        (EntryMode.CHIP, False, "052"),
        (EntryMode.STRIPE_FALLBACK, True, "021"),
        (EntryMode.STRIPE_FALLBACK, False, "022"),
    ],
)
def test_f22_says_how_the_card_was_read(entry: EntryMode, with_pin: bool, field: str) -> None:
    assert entry_field(entry, with_pin=with_pin) == field


@pytest.mark.parametrize(
    ("dialect", "with_pin", "field"),
    [
        (Dialect.TRIPLE_DES, True, "2600000000000000"),
        (Dialect.TRIPLE_DES, False, "0600000000000000"),
        (Dialect.SM4, True, "2400000000000000"),
        (Dialect.SM4, False, "0400000000000000"),
    ],
)
def test_f53_says_how_the_pin_is_protected(dialect: Dialect, with_pin: bool, field: str) -> None:
    assert security_field(dialect, with_pin=with_pin) == field


def test_f60_of_a_purchase_and_of_a_sign_in() -> None:
    assert purchase_60(1, EntryMode.CHIP) == "2200000100050"
    assert purchase_60(42, EntryMode.STRIPE_FALLBACK) == "2200004200052"
    assert management_60(1, Dialect.TRIPLE_DES.sign_in) == "00000001003"
    assert management_60(1, Dialect.SM4.sign_in) == "00000001006"


def test_f60_is_taken_apart() -> None:
    assert read_60("22000001") == Field60("22", 1, "")
    assert read_60("00123456003") == Field60("00", 123456, "003")


@pytest.mark.parametrize("text", ["", "22", "2200001", "22000000", "22000000003"])
def test_f60_without_a_batch(text: str) -> None:
    with pytest.raises(MalformedMessage, match="F60"):
        read_60(text)


def test_the_keys_of_a_sign_in_under_3des() -> None:
    keys = read_keys(vectors.KEYS_3DES, Dialect.TRIPLE_DES)

    assert keys == KeySet(
        Dialect.TRIPLE_DES,
        EncipheredKey(vectors.KEYS_3DES[:16], vectors.octets("08D7B4FB")),
        # Single length: what follows it is only filling.
        EncipheredKey(vectors.KEYS_3DES[20:28], vectors.octets("6FB23EAD")),
    )


def test_the_keys_of_a_sign_in_under_sm4() -> None:
    keys = read_keys(vectors.KEYS_SM4, Dialect.SM4)

    assert keys.data is not None
    assert [key.cryptogram for key in (keys.pin, keys.mac, keys.data)] == [
        vectors.KEYS_SM4[at : at + 16] for at in (0, 20, 40)
    ]
    assert [key.check_value for key in (keys.pin, keys.mac, keys.data)] == [
        vectors.KEYS_SM4[at : at + 4] for at in (16, 36, 56)
    ]


def test_a_mac_key_may_have_double_length() -> None:
    field = vectors.KEYS_3DES[:20] + b"\x5a" * 20

    assert len(read_keys(field, Dialect.TRIPLE_DES).mac.cryptogram) == 16


@pytest.mark.parametrize("size", [0, 24, 39, 41, 59, 61])
def test_keys_of_another_length_are_none(size: int) -> None:
    with pytest.raises(MalformedMessage, match="F62"):
        read_keys(bytes(size), Dialect.TRIPLE_DES)


def test_keys_are_not_shown() -> None:
    shown = repr(read_keys(vectors.KEYS_3DES, Dialect.TRIPLE_DES))

    assert repr(vectors.KEYS_3DES[:16])[2:-1] not in shown
    assert "cryptogram" not in shown


def test_the_pin_block_of_sm4_lies_in_f62() -> None:
    assert sm4_pin_62(vectors.SM4_PIN_FIELD[5:]) == vectors.SM4_PIN_FIELD


def test_the_totals_of_a_batch() -> None:
    totals = BatchTotals(BatchSide(Money(123_45), 1), BatchSide(Money(7), 12))

    written = write_totals(totals)

    assert written == "000000012345001" + "000000000007012" + "0" + "0" * 31
    assert read_reconciliation(written) is Reconciliation.NOT_YET


@pytest.mark.parametrize("mark", list(Reconciliation))
def test_what_the_host_makes_of_them(mark: Reconciliation) -> None:
    totals = BatchTotals(BatchSide(Money(0), 0))

    assert read_reconciliation(write_totals(totals, mark)) is mark


@pytest.mark.parametrize("text", ["", "0" * 30, "0" * 30 + "7" + "0" * 31])
def test_totals_nobody_understands(text: str) -> None:
    with pytest.raises(MalformedMessage, match="F48"):
        read_reconciliation(text)


@pytest.mark.parametrize(("fen", "count"), [(10**12, 1), (1, 1000), (1, -1)])
def test_totals_that_do_not_fit(fen: int, count: int) -> None:
    with pytest.raises(ValueError, match="999"):
        BatchSide(Money(fen), count)
