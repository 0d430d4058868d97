"""What reverses a purchase is sealed, bound to its attempt, and gone when that has ended."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.order import OrderNumber
from kiosk.ledger import Ledger, LedgerDamaged, LedgerReader
from kiosk.ledger.sealing import Sealing
from tests.ledger.cards import PAN, SECRET, approval, begun, payable
from tests.ledger.given import KEY, Clock, opened

OTHER = "37010219900101001X"
NUMBERS = st.sampled_from([OrderNumber("JN0320260131090000000001K"), OrderNumber("JN03" * 6)])


@given(secret=st.binary(min_size=1, max_size=400), number=NUMBERS, ordinal=st.integers(0, 9))
def test_only_the_attempt_it_was_sealed_for_opens_it(
    secret: bytes, number: OrderNumber, ordinal: int
) -> None:
    sealing = Sealing(KEY)
    sealed = sealing.seal(secret, number, ordinal)
    assert sealing.unseal(sealed, number, ordinal) == secret
    assert sealed != sealing.seal(secret, number, ordinal)
    for opener, other_number, other_ordinal in (
        (Sealing(bytes(32)), number, ordinal),
        (sealing, number, ordinal + 1),
        (sealing, OrderNumber(number[::-1]), ordinal),
    ):
        with pytest.raises(ValueError, match="not sealed"):
            opener.unseal(sealed, other_number, other_ordinal)
    for spoilt in (sealed[:-1], sealed[:12], sealed[:1] + bytes([sealed[1] ^ 1]) + sealed[2:]):
        with pytest.raises(ValueError, match=r"not sealed|[Nn]once|data"):
            sealing.unseal(spoilt, number, ordinal)


def sealed_now(path: Path) -> bytes:
    with closing(sqlite3.connect(path)) as connection:
        ((sealed,),) = connection.execute("SELECT sealed FROM reversals").fetchall()
    assert isinstance(sealed, bytes)
    return sealed


def on_the_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


def declined(ledger: Ledger, number: OrderNumber) -> None:
    ledger.purchase_declined(number, 0, "51")


def approved(ledger: Ledger, number: OrderNumber) -> None:
    ledger.purchase_approved(number, 0, approval(ledger, number))


def reversed_(ledger: Ledger, number: OrderNumber) -> None:
    ledger.reversal_due(number, 0, "98")
    ledger.purchase_reversed(number, 0, "00")


ENDS = pytest.mark.parametrize("end", [declined, approved, reversed_])


@ENDS
@pytest.mark.parametrize("between", ["nothing", "a checkpoint", "a restart"])
def test_a_card_number_is_never_in_clear_and_its_seal_is_gone_with_the_attempt(
    path: Path, clock: Clock, end: Callable[[Ledger, OrderNumber], None], between: str
) -> None:
    with opened(path, clock) as ledger:
        number = payable(ledger)
        begun(ledger, number)
        sealed = sealed_now(path)
        assert sealed in on_the_disk(path)
        if between == "a checkpoint":
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        elif between == "a restart":
            ledger.close()
        at_risk = on_the_disk(path)
        with opened(path, clock) if between == "a restart" else nullcontext(ledger) as going_on:
            end(going_on, number)
            ended = on_the_disk(path)
    # What is masked is there, so what is sought would be found.
    assert b"622848*********0018" in at_risk
    for found in (at_risk, ended, on_the_disk(path)):
        for clear in (PAN, PAN[6:15], PAN[::-1]):
            assert clear.encode() not in found
            assert clear.encode("utf-16-le") not in found
        assert bytes.fromhex(PAN + "F") not in found
        assert SECRET not in found
    # Any eight bytes of the seal would give the whole away: pages hold it in one piece.
    for found in (ended, on_the_disk(path)):
        assert not any(sealed[at : at + 8] in found for at in range(0, len(sealed) - 8, 8))


def test_what_a_reader_kept_from_being_erased_is_erased_later(path: Path, clock: Clock) -> None:
    with opened(path, clock) as ledger:
        number = payable(ledger)
        begun(ledger, number)
        sealed = sealed_now(path)
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM reversals").fetchall()
            declined(ledger, number)
            assert ledger.at_risk() == ()
            assert sealed in on_the_disk(path)
            reader.execute("ROLLBACK")
        ledger.next_trace()
        assert sealed not in on_the_disk(path)


@pytest.mark.parametrize(
    ("sql", "mismatch"),
    [
        ("DELETE FROM reversals", "secret 0 of "),
        ("UPDATE reversals SET sealed = x'00'", "secret: not as in the entries"),
        ("UPDATE attempts SET sealed_sha256 = state", "attempt: not as in the entries"),
        ("UPDATE attempts SET trace = 9", "attempt: not as in the entries"),
        ("UPDATE attempts SET state = 'declined'", "attempt: not as in the entries"),
        ("DELETE FROM attempts", "attempt 0 of "),
        ("UPDATE head SET trace = 0", "head: trace"),
        ("UPDATE head SET batch = 3", "head: batch"),
        ("UPDATE head SET traces = 0", "head: traces"),
    ],
    ids="gone spoilt hash trace state attempt_gone counter batch taken".split(),
)
def test_what_contradicts_the_entries_is_found(
    path: Path, clock: Clock, sql: str, mismatch: str
) -> None:
    with opened(path, clock) as ledger:
        begun(ledger, payable(ledger))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql)
        connection.commit()
    with LedgerReader.look(path, key=KEY) as reader:
        assert any(mismatch in found for found in reader.verify().mismatches)
    with pytest.raises(LedgerDamaged), opened(path, clock):
        pass


def test_a_seal_that_outlives_its_attempt_is_found(path: Path, clock: Clock) -> None:
    with opened(path, clock) as ledger:
        number = payable(ledger)
        begun(ledger, number)
        declined(ledger, number)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO reversals VALUES (?, 0, x'00')", (number,))
        connection.commit()
    with LedgerReader.look(path, key=KEY) as reader:
        assert reader.verify().mismatches == ("secret: not as in the entries",)


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM reversals",
        "UPDATE reversals SET sealed = x'00'",
        "UPDATE attempts SET sealed_sha256 = state",
    ],
)
def test_a_secret_that_rots_while_in_use_is_not_handed_out(path: Path, sql: str) -> None:
    with opened(path) as ledger:
        begun(ledger, payable(ledger))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(sql)
            connection.commit()
        with pytest.raises(LedgerDamaged):
            ledger.at_risk()


def test_a_seal_is_of_this_ledger_even_where_the_hash_is_right(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(path) as ledger:
        begun(ledger, payable(ledger))
        monkeypatch.setattr(ledger, "_sealing", Sealing(bytes(32)))
        with pytest.raises(LedgerDamaged, match="sealed"):
            ledger.at_risk()
