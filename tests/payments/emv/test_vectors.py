"""Terminal and virtual card say, byte for byte, what was computed beforehand (devices.md, 3.2)."""

from __future__ import annotations

from datetime import date

from kiosk.domain.bank_card import CardKind
from kiosk.payments.emv import commands, open_card
from kiosk.payments.emv.commands import CryptogramKind
from kiosk.payments.emv.cryptogram import generate
from kiosk.payments.emv.dol import fill_dol
from kiosk.payments.emv.field_55 import PURCHASE as PURCHASE_TAGS
from kiosk.payments.emv.field_55 import field_55
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.selection import find_applications
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.terminal import EmvPurchase, TerminalData, terminal_objects
from kiosk.payments.emv.tlv import decode
from tests.payments.emv import vectors
from tests.payments.emv.spoken_card import (
    AMOUNT,
    AT,
    PURCHASE,
    TERMINAL,
    UNPREDICTABLE,
    ToldCard,
    card_of,
)

_TOLD = DataObjects({Tag.TVR: vectors.TVR})


def _reading() -> list[bytes]:
    return [
        vectors.SELECT_DIRECTORY,
        vectors.READ_DIRECTORY,
        bytes.fromhex("00B2020C00"),
        vectors.SELECT_APPLICATION,
        vectors.ASK_OPTIONS,
        *vectors.RECORDS,
    ]


async def test_a_card_is_read_with_these_commands() -> None:
    card = ToldCard(
        vectors.DIRECTORY_INFORMATION,
        vectors.DIRECTORY_RECORD,
        "6A83",
        vectors.APPLICATION_INFORMATION,
        vectors.OPTIONS,
        *vectors.RECORDS.values(),
    )

    opened = await open_card(card, PURCHASE)

    assert card.heard == _reading()
    assert opened.data.account == vectors.ACCOUNT
    assert opened.data.track2 == "6228480402564890018D30122010000000000"
    assert opened.data.expiry == "3012"
    assert opened.data.sequence == vectors.SEQUENCE
    assert opened.data.kind is CardKind.DEBIT
    assert opened.data.pin_account == "040256489001"
    assert opened.data.shown.masked == "622848*********0018"
    assert opened.needs_pin


async def test_the_virtual_card_answers_with_these_bytes() -> None:
    card = card_of()

    await open_card(card, PURCHASE)
    assert card.heard == _reading()

    fresh = card_of()
    answers = [await fresh.exchange(command) for command in card.heard]
    assert [answer.data + answer.sw.to_bytes(2, "big") for answer in answers] == [
        vectors.DIRECTORY_INFORMATION,
        vectors.DIRECTORY_RECORD,
        bytes.fromhex("6A83"),
        vectors.APPLICATION_INFORMATION,
        vectors.OPTIONS,
        *vectors.RECORDS.values(),
    ]


async def test_the_cryptogram_is_asked_for_and_answered_with_these_bytes() -> None:
    card = card_of()
    for command in _reading():
        await card.exchange(command)

    data = fill_dol(vectors.CDOL_1, terminal_objects(PURCHASE).under(_TOLD))
    generated = await generate(card, CryptogramKind.ARQC, data)

    assert card.heard[-1] == vectors.ASK_CRYPTOGRAM
    assert generated.kind is CryptogramKind.ARQC
    assert generated.objects.need(Tag.CRYPTOGRAM) == vectors.ARQC
    assert generated.objects.need(Tag.COUNTER) == b"\x00\x01"
    assert generated.objects.need(Tag.ISSUER_DATA) == vectors.ISSUER_DATA


async def test_the_bank_is_proved_to_the_card_with_these_bytes() -> None:
    card = card_of()
    for command in (*_reading(), vectors.ASK_CRYPTOGRAM):
        await card.exchange(command)

    command = commands.external_authenticate(vectors.ARPC + b"00")

    assert command == vectors.AUTHENTICATE
    assert (await card.exchange(command)).sw == commands.DONE


async def test_a_directory_tells_the_application() -> None:
    found = await find_applications(card_of())

    assert [(one.aid.hex().upper(), one.rank) for one in found.candidates] == [
        ("A000000333010101", 1)
    ]


def test_field_55_of_the_published_purchase() -> None:
    terminal = TerminalData(
        "12345678", "12345678", kind=11, capabilities=bytes.fromhex("E0F8C8"), merchant_name="KIOSK"
    )
    values = terminal_objects(EmvPurchase(AMOUNT, AT, UNPREDICTABLE, terminal)).under(
        DataObjects(
            {
                Tag.CRYPTOGRAM: bytes.fromhex("A1B2C3D4E5F60718"),
                Tag.CRYPTOGRAM_INFORMATION: b"\x80",
                Tag.ISSUER_DATA: vectors.ISSUER_DATA,
                Tag.COUNTER: b"\x00\x01",
                Tag.TVR: vectors.TVR,
                Tag.AIP: b"\x78\x00",
                Tag.CVM_RESULTS: bytes.fromhex("420300"),
                Tag.DF_NAME: bytes.fromhex("A000000333010101"),
                Tag.SEQUENCE_COUNTER: bytes.fromhex("00000002"),
            }
        )
    )

    assert field_55(PURCHASE_TAGS, values) == vectors.FIELD_55
    assert len(vectors.FIELD_55) == 145


async def test_a_whole_purchase_tells_the_bank_the_truth() -> None:
    opened = await open_card(card_of(), PURCHASE)

    first = await opened.authorise(trace=2, pin_entered=True)

    sent = DataObjects.parse(first.field_55)
    assert [item.tag for item in decode(first.field_55)] == list(PURCHASE_TAGS)
    assert sent.need(Tag.CVM_RESULTS) == bytes.fromhex("420300")
    # No offline data authentication; online PIN; a floor limit of nothing.
    assert sent.need(Tag.TVR) == bytes.fromhex("8000048000")
    assert sent.need(Tag.CAPABILITIES) == TERMINAL.capabilities
    assert sent.need(Tag.TERMINAL_TYPE) == b"\x24"
    assert sent.need(Tag.SEQUENCE_COUNTER) == bytes.fromhex("00000002")
    assert sent.need(Tag.DATE) == bytes.fromhex(f"{date(2026, 6, 1):%y%m%d}")
    assert first.reversal_55 == bytes.fromhex(
        "950580000480009F1E0831323334353637389F1013" + vectors.ISSUER_DATA.hex() + "9F36020001"
    )
