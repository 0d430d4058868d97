"""The host's own reading and writing of messages, against the description's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.acquirer.wire import Nonsense, frame, read_packet, sealed_part, write_message
from tests.payments import vectors
from tests.payments.vectors import octets


@pytest.mark.parametrize(
    "whole",
    [
        vectors.SIGN_IN,
        vectors.SIGNED_IN,
        vectors.PURCHASE,
        vectors.APPROVED,
        vectors.REVERSAL,
    ],
)
def test_the_descriptions_messages_are_read_and_written_byte_for_byte(whole: bytes) -> None:
    packet = read_packet(whole[2:])

    assert frame(packet, write_message(packet)) == whole


def test_a_purchase_is_understood() -> None:
    packet = read_packet(vectors.PURCHASE[2:])

    assert packet.kind == "0200"
    assert packet.text(2) == vectors.ACCOUNT
    assert packet.text(22) == "051"
    assert packet.text(23) == "001"
    assert packet.text(35) == vectors.TRACK
    assert packet.octets[52] == vectors.PIN_BLOCK_3DES
    assert packet.text(48) == ""
    assert sealed_part(vectors.PURCHASE[2:]).endswith(octets("22000001000500"))
    assert vectors.ACCOUNT not in repr(packet)


HEAD = octets("6000030000 603100311300 0200")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        HEAD,
        HEAD + octets("8000000000000000"),
        HEAD + octets("1000000000000000 0000000000AB"),
        HEAD + octets("1000000000000000 00000000"),
        HEAD + octets("4000000000000000 20 00"),
        HEAD + octets("4000000000000000 1F 00"),
        HEAD + octets("1000000000000000 000000000000 00"),
        HEAD + octets("0800000000000000 00"),
    ],
)
def test_nonsense(body: bytes) -> None:
    with pytest.raises(Nonsense):
        read_packet(body)


def test_a_pin_block_of_sixteen_bytes_is_read_where_it_is_expected() -> None:
    body = HEAD + octets("0000000000001000") + bytes(range(16))

    with pytest.raises(Nonsense):
        read_packet(body)
    assert read_packet(body, long_pin=True).octets[52] == bytes(range(16))


@given(st.binary(max_size=120))
def test_any_bytes_are_a_packet_or_nonsense(noise: bytes) -> None:
    try:
        packet = read_packet(noise)
    except Nonsense:
        return
    assert len(packet.tpdu) == 5
