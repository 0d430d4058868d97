from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ledger import (
    Ledger,
    LedgerDamaged,
    LedgerError,
    LedgerInUse,
    LedgerKeyRefused,
    LedgerNewer,
    LedgerReader,
    LedgerUnavailable,
    acknowledge_damage,
    ledger_in_use,
)
from kiosk.ledger.anchor import anchor_path
from kiosk.ledger.whole_files import draft_of
from tests.ledger.dying import Say, in_child
from tests.ledger.given import KEY, Clock, created, opened, posted


@pytest.fixture
def written(path: Path, clock: Clock) -> Path:
    with opened(path, clock) as ledger:
        number = posted(ledger)
        ledger.receipt_finished(number, ledger.receipt_started(number))
        created(ledger, payer="37010219900101001X")
    return path


def refuse(path: Path) -> LedgerDamaged:
    with pytest.raises(LedgerDamaged) as damage, opened(path):
        pass
    return damage.value


def test_a_new_ledger_is_private_whole_and_begins_with_an_entry(path: Path) -> None:
    with opened(path) as ledger:
        (first,) = ledger.entries()
    assert (first.kind, first.facts) == ("ledger_begun", {"revision": "0001"})
    assert path.stat().st_mode & 0o777 == 0o600
    assert {file.name for file in path.parent.iterdir()} == {
        "ledger.sqlite",
        "ledger.sqlite.head",
        "ledger.sqlite.lock",
    }


def test_a_missing_directory_is_made(tmp_path: Path) -> None:
    with opened(tmp_path / "var" / "kiosk" / "ledger.sqlite") as ledger:
        assert ledger.verify().sound


def test_names_with_awkward_characters_are_names(tmp_path: Path) -> None:
    path = tmp_path / "账本 #1?%20 &mode=ro" / "a?b.sqlite"
    with opened(path) as ledger:
        created(ledger)
    assert path.exists()


def test_every_commit_waits_for_the_disk(ledger: Ledger, path: Path) -> None:
    with ledger._reading() as connection:  # noqa: SLF001 - the setting has no other witness
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar_one() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_two_kiosks_never_share_a_ledger(ledger: Ledger, path: Path) -> None:
    with pytest.raises(LedgerInUse), opened(path):
        pass

    def second_kiosk(_: Say) -> None:
        with pytest.raises(LedgerInUse), opened(path):
            pass

    assert in_child(second_kiosk).ended_well
    created(ledger)


def test_a_closed_ledger_is_free_again(path: Path, clock: Clock) -> None:
    ledger = Ledger.open(path, now=clock, key=KEY)
    ledger.close()
    ledger.close()
    with opened(path, clock):
        pass


def test_a_refused_opening_leaves_no_lock(written: Path) -> None:
    with pytest.raises(LedgerKeyRefused), opened(written, key=bytes(32)):
        pass
    with opened(written):
        pass


def test_another_key_is_refused_and_nothing_is_touched(written: Path) -> None:
    before = written.read_bytes()
    with pytest.raises(LedgerKeyRefused), opened(written, key=bytes(32)):
        pass
    assert written.read_bytes() == before
    with opened(written) as ledger:
        assert ledger.verify().sound


