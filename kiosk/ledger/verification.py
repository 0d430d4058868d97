"""Is everything still as it was written? The chain, its head, the anchor, the projected tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, text

from kiosk.ledger.comparison import projection_mismatches
from kiosk.ledger.entry import GENESIS, Entry, Head, Seals
from kiosk.ledger.errors import LedgerError
from kiosk.ledger.projection import Projection
from kiosk.ledger.schema import ENTRIES, HEAD, TRIGGERS

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What verification found. ``first_broken`` is the first entry that is missing or not as it was
    written, None for none; ``mismatches`` says what else contradicts the entries."""

    entries: int
    first_broken: int | None
    mismatches: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether the ledger can be trusted."""
        return self.first_broken is None and not self.mismatches

    def __str__(self) -> str:
        broken = () if self.first_broken is None else (f"entry {self.first_broken}",)
        return "; ".join((*broken, *self.mismatches)) or f"{self.entries} entries, all sound"


def verify(connection: Connection, seals: Seals, anchor: Head | None) -> ChainReport:
    """Read the whole ledger once. ``anchor`` must have been read before the connection's snapshot.

    Recomputes every hash, folds the entries and compares the result with the tables. What it can
    know: any change, insertion, exchange or removal of entries by someone without the key, and any
    change of the projected tables. What it cannot: a consistent older copy of database *and* anchor
    put back together; only the collection service's own list of orders shows that.
    """
    chain = _Chain(seals)
    for row in connection.execute(select(ENTRIES).order_by(ENTRIES.c.seq)).yield_per(_AT_ONCE):
        chain.take(row)
    head = chain.compare_head(connection, anchor)
    if chain.broken is None:
        chain.mismatches.extend(projection_mismatches(connection, chain.projection, head))
    chain.mismatches.extend(_wrong_triggers(connection))
    return ChainReport(chain.count, chain.broken, tuple(chain.mismatches))


def stored_entry(row: Sequence[object]) -> Entry | None:
    """An entry out of its row, None when a column is not of its type."""
    match row:
        case (
            int(seq),
            str(at),
            str(kind),
            (str() | None) as order_number,
            str(payload),
            str(prev_hash),
            str(entry_hash),
        ):
            return Entry(seq, at, kind, order_number, payload, prev_hash, entry_hash)
        case _:
            return None


class _Chain:
    def __init__(self, seals: Seals) -> None:
        self._seals = seals
        self._last = GENESIS
        self.count = 0
        self.broken: int | None = None
        self.mismatches: list[str] = []
        self.projection = Projection()

    def take(self, row: Sequence[object]) -> None:
        self.count += 1
        if self.broken is not None:
            return
        entry = stored_entry(row)
        if (
            entry is None
            or entry.seq != self.count
            or entry.prev_hash != self._last
            or not self._seals.holds(entry)
        ):
            self.broken = self.count
            return
        self._last = entry.hash
        try:
            self.projection.take(entry)
        except (LedgerError, ValueError) as error:
            self.mismatches.append(f"entry {entry.seq}: {type(error).__name__}")

    def compare_head(
        self, connection: Connection, anchor: Head | None
    ) -> Mapping[str, object] | None:
        head = connection.execute(select(HEAD)).mappings().one_or_none()
        if self.broken is not None:
            return None
        if head is None:
            self.mismatches.append("head: missing")
            return None
        expected = self._seals.head(self.count, self._last)
        if head["seq"] != self.count and isinstance(head["seq"], int):
            # A head beyond the entries names the first one that was cut off.
            self.broken = min(head["seq"], self.count) + 1
        if (head["seq"], head["hash"], head["seal"]) != (
            expected.seq,
            expected.hash,
            expected.seal,
        ):
            self.mismatches.append("head: not the last entry")
        if head["key_check"] != self._seals.key_check:
            self.mismatches.append("head: another key")
        self._compare_anchor(connection, anchor)
        return dict(head)

    def _compare_anchor(self, connection: Connection, anchor: Head | None) -> None:
        if anchor is None:
            # The very first entry is written before there is an anchor.
            if self.count > 1:
                self.mismatches.append("anchor: missing")
            return
        if anchor.seq > self.count:
            self.broken = self.broken or self.count + 1
            self.mismatches.append("anchor: ahead of the last entry")
            return
        named = connection.execute(
            select(ENTRIES.c.hash).where(ENTRIES.c.seq == anchor.seq)
        ).scalar_one_or_none()
        if named != anchor.hash or self._seals.head(anchor.seq, anchor.hash) != anchor:
            self.mismatches.append("anchor: not an entry of this ledger")


def _wrong_triggers(connection: Connection) -> Iterator[str]:
    stored = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    found = {str(name): str(sql) for name, sql in stored.all()}
    yield from (f"trigger {name}" for name, sql in TRIGGERS.items() if found.get(name) != sql)
    if found.keys() - TRIGGERS.keys():
        yield "trigger that is not ours"
