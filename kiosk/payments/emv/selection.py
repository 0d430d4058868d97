"""Finding the UnionPay applications of a card: by its directory, else asking (EMV Book 1, 12)."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.bank_card import CardKind
from kiosk.payments.card import Card
from kiosk.payments.emv import commands
from kiosk.payments.emv.objects import DataObjects, unwrap
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.tlv import MalformedTlv
from kiosk.payments.emv.trouble import ChipTrouble, ChipTroubleCause

DIRECTORY = b"1PAY.SYS.DDF01"
SUPPORTED = {
    bytes.fromhex("A000000333010101"): CardKind.DEBIT,
    bytes.fromhex("A000000333010102"): CardKind.CREDIT,
    bytes.fromhex("A000000333010103"): CardKind.QUASI_CREDIT,
}
"""UnionPay (RID A000000333); 06, electronic cash alone, is none that a bank is asked about."""

_MOST_RECORDS = 16
_MOST_NAMESAKES = 8
_MOST_DIRECTORY_FILE = 10
_LAST = 16
_SHORTEST_NAME = 5
_LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application that may serve. ``rank`` is 1 for the one the bank likes best, 16 for none."""

    aid: bytes
    rank: int = _LAST


@dataclass(frozen=True, slots=True)
class Selected:
    """A selected application: its name and what it wants to know first (PDOL, may be empty)."""

    aid: bytes
    pdol: bytes

    @property
    def kind(self) -> CardKind:
        """What the application is for."""
        return next(kind for aid, kind in SUPPORTED.items() if self.aid.startswith(aid))


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates, best first, and whether there are others that the bank has locked."""

    candidates: tuple[Candidate, ...]
    some_blocked: bool = False


async def find_applications(card: Card) -> Found:
    """What on the card could pay. Raises ChipTrouble BLOCKED for a locked card."""
    listed = await _from_directory(card)
    found = Found(listed) if listed else await _by_asking(card)
    return Found(tuple(sorted(found.candidates, key=lambda one: one.rank)), found.some_blocked)


async def select_application(card: Card, aid: bytes) -> Selected | None:
    """Select one; None when the bank has locked it. Raises ChipTrouble BLOCKED for a locked card,
    MALFORMED when it cannot be selected, MalformedTlv for an answer that is none."""
    answer = await _select(card, aid)
    if answer is None:
        raise ChipTrouble(ChipTroubleCause.MALFORMED)
    if answer.blocked:
        return None
    name, inner = _control_information(answer.data)
    if not name.startswith(aid):
        raise MalformedTlv("another application was selected")
    return Selected(name, inner.get(Tag.PDOL) or b"")


@dataclass(frozen=True, slots=True)
class _Name:
    """A successful SELECT: its file control information."""

    data: bytes
    blocked: bool = False


async def _select(card: Card, name: bytes, *, following: bool = False) -> _Name | None:
    answer = await card.exchange(commands.select(name, following=following))
    match answer.sw:
        case commands.DONE:
            return _Name(answer.data)
        case commands.SELECTED_BLOCKED:
            return _Name(answer.data, blocked=True)
        case commands.CARD_BLOCKED:
            raise ChipTrouble(ChipTroubleCause.BLOCKED)
        case _:
            return None


def _control_information(data: bytes) -> tuple[bytes, DataObjects]:
    """Name and proprietary part of an FCI. Raises MalformedTlv."""
    fci = DataObjects.inside(data, Tag.FCI)
    name = fci.need(Tag.DF_NAME)
    if not _SHORTEST_NAME <= len(name) <= _LONGEST_NAME:
        raise MalformedTlv("a name has five to sixteen bytes")
    return name, DataObjects.parse(fci.need(Tag.FCI_PROPRIETARY))


async def _from_directory(card: Card) -> tuple[Candidate, ...]:
    """The candidates of the payment system's directory; none where it is missing, locked or
    damaged, as the card may then still be asked."""
    answer = await _select(card, DIRECTORY)
    if answer is None or answer.blocked:
        return ()
    try:
        _, inner = _control_information(answer.data)
        file = int.from_bytes(inner.need(Tag.SFI), "big")
        if not 1 <= file <= _MOST_DIRECTORY_FILE:
            return ()
        found: list[Candidate] = []
        for record in range(1, _MOST_RECORDS + 1):
            entry = await card.exchange(commands.read_record(file, record))
            if entry.sw != commands.DONE:
                break
            found += _entries(entry.data)
    except MalformedTlv:
        return ()
    return tuple(found)


def _entries(record: bytes) -> list[Candidate]:
    """The entries of one record that could serve; of other kinds of entries, nothing."""
    found: list[Candidate] = []
    for item in unwrap(record, Tag.RECORD):
        if item.tag != Tag.DIRECTORY_ENTRY:
            continue
        entry = DataObjects.parse(item.value)
        aid = entry.get(Tag.APPLICATION_ID)
        if aid is None or len(aid) > _LONGEST_NAME or not aid.startswith(tuple(SUPPORTED)):
            continue
        priority = (entry.sized(Tag.PRIORITY, 1) or b"\x00")[0]
        # Bit 8 wants the holder to choose it by name, for which nothing here asks.
        if not priority & 0x80:
            found.append(Candidate(aid, priority & 0x0F or _LAST))
    return found


async def _by_asking(card: Card) -> Found:
    """The applications whose name begins with one of ours, each of them ("next occurrence")."""
    found: list[Candidate] = []
    blocked = False
    for aid in SUPPORTED:
        for occurrence in range(_MOST_NAMESAKES):
            answer = await _select(card, aid, following=occurrence > 0)
            if answer is None:
                break
            blocked = blocked or answer.blocked
            try:
                name, inner = _control_information(answer.data)
                priority = (inner.sized(Tag.PRIORITY, 1) or b"\x00")[0]
            except MalformedTlv:
                # A locked application need not say anything more of itself.
                break
            if not name.startswith(aid) or any(one.aid == name for one in found):
                break
            if not answer.blocked and not priority & 0x80:
                found.append(Candidate(name, priority & 0x0F or _LAST))
            if name == aid:
                break
    return Found(tuple(found), blocked)
