"""Working keys, PIN blocks and MACs of the host, against the description's values."""

from __future__ import annotations

import pytest

from sim.acquirer.ciphers import Suite, check_value, encipher, union_mac
from sim.acquirer.keys import MASTER_KEYS, WorkingKeys, new_keys
from sim.acquirer.pin import open_pin_block
from tests.payments import vectors
from tests.payments.vectors import octets

DES_KEYS = WorkingKeys(Suite.TRIPLE_DES, vectors.PIN_KEY, vectors.MAC_KEY)
SM4_KEYS = WorkingKeys(Suite.SM4, vectors.SM4_PIN_KEY, vectors.SM4_KEYS[1])


def test_keys_of_a_sign_in_under_3des() -> None:
    assert MASTER_KEYS[Suite.TRIPLE_DES] == vectors.MASTER_3DES
    assert DES_KEYS.under(vectors.MASTER_3DES) == vectors.KEYS_3DES


def test_keys_of_a_sign_in_under_sm4() -> None:
    assert MASTER_KEYS[Suite.SM4] == vectors.MASTER_SM4
    keys = WorkingKeys(Suite.SM4, *vectors.SM4_KEYS)
    assert keys.under(vectors.MASTER_SM4) == vectors.KEYS_SM4


def test_new_keys_are_new_and_not_shown() -> None:
    for suite in Suite:
        one, other = new_keys(suite), new_keys(suite)
        assert one != other
        assert repr(one) == repr(other)
        assert len(one.under(MASTER_KEYS[suite])) == (60 if suite is Suite.SM4 else 40)


def test_macs() -> None:
    mac = union_mac(Suite.TRIPLE_DES, vectors.PUBLISHED_MAC_KEY, vectors.PUBLISHED_MAB)
    sm4 = union_mac(Suite.SM4, vectors.SM4_PIN_KEY, vectors.PUBLISHED_MAB)

    assert (mac, sm4) == (b"8A9E91B8", b"4934D110")


def test_check_values() -> None:
    assert check_value(Suite.TRIPLE_DES, vectors.PIN_KEY) == octets("08D7B4FB")
    assert check_value(Suite.SM4, vectors.SM4_PIN_KEY) == octets("861E83E3")


@pytest.mark.parametrize(
    ("block", "keys"),
    [
        (vectors.PIN_BLOCK_3DES, DES_KEYS),
        (vectors.SM4_PIN_FIELD[5:], SM4_KEYS),
        # The eight-byte form and eight zero bytes.
        (
            encipher(Suite.SM4, vectors.SM4_PIN_KEY, octets("06123054A9B76FFE") + bytes(8)),
            SM4_KEYS,
        ),
    ],
)
def test_a_pin_block_is_opened(block: bytes, keys: WorkingKeys) -> None:
    assert open_pin_block(block, vectors.ACCOUNT, keys) == vectors.PIN


@pytest.mark.parametrize(
    ("clear", "account"),
    [
        # Of another account, format 1, a length of three, a letter, a filling that is none.
        ("06123054A9B76FFE", "6228480402564890026"),
        ("16123054A9B76FFE", vectors.ACCOUNT),
        ("03123FBFDA9B76FE", vectors.ACCOUNT),
        ("06123A54A9B76FFE", vectors.ACCOUNT),
        ("06123054A9B76FF1", vectors.ACCOUNT),
    ],
)
def test_a_block_without_a_pin(clear: str, account: str) -> None:
    block = encipher(Suite.TRIPLE_DES, vectors.PIN_KEY, octets(clear))

    found = open_pin_block(block, account, DES_KEYS)

    assert found != vectors.PIN
    assert found is None or account != vectors.ACCOUNT


def test_a_block_of_another_length_has_no_pin() -> None:
    assert open_pin_block(bytes(16), vectors.ACCOUNT, DES_KEYS) is None
