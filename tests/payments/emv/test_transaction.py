"""A purchase with a card of the hall, from the question to the bank to the card's last word."""

from __future__ import annotations

import pytest

from kiosk.domain.bank_card import CardKind
from kiosk.payments.emv import ChipTrouble, ChipTroubleCause, IssuerAnswer, OpenCard, open_card
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.tlv import encode
from sim.cards.bank_card import BankChip
from sim.cards.cast import CAST, find_card
from sim.cards.chip_fault import ChipFault
from sim.cards.issuer import CryptogramRefused, Issuer
from tests.payments.emv.spoken_card import PURCHASE, Lost, SpokenCard, card_of

_GENERATE_AC = bytes.fromhex("80AE")
_GOOD = [
    "zhang-san-debit",
    "li-si-debit",
    "wang-wu-credit",
    "chen-li-credit",
    "chu-yang-quasi-credit",
    "tao-li-debit",
]


async def _asked(card: SpokenCard, *, code: str = "00") -> tuple[OpenCard, IssuerAnswer]:
    """A purchase that the card's bank has been asked about, and what it says."""
    opened = await open_card(card, PURCHASE)
    first = await opened.authorise(trace=2, pin_entered=opened.needs_pin)
    data = opened.data
    answer = Issuer().authenticate(data.account, data.sequence, first.field_55, code)
    return opened, IssuerAnswer(code, answer)


@pytest.mark.parametrize("key", _GOOD)
async def test_bank_and_card_agree_whatever_the_style_of_the_chip(key: str) -> None:
    opened, answer = await _asked(card_of(key))

    assert await opened.conclude(answer) is True
    assert opened.data.kind is find_card(key).kind
    assert opened.needs_pin is (find_card(key).pin is not None)


@pytest.mark.parametrize("key", _GOOD)
async def test_a_card_does_not_approve_what_its_bank_declines(key: str) -> None:
    opened, answer = await _asked(card_of(key), code="51")

    assert await opened.conclude(answer) is False


@pytest.mark.parametrize("key", _GOOD)
async def test_a_card_believes_its_own_bank_alone(key: str) -> None:
    card = card_of(key)
    opened, _ = await _asked(card)
    forged = IssuerAnswer("00", bytes.fromhex("910A11223344556677883030"))

    assert await opened.conclude(forged) is False


async def test_without_an_answer_the_card_is_told_to_decline() -> None:
    card = card_of()
    opened, _ = await _asked(card)

    assert await opened.conclude(None) is False
    assert card.heard[-1][:3] == bytes.fromhex("80AE00")
    assert card.heard[-1][5:7] == b"Z3"


async def test_consent_without_the_bank_s_cryptogram_is_left_to_the_card() -> None:
    card = card_of()
    opened, _ = await _asked(card)

    assert await opened.conclude(IssuerAnswer("00")) is True
    assert not any(command[1] == 0x82 for command in card.heard)


async def test_a_card_that_wants_no_command_gets_the_answer_with_the_cryptogram() -> None:
    card = card_of("wang-wu-credit")
    opened, answer = await _asked(card)
    await opened.conclude(answer)

    assert not any(command[1] == 0x82 for command in card.heard)
    assert card.heard[-1][5:15] == DataObjects.parse(answer.field_55).need(
        Tag.ISSUER_AUTHENTICATION
    )


async def test_a_refused_authentication_is_told_in_the_second_cryptogram() -> None:
    card = card_of()
    opened, _ = await _asked(card)
    await opened.conclude(IssuerAnswer("00", bytes.fromhex("910A11223344556677883030")))

    told = card.heard[-1]
    assert told[:3] == bytes.fromhex("80AE40")
    assert told[5 + 2 + 14 : 5 + 2 + 19] == bytes.fromhex("8000048040")


