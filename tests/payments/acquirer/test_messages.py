"""What the terminal sends, against the description's complete messages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.money import Money
from kiosk.payments.acquirer.messages import (
    echo_message,
    purchase_message,
    settlement_message,
    sign_in_message,
)
from kiosk.payments.acquirer.profile import AcquirerProfile, Sm4PinPlace
from kiosk.payments.acquirer.purchase import Purchase
from kiosk.payments.acquirer.reversal import CARD_DISAGREED, Reversal
from kiosk.payments.acquirer.settlement import Settlement
from kiosk.payments.iso8583.codec import Message, decode_message, encode_message
from kiosk.payments.iso8583.dialect import Dialect
from kiosk.payments.iso8583.fields import EntryMode
from kiosk.payments.iso8583.frame import Frame, decode_frame, encode_frame
from kiosk.payments.iso8583.totals import BatchSide, BatchTotals
from tests.payments import vectors
from tests.payments.acquirer.bench import ReadCard

PROFILE = AcquirerProfile("127.0.0.1", 1, vectors.TERMINAL_ID, vectors.MERCHANT_ID)
SM4 = replace(PROFILE, dialect=Dialect.SM4)
CARD = ReadCard(vectors.ACCOUNT, vectors.TRACK, "3012", 1)
PURCHASE = Purchase(
    amount=Money(123_45),
    trace=2,
    batch=1,
    card=CARD,
    pin_block=vectors.PIN_BLOCK_3DES,
    field_55=vectors.CHIP,
)
STRIPE = replace(
    PURCHASE,
    card=replace(CARD, track2=vectors.TRACK.replace("D", "="), sequence=None),
    entry=EntryMode.STRIPE_FALLBACK,
    field_55=b"",
)
SM4_BLOCK = vectors.SM4_PIN_FIELD[5:]


def framed(message: Message) -> bytes:
    return encode_frame(Frame(PROFILE.tpdu, PROFILE.header, encode_message(message)))


def sealed(message: Message, whole: bytes) -> Message:
    """With the MAC that is in the description."""
    return Message(message.kind, {**message.fields, 64: whole[-8:].hex().upper()})


def test_a_sign_in() -> None:
    assert framed(sign_in_message(PROFILE, 1, 1)) == vectors.SIGN_IN


def test_a_purchase_with_chip_and_pin() -> None:
    message = purchase_message(PROFILE, PURCHASE)

    assert framed(sealed(message, vectors.PURCHASE)) == vectors.PURCHASE


def test_its_reversal() -> None:
    reversal = Reversal.of(PURCHASE, PROFILE, vectors.CHIP_REVERSED)

    assert framed(sealed(reversal.message(), vectors.REVERSAL)) == vectors.REVERSAL


def test_a_sign_in_under_sm4_asks_for_other_keys() -> None:
    assert sign_in_message(SM4, 1, 1).get(60) == "00000001006"


def test_an_echo() -> None:
    message = echo_message(PROFILE, 7, 3)

    assert message.kind == "0800"
    assert message.fields == {
        11: "000007",
        41: vectors.TERMINAL_ID,
        42: vectors.MERCHANT_ID,
        60: "00000003301",
    }


def test_a_settlement() -> None:
    totals = BatchTotals(BatchSide(Money(300), 2))
    message = settlement_message(PROFILE, Settlement(8, 3, totals))

    assert message.kind == "0500"
    assert message.get(48) == "000000000300002".ljust(62, "0")
    assert (message.get(49), message.get(60), message.get(63)) == ("156", "00000003201", "001")


def test_a_chip_may_have_no_track() -> None:
    message = purchase_message(PROFILE, replace(PURCHASE, card=replace(CARD, track2="")))

    assert 35 not in message.fields


def test_a_purchase_without_a_pin() -> None:
    message = purchase_message(PROFILE, replace(PURCHASE, pin_block=None))

    assert (message.get(22), message.get(53)) == ("052", "0600000000000000")
    assert not {26, 52, 62} & message.fields.keys()


def test_a_purchase_with_the_stripe_of_a_card_whose_chip_failed() -> None:
    message = purchase_message(PROFILE, STRIPE)
    reversal = Reversal.of(STRIPE, PROFILE).message()

    assert (message.get(22), message.get(60)) == ("021", "2200000100052")
    assert (reversal.get(22), reversal.get(60)) == ("021", "2200000100052")
    assert message.get(35) == vectors.TRACK
    assert not {23, 55} & (message.fields.keys() | reversal.fields.keys())


def test_a_pin_under_sm4_lies_in_f62() -> None:
    message = purchase_message(SM4, replace(PURCHASE, pin_block=SM4_BLOCK))

    assert message.get(53) == "2400000000000000"
    assert message.octets(52) == bytes(8)
    assert message.octets(62) == vectors.SM4_PIN_FIELD


def test_or_in_a_longer_f52() -> None:
    profile = replace(SM4, sm4_pin_place=Sm4PinPlace.FIELD_52)
    message = purchase_message(profile, replace(PURCHASE, pin_block=SM4_BLOCK))

    assert message.octets(52) == SM4_BLOCK
    assert 62 not in message.fields
    assert SM4_BLOCK in encode_message(message)


@pytest.mark.parametrize(("profile", "block"), [(PROFILE, bytes(16)), (SM4, bytes(8))])
def test_a_pin_block_of_another_cipher_is_not_sent(profile: AcquirerProfile, block: bytes) -> None:
    with pytest.raises(ValueError, match="cipher"):
        purchase_message(profile, replace(PURCHASE, pin_block=block))


WRONG: dict[str, dict[str, object]] = {
    "nothing": {"amount": Money(0)},
    "too much": {"amount": Money(10**12)},
    "trace": {"trace": 0},
    "batch": {"batch": 1_000_000},
    "account": {"card": replace(CARD, account="622848")},
    "expiry": {"card": replace(CARD, expiry="2030-12")},
    "sequence": {"card": replace(CARD, sequence=100)},
    "track": {"card": replace(CARD, track2="622848")},
    "block": {"pin_block": b"1"},
    "no chip": {"field_55": b""},
    "a chip and a stripe": {"entry": EntryMode.STRIPE_FALLBACK},
    "too much chip": {"field_55": bytes(256)},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG.keys())
def test_what_is_no_purchase(change: dict[str, object]) -> None:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 – each has its own words
        replace(PURCHASE, **change)  # type: ignore[arg-type]
    assert vectors.ACCOUNT not in str(refusal.value)


@pytest.mark.parametrize(
    "change",
    [
        {"terminal_id": "1234"},
        {"merchant_id": "1024400000000"},
        {"tpdu": bytes(4)},
        {"header": bytes(5)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_no_profile(change: dict[str, str | bytes]) -> None:
    with pytest.raises(ValueError, match="has"):
        replace(PROFILE, **change)  # type: ignore[arg-type]


def test_nothing_of_a_card_is_shown() -> None:
    shown = repr(PURCHASE) + repr(Reversal.of(PURCHASE, PROFILE, vectors.CHIP_REVERSED))

    assert vectors.ACCOUNT not in shown
    assert "3012" not in shown
    assert "xde+" not in shown


def test_a_reversal_is_kept_and_found_again() -> None:
    reversal = Reversal.of(PURCHASE, PROFILE, vectors.CHIP_REVERSED).because(CARD_DISAGREED)
    kept = reversal.to_bytes()

    assert Reversal.from_bytes(kept) == reversal
    assert reversal.batch == 1
    assert kept[:1] == b"\x01"
    assert decode_message(kept[1:]).get(39) == "06"


_FIGURES, _LETTERS = "0123456789", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def some(characters: str, least: int, most: int | None = None) -> st.SearchStrategy[str]:
    return st.text(characters, min_size=least, max_size=most or least)


_REVERSALS = st.builds(
    Reversal,
    amount=st.integers(1, 10**12 - 1).map(Money),
    trace=st.integers(1, 999_999),
    terminal_id=some(_LETTERS, 8),
    merchant_id=some(_LETTERS, 15),
    account=some(_FIGURES, 13, 19),
    expiry=some(_FIGURES, 4),
    entry=st.sampled_from(("051", "052", "021", "022")),
    sequence=st.none() | st.integers(0, 99),
    field_55=st.binary(max_size=255),
    field_60=st.integers(1, 999_999).map(lambda batch: f"22{batch:06d}00050"),
    reason=some(_LETTERS, 2),
)


@given(_REVERSALS)
def test_any_reversal_is_kept_and_found_again(reversal: Reversal) -> None:
    assert Reversal.from_bytes(reversal.to_bytes()) == reversal


@given(st.binary(max_size=150) | st.binary(max_size=150).map(lambda noise: b"\x01" + noise))
def test_noise_is_no_reversal(noise: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 – each has its own words
        Reversal.from_bytes(noise)


def test_a_reversal_of_a_later_version_or_of_something_else_is_not_guessed_at() -> None:
    purchase = decode_frame(vectors.PURCHASE[2:]).message
    for kept in (
        b"\x02" + vectors.REVERSAL[13:],
        b"\x01" + vectors.REVERSAL[13:],
        b"\x01" + purchase,
    ):
        with pytest.raises(ValueError) as refusal:  # noqa: PT011 – each has its own words
            Reversal.from_bytes(kept)
        assert vectors.ACCOUNT not in repr(refusal.value)


@pytest.mark.parametrize("reason", ["", "9", "981"])
def test_a_reversal_has_a_reason(reason: str) -> None:
    with pytest.raises(ValueError, match="F39"):
        Reversal.of(PURCHASE, PROFILE).because(reason)
