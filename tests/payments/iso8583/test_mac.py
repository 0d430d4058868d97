"""The MAC, with the description's own values; the pad's half is done here."""

from __future__ import annotations

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import SM4

from kiosk.payments.iso8583.codec import decode_message
from kiosk.payments.iso8583.dialect import Dialect
from kiosk.payments.iso8583.frame import decode_frame
from kiosk.payments.iso8583.mac import is_same_mac, mac_field, mac_input, what_is_sealed
from tests.payments import vectors
from tests.payments.vectors import octets


def pads_half(key: bytes, two_blocks: bytes) -> bytes:
    """CBC-MAC under DES or 3DES."""
    whole = key * 3 if len(key) == 8 else key + key[:8]
    encryptor = Cipher(TripleDES(whole), modes.CBC(bytes(8))).encryptor()
    return encryptor.update(two_blocks)[-8:]


def sm4_pads_half(key: bytes, two_blocks: bytes) -> bytes:
    encryptor = Cipher(SM4(key), modes.CBC(bytes(16))).encryptor()
    return encryptor.update(two_blocks)[-16:]


def test_the_published_message_step_by_step() -> None:
    prepared = mac_input(vectors.PUBLISHED_MAB, Dialect.TRIPLE_DES)
    result = pads_half(vectors.PUBLISHED_MAC_KEY, prepared)

    assert len(vectors.PUBLISHED_MAB) == 91
    assert prepared == b"4D08F434464FE7BF"
    assert pads_half(vectors.PUBLISHED_MAC_KEY, prepared[:8]) == octets("6A4DF084B6D23759")
    assert result == octets("8A9E91B88D839AC5")
    assert mac_field(result) == octets("3841394539314238")


def test_the_same_under_a_double_length_key() -> None:
    prepared = mac_input(vectors.PUBLISHED_MAB, Dialect.TRIPLE_DES)

    assert pads_half(vectors.PIN_KEY, prepared) == octets("84C8B24124A71EAF")


def test_the_same_under_sm4() -> None:
    prepared = mac_input(vectors.PUBLISHED_MAB, Dialect.SM4)
    result = sm4_pads_half(vectors.SM4_PIN_KEY, prepared)

    assert len(prepared) == 32
    assert result[:8] == octets("4934D110A1ECB3FB")
    assert mac_field(result) == b"4934D110"


@pytest.mark.parametrize("frame", [vectors.PURCHASE, vectors.APPROVED, vectors.REVERSAL])
def test_the_macs_of_the_descriptions_messages(frame: bytes) -> None:
    message = decode_frame(frame[2:]).message
    prepared = mac_input(what_is_sealed(message), Dialect.TRIPLE_DES)

    mac = mac_field(pads_half(vectors.MAC_KEY, prepared))

    assert mac == decode_message(message).octets(64) == frame[-8:]


def test_macs_are_the_same_or_not() -> None:
    assert is_same_mac(b"8A9E91B8", b"8A9E91B8")
    assert not is_same_mac(b"8A9E91B8", b"8A9E91B9")
    assert not is_same_mac(b"8A9E91B8", b"")
