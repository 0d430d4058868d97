"""Writes that are on the disk when they return, beside the disk itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from kiosk.domain.order import OrderState
from kiosk.ledger import NO_FACTS, Ledger
from tests.bench.figures import Figures
from tests.bench.measuring import in_rounds, timed, typical
from tests.ledger.given import created, opened

ROUNDS = 100
ORDERS = 1000
GROUP = "The ledger (SQLite, WAL, synchronous=FULL, hash-chained)"


@pytest.fixture
def folder(ground: Path) -> Iterator[Path]:
    folder = ground / "ledger"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def synced(folder: Path) -> float:
    """Four kilobytes written and synced, in seconds."""
    with (folder / "page").open("wb", buffering=0) as file:

        def write() -> None:
            file.seek(0)
            file.write(bytes(4096))
            os.fsync(file.fileno())

        return median(timed(write, ROUNDS))


def whole_order(ledger: Ledger) -> None:
    """Everything that is written of a payment that succeeds."""
    number = created(ledger)
    for state in (OrderState.PAYING, OrderState.PAID, OrderState.POSTED):
        ledger.advance(number, state, NO_FACTS)
    ledger.receipt_finished(number, ledger.receipt_started(number))


def test_a_write(benchmark: BenchmarkFixture, figures: Figures, folder: Path) -> None:
    own = ("4 KiB written and fsynced", synced(folder))
    with opened(folder / "ledger.db") as ledger:
        facts = {"cause": "paper_out"}
        taken = in_rounds(benchmark, lambda: ledger.note("device", None, facts), ROUNDS, warmup=5)
        figures.add(GROUP, "one entry", taken, own=own)
        orders = timed(lambda: whole_order(ledger), ROUNDS)
        figures.add(GROUP, "a whole payment with its receipt (7 entries)", orders, own=own)


def test_an_opening(benchmark: BenchmarkFixture, figures: Figures, folder: Path) -> None:
    path = folder / "ledger.db"
    with opened(path) as ledger:
        for _ in range(ORDERS):
            whole_order(ledger)
        entries = ledger.verify().entries

    def reopen() -> None:
        with opened(path):
            pass

    taken = in_rounds(benchmark, reopen, 5, warmup=1)

    size = path.stat().st_size
    own = typical(path.read_bytes, 20)
    figures.add(
        GROUP,
        f"opened and verified, {entries:,} entries of {ORDERS:,} orders",
        taken,
        own=(f"reading the file ({size / 1e6:.1f} MB)", own),
    )
