"""What a card answers to GENERATE AC: a cryptogram and what belongs to it (EMV Book 3, 6.5.5)."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.payments.card import Card
from kiosk.payments.emv import commands
from kiosk.payments.emv.commands import CryptogramKind
from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.tlv import MalformedTlv, decode
from kiosk.payments.emv.trouble import malformed

_FIXED = 11
_MOST_ISSUER_DATA = 32
_KIND = 0xC0


@dataclass(frozen=True, slots=True)
class Generated:
    """A cryptogram. ``objects`` are 9F27, 9F36, 9F26 and, if the card sends it, 9F10."""

    kind: CryptogramKind
    objects: DataObjects = field(repr=False)


async def generate(card: Card, wanted: CryptogramKind, data: bytes) -> Generated:
    """Have the card decide. Raises ChipTrouble MALFORMED when it does not, MalformedTlv for an
    answer that is none."""
    if not data:
        raise MalformedTlv("a cryptogram over nothing")
    answer = await card.exchange(commands.generate_ac(wanted, data))
    if answer.sw != commands.DONE:
        raise malformed()
    match decode(answer.data):
        case (only,) if only.tag == Tag.ANSWER_1:
            found = _by_position(only.value)
        case (only,) if only.tag == Tag.ANSWER_2:
            found = DataObjects.of(decode(only.value))
        case _:
            raise MalformedTlv("not the template that belongs here")
    for tag, size in (
        (Tag.CRYPTOGRAM_INFORMATION, 1),
        (Tag.COUNTER, 2),
        (Tag.CRYPTOGRAM, 8),
    ):
        if found.sized(tag, size) is None:
            raise MalformedTlv("a cryptogram is not complete")
    if len(found.get(Tag.ISSUER_DATA) or b"") > _MOST_ISSUER_DATA:
        raise MalformedTlv("issuer data are too long")
    return Generated(_kind(found.need(Tag.CRYPTOGRAM_INFORMATION)[0]), _only_known(found))


def _by_position(value: bytes) -> DataObjects:
    if len(value) < _FIXED:
        raise MalformedTlv("a cryptogram breaks off")
    found: dict[int, bytes] = {
        Tag.CRYPTOGRAM_INFORMATION: value[:1],
        Tag.COUNTER: value[1:3],
        Tag.CRYPTOGRAM: value[3:_FIXED],
    }
    if len(value) > _FIXED:
        found[Tag.ISSUER_DATA] = value[_FIXED:]
    return DataObjects(found)


def _kind(information: int) -> CryptogramKind:
    try:
        return CryptogramKind(information & _KIND)
    except ValueError:
        raise MalformedTlv("a cryptogram of no known kind") from None


def _only_known(found: DataObjects) -> DataObjects:
    tags = (Tag.CRYPTOGRAM_INFORMATION, Tag.COUNTER, Tag.CRYPTOGRAM, Tag.ISSUER_DATA)
    return DataObjects({tag: value for tag in tags if (value := found.get(tag)) is not None})
