"""Whatever is done to the file behind the ledger's back is found out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.order import OrderState
from kiosk.ledger import NO_FACTS, LedgerDamaged, LedgerReader
from kiosk.ledger.anchor import anchor_path
from kiosk.ledger.entry import GENESIS, Entry, Seals
from kiosk.ledger.schema import TRIGGERS
from tests.ledger.given import KEY, Clock, created, opened, posted

COLUMNS = ("seq", "at", "kind", "order_number", "payload", "prev_hash", "hash")


@pytest.fixture
def written(path: Path, clock: Clock) -> Path:
    with opened(path, clock) as ledger:
        number = posted(ledger)
        ledger.receipt_finished(number, ledger.receipt_started(number))
        ledger.note("left", number, {"reason": "idle"})
        created(ledger, payer="37010219900101001X")
    return path


@contextmanager
def behind_its_back(path: Path, *, triggers: bool = False) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as connection:
        if not triggers:
            for name in TRIGGERS:
                connection.execute(f"DROP TRIGGER {name}")
        yield connection
        if not triggers:
            for sql in TRIGGERS.values():
                connection.execute(sql)
        connection.commit()


def first_broken(path: Path) -> int | None:
    with LedgerReader.look(path, key=KEY) as reader:
        report = reader.verify()
    with pytest.raises(LedgerDamaged) as damage, opened(path):
        pass
    assert damage.value.reason == str(report)
    assert not report.sound
    return report.first_broken


def test_an_untouched_ledger_is_sound(written: Path) -> None:
    with LedgerReader.look(written, key=KEY) as reader:
        report = reader.verify()
        assert (report.sound, report.entries) == (True, 9)
        assert str(report) == "9 entries, all sound"
        entries = reader.entries()
    assert [entry.seq for entry in entries] == list(range(1, 10))
    assert [entry.prev_hash for entry in entries] == [GENESIS, *(e.hash for e in entries[:-1])]


@pytest.mark.parametrize("seq", [1, 4, 9])
@pytest.mark.parametrize("column", COLUMNS[1:])
def test_a_changed_column_is_found(written: Path, column: str, seq: int) -> None:
    with behind_its_back(written) as connection:
        row = connection.execute("SELECT * FROM entries WHERE seq = ?", (seq,)).fetchone()
        value = row[COLUMNS.index(column)]
        changed = "x" if value is None else value[:-1] + chr(ord(value[-1]) ^ 1)
        update = f"UPDATE entries SET {column} = ? WHERE seq = ?"  # noqa: S608 - our own column
        connection.execute(update, (changed, seq))
    assert first_broken(written) == seq


def test_a_missing_order_number_is_found(written: Path) -> None:
    with behind_its_back(written) as connection:
        connection.execute("UPDATE entries SET order_number = NULL WHERE seq = 3")
    assert first_broken(written) == 3


@pytest.mark.parametrize("seq", [1, 5, 8])
def test_a_removed_entry_is_found(written: Path, seq: int) -> None:
    with behind_its_back(written) as connection:
        connection.execute("DELETE FROM entries WHERE seq = ?", (seq,))
    assert first_broken(written) == seq


def test_a_removed_entry_is_found_when_the_others_close_ranks(written: Path) -> None:
    with behind_its_back(written) as connection:
        connection.execute("DELETE FROM entries WHERE seq = 5")
        for seq in range(6, 10):
            connection.execute("UPDATE entries SET seq = ? WHERE seq = ?", (seq - 1, seq))
    assert first_broken(written) == 5


@pytest.mark.parametrize("kept", [0, 1, 6, 8])
def test_a_cut_off_tail_is_found(written: Path, kept: int) -> None:
    with behind_its_back(written) as connection:
        connection.execute("DELETE FROM entries WHERE seq > ?", (kept,))
    assert first_broken(written) == kept + 1


def test_a_cut_off_tail_is_found_when_the_head_follows_it(written: Path) -> None:
    with behind_its_back(written) as connection:
        connection.execute("DELETE FROM entries WHERE seq > 7")
        connection.execute(
            "UPDATE head SET seq = 7, hash = (SELECT hash FROM entries WHERE seq = 7)"
        )
    with LedgerReader.look(written, key=KEY) as reader:
        assert "head: not the last entry" in reader.verify().mismatches
    assert first_broken(written) == 8


def test_exchanged_entries_are_found(written: Path) -> None:
    with behind_its_back(written) as connection:
        connection.execute("UPDATE entries SET seq = 100 WHERE seq = 4")
        connection.execute("UPDATE entries SET seq = 4 WHERE seq = 5")
        connection.execute("UPDATE entries SET seq = 5 WHERE seq = 100")
    assert first_broken(written) == 4


def test_an_entry_added_without_the_key_is_found(written: Path) -> None:
    forger = Seals(bytes(32))
    with behind_its_back(written) as connection:
        (last,) = connection.execute("SELECT hash FROM entries WHERE seq = 9").fetchone()
        forged = forger.entry(
            seq=10,
            at="2026-01-31T09:30:00.000000+08:00",
            kind="note.seen",
            order_number=None,
            payload="{}",
            prev_hash=last,
        )
        connection.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)",
            (10, forged.at, forged.kind, None, "{}", last, forged.hash),
        )
        head = forger.head(10, forged.hash)
        connection.execute("UPDATE head SET seq = 10, hash = ?, seal = ?", (head.hash, head.seal))
    assert first_broken(written) == 10


def test_an_older_copy_of_the_database_is_found(written: Path, clock: Clock) -> None:
    copy = written.read_bytes()
    with opened(written, clock) as ledger:
        created(ledger, payer="370102199002020017")
    assert not written.with_name("ledger.sqlite-wal").exists()
    written.write_bytes(copy)
    with LedgerReader.look(written, key=KEY) as reader:
        assert reader.verify().mismatches == ("anchor: ahead of the last entry",)
    assert first_broken(written) == 10


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "anchor: missing"),
        (b"", "anchor: spoilt"),
        (b"[1]", "anchor: spoilt"),
        (b"\xff", "anchor: spoilt"),
        (b'{"seq": 9, "hash": "0", "seal": "0"}', "anchor: not an entry of this ledger"),
        (b'{"seq": 0, "hash": "0", "seal": "0"}', "anchor: not an entry of this ledger"),
    ],
    ids=["gone", "empty", "list", "binary", "forged", "zero"],
)
def test_a_spoilt_anchor_is_found(written: Path, content: bytes | None, reason: str) -> None:
    if content is None:
        anchor_path(written).unlink()
    else:
        anchor_path(written).write_bytes(content)
    with LedgerReader.look(written, key=KEY) as reader:
        assert reader.verify().mismatches == (reason,)
    assert first_broken(written) is None


@pytest.mark.parametrize(
    ("sql", "mismatch"),
    [
        ("UPDATE orders SET state = 'closed' WHERE state = 'posted'", ": state"),
        ("UPDATE orders SET amount_fen = amount_fen + 1", ": amount_fen"),
        (
            "UPDATE orders SET payer_name_masked = '李*', basis_fen = 1",
            ": basis_fen, payer_name_masked",
        ),
        ("DELETE FROM orders WHERE state = 'created'", ": missing"),
        (
            "INSERT INTO orders SELECT 'JN0320260131090000009999Z', 'x', quote_number, insurance, "
            "periods, basis_kind, basis_fen, basis_name, lines, amount_fen, tender, "
            "payer_name_masked, payer_number_masked, payer_digest, proxy_name_masked, "
            "agency_name, demonstration, created_at, state, "
            "state_since, NULL, NULL, NULL, NULL, NULL, NULL FROM orders LIMIT 1",
            "order: not in the entries",
        ),
        ("UPDATE receipts SET state = 'failed'", "receipt: not as in the entries"),
        ("DELETE FROM receipts", "receipt 0 of "),
        ("UPDATE head SET minted = 0", "head: minted"),
        ("UPDATE head SET key_check = 'x'", "head: another key"),
        ("DELETE FROM head", "head: missing"),
        ("DROP TRIGGER entries_no_update", "trigger entries_no_update"),
        (
            "CREATE TRIGGER extra AFTER INSERT ON entries BEGIN DELETE FROM orders; END",
            "trigger that is not ours",
        ),
    ],
    ids=(
        "state amount two_columns order_gone order_added print print_gone minted key_check head "
        "trigger_gone trigger_added"
    ).split(),
)
def test_tables_that_contradict_the_entries_are_found(
    written: Path, sql: str, mismatch: str
) -> None:
    with behind_its_back(written, triggers=True) as connection:
        connection.execute(sql)
    with LedgerReader.look(written, key=KEY) as reader:
        assert any(mismatch in found for found in reader.verify().mismatches)
    assert first_broken(written) is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE entries SET kind = kind",
        "DELETE FROM entries WHERE seq = 1",
        "INSERT OR REPLACE INTO entries SELECT * FROM entries WHERE seq = 2",
        "INSERT INTO entries SELECT 100, at, kind, order_number, payload, prev_hash, hash "
        "FROM entries WHERE seq = 1",
    ],
    ids=["update", "delete", "replace", "gap"],
)
def test_the_database_itself_refuses_to_change_entries(written: Path, sql: str) -> None:
    with (
        closing(sqlite3.connect(written)) as connection,
        pytest.raises(sqlite3.IntegrityError, match=r"never|only appended"),
    ):
        connection.execute(sql)


def test_a_column_of_the_wrong_kind_is_refused_by_the_database(written: Path) -> None:
    with (
        behind_its_back(written) as connection,
        pytest.raises(sqlite3.IntegrityError, match="TEXT"),
    ):
        connection.execute("UPDATE entries SET payload = x'00'")


texts = st.text(max_size=8)
entries = st.builds(
    Entry, st.integers(1, 9), texts, texts, st.none() | texts, texts, texts, st.just("")
)


@given(one=entries, other=entries)
def test_different_entries_have_different_hashes(one: Entry, other: Entry) -> None:
    seals = Seals(KEY)
    hashes = [
        seals.entry(
            seq=entry.seq,
            at=entry.at,
            kind=entry.kind,
            order_number=entry.order_number,
            payload=entry.payload,
            prev_hash=entry.prev_hash,
        ).hash
        for entry in (one, other)
    ]
    assert (hashes[0] == hashes[1]) == (one == other)


def test_a_report_names_everything_it_found(written: Path) -> None:
    with behind_its_back(written) as connection:
        connection.execute("UPDATE entries SET payload = '{}' WHERE seq = 2")
    with behind_its_back(written, triggers=True) as connection:
        connection.execute("DROP TRIGGER entries_no_update")
    with LedgerReader.look(written, key=KEY) as reader:
        assert str(reader.verify()) == "entry 2; trigger entries_no_update"


def test_history_that_breaks_the_ratchet_is_found_even_with_the_key(
    written: Path, clock: Clock
) -> None:
    with opened(written, clock) as ledger:
        number = ledger.open_orders()[0].number
        ledger.advance(number, OrderState.CLOSED, NO_FACTS)
    seals = Seals(KEY)
    with behind_its_back(written) as connection:
        (last,) = connection.execute("SELECT hash FROM entries WHERE seq = 10").fetchone()
        forged = seals.entry(
            seq=11,
            at="2026-01-31T09:30:00.000000+08:00",
            kind="order_advanced",
            order_number=number,
            payload='{"state":"paying"}',
            prev_hash=last,
        )
        connection.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)",
            (11, forged.at, forged.kind, number, forged.payload, last, forged.hash),
        )
        head = seals.head(11, forged.hash)
        connection.execute("UPDATE head SET seq = 11, hash = ?, seal = ?", (head.hash, head.seal))
    with LedgerReader.look(written, key=KEY) as reader:
        assert reader.verify().mismatches == ("entry 11: RatchetViolation",)
