"""A disk that does not take what it is given: nothing is confirmed, nothing is half done."""

from __future__ import annotations

import resource
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from kiosk.domain.order import OrderState
from kiosk.ledger import NO_FACTS, Ledger, LedgerDamaged, LedgerReader, LedgerUnavailable
from kiosk.ledger.anchor import anchor_path
from kiosk.ledger.whole_files import draft_of
from tests.ledger.cards import BATCH, SECRET, attempt, begun, payable
from tests.ledger.given import KEY, Clock, created, new_order, opened, posted


@contextmanager
def setting(pragma: str) -> Iterator[None]:
    """Every transaction meets this condition."""

    def condition(connection: Connection) -> None:
        connection.exec_driver_sql(f"PRAGMA {pragma}")

    event.listen(Engine, "begin", condition)
    try:
        yield
    finally:
        event.remove(Engine, "begin", condition)


def everything(ledger: Ledger) -> list[Callable[[], object]]:
    number = posted(ledger, payer="370102199002020017")
    other = created(ledger)
    ordinal = ledger.receipt_started(number)
    new = new_order(ledger, ledger.mint_order_number("JN-03"), payer="37010219900101001X")
    charged = payable(ledger, payer="370102199003030014")
    begun(ledger, charged)
    return [
        lambda: ledger.mint_order_number("JN-03"),
        lambda: ledger.create_order(new),
        lambda: ledger.advance(other, OrderState.PAYING, NO_FACTS),
        lambda: ledger.receipt_started(number),
        lambda: ledger.receipt_finished(number, ordinal),
        lambda: ledger.receipt_failed(number, ordinal, "paper_out"),
        lambda: ledger.note("seen", None, {"count": 1}),
        lambda: ledger.next_trace(),
        lambda: ledger.adopt_batch(BATCH + 1),
        lambda: ledger.reversal_due(charged, 0, "98"),
        lambda: ledger.purchase_declined(charged, 0, "51"),
        lambda: ledger.begin_purchase(charged, attempt(9)),
    ]


def test_a_read_only_disk_is_unavailable_and_changes_nothing(ledger: Ledger) -> None:
    writes = everything(ledger)
    before = ledger.export()
    with setting("query_only = ON"):
        # The last one is refused for what is there already, and not for the disk.
        for write in writes[:-1]:
            with pytest.raises(LedgerUnavailable) as refusal:
                write()
            assert refusal.value.cause == "SQLITE_READONLY"
    assert ledger.export() == before
    with setting("query_only = OFF"):
        for write in writes[:4]:
            write()
    assert ledger.verify().sound


def test_a_full_disk_is_unavailable_and_changes_nothing(ledger: Ledger) -> None:
    causes = []
    created(ledger)
    with setting("max_page_count = 1"):  # never less than what is there already
        for _ in range(1000):
            before = ledger.export()
            try:
                ledger.note("seen", None, {"count": 1, "reason": "x" * 64})
            except LedgerUnavailable as refusal:
                causes.append(refusal.cause)
                assert ledger.export() == before
                break
    assert causes == ["SQLITE_FULL"]
    with setting("max_page_count = 100000"):
        ledger.note("seen", None, {"count": 2})
    assert ledger.verify().sound


