"""Keys and cryptograms of the virtual cards, held against an implementation by others."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pyemv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cards.cryptogram import (
    SessionKeys,
    card_key,
    cryptogram,
    response_cryptogram,
    session_key,
)
from tests.payments.emv import vectors

_KEYS = st.binary(min_size=16, max_size=16)


def _oracle(compute: Callable[[], bytes]) -> bytes:
    with warnings.catch_warnings():
        # pyemv still takes DES from where cryptography wants it no more.
        warnings.filterwarnings("ignore", module=r"pyemv\.")
        warnings.filterwarnings("ignore", message=".*TripleDES.*")
        return compute()


def test_the_published_keys_and_cryptograms() -> None:
    own = card_key(vectors.ISSUER_KEY, vectors.ACCOUNT, vectors.SEQUENCE)
    key = session_key(own, 1, SessionKeys.PBOC)
    arqc = cryptogram(key, vectors.SIGNED)

    assert own == vectors.CARD_KEY
    assert key == vectors.SESSION_KEY
    assert arqc == vectors.ARQC
    assert response_cryptogram(key, arqc, b"00") == vectors.ARPC


@given(
    _KEYS,
    st.text("0123456789", min_size=13, max_size=19),
    st.one_of(st.none(), st.integers(0, 99)),
)
@settings(max_examples=40)
def test_card_keys_are_those_of_option_a(key: bytes, account: str, sequence: int | None) -> None:
    expected = _oracle(
        lambda: pyemv.kd.derive_icc_mk_a(
            key, account, None if sequence is None else f"{sequence:02d}"
        )
    )

    assert card_key(key, account, sequence) == expected


@given(_KEYS, st.integers(0, 0xFFFF))
@settings(max_examples=40)
def test_common_session_keys_are_those_of_emv(key: bytes, counter: int) -> None:
    diversifier = counter.to_bytes(2, "big") + bytes(6)
    expected = _oracle(lambda: pyemv.kd.derive_common_sk(key, diversifier))

    # EMV leaves the parity of a session key open; DES does not look at it.
    found = session_key(key, counter, SessionKeys.EMV_COMMON)
    assert [byte | 1 for byte in found] == [byte | 1 for byte in expected]


@given(_KEYS, st.binary(max_size=80), st.binary(min_size=2, max_size=2))
@settings(max_examples=40)
def test_cryptograms_of_both_sides_are_those_of_emv(key: bytes, data: bytes, code: bytes) -> None:
    request = cryptogram(key, data)

    assert request == _oracle(lambda: pyemv.ac.generate_ac(key, data))
    assert response_cryptogram(key, request, code) == _oracle(
        lambda: pyemv.ac.generate_arpc_1(key, request, code)
    )


@pytest.mark.parametrize("method", list(SessionKeys))
def test_every_transaction_has_a_key_of_its_own(method: SessionKeys) -> None:
    keys = {session_key(vectors.CARD_KEY, counter, method) for counter in range(50)}

    assert len(keys) == 50