async def test_transactions_are_counted_through_all_stays_in_a_reader() -> None:
    chip = BankChip(find_card("zhang-san-debit"))
    counters = []
    for _ in range(2):
        card = SpokenCard(chip.inserted())
        for attempt in (1, 2):
            opened = await open_card(card, PURCHASE)
            first = await opened.authorise(trace=attempt, pin_entered=True)
            counters.append(DataObjects.parse(first.field_55).need(Tag.COUNTER))

    assert counters == [bytes([0, count]) for count in (1, 2, 3, 4)]


async def test_a_card_that_declines_at_once_says_so() -> None:
    opened = await open_card(card_of(fault=ChipFault.DECLINES_FIRST), PURCHASE)

    with pytest.raises(ChipTrouble) as caught:
        await opened.authorise(trace=2, pin_entered=True)
    assert caught.value.cause is ChipTroubleCause.DECLINED


async def test_a_card_may_decline_although_its_bank_consents() -> None:
    opened, answer = await _asked(card_of(fault=ChipFault.DECLINES_SECOND))

    assert await opened.conclude(answer) is False


async def test_a_copied_card_is_found_by_the_bank() -> None:
    opened = await open_card(card_of(fault=ChipFault.WRONG_CRYPTOGRAM), PURCHASE)
    first = await opened.authorise(trace=2, pin_entered=True)

    with pytest.raises(CryptogramRefused):
        Issuer().verify(opened.data.account, opened.data.sequence, first.field_55)


async def test_a_card_pulled_before_it_asked() -> None:
    opened = await open_card(card_of(fault=ChipFault.PULLED_BEFORE), PURCHASE)

    with pytest.raises(Lost):
        await opened.authorise(trace=2, pin_entered=True)


@pytest.mark.parametrize("fault", [ChipFault.PULLED_BETWEEN, ChipFault.PULLED_DECIDING])
async def test_a_card_pulled_before_it_decided(fault: ChipFault) -> None:
    opened, answer = await _asked(card_of(fault=fault))

    with pytest.raises(Lost):
        await opened.conclude(answer)


async def test_a_card_pulled_after_it_approved_has_approved() -> None:
    card = card_of(fault=ChipFault.PULLED_AFTER)
    opened, answer = await _asked(card)
    script = bytes.fromhex("720D9F180400000001860484240000")

    assert await opened.conclude(IssuerAnswer("00", answer.field_55 + script)) is True
    with pytest.raises(Lost):
        await opened.finish()


@pytest.mark.parametrize(
    ("key", "cause"),
    [
        ("zhou-jiu-debit", ChipTroubleCause.EXPIRED),
        ("wu-shi-debit", ChipTroubleCause.NOT_YET_VALID),
        ("zheng-yi-debit", ChipTroubleCause.BLOCKED),
        ("zou-li-foreign", ChipTroubleCause.WRONG_KIND),
    ],
)
async def test_cards_that_cannot_pay(key: str, cause: ChipTroubleCause) -> None:
    with pytest.raises(ChipTrouble) as caught:
        await open_card(card_of(key), PURCHASE)
    assert caught.value.cause is cause


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (ChipFault.CONTRADICTION, ChipTroubleCause.MALFORMED),
        (ChipFault.GARBLED, ChipTroubleCause.MALFORMED),
        (ChipFault.BLOCKED, ChipTroubleCause.BLOCKED),
        (ChipFault.EXPIRED, ChipTroubleCause.EXPIRED),
    ],
)
async def test_chips_that_are_wrong(fault: ChipFault, cause: ChipTroubleCause) -> None:
    with pytest.raises(ChipTrouble) as caught:
        await open_card(card_of(fault=fault), PURCHASE)
    assert caught.value.cause is cause


async def test_an_answer_of_the_bank_that_makes_no_sense_is_a_trouble() -> None:
    for broken in ("91", "9103112233", "910A11223344556677883030910A11223344556677883030"):
        opened, _ = await _asked(card_of())
        with pytest.raises(ChipTrouble) as caught:
            await opened.conclude(IssuerAnswer("00", bytes.fromhex(broken)))
        assert caught.value.cause is ChipTroubleCause.MALFORMED


