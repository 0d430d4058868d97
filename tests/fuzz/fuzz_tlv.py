"""Chip cards and banks that say anything: every answer is understood, or is a ChipTrouble.

``python tests/fuzz/fuzz_tlv.py -atheris_runs=20000`` looks for an answer that is neither.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Coroutine
from pathlib import Path

if __name__ == "__main__":
    # Run as a script, it finds the tree it stands in, and watches what it tries.
    sys.path.insert(0, str(Path(__file__).parents[2]))
    if importlib.util.find_spec("atheris") is None:
        raise SystemExit("no atheris here; hypothesis tries the same in tests/payments")
    import atheris

    with atheris.instrument_imports(include=["kiosk.payments.emv"]):
        importlib.import_module("kiosk.payments.emv.opening")

from kiosk.devices.api import CardReply
from kiosk.payments.emv import ChipTrouble, IssuerAnswer, open_card
from kiosk.payments.emv.dol import fill_dol, parse_dol
from kiosk.payments.emv.terminal import terminal_objects
from kiosk.payments.emv.tlv import MalformedTlv, decode, encode
from tests.payments.emv.spoken_card import PURCHASE, card_of

_MOST_COMMANDS = 400
_CARDS = ("zhang-san-debit", "li-si-debit", "tao-li-debit")


class _Ended(Exception):
    """A card has nothing more to say."""


class _ToldCard:
    """Answers with pieces of the input, each behind its length; an odd length ends in an error."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    async def exchange(self, command: bytes) -> CardReply:
        if not self._data or len(command) < 4:
            raise _Ended
        size = self._data[0]
        answer, self._data = self._data[1 : 1 + size], self._data[1 + size :]
        return CardReply(answer, 0x9000 if size % 2 == 0 else 0x6985)


class _ChangedCard:
    """A card of the hall, bytes of whose answers are others: threes of answer, place and value."""

    def __init__(self, data: bytes) -> None:
        self._card = card_of(_CARDS[data[0] % len(_CARDS)] if data else _CARDS[0])
        self._changes = [data[at : at + 3] for at in range(1, len(data) - 2, 3)]
        self._answered = -1

    async def exchange(self, command: bytes) -> CardReply:
        reply = await self._card.exchange(command)
        self._answered += 1
        if self._answered > _MOST_COMMANDS:
            raise AssertionError("a card is asked for ever")
        data = bytearray(reply.data)
        for answer, place, value in self._changes:
            if data and answer % 12 == self._answered:
                data[place % len(data)] = value
        return CardReply(bytes(data), reply.sw)


async def _purchase(card: _ToldCard | _ChangedCard, field_55: bytes) -> None:
    opened = await open_card(card, PURCHASE)
    await opened.authorise(trace=1, pin_entered=opened.needs_pin)
    await opened.conclude(IssuerAnswer("00", field_55))
    await opened.finish()


def _finish(purchase: Coroutine[object, object, None]) -> None:
    """Nothing in it waits, so that one step is all of it."""
    try:
        purchase.send(None)
    except (StopIteration, ChipTrouble, _Ended):
        return
    raise AssertionError("a purchase waits for something else than its card")


def one_input(data: bytes) -> None:
    """The first byte says what the rest is tried as."""
    kind, rest = (data[0] % 5, data[1:]) if data else (0, data)
    try:
        match kind:
            case 0:
                found = decode(rest)
                again = decode(b"".join(encode(item.tag, item.value) for item in found))
                assert again == found
            case 1:
                filled = fill_dol(rest, terminal_objects(PURCHASE))
                assert len(filled) == sum(entry.length for entry in parse_dol(rest))
            case 2:
                _finish(_purchase(_ToldCard(rest), b""))
            case 3:
                _finish(_purchase(_ChangedCard(rest), b""))
            case _:
                _finish(_purchase(_ChangedCard(b""), rest))
    except MalformedTlv:
        assert kind < 2, "a purchase says ChipTrouble"


if __name__ == "__main__":
    import atheris

    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
