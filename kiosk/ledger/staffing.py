"""What staff did at the terminal: who came, who was turned away, what was changed from what to
what."""

from __future__ import annotations

import re

from kiosk.ledger.entry import EntryKind
from kiosk.ledger.writer import LedgerWriter

SERVICE = "service"
"""Who the collection service is, which may have a thing or two done from afar."""
UNKNOWN = "unknown"
"""Who did what was only found to have been done: nobody has said."""
_NUMBER = re.compile(r"[A-Z0-9]{3,12}", re.ASCII)
# Accounts of the operating system are named by whoever installs it, and uids stand for themselves.
_ACTOR = re.compile(
    rf"{_NUMBER.pattern}|command:[a-z0-9_][a-z0-9_-]{{0,31}}|{SERVICE}|{UNKNOWN}", re.ASCII
)
_CODE = re.compile(r"[a-z][a-z0-9_.]{0,63}", re.ASCII)
_LONGEST_VALUE = 200
# Eight digits in a row may be an identity, card or telephone number, or a birth.
_TOO_TELLING = re.compile(r"[0-9]{8}")


class StaffLedger(LedgerWriter):
    """The audit trail. People go by their personal number. Every method raises ValueError for a
    value that has no place in it, and LedgerUnavailable."""

    def staff_admitted(self, who: str, role: str) -> None:
        """Somebody has proven who they are."""
        self._write(EntryKind.STAFF_ADMITTED, who, {"role": _code(role)})

    def staff_refused(self, who: str) -> None:
        """Somebody gave this number and could not prove it."""
        self._write(EntryKind.STAFF_REFUSED, who, {})

    def staff_left(self, who: str, reason: str) -> None:
        """The terminal is given back; ``reason`` is a short code."""
        self._write(EntryKind.STAFF_LEFT, who, {"reason": _code(reason)})

    def staff_acted(
        self, who: str, what: str, *, before: str = "", after: str = "", outcome: str = "done"
    ) -> None:
        """Write before anything is changed, with ``outcome`` ``begun``, where it cannot be undone.
        ``who`` is a personal number, ``command:`` and an account of the operating system for what
        came by the command line, ``SERVICE``, or ``UNKNOWN``. ``what`` and ``outcome`` are short
        codes; values are never secrets."""
        facts = {"what": _code(what), "outcome": _code(outcome)}
        facts |= {"before": _value(before), "after": _value(after)}
        self._write(EntryKind.STAFF_ACTED, who, facts, _ACTOR)

    def _write(
        self,
        kind: EntryKind,
        who: str,
        facts: dict[str, str],
        known: re.Pattern[str] = _NUMBER,
    ) -> None:
        if known.fullmatch(who) is None:
            raise ValueError("not a personal number")
        with self._writing() as journal:
            journal.append(kind.value, None, {"who": who, **facts})


def _code(code: str) -> str:
    if _CODE.fullmatch(code) is None:
        raise ValueError("not a short code")
    return code


def _value(value: str) -> str:
    if len(value) > _LONGEST_VALUE or _TOO_TELLING.search(value):
        raise ValueError("a value is short and names no person")
    return value
