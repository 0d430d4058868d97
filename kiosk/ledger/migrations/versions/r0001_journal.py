"""The journal: entries, their head, and the tables projected from them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """From nothing."""
    op.create_table(
        "entries",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("order_number", sa.Text),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("prev_hash", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key_check", sa.Text, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column("minted", sa.Integer, nullable=False),
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("trace", sa.Integer, nullable=False),
        sa.Column("traces", sa.Integer, nullable=False),
        sa.CheckConstraint("id = 1", name="head_is_one_row"),
        sqlite_strict=True,
    )
    op.create_table(
        "orders",
        sa.Column("number", sa.Text, primary_key=True),
        sa.Column("idempotency_key", sa.Text, nullable=False),
        sa.Column("quote_number", sa.Text, nullable=False),
        sa.Column("insurance", sa.Text, nullable=False),
        sa.Column("periods", sa.Text, nullable=False),
        sa.Column("basis_kind", sa.Text, nullable=False),
        sa.Column("basis_fen", sa.Integer, nullable=False),
        sa.Column("basis_name", sa.Text, nullable=False),
        sa.Column("lines", sa.Text, nullable=False),
        sa.Column("amount_fen", sa.Integer, nullable=False),
        sa.Column("tender", sa.Text, nullable=False),
        sa.Column("payer_name_masked", sa.Text, nullable=False),
        sa.Column("payer_number_masked", sa.Text, nullable=False),
        sa.Column("payer_digest", sa.Text, nullable=False),
        sa.Column("proxy_name_masked", sa.Text, nullable=False),
        sa.Column("agency_name", sa.Text, nullable=False),
        sa.Column("demonstration", sa.Integer, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("state_since", sa.Text, nullable=False),
        sa.Column("qr_issued_at", sa.Text),
        sa.Column("paid_at", sa.Text),
        sa.Column("posting_serial", sa.Text),
        sa.Column("channel_trade_number", sa.Text),
        sa.Column("tax_ticket_number", sa.Text),
        sa.Column("check_url", sa.Text),
        sqlite_strict=True,
    )
    op.create_index("orders_idempotency_key", "orders", ["idempotency_key"], unique=True)
    op.create_index("orders_payer", "orders", ["payer_digest", "insurance"])
    op.create_index("orders_state", "orders", ["state", "state_since"])
    op.create_table(
        "receipts",
        sa.Column("order_number", sa.Text, sa.ForeignKey("orders.number"), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("order_number", "ordinal"),
        sqlite_strict=True,
    )
    op.create_table(
        "attempts",
        sa.Column("order_number", sa.Text, sa.ForeignKey("orders.number"), nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("trace", sa.Integer, nullable=False),
        sa.Column("batch", sa.Integer, nullable=False),
        sa.Column("terminal_id", sa.Text, nullable=False),
        sa.Column("merchant_id", sa.Text, nullable=False),
        sa.Column("card_masked", sa.Text, nullable=False),
        sa.Column("sealed_sha256", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("response_code", sa.Text, nullable=False),
        sa.Column("reference", sa.Text),
        sa.Column("authorisation", sa.Text),
        sa.Column("approved_at", sa.Text),
        sa.PrimaryKeyConstraint("order_number", "ordinal"),
        sqlite_strict=True,
    )
    op.create_index("attempts_trace", "attempts", ["batch", "trace", "terminal_id"], unique=True)
    op.create_index("attempts_state", "attempts", ["state"])
    op.create_table(
        "reversals",
        sa.Column("order_number", sa.Text, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_number", "ordinal"], ["attempts.order_number", "attempts.ordinal"]
        ),
        sa.PrimaryKeyConstraint("order_number", "ordinal"),
        sqlite_strict=True,
    )
    op.create_table(
        "documents",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("reprint", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("since", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("counter", sa.Integer),
        sa.Column("sheets", sa.Integer),
        sa.Column("cause", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("documents_state", "documents", ["state", "since"])
    op.execute(
        "CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries "
        "BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END"
    )
    op.execute(
        "CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries "
        "BEGIN SELECT RAISE(ABORT, 'entries are never removed'); END"
    )
    op.execute(
        "CREATE TRIGGER entries_only_append BEFORE INSERT ON entries "
        "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM entries) "
        "BEGIN SELECT RAISE(ABORT, 'entries are only appended'); END"
    )
