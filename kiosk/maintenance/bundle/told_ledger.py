"""The ledger in numbers, and what staff did. No names, no digests, nothing masked."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.ledger import EntryKind, LedgerError, LedgerReader
from kiosk.maintenance.bundle.told_settings import Told

_TRAIL_FACTS = ("role", "reason", "what", "outcome")


def tell_ledger(reader: LedgerReader) -> dict[str, Told]:
    """Whether it is sound, how many of everything there are, and the open orders by number and
    state. Raises LedgerError."""
    report, tally = reader.verify(), reader.tally()
    return {
        "sound": report.sound,
        "entries": report.entries,
        "first_broken": report.first_broken,
        "mismatches": len(report.mismatches),
        "entries_by_kind": dict(tally.entries),
        "orders": [
            {
                "state": one.state,
                "insurance": one.insurance,
                "tender": one.tender,
                "count": one.count,
            }
            for one in tally.orders
        ],
        "receipts_by_state": dict(tally.receipts),
        "card_attempts_by_state": dict(tally.attempts),
        "documents_by_state": dict(tally.documents),
        "sheets_on_paper": tally.sheets,
        "open_orders": [
            {"number": order.number, "state": order.state.value} for order in reader.open_orders()
        ],
    }


def tell_trail(reader: LedgerReader) -> Iterator[dict[str, Told]]:
    """What staff did, in order: who by their number, what by its code, when. What something was
    before and is now stays in the ledger: those are words. Raises LedgerError."""
    for entry in reader.staff_trail():
        facts = {name: entry.facts[name] for name in _TRAIL_FACTS if name in entry.facts}
        kind = EntryKind(entry.kind).value
        yield {"at": entry.at, "kind": kind, "who": entry.facts["who"], **facts}


def tell_unreadable(error: LedgerError) -> dict[str, Told]:
    """In place of a ledger that cannot be looked at: of its reasons only the kind."""
    return {"sound": False, "unreadable": type(error).__name__}