def test_a_key_is_long_enough(path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"), opened(path, key=b"short"):
        pass
    assert not path.exists()


def test_a_ledger_of_a_newer_program_is_left_alone(written: Path) -> None:
    with closing(sqlite3.connect(written)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(LedgerNewer), opened(written):
        pass
    with pytest.raises(LedgerNewer):
        LedgerReader.look(written, key=KEY)
    assert written.exists()


def test_a_database_that_is_no_ledger_is_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE something (x)")
        connection.commit()
    assert refuse(path).reason == "not a ledger"


@pytest.mark.parametrize("damage", ["garbage", "truncated", "hole", "empty", "gone"])
def test_a_damaged_database_is_kept_and_never_replaced(
    written: Path, clock: Clock, damage: str
) -> None:
    whole = written.read_bytes()
    match damage:
        case "garbage":
            written.write_bytes(b"not a database " * 1000)
        case "truncated":
            written.write_bytes(whole[: len(whole) // 2])
        case "hole":
            written.write_bytes(whole[:4096] + bytes(4096) + whole[8192:])
        case "empty":
            written.write_bytes(b"")
        case _:
            written.unlink()
    before = None if damage == "gone" else written.read_bytes()
    anchor = anchor_path(written).read_bytes()
    first = refuse(written)
    assert not written.exists()
    kept = {file.name.removeprefix("ledger.sqlite.damaged-"): file for file in first.evidence}
    if before is not None:
        assert kept["20260131T090001"].read_bytes() == before
    assert kept["20260131T090001.head"].read_bytes() == anchor
    # However often the kiosk is started again, it does not start with an empty ledger.
    for _ in range(2):
        again = refuse(written)
        assert (again.reason, again.evidence) == (first.reason, first.evidence)
        assert not written.exists()
    assert acknowledge_damage(written) == first.evidence
    with opened(written, clock) as ledger:
        assert ledger.entries()[0].facts["succeeds"] == "ledger.sqlite.damaged-20260131T090001"
        assert ledger.open_orders() == ()
    assert all(file.exists() for file in first.evidence)


def test_evidence_can_still_be_read(written: Path) -> None:
    with closing(sqlite3.connect(written)) as connection:
        connection.execute("UPDATE orders SET amount_fen = 1 WHERE state = 'posted'")
        connection.commit()
    (evidence, *_) = refuse(written).evidence
    with pytest.raises(LedgerDamaged) as damage:
        LedgerReader.look(written, key=KEY)
    assert damage.value.evidence[0] == evidence
    with LedgerReader.look(evidence, key=KEY) as reader:
        assert not reader.verify().sound
        assert len(reader.entries()) == 8


def test_a_second_damage_within_the_second_gets_a_name_of_its_own(written: Path) -> None:
    names = set()
    for _ in range(3):
        written.write_bytes(b"")
        names |= {file.name for file in refuse(written).evidence}
        acknowledge_damage(written)
    assert names == {
        "ledger.sqlite.damaged-20260131T090001",
        "ledger.sqlite.damaged-20260131T090001.head",
        "ledger.sqlite.damaged-20260131T090001.2",
        "ledger.sqlite.damaged-20260131T090001.3",
    }


def test_there_is_nothing_to_acknowledge_on_a_sound_ledger(written: Path) -> None:
    assert acknowledge_damage(written) == ()
    with opened(written) as ledger:
        assert ledger.verify().sound
        with pytest.raises(LedgerInUse):
            acknowledge_damage(written)


@pytest.mark.parametrize("content", [b"", b"{}", b'{"reason": "x", "evidence": "../../etc"}'])
def test_a_spoilt_latch_is_still_a_latch(written: Path, content: bytes) -> None:
    written.with_name("ledger.sqlite.latch").write_bytes(content)
    assert refuse(written).reason == "latched"
    assert acknowledge_damage(written)
    with opened(written) as ledger:
        assert ledger.order is not None


def test_a_wal_that_lost_a_commit_the_ledger_had_confirmed_is_damage(
    path: Path, tmp_path: Path
) -> None:
    """What a disk does that says it has written and has not."""
    copy = tmp_path / "copy" / "ledger.sqlite"
    copy.parent.mkdir()
    with opened(path) as ledger:
        created(ledger)
        before = path.with_name("ledger.sqlite-wal").stat().st_size
        created(ledger, payer="37010219900101001X")
        for name in ("", "-wal", ".head"):
            shutil.copy(path.with_name(path.name + name), copy.with_name(copy.name + name))
    os.truncate(copy.with_name("ledger.sqlite-wal"), before)
    assert "anchor: ahead of the last entry" in refuse(copy).reason


def test_evidence_includes_the_write_ahead_log_byte_for_byte(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy" / "ledger.sqlite"
    copy.parent.mkdir()
    with opened(path) as ledger:
        created(ledger)
        for name in ("", "-wal"):
            shutil.copy(path.with_name(path.name + name), copy.with_name(copy.name + name))
    bytes_before = [copy.with_name(copy.name + name).read_bytes() for name in ("", "-wal")]
    evidence = refuse(copy).evidence
    assert [file.read_bytes() for file in evidence[:2]] == bytes_before
    assert evidence[1].name == f"{evidence[0].name}-wal"


@dataclass(frozen=True, slots=True)
class Whole:
    """A sound ledger at rest, and what it says."""

    database: bytes
    anchor: bytes
    says: dict[str, object]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    path = tmp_path_factory.mktemp("whole") / "ledger.sqlite"
    with opened(path) as ledger:
        number = posted(ledger)
        ledger.receipt_finished(number, ledger.receipt_started(number))
        ledger.note("left", number, {"reason": "idle"})
        says: dict[str, object] = {**ledger.export()}
    return Whole(path.read_bytes(), anchor_path(path).read_bytes(), says)


@given(data=st.data())
def test_no_flipped_bit_changes_what_the_ledger_says(whole: Whole, data: st.DataObject) -> None:
    """Any single bit of the file: either the ledger is refused, or the bit meant nothing."""
    meaningful = [place for place, byte in enumerate(whole.database) if byte]
    place = data.draw(
        st.sampled_from(meaningful) | st.integers(0, len(whole.database) - 1), label="byte"
    )
    spoilt = bytearray(whole.database)
    spoilt[place] ^= 1 << data.draw(st.integers(0, 7), label="bit")
    with TemporaryDirectory() as home:
        path = Path(home) / "ledger.sqlite"
        path.write_bytes(spoilt)
        anchor_path(path).write_bytes(whole.anchor)
        try:
            with opened(path) as ledger:
                assert ledger.export() == whole.says
        except LedgerError:
            return


def test_text_that_is_no_text_is_damage(whole: Whole, path: Path) -> None:
    spoilt = whole.database.replace("欧**试".encode(), b"\xff\xff\xff**\xff\xff\xff")
    assert spoilt != whole.database
    path.write_bytes(spoilt)
    anchor_path(path).write_bytes(whole.anchor)
    refuse(path)


def test_a_place_that_cannot_hold_a_ledger_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerUnavailable, match="File exists"), opened(tmp_path / "file" / "l"):
        pass
    (tmp_path / "directory.sqlite").mkdir()
    with pytest.raises(LedgerUnavailable), opened(tmp_path / "directory.sqlite"):
        pass


@pytest.mark.parametrize("prepared", [False, True])
def test_a_ledger_in_use_is_known_without_touching_it(path: Path, *, prepared: bool) -> None:
    if prepared:
        with opened(path):
            pass
    assert not ledger_in_use(path)
    with opened(path):
        assert ledger_in_use(path)
    assert not ledger_in_use(path)


def test_damage_is_refused_even_where_nothing_can_be_put_aside(written: Path) -> None:
    written.write_bytes(b"")
    obstacle = draft_of(written.with_name("ledger.sqlite.latch"))
    obstacle.mkdir()
    damage = refuse(written)
    assert damage.evidence == (written, anchor_path(written))
    obstacle.rmdir()
    assert refuse(written).evidence != damage.evidence


def test_a_latch_that_cannot_be_taken_off_stays(written: Path) -> None:
    written.write_bytes(b"")
    evidence = refuse(written).evidence
    obstacle = written.with_name(f"{evidence[0].name}.json")
    obstacle.mkdir()
    with pytest.raises(LedgerUnavailable):
        acknowledge_damage(written)
    refuse(written)
    obstacle.rmdir()
    assert acknowledge_damage(written) == evidence
