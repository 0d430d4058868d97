"""Runs migrations on the connection it is handed; there is no other way to run them."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from kiosk.ledger.schema import METADATA

connection = context.config.attributes["connection"]
if not isinstance(connection, Connection):
    raise TypeError("migrations run on the connection of an open ledger")
context.configure(connection=connection, target_metadata=METADATA)
context.run_migrations()
