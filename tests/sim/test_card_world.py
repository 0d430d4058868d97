"""Halls with other hardware for cards than the usual, or with none."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from sim import card_actions
from sim.acquirer.books import Books, HostPurchase, PurchaseState
from sim.card_hall.acquirer import MERCHANT_ID, TERMINAL_ID
from sim.card_hall.staff_cards import StaffCards
from sim.card_hall.world import CardWorld
from sim.cards.cast import find_card
from sim.clock import WorldClock
from sim.impossible import Impossible
from sim.settings import (
    BankCardReaderSection,
    HallSettings,
    PinPadSection,
    SocialCardReaderSection,
)

NOTHING = HallSettings(
    social_card_reader=SocialCardReaderSection(fitted=False),
    bank_card_reader=BankCardReaderSection(fitted=False),
    pin_pad=PinPadSection(fitted=False),
)
MOTORISED = NOTHING.model_copy(
    update={"bank_card_reader": BankCardReaderSection(model="crt-571", quick=True)}
)


@asynccontextmanager
async def hall(
    settings: HallSettings, room: Path, tls: ssl.SSLContext | None = None
) -> AsyncIterator[CardWorld]:
    world = CardWorld(settings, room, clock=WorldClock(), books=Books(), tls=tls)
    await world.start()
    try:
        yield world
    finally:
        await world.stop()
        # May be done twice.
        await world.stop()


async def test_what_is_not_fitted_is_not_there_and_cannot_be_played(tmp_path: Path) -> None:
    async with hall(NOTHING, tmp_path) as world:
        seen, ports = world.see(), world.ports
        assert (seen.social, seen.bank, seen.pad) == (None, None, None)
        assert (ports.social, ports.bank, ports.pad, ports.environment) == (None, None, None, {})
        for action in (
            card_actions.SocialCardInserted(person="zhang-san"),
            card_actions.BankCardRemoved(),
            card_actions.PadPressed(keys="1"),
        ):
            with pytest.raises(Impossible, match="the terminal has none"):
                await world.perform(action)
        await world.reset()


async def test_a_motorised_reader_holds_a_card_in_its_mouth(tmp_path: Path) -> None:
    async with hall(MOTORISED, tmp_path) as world:
        link = tmp_path / "bank-reader"
        assert world.ports.bank == str(link)
        assert link.exists()
        await world.perform(card_actions.BankCardInserted(card="li-si-debit"))
        bank = world.see().bank
        assert bank is not None
        assert (bank.card, bank.place, bank.kept) == ("li-si-debit", "mouth", 0)
        with pytest.raises(Impossible, match="already"):
            await world.perform(card_actions.BankCardInserted(card="zhang-san-debit"))
        await world.perform(card_actions.BankCardRemoved())
        bank = world.see().bank
        assert bank is not None
        assert (bank.card, bank.place) == (None, "nowhere")
        await world.perform(card_actions.BankReaderCable(state="unplugged"))
        assert not link.exists()
        await world.reset()
        assert link.exists()
    assert not link.exists()


async def test_the_books_begin_anew_with_the_hall(tmp_path: Path) -> None:
    card = find_card("zhang-san-debit")
    books = Books()
    world = CardWorld(NOTHING, tmp_path, clock=WorldClock(), books=books, tls=None)
    purchase = HostPurchase(
        terminal_id=TERMINAL_ID,
        merchant_id=MERCHANT_ID,
        batch=1,
        trace=7,
        account=card.account,
        card_masked=card.masked,
        amount_fen=312_000,
        reference="170218000003",
        authorisation="629425",
        at=WorldClock().now(),
        state=PurchaseState.APPROVED,
        code="00",
    )
    books.write(purchase)
    books.note_pin(card.account, right=False)
    seen = world.see().acquirer
    account = next(one for one in seen.accounts if one.card == card.key)
    assert account.left_fen == card.balance.fen - 312_000
    assert account.tries_left == 2
    assert [(one.trace, one.amount_fen, one.code) for one in seen.purchases] == [(7, 312_000, "00")]
    await world.reset()
    seen = world.see().acquirer
    assert seen.purchases == ()
    assert next(one for one in seen.accounts if one.card == card.key).tries_left == 3
    await world.stop()


async def test_the_acquirer_keeps_its_port_when_its_line_is_mended(tmp_path: Path) -> None:
    async with hall(NOTHING, tmp_path) as world:
        port = world.ports.acquirer
        await world.perform(card_actions.AcquirerLine(line="cut"))
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)
        await world.perform(card_actions.AcquirerLine(line="up"))
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        assert world.ports.acquirer == port


DIPPED = NOTHING.model_copy(update={"social_card_reader": SocialCardReaderSection()})


@pytest.mark.parametrize("settings", [DIPPED, MOTORISED])
async def test_a_staff_card_goes_into_the_slot_there_is(
    tmp_path: Path, settings: HallSettings
) -> None:
    async with hall(settings, tmp_path) as world:
        authority = world.ports.staff_authority
        assert authority is not None
        assert authority.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")
        await world.perform(card_actions.StaffCardInserted(member="technician"))
        seen = world.see()
        assert seen.staff_card == "technician"
        assert seen.social is None or seen.social.person is None
        assert seen.bank is None or seen.bank.card is None
        await world.perform(card_actions.StaffCardRemoved())
        assert world.see().staff_card is None
        with pytest.raises(Impossible, match="nobody of the staff"):
            await world.perform(card_actions.StaffCardInserted(member="nobody"))
        await world.reset()
        assert world.see().staff_card is None


async def test_without_a_slot_nobody_issues_staff_cards(tmp_path: Path) -> None:
    async with hall(NOTHING, tmp_path) as world:
        assert world.ports.staff_authority is None
        assert world.see().staff_card is None
        with pytest.raises(Impossible, match="the terminal has none"):
            await world.perform(card_actions.StaffCardInserted(member="technician"))


def test_a_staff_card_keeps_its_tries_until_the_hall_begins_anew() -> None:
    cards = StaffCards(WorldClock())
    action = card_actions.StaffCardInserted(member="cashier")
    command = bytes.fromhex("0020008008") + b"00000000"
    answers = []
    for _ in range(2):
        card, fault = cards.stay(action)
        assert fault is None
        card.transmit(bytes.fromhex("00A4040009A00000030800001000"))
        answers.append(card.transmit(command))
    assert answers == [b"\x63\xc2", b"\x63\xc1"]
    cards.forget()
    card, fault = cards.stay(action.model_copy(update={"remaining": 1}))
    assert fault is not None
    card.transmit(bytes.fromhex("00A4040009A00000030800001000"))
    assert card.transmit(command) == b"\x63\xc2"
