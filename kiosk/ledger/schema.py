"""Tables of the ledger as they are at ``REVISION``; the migrations lead here."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

REVISION = "0001"

METADATA = MetaData()

ENTRIES = Table(
    "entries",
    METADATA,
    Column("seq", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("order_number", Text),
    Column("payload", Text, nullable=False),
    Column("prev_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
    sqlite_strict=True,
)

HEAD = Table(
    "head",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key_check", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("seal", Text, nullable=False),
    Column("minted", Integer, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("trace", Integer, nullable=False),
    Column("traces", Integer, nullable=False),
    CheckConstraint("id = 1", name="head_is_one_row"),
    sqlite_strict=True,
)

ORDERS = Table(
    "orders",
    METADATA,
    Column("number", Text, primary_key=True),
    Column("idempotency_key", Text, nullable=False),
    Column("quote_number", Text, nullable=False),
    Column("insurance", Text, nullable=False),
    Column("periods", Text, nullable=False),
    Column("basis_kind", Text, nullable=False),
    Column("basis_fen", Integer, nullable=False),
    Column("basis_name", Text, nullable=False),
    Column("lines", Text, nullable=False),
    Column("amount_fen", Integer, nullable=False),
    Column("tender", Text, nullable=False),
    Column("payer_name_masked", Text, nullable=False),
    Column("payer_number_masked", Text, nullable=False),
    Column("payer_digest", Text, nullable=False),
    Column("proxy_name_masked", Text, nullable=False),
    Column("agency_name", Text, nullable=False),
    Column("demonstration", Integer, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("state_since", Text, nullable=False),
    Column("qr_issued_at", Text),
    Column("paid_at", Text),
    Column("posting_serial", Text),
    Column("channel_trade_number", Text),
    Column("tax_ticket_number", Text),
    Column("check_url", Text),
    Index("orders_idempotency_key", "idempotency_key", unique=True),
    Index("orders_payer", "payer_digest", "insurance"),
    Index("orders_state", "state", "state_since"),
    sqlite_strict=True,
)

RECEIPTS = Table(
    "receipts",
    METADATA,
    Column("order_number", Text, ForeignKey("orders.number"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("cause", Text, nullable=False),
    PrimaryKeyConstraint("order_number", "ordinal"),
    sqlite_strict=True,
)

ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("order_number", Text, ForeignKey("orders.number"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("trace", Integer, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("terminal_id", Text, nullable=False),
    Column("merchant_id", Text, nullable=False),
    Column("card_masked", Text, nullable=False),
    Column("sealed_sha256", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("response_code", Text, nullable=False),
    Column("reference", Text),
    Column("authorisation", Text),
    Column("approved_at", Text),
    PrimaryKeyConstraint("order_number", "ordinal"),
    Index("attempts_trace", "batch", "trace", "terminal_id", unique=True),
    Index("attempts_state", "state"),
    sqlite_strict=True,
)

# Not projected from the entries, which hold only the SHA-256 of each row: rows are erased.
REVERSALS = Table(
    "reversals",
    METADATA,
    Column("order_number", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    ForeignKeyConstraint(
        ["order_number", "ordinal"], ["attempts.order_number", "attempts.ordinal"]
    ),
    PrimaryKeyConstraint("order_number", "ordinal"),
    sqlite_strict=True,
)

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("number", Text, nullable=False),
    Column("reprint", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("since", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("counter", Integer),
    Column("sheets", Integer),
    Column("cause", Text, nullable=False),
    Index("documents_state", "state", "since"),
    sqlite_strict=True,
)

TRIGGERS = {
    "entries_no_update": (
        "CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries "
        "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"
    ),
    "entries_no_delete": (
        "CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries "
        "BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END"
    ),
    "entries_only_append": (
        "CREATE TRIGGER entries_only_append BEFORE INSERT ON entries "
        "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries) "
        "BEGIN SELECT RAISE(ABORT, 'entries are only appended'); END"
    ),
}
