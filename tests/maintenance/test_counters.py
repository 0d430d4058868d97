"""How much was used since when, and how long the roll will last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.devices.codecs.printer_profile import GENERIC_58, GENERIC_80
from kiosk.domain.terminal import TerminalFacts
from kiosk.ledger import Ledger, LedgerOrder, NewDocument
from kiosk.maintenance.counters import (
    REPLENISHED_ROLL,
    SAMPLE,
    Usage,
    mean,
    papers_left,
    receipt_length,
    replenished,
    usage,
)
from kiosk.maintenance.readiness import Verdict
from kiosk.maintenance.readiness.consumption import FEW_PAPERS, about_usage
from kiosk.observe import Event, EventLog
from tests.ledger.cards import begun, payable
from tests.ledger.given import Clock, opened, posted

FACTS = TerminalFacts("终端", "JN-03", "示例大厅", "税务局", "窗口", "12366")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(tmp_path: Path, clock: Clock) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite", clock) as one:
        yield one


def printed(ledger: Ledger, times: int = 1) -> None:
    for _ in range(times):
        number = posted(ledger)
        ledger.receipt_finished(number, ledger.receipt_started(number))


def ten(_order: LedgerOrder) -> float:
    return 10.0


def test_of_a_new_terminal_nothing_was_used(ledger: Ledger, tmp_path: Path) -> None:
    used = usage(ledger, tmp_path / "kiosk.jsonl", ten)
    assert used == Usage(receipts=0, slips=0, card_payments=0, card_reads=0, pages=0, mean_mm=None)
    assert (used.cuts, used.paper_m) == (0, 0.0)


def test_everything_is_counted_where_it_is_written(
    ledger: Ledger, tmp_path: Path, clock: Clock
) -> None:
    printed(ledger, 3)
    failed = posted(ledger)
    ledger.receipt_failed(failed, ledger.receipt_started(failed), "paper_out")
    ledger.note("receipt_reprint_finished", failed, {"ordinal": 1})
    begun(ledger, payable(ledger))
    paper = NewDocument("", 0, 3, "ab" * 32)
    ledger.document_received(paper)
    log_path = tmp_path / "kiosk.jsonl"
    log = EventLog.open(log_path, now=clock)
    log.record(Event.SLIP_PRINTED)
    log.record(Event.REFERRAL_PRINTED)
    log.record(Event.RECEIPT_PRINTED, reprint=0)
    log.close()
    used = usage(ledger, log_path, ten)
    assert used == Usage(receipts=4, slips=2, card_payments=1, card_reads=0, pages=0, mean_mm=10.0)
    assert used.cuts == 6
    assert used.paper_m == pytest.approx(0.06)


def test_since_a_moment_only_what_came_later_counts(
    ledger: Ledger, tmp_path: Path, clock: Clock
) -> None:
    log_path = tmp_path / "kiosk.jsonl"
    log = EventLog.open(log_path, now=clock)
    printed(ledger, 2)
    log.record(Event.REFERRAL_PRINTED)
    since = clock()
    printed(ledger)
    log.record(Event.REFERRAL_PRINTED)
    log.close()
    used = usage(ledger, log_path, ten, since)
    assert (used.receipts, used.slips, used.cuts) == (1, 1, 2)


def test_a_roll_is_new_when_staff_last_said_so(ledger: Ledger) -> None:
    assert replenished(ledger, REPLENISHED_ROLL) is None
    ledger.staff_acted("T0417", "replenished.toner")
    ledger.staff_acted("T0417", REPLENISHED_ROLL, outcome="failed")
    assert replenished(ledger, REPLENISHED_ROLL) is None
    ledger.staff_acted("T0417", REPLENISHED_ROLL)
    first = replenished(ledger, REPLENISHED_ROLL)
    ledger.staff_acted("T0417", REPLENISHED_ROLL)
    second = replenished(ledger, REPLENISHED_ROLL)
    assert first is not None
    assert second is not None
    assert first < second


def spent(receipts: int, mean_mm: float | None) -> Usage:
    return Usage(receipts, 0, 0, 0, 0, mean_mm)


@pytest.mark.parametrize(
    ("metres", "receipts", "mean_mm", "left"),
    [
        (60.0, 0, 200.0, 300),
        (60.0, 100, 200.0, 200),
        (60.0, 299, 200.0, 1),
        (60.0, 300, 200.0, 0),
        (60.0, 400, 200.0, 0),
        (60.0, 0, None, None),
    ],
)
def test_how_many_receipts_are_left_on_a_roll(
    metres: float, receipts: int, mean_mm: float | None, left: int | None
) -> None:
    assert papers_left(metres, spent(receipts, mean_mm)) == left


def test_the_mean_is_of_the_last_receipts_as_they_are_laid_out(
    ledger: Ledger, tmp_path: Path
) -> None:
    printed(ledger, 2)
    wide = usage(ledger, tmp_path / "none", receipt_length(FACTS, GENERIC_80)).mean_mm
    narrow = usage(ledger, tmp_path / "none", receipt_length(FACTS, GENERIC_58)).mean_mm
    assert wide is not None
    assert narrow is not None
    assert 150 < wide < narrow < 300
    assert mean(()) is None
    assert len(ledger.last_receipted(1)) == 1
    assert ledger.last_receipted(SAMPLE) == ledger.orders()


def test_few_papers_left_are_for_hall_staff() -> None:
    total = spent(1000, 200.0)

    def roll(since_roll: Usage | None, papers: int | None) -> tuple[Verdict, str]:
        first, *_ = about_usage(total, since_roll=since_roll, papers=papers)
        return first.verdict, first.what

    verdict, what = roll(spent(290, 200.0), FEW_PAPERS - 1)
    assert verdict is Verdict.WARNING
    assert what == f"累计 1000 张，约 200.0 米；加纸后 290 张，约还能打印 {FEW_PAPERS - 1} 张"
    assert roll(spent(280, 200.0), FEW_PAPERS)[0] is Verdict.FINE
    assert "没有加纸记录" in roll(None, None)[1]
    assert "约还能" not in roll(spent(0, None), None)[1]


def test_the_tally_counts_everything(ledger: Ledger) -> None:
    printed(ledger, 2)
    begun(ledger, payable(ledger))
    tally = ledger.tally()
    assert [(one.state, one.count) for one in tally.orders] == [("posted", 2), ("unknown", 1)]
    assert (tally.receipts, tally.attempts) == ({"finished": 2}, {"sent": 1})
    assert tally.entries["order_created"] == 3
    assert sum(tally.entries.values()) == len(ledger.entries())
    assert (tally.documents, tally.sheets) == ({}, 0)
