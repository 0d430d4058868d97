"""What the collection service had done, in the words of 操作记录 and 运行日志."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.ledger import Ledger
from kiosk.maintenance.log_words import told_entry, what_of
from kiosk.session.staff_views import Mark
from tests.support.begun_ledger import lay_begun_ledger

KEY = bytes(range(32))
NOW = datetime(2026, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=8)))
NUMBER = "c0de-19f3-7b02-4d5e"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "ledger.sqlite"
    lay_begun_ledger(made, at=NOW, key=KEY)
    return made


@pytest.mark.parametrize(
    ("what", "outcome", "title", "told", "mark"),
    [
        ("restart", "begun", "收缴服务 要求重新启动", f"指令 {NUMBER}，开始", Mark.FINE),
        ("restart", "done", "收缴服务 要求重新启动", f"指令 {NUMBER}", Mark.FINE),
        (
            "restart",
            "expired",
            "收缴服务 要求重新启动",
            f"指令 {NUMBER}，过期，没有执行",
            Mark.WARNING,
        ),
        (
            "make_coffee",
            "unknown",
            "收缴服务 要求 make_coffee",
            f"指令 {NUMBER}，不认识，没有执行",
            Mark.WARNING,
        ),
        (
            "unreadable",
            "unreadable",
            "收缴服务 给了读不懂的指令",
            f"指令 {NUMBER}，没有执行",
            Mark.WARNING,
        ),
    ],
)
def test_the_trail_says_who_wanted_what_and_what_became_of_it(
    path: Path, what: str, outcome: str, title: str, told: str, mark: Mark
) -> None:
    with Ledger.open(path, now=lambda: NOW, key=KEY) as ledger:
        ledger.staff_acted("service", f"instruction.{what}", after=NUMBER, outcome=outcome)
        (entry,) = ledger.acted("instruction.")
    line = told_entry(entry)
    assert (line.what, line.facts, line.mark) == (title, told, mark)


def test_the_log_says_it_in_the_same_words() -> None:
    assert what_of("instruction.restart") == "要求重新启动"
