from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from kiosk.ledger import Ledger
from kiosk.ledger.database import migrate, writing_engine
from kiosk.ledger.schema import METADATA, REVISION, TRIGGERS


def definitions(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql <> '' AND name <> 'alembic_version'"
        ).fetchall()
    return {name: re.sub(r"\s+", " ", sql) for name, sql in rows}


def test_the_migrations_lead_from_nothing_to_the_models(path: Path, tmp_path: Path) -> None:
    engine = writing_engine(path)
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    migrate(engine)
    engine.dispose()
    # Comparing metadata sees neither checks nor STRICT; the definitions themselves do.
    modelled = tmp_path / "modelled.sqlite"
    plain = create_engine(f"sqlite:///{modelled}")
    METADATA.create_all(plain)
    plain.dispose()
    assert definitions(path) == definitions(modelled) | TRIGGERS


def test_a_comparison_would_notice_a_missing_column(path: Path) -> None:
    engine = writing_engine(path)
    migrate(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE orders DROP COLUMN tax_ticket_number")
        assert compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()


def test_there_is_one_line_of_migrations_and_it_ends_here() -> None:
    config = Config()
    config.set_main_option("script_location", "kiosk.ledger:migrations")
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [REVISION]
    assert scripts.get_bases() == ["0001"]


def test_an_opened_ledger_is_at_the_last_revision(ledger: Ledger, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [
            (REVISION,)
        ]