async def test_steps_are_taken_once_and_in_their_order() -> None:
    opened = await open_card(card_of(), PURCHASE)
    with pytest.raises(RuntimeError):
        await opened.conclude(None)
    with pytest.raises(RuntimeError):
        await opened.finish()
    await opened.authorise(trace=2, pin_entered=True)
    with pytest.raises(RuntimeError):
        await opened.authorise(trace=3, pin_entered=True)
    await opened.conclude(None)
    with pytest.raises(RuntimeError):
        await opened.conclude(None)


async def test_a_failed_question_leaves_nothing_to_conclude() -> None:
    opened = await open_card(card_of(fault=ChipFault.DECLINES_FIRST), PURCHASE)
    with pytest.raises(ChipTrouble):
        await opened.authorise(trace=2, pin_entered=True)

    with pytest.raises(RuntimeError):
        await opened.conclude(None)


async def test_scripts_run_on_their_side_of_the_decision() -> None:
    card = card_of()
    opened, answer = await _asked(card)
    before = encode(0x71, encode(0x9F18, b"BEFO") + encode(0x86, bytes.fromhex("84240000")))
    after = encode(
        0x72,
        encode(0x86, bytes.fromhex("841E0000")) + encode(0x86, bytes.fromhex("8418000000")),
    )

    assert await opened.conclude(IssuerAnswer("00", answer.field_55 + before + after)) is True
    decided = len(card.heard)
    assert card.heard[-2] == bytes.fromhex("84240000")
    await opened.finish()
    await opened.finish()

    assert card.heard[decided:] == [bytes.fromhex("841E0000"), bytes.fromhex("8418000000")]
    # The card knows neither the first script's command nor the second of the other script.
    assert opened.script_results == b"\x11BEFO" + b"\x12\0\0\0\0"
    with pytest.raises(ChipTrouble) as caught:
        await open_card(card, PURCHASE)
    assert caught.value.cause is ChipTroubleCause.BLOCKED


async def test_a_script_that_the_card_carries_out_is_told() -> None:
    opened, answer = await _asked(card_of())
    block = encode(0x72, encode(0x9F18, b"\0\0\0\1") + encode(0x86, bytes.fromhex("841E0000")))
    await opened.conclude(IssuerAnswer("00", answer.field_55 + block))
    await opened.finish()

    assert opened.script_results == bytes.fromhex("2000000001")


@pytest.mark.parametrize("command", ["841E", "8424000002AA", "842400000001", "8424000001AABBCC"])
async def test_a_script_holds_nothing_but_commands(command: str) -> None:
    opened, answer = await _asked(card_of())
    script = encode(0x72, encode(0x86, bytes.fromhex(command)))
    assert await opened.conclude(IssuerAnswer("00", answer.field_55 + script)) is True
    await opened.finish()

    assert opened.script_results == bytes(5)


async def test_scripts_are_no_longer_than_a_terminal_has_to_take() -> None:
    card = card_of()
    opened, answer = await _asked(card)
    script = encode(0x71, encode(0x86, bytes.fromhex("84240000C8") + bytes(200)))

    assert await opened.conclude(IssuerAnswer("00", answer.field_55 + script)) is True
    assert opened.script_results == bytes(5)
    assert card.heard[-1][5 + 2 + 14 : 5 + 2 + 19] == bytes.fromhex("8000048020")


def test_an_answer_has_a_code_of_two_characters() -> None:
    with pytest.raises(ValueError, match="two characters"):
        IssuerAnswer("000")


async def test_nothing_of_a_card_is_in_representations_and_troubles() -> None:
    opened, answer = await _asked(card_of())
    shown = f"{opened!r} {opened.data!r} {answer!r} {PURCHASE!r}"
    for key in CAST:
        for fault in ChipFault:
            try:
                await open_card(card_of(key, fault), PURCHASE)
            except ChipTrouble as trouble:
                shown += repr(trouble)

    for card in CAST.values():
        assert card.account not in shown
    assert find_card("zhang-san-debit").account[6:14] not in shown
    assert CardKind.DEBIT.value in shown
