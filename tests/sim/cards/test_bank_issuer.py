"""The banks of the invented cards: whom they know, and whom they believe."""

from __future__ import annotations

import pytest

from kiosk.payments.emv import open_card
from sim.cards.ber import objects, tlv
from sim.cards.cast import find_card
from sim.cards.issuer import CryptogramRefused, Issuer
from tests.payments.emv.spoken_card import PURCHASE, card_of

_CARD = find_card("zhang-san-debit")


async def _asked() -> dict[int, bytes]:
    opened = await open_card(card_of(), PURCHASE)
    return objects((await opened.authorise(trace=2, pin_entered=True)).field_55)


def _written(found: dict[int, bytes]) -> bytes:
    return b"".join(tlv(tag, value) for tag, value in found.items())


async def test_a_bank_believes_its_card() -> None:
    issuer = Issuer()
    field_55 = _written(await _asked())

    issuer.verify(_CARD.account, _CARD.sequence, field_55)
    answer = issuer.authenticate(_CARD.account, _CARD.sequence, field_55, "51")

    assert answer[:2] == b"\x91\x0a"
    assert answer[-2:] == b"51"


@pytest.mark.parametrize("tag", [0x9F02, 0x95, 0x9F37, 0x9F36, 0x82, 0x9F26, 0x9F27])
async def test_a_bank_believes_no_changed_transaction(tag: int) -> None:
    found = await _asked()
    found[tag] = bytes([found[tag][0] ^ 1]) + found[tag][1:]

    with pytest.raises(CryptogramRefused):
        Issuer().verify(_CARD.account, _CARD.sequence, _written(found))


async def test_a_bank_believes_nobody_else() -> None:
    field_55 = _written(await _asked())
    for account, sequence, data in (
        (_CARD.account, 2, field_55),
        (find_card("li-si-debit").account, 1, field_55),
        ("6217000000000099999", 1, field_55),
        (_CARD.account, 1, field_55[:-1]),
        (_CARD.account, 1, b""),
    ):
        with pytest.raises(CryptogramRefused):
            Issuer().verify(account, sequence, data)


def test_a_bank_knows_the_pins_of_its_own_cards_alone() -> None:
    issuer = Issuer()

    assert issuer.pin_is_right(_CARD.account, "123456")
    assert not issuer.pin_is_right(_CARD.account, "654321")
    assert not issuer.pin_is_right(find_card("chen-li-credit").account, "")
    assert not Issuer([]).pin_is_right(_CARD.account, "123456")
    assert issuer.find(_CARD.account) is _CARD


def test_long_objects_are_written_and_read() -> None:
    for size in (0, 127, 128, 255, 256):
        assert objects(tlv(0xDF8101, bytes(size)) + tlv(0x5A, b"1")) == {
            0xDF8101: bytes(size),
            0x5A: b"1",
        }
    for broken in ("9F", "5A", "5A02", "5A0201", "5A8102AA"):
        with pytest.raises(ValueError, match="breaks off"):
            objects(bytes.fromhex(broken))
