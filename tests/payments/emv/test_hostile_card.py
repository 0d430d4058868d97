"""A card that is no honest one makes trouble, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.devices.api import CardReply
from kiosk.payments.emv import ChipTrouble, IssuerAnswer, open_card
from kiosk.payments.emv.commands import DONE
from sim.cards.cast import find_card
from sim.cards.issuer import Issuer
from tests.payments.emv.spoken_card import PURCHASE, Lost, SpokenCard, card_of

_STYLES = ("zhang-san-debit", "li-si-debit", "wang-wu-credit", "tao-li-debit")
_ANSWERS = st.builds(
    CardReply, st.binary(max_size=60), st.sampled_from([DONE, DONE, DONE, 0x6283, 0x6985, 0x6A83])
)
_MOST_COMMANDS = 400


class _Random:
    """A card that answers with anything, and for ever."""

    def __init__(self, answers: list[CardReply]) -> None:
        self._answers = answers
        self.heard = 0

    async def exchange(self, command: bytes) -> CardReply:
        assert 4 <= len(command) <= 261
        self.heard += 1
        return self._answers[self.heard % len(self._answers)]


class _Tampering:
    """A card of the hall, one of whose answers is another on its way."""

    def __init__(self, card: SpokenCard, at: int, changed: list[tuple[int, int]], cut: int) -> None:
        self._card = card
        self._at = at
        self._changed = changed
        self._cut = cut
        self._answered = 0

    async def exchange(self, command: bytes) -> CardReply:
        reply = await self._card.exchange(command)
        self._answered += 1
        if self._answered - 1 != self._at or not reply.data:
            return reply
        data = bytearray(reply.data)
        for place, value in self._changed:
            data[place % len(data)] = value
        return CardReply(bytes(data[: len(data) - self._cut]), reply.sw)


async def _purchase(card: _Random | _Tampering) -> None:
    with contextlib.suppress(ChipTrouble):
        opened = await open_card(card, PURCHASE)
        first = await opened.authorise(trace=1, pin_entered=opened.needs_pin)
        assert len(first.field_55) <= 255
        approved = await opened.conclude(IssuerAnswer("00", bytes.fromhex("910411223344")))
        assert not approved


@given(st.lists(_ANSWERS, min_size=1, max_size=12))
@settings(max_examples=80)
def test_a_card_that_answers_anything_is_done_with_in_time(answers: list[CardReply]) -> None:
    card = _Random(answers)

    asyncio.run(_purchase(card))

    assert card.heard < _MOST_COMMANDS


@given(
    st.sampled_from(_STYLES),
    st.integers(0, 11),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 255)), max_size=3),
    st.integers(0, 4),
)
@settings(max_examples=120)
def test_an_answer_that_was_changed_on_its_way_makes_trouble_at_most(
    key: str, at: int, changed: list[tuple[int, int]], cut: int
) -> None:
    with contextlib.suppress(Lost):
        asyncio.run(_purchase(_Tampering(card_of(key), at, changed, cut)))


@given(st.binary(max_size=80))
@settings(max_examples=80)
def test_whatever_comes_from_the_bank_makes_trouble_at_most(field_55: bytes) -> None:
    async def _conclude() -> None:
        opened = await open_card(card_of(), PURCHASE)
        first = await opened.authorise(trace=1, pin_entered=True)
        Issuer().verify(find_card("zhang-san-debit").account, 1, first.field_55)
        with contextlib.suppress(ChipTrouble):
            await opened.conclude(IssuerAnswer("00", field_55))
            await opened.finish()

    asyncio.run(_conclude())
