"""Entries of the journal, and the keyed hashes that chain them."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from kiosk.ledger.moments import read_moment

GENESIS = "0" * 64
"""``prev_hash`` of the first entry."""

_SHORTEST_KEY = 32


class EntryKind(Enum):
    """What happened. Notes are kept as ``note.<kind>``."""

    LEDGER_BEGUN = "ledger_begun"
    NUMBER_MINTED = "number_minted"
    ORDER_CREATED = "order_created"
    ORDER_ADVANCED = "order_advanced"
    RECEIPT_STARTED = "receipt_started"
    RECEIPT_FINISHED = "receipt_finished"
    RECEIPT_FAILED = "receipt_failed"
    TRACE_TAKEN = "trace_taken"
    BATCH_ADOPTED = "batch_adopted"
    PURCHASE_BEGUN = "purchase_begun"
    PURCHASE_APPROVED = "purchase_approved"
    PURCHASE_DECLINED = "purchase_declined"
    REVERSAL_DUE = "reversal_due"
    PURCHASE_REVERSED = "purchase_reversed"
    DOCUMENT_RECEIVED = "document_received"
    DOCUMENT_STARTED = "document_started"
    DOCUMENT_ENDED = "document_ended"
    STAFF_ADMITTED = "staff_admitted"
    STAFF_REFUSED = "staff_refused"
    STAFF_LEFT = "staff_left"
    STAFF_ACTED = "staff_acted"


STAFF_KINDS = frozenset(
    {
        EntryKind.STAFF_ADMITTED,
        EntryKind.STAFF_REFUSED,
        EntryKind.STAFF_LEFT,
        EntryKind.STAFF_ACTED,
    }
)
"""The audit trail."""

NOTE_PREFIX = "note."


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry exactly as it is stored.

    ``at`` is a moment (see ``moments``), ``payload`` canonical JSON: an object of texts and whole
    numbers, keys sorted, no spaces. Hashes are 64 hexadecimal digits.
    """

    seq: int
    at: str
    kind: str
    order_number: str | None
    payload: str
    prev_hash: str
    hash: str

    @property
    def moment(self) -> datetime:
        """When it was written."""
        return read_moment(self.at)

    @property
    def facts(self) -> dict[str, str | int]:
        """The payload read. Raises ValueError when it is not such an object."""
        return read_payload(self.payload)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry, under a seal that cannot be made for an earlier one without the key."""

    seq: int
    hash: str
    seal: str


def write_payload(facts: Mapping[str, str | int]) -> str:
    """Canonical JSON."""
    return json.dumps(dict(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_payload(payload: str) -> dict[str, str | int]:
    """Raises ValueError for anything but an object of texts and whole numbers."""
    loaded: object = json.loads(payload)
    if not isinstance(loaded, dict):
        raise ValueError("a payload is an object")  # noqa: TRY004
    facts: dict[str, str | int] = {}
    for key, value in loaded.items():
        if not isinstance(key, str) or not isinstance(value, str | int):
            raise ValueError("a payload holds texts and whole numbers")  # noqa: TRY004
        facts[key] = value
    return facts


class Seals:
    """The keyed hashes of one ledger (HMAC-SHA-256). Each purpose has a key of its own, so that a
    payer's digest says nothing about the chain."""

    def __init__(self, key: bytes) -> None:
        if len(key) < _SHORTEST_KEY:
            raise ValueError(f"the key of a ledger has at least {_SHORTEST_KEY} bytes")
        self._payer_key = _hmac(key, b"kiosk ledger: payer")
        self._chain_key = _hmac(key, b"kiosk ledger: chain")
        self._head_key = _hmac(key, b"kiosk ledger: head")
        self.key_check = _hmac(key, b"kiosk ledger: key check").hex()

    def digest(self, text: str) -> str:
        """A text made unrecognisable but comparable within this ledger."""
        return _hmac(self._payer_key, text.encode()).hex()

    def entry(
        self,
        *,
        seq: int,
        at: str,
        kind: str,
        order_number: str | None,
        payload: str,
        prev_hash: str,
    ) -> Entry:
        """The entry with its hash over everything in it."""
        whole = json.dumps([seq, at, kind, order_number, payload, prev_hash], ensure_ascii=False)
        digest = _hmac(self._chain_key, whole.encode()).hex()
        return Entry(seq, at, kind, order_number, payload, prev_hash, digest)

    def holds(self, entry: Entry) -> bool:
        """Whether the entry's hash is the hash of its contents."""
        whole = self.entry(
            seq=entry.seq,
            at=entry.at,
            kind=entry.kind,
            order_number=entry.order_number,
            payload=entry.payload,
            prev_hash=entry.prev_hash,
        )
        return hmac.compare_digest(whole.hash, entry.hash)

    def head(self, seq: int, entry_hash: str) -> Head:
        """The head whose last entry this is."""
        return Head(seq, entry_hash, _hmac(self._head_key, f"{seq} {entry_hash}".encode()).hex())


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
