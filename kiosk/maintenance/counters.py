"""How much was used, and how long what is left will last.

The ledger counts receipts, card payments and A4 pages; slips and cards read, which it hears nothing
of, are counted in the event log. Paper is reckoned from the layouts of the last receipts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk.devices.codecs.paper_length import paper_mm
from kiosk.devices.codecs.printer_profile import PrinterProfile
from kiosk.documents.receipt_layout import lay_out_receipt
from kiosk.domain.terminal import TerminalFacts
from kiosk.ledger import NOTE_PREFIX, EntryKind, LedgerOrder, LedgerReader
from kiosk.maintenance.logged import logged
from kiosk.observe import Event
from kiosk.runtime.paper_facts import receipt_of_order

REPLENISHED_ROLL = "replenished.receipt_roll"
"""What the audit trail calls it when somebody has put in a new roll of receipt paper."""

SAMPLE = 200
"""How many of the last receipts their mean length is taken of."""

_REPRINTED = f"{NOTE_PREFIX}receipt_reprint_finished"
_SLIPS = frozenset({Event.SLIP_PRINTED, Event.REFERRAL_PRINTED})
_READS = frozenset({Event.CARD_READ})


@dataclass(frozen=True, slots=True)
class Usage:
    """What was used up in some time. ``slips`` are papers that are no receipts; ``card_reads`` are
    cards of every kind that a reader read; ``mean_mm`` is how long a receipt is on average, None
    while none was printed."""

    receipts: int
    slips: int
    card_payments: int
    card_reads: int
    pages: int
    mean_mm: float | None

    @property
    def cuts(self) -> int:
        """Papers cut off: every one once."""
        return self.receipts + self.slips

    @property
    def paper_m(self) -> float:
        """Metres of receipt paper, about: slips are reckoned as long as receipts, which they nearly
        are."""
        return self.cuts * (self.mean_mm or 0.0) / 1000


def mean(lengths: Sequence[float]) -> float | None:
    """The mean; None of nothing."""
    return sum(lengths) / len(lengths) if lengths else None


def roll_left_percent(roll_m: float, used: Usage) -> int:
    """How much of a roll of so many metres is left, 0 to 100. ``used`` is since it was new."""
    return max(0, min(100, round((roll_m - used.paper_m) / roll_m * 100)))


def papers_left(roll_m: float, used: Usage) -> int | None:
    """约还能打印 N 张: how many more papers a roll of so many metres will give, never fewer than
    none; None where nothing is known of how long they are. ``used`` is since the roll was new."""
    if not used.mean_mm:
        return None
    return max(0, int((roll_m - used.paper_m) * 1000 / used.mean_mm))


def replenished(reader: LedgerReader, what: str) -> datetime | None:
    """When staff last said that they had filled it up (``what``, such as ``REPLENISHED_ROLL``);
    None for never. Raises LedgerError."""
    marks = [
        entry.moment
        for entry in reader.staff_trail()
        if entry.kind == EntryKind.STAFF_ACTED.value
        and entry.facts["what"] == what
        and entry.facts["outcome"] == "done"
    ]
    return max(marks, default=None)


def usage(
    reader: LedgerReader,
    log: Path,
    length: Callable[[LedgerOrder], float],
    since: datetime | None = None,
) -> Usage:
    """What was used since then, or ever. Raises LedgerError; of a log that cannot be read nothing
    is counted."""
    finished, begun = EntryKind.RECEIPT_FINISHED.value, EntryKind.PURCHASE_BEGUN.value
    counted = reader.counted((finished, _REPRINTED, begun), since)
    lines = list(logged(log, _SLIPS | _READS, since))
    return Usage(
        receipts=counted[finished] + counted[_REPRINTED],
        slips=sum(line.event in _SLIPS for line in lines),
        card_payments=counted[begun],
        card_reads=sum(line.event in _READS for line in lines),
        pages=reader.sheets_on_paper(since),
        mean_mm=mean([length(order) for order in reader.last_receipted(SAMPLE)]),
    )


def receipt_length(facts: TerminalFacts, profile: PrinterProfile) -> Callable[[LedgerOrder], float]:
    """How many millimetres the receipt of an order takes on this terminal's printer."""

    def length(order: LedgerOrder) -> float:
        receipt = receipt_of_order(order, facts, 0)
        return paper_mm(lay_out_receipt(receipt, profile.columns), profile)

    return length
