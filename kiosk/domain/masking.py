"""Personal data as it may be shown, printed and kept: enough to recognise, too little to learn."""

from __future__ import annotations

import re

from kiosk.domain.characters import characters, is_ideograph
from kiosk.domain.identity import IdentityNumber
from kiosk.domain.names import normalise_name

STAR = "*"
_PARTS = re.compile(r"([·\s\-'’.,]+)")
_FOREIGNER_2017_LENGTH = 15


def mask_name(name: str) -> str:
    """A name that its bearer recognises: 张*, 张*三, 欧**明.

    Chinese names of three characters and more keep the first and the last, of two the first, of
    one none. Names in parts (``·``, spaces, hyphens) and names not in Chinese keep the first
    character of each part, and none of a part that has only one: 古**·示**, ``J*** S****``.
    """
    normal = normalise_name(name)
    pieces = _PARTS.split(normal)
    if len(pieces) > 1 or not all(is_ideograph(character[0]) for character in characters(normal)):
        return "".join(
            piece if _PARTS.fullmatch(piece) else _keep(piece, first=1, last=0) for piece in pieces
        )
    return _keep(normal, first=1, last=1 if len(characters(normal)) > 2 else 0)


def mask_identity(number: IdentityNumber) -> str:
    """First four and last four characters, so that the date of birth is hidden:
    ``3702**********1234``. The 2017 foreigner number has its date further back and keeps the
    nationality and the last two digits: ``KAZ**********05``."""
    if len(number.value) == _FOREIGNER_2017_LENGTH:
        return _keep(number.value, first=3, last=2)
    return _keep(number.value, first=4, last=4)


def mask_personal_number(number: str) -> str:
    """The last four characters of a 个人参保编号 (``****5678``), or half of a short one."""
    return _keep(number, first=0, last=min(4, len(number) // 2))


def _keep(text: str, *, first: int, last: int) -> str:
    """The text with all but its ends starred; the whole of it if that would hide nothing."""
    found = characters(text)
    hidden = len(found) - first - last
    if hidden <= 0:
        return STAR * len(found)
    return "".join((*found[:first], STAR * hidden, *found[len(found) - last :]))
