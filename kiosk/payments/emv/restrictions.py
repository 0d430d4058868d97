"""What a card may be used for, and when it wants to decline at once (EMV Book 3, 10.4 and 10.7)."""

from __future__ import annotations

from kiosk.payments.emv.objects import DataObjects
from kiosk.payments.emv.tags import Tag
from kiosk.payments.emv.terminal import TerminalData, figures
from kiosk.payments.emv.verification import Found

_NOT_AT_CASH_MACHINES = 0x01
_DOMESTIC = 0x20 | 0x08
_INTERNATIONAL = 0x10 | 0x04
_NO_ACTION = bytes(5)


def restrictions(records: DataObjects, terminal: TerminalData) -> Found:
    """What the terminal finds out about version and use. Raises MalformedTlv."""
    found = Found.NOTHING
    version = records.sized(Tag.CARD_VERSION, 2)
    if version is not None and version != terminal.version:
        found |= Found.OTHER_VERSION
    usage = records.sized(Tag.USAGE_CONTROL, 2)
    if usage is not None and not _usable(usage[0], records, terminal):
        found |= Found.SERVICE_NOT_ALLOWED
    return found


def _usable(usage: int, records: DataObjects, terminal: TerminalData) -> bool:
    if not usage & _NOT_AT_CASH_MACHINES:
        return False
    country = records.sized(Tag.ISSUER_COUNTRY, 2)
    if country is None:
        return True
    domestic = country == figures(terminal.country, 2)
    return bool(usage & (_DOMESTIC if domestic else _INTERNATIONAL))


def declines(records: DataObjects, found: Found) -> bool:
    """Whether the bank wants such a purchase declined without being asked (object 9F0E).

    A terminal that always asks has no need of the other two action codes. Raises MalformedTlv.
    """
    return found.touches(records.sized(Tag.ACTION_DENIAL, 5) or _NO_ACTION)
