"""Whether the last end of day that was sent to the acquirer has been answered, from the trail."""

from __future__ import annotations

from kiosk.flows.requests.maintenance.money import UnansweredDay, Verdict
from kiosk.ledger import Entry, EntryKind, LedgerReader
from kiosk.maintenance.duty import BEGUN

END_DAY = "money.end_day"
"""What the audit trail calls it."""
_ANSWERED = {Verdict.BALANCED.value, Verdict.UNBALANCED.value, Verdict.REFUSED.value}
_NEVER_SENT = {Verdict.PURCHASES_WAIT.value, Verdict.NO_BATCH.value}
_LOOKED_BACK = 60
"""Entries: more than are ever in vain, one after another."""


def unanswered_day(reader: LedgerReader) -> UnansweredDay | None:
    """The end of day that nobody knows the end of, and that nobody has tried again since with more
    success; None where there is none. Raises LedgerUnavailable, LedgerDamaged."""
    at = _unanswered(tuple(reversed(reader.newest_acted(END_DAY, _LOOKED_BACK))))
    if at is None:
        return None
    adopted = EntryKind.BATCH_ADOPTED.value
    return UnansweredDay(at.moment, batch_over=reader.counted((adopted,), at.moment)[adopted] > 0)


def _unanswered(tries: tuple[Entry, ...]) -> Entry | None:
    unanswered: Entry | None = None
    begun: Entry | None = None
    for entry in tries:
        outcome = entry.facts["outcome"]
        if outcome == BEGUN:
            # One begun before it, if any, went down with the terminal.
            unanswered, begun = begun or unanswered, entry
        elif outcome in _NEVER_SENT:
            begun = None
        elif outcome in _ANSWERED:
            unanswered, begun = None, None
        else:
            unanswered, begun = begun or entry, None
    return begun or unanswered
