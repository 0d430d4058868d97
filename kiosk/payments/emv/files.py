"""GET PROCESSING OPTIONS, and the records it names (EMV Book 3, 10.1 and 10.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.payments.card import Card
from kiosk.payments.emv import commands
from kiosk.payments.emv.dol import fill_dol
from kiosk.payments.emv.objects import DataObjects, unwrap
from kiosk.payments.emv.tags import PERSONAL, Tag
from kiosk.payments.emv.tlv import MalformedTlv, decode
from kiosk.payments.emv.trouble import malformed
from kiosk.payments.emv.verification import Profile

_ENTRY = 4
_MOST_FILES = 30
_OPEN_FILES = 10
_MOST_RECORDS = 64
"""More than any card has; one that goes on for ever would keep its holder waiting."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a card wants to do (AIP, object 82) and where its records are (AFL, object 94)."""

    aip: bytes
    afl: bytes

    @property
    def profile(self) -> Profile:
        """The bits of the AIP that matter here; of others, nothing."""
        known = sum(member.value for member in Profile)
        return Profile(int.from_bytes(self.aip, "big") & known)


async def ask_options(card: Card, pdol: bytes, values: DataObjects) -> Options | None:
    """Begin a transaction; None when the application does not want it (6985).

    Raises ChipTrouble MALFORMED for any other refusal, MalformedTlv for an answer that is none.
    """
    answer = await card.exchange(commands.get_processing_options(fill_dol(pdol, values)))
    if answer.sw == commands.NOT_USABLE:
        return None
    if answer.sw != commands.DONE:
        raise malformed()
    match decode(answer.data):
        case (only,) if only.tag == Tag.ANSWER_1:
            options = Options(only.value[:2], only.value[2:])
        case (only,) if only.tag == Tag.ANSWER_2:
            found = DataObjects.of(decode(only.value))
            options = Options(found.need(Tag.AIP), found.need(Tag.AFL))
        case _:
            raise MalformedTlv("not the template that belongs here")
    if len(options.aip) != 2 or not options.afl or len(options.afl) % _ENTRY:
        raise MalformedTlv("AIP or AFL has the wrong size")
    return options


async def read_records(card: Card, options: Options) -> DataObjects:
    """Everything in the records that the AFL names, but what it tells of the holder.

    Raises ChipTrouble MALFORMED when a record cannot be read, MalformedTlv when it makes no sense.
    """
    found = DataObjects()
    for file, record in _records(options.afl):
        answer = await card.exchange(commands.read_record(file, record))
        if answer.sw != commands.DONE:
            raise malformed()
        # Files 11 to 30 belong to payment system and bank, in whatever form they like.
        if file <= _OPEN_FILES:
            kept = (item for item in unwrap(answer.data, Tag.RECORD) if item.tag not in PERSONAL)
            found = found.joined(DataObjects.of(kept))
    return found


def _records(afl: bytes) -> Iterator[tuple[int, int]]:
    """File and record, one after the other. Raises MalformedTlv for what no AFL says."""
    total = 0
    for at in range(0, len(afl), _ENTRY):
        place, first, last, signed = afl[at : at + _ENTRY]
        file = place >> 3
        if place & 0x07 or not 1 <= file <= _MOST_FILES or not 1 <= first <= last:
            raise MalformedTlv("an entry of the AFL names no records")
        if signed > last - first + 1:
            raise MalformedTlv("an entry of the AFL signs more records than it has")
        total += last - first + 1
        if total > _MOST_RECORDS:
            raise MalformedTlv("the AFL names too many records")
        for record in range(first, last + 1):
            yield file, record