def test_a_file_that_may_not_grow_is_unavailable_and_survives(path: Path, clock: Clock) -> None:
    with opened(path, clock) as ledger:
        number = created(ledger)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        size = path.with_name(f"{path.name}-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
        try:
            with pytest.raises(LedgerUnavailable) as refusal:
                ledger.advance(number, OrderState.PAYING, NO_FACTS)
            assert refusal.value.cause.startswith("SQLITE_")
            assert ledger.order(number).state is OrderState.CREATED
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        ledger.advance(number, OrderState.PAYING, NO_FACTS)
    with opened(path, clock) as ledger:
        assert ledger.order(number).state is OrderState.PAYING


def test_a_purchase_that_cannot_be_written_is_not_begun(ledger: Ledger) -> None:
    number = payable(ledger)
    ledger.adopt_batch(BATCH)
    new = attempt(ledger.next_trace())
    with setting("query_only = ON"), pytest.raises(LedgerUnavailable):
        ledger.begin_purchase(number, new)
    assert ledger.at_risk() == ()
    with setting("query_only = OFF"):
        ledger.begin_purchase(number, new)
    with setting("query_only = ON"):
        with pytest.raises(LedgerUnavailable):
            ledger.purchase_reversed(number, 0, "00")
        # Until it is on the disk that the reversal was acknowledged, it is sent again.
        ((_, secret),) = ledger.at_risk()
        assert secret == SECRET
    with setting("query_only = OFF"):
        ledger.purchase_reversed(number, 0, "00")
    assert ledger.verify().sound


def test_a_locked_file_is_unavailable_for_as_long_as_it_is_locked(
    ledger: Ledger, path: Path
) -> None:
    number = created(ledger)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerUnavailable) as refusal:
            ledger.advance(number, OrderState.PAYING, NO_FACTS)
        assert refusal.value.cause == "SQLITE_BUSY"
        assert ledger.order(number).state is OrderState.CREATED
        other.execute("ROLLBACK")
    ledger.advance(number, OrderState.PAYING, NO_FACTS)


def test_an_anchor_that_cannot_be_written_stops_the_next_payment(path: Path, clock: Clock) -> None:
    obstacle = draft_of(anchor_path(path))
    with opened(path, clock) as ledger:
        number = ledger.mint_order_number("JN-03")
        new = new_order(ledger, number)
        obstacle.mkdir()
        # What was under way is in the database, so it is confirmed.
        ledger.create_order(new)
        for write in (lambda: created(ledger), lambda: ledger.note("seen", None, {})):
            with pytest.raises(LedgerUnavailable):
                write()
        obstacle.rmdir()
        ledger.advance(number, OrderState.CLOSED, NO_FACTS)
    with opened(path, clock) as ledger:
        assert ledger.order(number).state is OrderState.CLOSED


def test_a_closed_ledger_is_unavailable(path: Path) -> None:
    with opened(path) as ledger:
        pass
    with pytest.raises(LedgerUnavailable):
        ledger.mint_order_number("JN-03")


def test_a_ledger_is_closed_once_a_call_in_another_thread_has_ended(path: Path) -> None:
    reading, may_go_on = threading.Event(), threading.Event()

    def pause(_connection: Connection) -> None:
        reading.set()
        assert may_go_on.wait(5)

    with opened(path) as ledger, ThreadPoolExecutor(2) as threads:
        event.listen(Engine, "begin", pause)
        try:
            orders = threads.submit(ledger.orders)
            assert reading.wait(5)
            closed = threads.submit(ledger.close)
            with pytest.raises(TimeoutError):
                closed.result(0.01)
            may_go_on.set()
            assert orders.result(5) == ()
            closed.result(5)
        finally:
            may_go_on.set()
            event.remove(Engine, "begin", pause)
        with pytest.raises(LedgerUnavailable):
            ledger.orders()


def test_a_ledger_that_rots_while_in_use_says_so(path: Path) -> None:
    with opened(path) as ledger:
        created(ledger)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DROP TABLE receipts")
            connection.commit()
        with pytest.raises(LedgerDamaged):
            ledger.open_orders()


def test_a_row_that_makes_no_sense_says_so(path: Path) -> None:
    with opened(path) as ledger:
        number = created(ledger)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE orders SET state = 'lost'")
            connection.commit()
        with pytest.raises(LedgerDamaged, match="makes no sense"):
            ledger.order(number)
        with pytest.raises(LedgerDamaged, match="makes no sense"):
            ledger.advance(number, OrderState.PAYING, NO_FACTS)


def test_there_is_nothing_to_look_at_where_nothing_is(path: Path) -> None:
    with pytest.raises(LedgerUnavailable):
        LedgerReader.look(path, key=KEY)
    assert list(path.parent.iterdir()) == []
