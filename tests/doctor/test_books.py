"""The ledger as the doctor sees it; looking changes nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.doctor.books import examine_ledger
from kiosk.domain.order import OrderState
from kiosk.domain.terminal import Remedy
from kiosk.equipment import ledger_of
from kiosk.ledger import NO_FACTS, Ledger
from kiosk.maintenance.readiness import Finding, Verdict
from kiosk.settings import Settings
from tests.doctor.conftest import Patient, about
from tests.ledger.given import Clock, created, posted


@pytest.fixture
def settings(patient: Patient) -> Settings:
    return patient.settings()


@pytest.fixture
def ledger(settings: Settings) -> Ledger:
    return ledger_of(settings, Clock())


def findings(settings: Settings) -> list[Finding]:
    return list(examine_ledger(settings))


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_a_terminal_that_never_ran_has_no_ledger_yet_and_gets_none(settings: Settings) -> None:
    (found,) = findings(settings)
    assert found.verdict is Verdict.FINE
    assert not settings.ledger.path.parent.exists()
    assert not settings.ledger.key_file.exists()


def test_a_sound_ledger_with_nothing_open_is_fine(settings: Settings, ledger: Ledger) -> None:
    posted(ledger)
    found = findings(settings)
    assert [finding.verdict for finding in found] == [Verdict.FINE, Verdict.FINE]
    ledger.close()
    assert findings(settings) == found


def test_looking_changes_nothing(settings: Settings, ledger: Ledger) -> None:
    created(ledger)
    ledger.close()
    before = files_in(settings.ledger.path.parent)
    findings(settings)
    after = files_in(settings.ledger.path.parent)
    # SQLite leaves its own working files beside it, empty.
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) <= {"ledger.sqlite-shm", "ledger.sqlite-wal"}
    assert not after.get("ledger.sqlite-wal")


def test_open_orders_are_worth_a_warning(settings: Settings, ledger: Ledger) -> None:
    created(ledger)
    found = about(findings(settings), "未完成订单")
    assert (found.verdict, found.remedy) == (Verdict.WARNING, Remedy.RESET)
    assert found.what.startswith("1 笔")
    ledger.close()


def test_an_order_that_needs_a_person_is_broken(settings: Settings, ledger: Ledger) -> None:
    ledger.advance(created(ledger), OrderState.NEEDS_PERSON, NO_FACTS)
    found = about(findings(settings), "未完成订单")
    assert (found.verdict, found.remedy) == (Verdict.BROKEN, Remedy.CLEAR)
    ledger.close()


def test_a_ledger_somebody_changed_is_broken(settings: Settings, ledger: Ledger) -> None:
    created(ledger)
    ledger.close()
    with closing(sqlite3.connect(settings.ledger.path)) as file, file:
        file.execute("UPDATE orders SET state = 'posted'")
    found = about(findings(settings), "账本")
    assert (found.verdict, found.cause) == (Verdict.BROKEN, "chain")


@pytest.mark.parametrize("what", ["garbage", "no key", "short key", "other key"])
def test_a_ledger_that_cannot_be_read_is_broken(
    settings: Settings, ledger: Ledger, what: str
) -> None:
    posted(ledger)
    ledger.close()
    key = settings.ledger.key_file
    match what:
        case "garbage":
            settings.ledger.path.write_bytes(b"this is no database" * 1_000)
        case "no key":
            key.unlink()
        case "short key":
            key.write_bytes(b"short")
        case _:
            key.write_bytes(bytes(32))
    found = about(findings(settings), "账本")
    assert (found.verdict, found.remedy) == (Verdict.BROKEN, Remedy.MAINTENANCE)


@pytest.mark.parametrize(("batches", "cause"), [((), "day_unanswered"), ((2,), "day_unheard")])
def test_an_end_of_day_that_nobody_answered_is_worth_a_warning(
    settings: Settings, ledger: Ledger, batches: tuple[int, ...], cause: str
) -> None:
    ledger.adopt_batch(1)
    ledger.staff_acted("C0301", "money.end_day", outcome="begun")
    for batch in batches:
        ledger.adopt_batch(batch)
    found = about(findings(settings), "日终")
    assert (found.verdict, found.remedy, found.cause) == (Verdict.WARNING, Remedy.CLEAR, cause)
    assert found.since is not None
    ledger.staff_acted("C0301", "money.end_day", outcome="begun")
    ledger.staff_acted("C0301", "money.end_day", outcome="balanced")
    assert "日终" not in {one.subject for one in findings(settings)}
    ledger.close()
