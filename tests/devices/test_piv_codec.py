"""Commands and answers of PIV cards. The commands stand as SP 800-73-4 part 2 (3.1, 3.2, annex A)
writes them; answers are built by hand, for no public card gives its certificate away."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.devices.codecs import piv
from kiosk.devices.codecs.apdu import check_command, select_by_name
from kiosk.devices.codecs.piv import PivError, PivKey

CHALLENGE = bytes(range(32))
DIGEST = hashlib.sha256(CHALLENGE).digest()


def test_the_application_is_selected_without_its_version() -> None:
    selected = select_by_name(piv.APPLICATION)
    assert selected == bytes.fromhex("00A4040009A00000030800001000")


def test_the_certificate_of_the_authentication_key_is_asked_for() -> None:
    assert piv.get_certificate() == bytes.fromhex("00CB3FFF055C035FC10500")


def test_a_pin_is_padded_to_eight_bytes() -> None:
    assert piv.verify_pin("123456") == bytes.fromhex("0020008008313233343536FFFF")
    assert piv.verify_pin("12345678")[5:] == b"12345678"


@pytest.mark.parametrize("pin", ["", "12345", "123456789", "12345a", "１２３４５６"])
def test_what_can_be_no_pin_is_sent_to_no_card_and_said_to_nobody(pin: str) -> None:
    with pytest.raises(ValueError, match="six to eight") as refused:
        piv.verify_pin(pin)
    assert not pin or pin not in str(refused.value)


def test_asking_for_tries_sends_no_pin() -> None:
    assert piv.ask_tries() == bytes.fromhex("00200080")


@pytest.mark.parametrize(
    ("sw", "left"), [(0x63C3, 3), (0x63C0, 0), (0x6983, 0), (0x9000, None), (0x6A80, None)]
)
def test_what_a_status_says_of_tries(sw: int, left: int | None) -> None:
    assert piv.tries_left(sw) == left


def test_a_p_256_key_is_given_the_digest() -> None:
    (command,) = piv.sign(CHALLENGE, PivKey.P_256)
    assert command == bytes.fromhex("0087119A267C2482008120") + DIGEST + b"\x00"


def test_an_rsa_key_is_given_a_padded_block_in_a_chain() -> None:
    first, last = piv.sign(CHALLENGE, PivKey.RSA_2048)
    assert first[:13] == bytes.fromhex("1087079AFF7C820106820081820100")[:13]
    assert len(first) == 5 + 255
    assert last[:5] == bytes.fromhex("0087079A0B")
    assert last.endswith(b"\x00")
    check_command(first)
    check_command(last)
    data = first[5:] + last[5:-1]
    assert data[:10] == bytes.fromhex("7C8201068200818201 00".replace(" ", ""))
    block = data[10:]
    assert len(block) == 256
    info = bytes.fromhex("3031300D060960864801650304020105000420") + DIGEST
    assert block == b"\x00\x01" + b"\xff" * 202 + b"\x00" + info


def test_a_signature_is_taken_from_its_template() -> None:
    assert piv.read_signature(bytes.fromhex("7C0482020102")) == b"\x01\x02"


@pytest.mark.parametrize("data", ["", "7C00", "7C028200", "53048202AABB", "7C0482030102"])
def test_an_answer_without_a_signature_is_none(data: str) -> None:
    with pytest.raises(PivError):
        piv.read_signature(bytes.fromhex(data))


CERTIFICATE = b"0" * 300
LONG = b"\x82" + len(CERTIFICATE).to_bytes(2, "big")
INNER = b"\x70" + LONG + CERTIFICATE + bytes.fromhex("710100FE00")
ANSWER = b"\x53\x82" + len(INNER).to_bytes(2, "big") + INNER


def test_a_certificate_is_taken_from_its_container() -> None:
    assert piv.read_certificate(ANSWER) == CERTIFICATE
    assert piv.read_certificate(bytes.fromhex("53047002AABB")) == b"\xaa\xbb"


def packed(content: bytes) -> bytes:
    inner = b"\x70\x82" + len(content).to_bytes(2, "big") + content + bytes.fromhex("710101FE00")
    return b"\x53\x82" + len(inner).to_bytes(2, "big") + inner


def test_a_packed_certificate_is_unpacked() -> None:
    assert piv.read_certificate(packed(gzip.compress(CERTIFICATE))) == CERTIFICATE


@pytest.mark.parametrize(
    "content",
    [b"no gzip", gzip.compress(CERTIFICATE)[:-9], gzip.compress(bytes(1_000_000))],
    ids=["none", "cut", "bomb"],
)
def test_what_cannot_be_unpacked_or_grows_too_large_is_no_certificate(content: bytes) -> None:
    with pytest.raises(PivError):
        piv.read_certificate(packed(content))


@pytest.mark.parametrize(
    "data",
    ["", "5300", "5302", "53", "5381", "53830000027000", "5380", "53027000", "530053 00", "5205AA"],
)
def test_an_answer_without_a_certificate_is_none(data: str) -> None:
    with pytest.raises(PivError):
        piv.read_certificate(bytes.fromhex(data.replace(" ", "")))


@given(st.binary(max_size=600))
def test_whatever_a_card_answers_is_read_or_refused(data: bytes) -> None:
    for read in (piv.read_certificate, piv.read_signature):
        try:
            assert read(data)
        except PivError:
            continue
