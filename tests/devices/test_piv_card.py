"""The driver of staff cards against virtual ones at the other end of the wire."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.chip_card_reader import ChipCardReader
from kiosk.devices.codecs.piv import PivKey
from kiosk.devices.piv_card import PinRefused, PivCard
from kiosk.devices.social_card_reader import ChipSocialCardReader
from kiosk.maintenance.staff_cards import CardAuthority, ForeignCard
from kiosk.runtime.clock import SystemClock
from sim.cards.bank_card import BankChip
from sim.cards.cast import CAST
from sim.cards.inserted import CardFault, CardFaultKind
from sim.cards.piv_card import StaffCard
from sim.cards.smart_card import SmartCard
from sim.cards.social_card import SocialCard
from sim.cards.staff_authority import CARD_PIN, StaffAuthority, StaffCardFlaw
from sim.people import PEOPLE
from sim.staff import find_member
from tests.devices import motor_reader_bench
from tests.devices.chip_bench import SocialBench, Wire, socket_wire

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
WRONG = "000000"
CHALLENGE = b"something that nobody knew before"


@pytest.fixture(scope="module")
def authority() -> StaffAuthority:
    return StaffAuthority(NOW)


@pytest.fixture(scope="module")
def rsa_card(authority: StaffAuthority) -> StaffCard:
    return authority.card(find_member("technician"))


@pytest.fixture
def card(authority: StaffAuthority) -> StaffCard:
    return authority.card(find_member("key-officer"))


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with socket_wire() as wire:
        yield wire


@asynccontextmanager
async def inserted(
    wire: Wire, card: SmartCard, fault: CardFault | None = None
) -> AsyncIterator[PivCard]:
    reader = ChipCardReader(wire.opener, SystemClock())
    await reader.open()
    try:
        await wire.slot.insert(card, fault)
        yield PivCard(await reader.insert())
    finally:
        await reader.close()


@pytest.mark.parametrize("packed", [False, True])
async def test_its_certificate_is_read_whole(wire: Wire, card: StaffCard, packed: bool) -> None:
    assert card.certificate is not None
    async with inserted(wire, replace(card, packed=packed).inserted()) as piv:
        assert await piv.certificate() == card.certificate.public_bytes(Encoding.DER)


@pytest.mark.parametrize("kind", list(PivKey))
async def test_it_signs_what_nobody_knew_before_once_its_pin_was_right(
    wire: Wire, authority: StaffAuthority, card: StaffCard, rsa_card: StaffCard, kind: PivKey
) -> None:
    chosen = rsa_card if kind is PivKey.RSA_2048 else card
    async with inserted(wire, chosen.inserted()) as piv:
        holder = CardAuthority(authority.pem).holder(await piv.certificate(), NOW)
        assert holder.kind is kind
        assert await piv.tries_left() == 3
        await piv.verify(CARD_PIN)
        assert await piv.tries_left() is None
        signature = await piv.sign(CHALLENGE, kind)
        assert holder.has_signed(CHALLENGE, signature)
        assert not holder.has_signed(CHALLENGE + b".", signature)


async def test_without_its_pin_it_signs_nothing(wire: Wire, card: StaffCard) -> None:
    async with inserted(wire, card.inserted()) as piv:
        await piv.certificate()
        with pytest.raises(DeviceError) as refused:
            await piv.sign(CHALLENGE, PivKey.P_256)
        assert refused.value.cause is DeviceCause.CARD_UNREADABLE


async def test_wrong_pins_are_counted_by_the_card_until_it_is_blocked(
    wire: Wire, card: StaffCard
) -> None:
    left = []
    async with inserted(wire, card.inserted()) as piv:
        await piv.certificate()
        for _ in range(4):
            with pytest.raises(PinRefused) as refused:
                await piv.verify(WRONG)
            left.append(refused.value.tries_left)
        assert left == [2, 1, 0, 0]
        with pytest.raises(PinRefused) as refused:
            await piv.verify(CARD_PIN)
        assert refused.value.tries_left == 0
        assert await piv.tries_left() == 0


async def test_what_can_be_no_pin_costs_no_try(wire: Wire, card: StaffCard) -> None:
    async with inserted(wire, card.inserted()) as piv:
        await piv.certificate()
        with pytest.raises(PinRefused) as refused:
            await piv.verify("12")
        assert refused.value.tries_left == 3
        assert card.tries == 3


async def test_a_pin_is_in_no_error_and_in_one_command_only(wire: Wire, card: StaffCard) -> None:
    async with inserted(wire, card.inserted()) as piv:
        await piv.certificate()
        with pytest.raises(PinRefused) as refused:
            await piv.verify(WRONG)
        assert WRONG not in repr(refused.value) + str(refused.value)
        await piv.verify(CARD_PIN)
        await piv.sign(CHALLENGE, PivKey.P_256)
    said = [one for one in wire.slot.seen if CARD_PIN.encode() in one]
    assert [one[:4] for one in said] == [bytes.fromhex("00200080")]


@pytest.mark.parametrize("which", ["bank card", "empty"])
async def test_a_card_without_a_certificate_is_none_of_staff(
    wire: Wire, authority: StaffAuthority, which: str
) -> None:
    empty = authority.card(find_member("cashier"), StaffCardFlaw.EMPTY).inserted()
    other = BankChip(next(iter(CAST.values()))).inserted()
    async with inserted(wire, empty if which == "empty" else other) as piv:
        with pytest.raises(DeviceError) as refused:
            await piv.certificate()
        assert refused.value.cause is DeviceCause.CARD_WRONG_KIND


def certificate_apdus(card: StaffCard) -> int:
    """SELECT, GET DATA, and GET RESPONSE for what is over 256 bytes."""
    assert isinstance(card.certificate, x509.Certificate)
    return 2 + (len(card.certificate.public_bytes(Encoding.DER)) + 10) // 256


@pytest.mark.parametrize("step", range(4))
async def test_a_card_pulled_out_is_noticed_wherever_it_happens(
    wire: Wire, card: StaffCard, step: int
) -> None:
    before = certificate_apdus(card)
    after = (1, before, before, before + 1)[step]
    fault = CardFault(CardFaultKind.PULLED_OUT, after=after)
    async with inserted(wire, card.inserted(), fault) as piv:
        with pytest.raises(DeviceError) as gone:
            await proof_of(piv)
        assert gone.value.cause is DeviceCause.CARD_REMOVED


async def proof_of(piv: PivCard) -> tuple[bytes, bytes]:
    """Its certificate, and its signature."""
    certificate = await piv.certificate()
    await piv.verify(CARD_PIN)
    return certificate, await piv.sign(CHALLENGE, PivKey.P_256)


@pytest.mark.parametrize("fault", [CardFaultKind.STATUS, CardFaultKind.GARBLED])
@pytest.mark.parametrize("after", range(5))
async def test_nonsense_is_never_taken_for_an_answer(
    wire: Wire, authority: StaffAuthority, card: StaffCard, fault: CardFaultKind, after: int
) -> None:
    flaw = CardFault(fault, after=after, amount=0x6F00 if fault is CardFaultKind.STATUS else 9)
    trusted = CardAuthority(authority.pem)
    believed = False
    async with inserted(wire, card.inserted(), flaw) as piv:
        with contextlib.suppress(DeviceError, PinRefused, ForeignCard):
            certificate, signature = await proof_of(piv)
            believed = trusted.holder(certificate, NOW).has_signed(CHALLENGE, signature)
    assert not believed


@pytest.fixture
def social(wire: Wire) -> SocialBench:
    return SocialBench(ChipSocialCardReader(wire.opener, SystemClock()), wire)


async def test_the_slot_of_social_security_cards_takes_one_and_reads_the_next(
    social: SocialBench, card: StaffCard
) -> None:
    await social.reader.open()
    try:
        await social.slot.insert(card.inserted())
        piv = PivCard(await social.reader.insert())
        assert await piv.certificate()
        await social.reader.eject()
        await social.reader.eject()
        # Still in, and ready to be used again.
        assert await PivCard(await social.reader.insert()).tries_left() is None
        await social.reader.eject()
        await social.slot.remove()
        await social.insert(SocialCard(PEOPLE[0]))
        assert (await social.reader.read_card()).number == PEOPLE[0].identity
    finally:
        await social.reader.close()


async def test_a_motorised_reader_holds_it_while_it_proves_itself_and_gives_it_back(
    card: StaffCard,
) -> None:
    async with motor_reader_bench.tcp_bench() as bench:
        await bench.reader.open()
        waiting = asyncio.create_task(bench.reader.insert())
        await bench.waits()
        await bench.insert(card.inserted())
        assert await proof_of(PivCard(await waiting))
        await bench.reader.eject()
        await bench.take()
