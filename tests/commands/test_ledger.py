"""``kiosk ledger``: looks, tells, changes nothing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.ledger import Ledger, LedgerDamaged, NewDocument
from kiosk.settings import Settings
from tests.commands.conftest import Command
from tests.ledger.cards import begun, payable
from tests.ledger.given import NAME, NUMBER, Clock, created, posted


@pytest.fixture(autouse=True)
def closed_at_the_end(ledger: Ledger) -> None:
    ledger.close()


def refill(config: Path) -> str:
    """One order posted and one open; returns the number of the open one."""
    settings = Settings.load(config)
    with Ledger.open(
        settings.ledger.path, now=Clock(), key=settings.ledger.key_file.read_bytes()
    ) as ledger:
        posted(ledger)
        return created(ledger, payer="370102199002020017")


def test_a_sound_ledger_is_said_to_be_sound(
    config: Path, kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    refill(config)
    assert kiosk("ledger", "verify") == 0
    assert "all sound" in capsys.readouterr().out


def test_open_orders_are_listed_one_a_line_without_anybodys_name(
    config: Path, kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    number = refill(config)
    assert kiosk("ledger", "open") == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"{number}  created  ")
    assert "alipay" in line
    assert NAME not in line
    assert NUMBER not in line


def test_purchases_by_bank_card_stand_beneath_their_order(
    config: Path, kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings.load(config)
    with Ledger.open(
        settings.ledger.path, now=Clock(), key=settings.ledger.key_file.read_bytes()
    ) as ledger:
        number = payable(ledger)
        ledger.purchase_declined(number, begun(ledger, number), "51")
        ledger.reversal_due(number, begun(ledger, number), "98")
    assert kiosk("ledger", "open") == 0
    order, *attempts = capsys.readouterr().out.splitlines()
    assert order.startswith(f"{number}  unknown  ")
    assert attempts == [
        "    622848*********0018  batch 000002  trace 000001  12345678  declined  51",
        "    622848*********0018  batch 000002  trace 000002  12345678  sent  98",
    ]


def test_documents_are_listed_with_the_sheets_of_all_of_them(
    config: Path, kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings.load(config)
    with Ledger.open(
        settings.ledger.path, now=Clock(), key=settings.ledger.key_file.read_bytes()
    ) as ledger:
        for new, sheets, cause in (
            (NewDocument("337261127000000001", 0, 2, "a" * 64), 2, ""),
            (NewDocument("337261127000000001", 1, 2, "b" * 64), None, "job_unknown"),
        ):
            ledger.document_received(new)
            ledger.document_started(new.sha256, None)
            ledger.document_ended(new.sha256, 1, sheets, cause)
        ledger.document_received(NewDocument("", 0, 1, "c" * 64))
    assert kiosk("ledger", "documents") == 0
    printed, doubtful, looked_at, total = capsys.readouterr().out.splitlines()
    assert printed.startswith("337261127000000001  original  printed  ")
    assert printed.endswith(f"  2/2 sheets  {'a' * 16}-1  -")
    assert "  reprint 1  doubtful  " in doubtful
    assert doubtful.endswith(f"  ?/2 sheets  {'b' * 16}-1  job_unknown")
    assert looked_at.startswith("list  original  received  ")
    assert looked_at.endswith(f"  0/1 sheets  {'c' * 16}  -")
    assert total == "2 sheets on paper"


def test_everything_can_be_exported(
    config: Path, kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    number = refill(config)
    assert kiosk("ledger", "export") == 0
    exported = json.loads(capsys.readouterr().out)
    assert exported["sound"] is True
    assert number in [order["number"] for order in exported["orders"]]


def test_a_ledger_somebody_changed_is_said_to_be_unsound(
    config: Path, kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    refill(config)
    with closing(sqlite3.connect(Settings.load(config).ledger.path)) as file, file:
        file.execute("UPDATE orders SET amount_fen = amount_fen + 1")
    assert kiosk("ledger", "verify") == 1
    assert "all sound" not in capsys.readouterr().out


@pytest.mark.parametrize("what", ["verify", "open", "export"])
def test_a_terminal_without_a_ledger_says_so_and_gets_neither_ledger_nor_key(
    config: Path, kiosk: Command, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings.load(config)
    for path in (settings.ledger.path, settings.ledger.key_file):
        for leftover in path.parent.iterdir():
            leftover.unlink()
    assert kiosk("ledger", what) == 2
    assert "key is missing" in capsys.readouterr().err
    assert list(settings.ledger.path.parent.iterdir()) == []
    assert list(settings.ledger.key_file.parent.iterdir()) == []


def test_a_ledger_with_another_key_cannot_be_read(
    config: Path, kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    Settings.load(config).ledger.path.write_bytes(b"nothing like a ledger" * 500)
    assert kiosk("ledger", "verify") == 2
    assert capsys.readouterr().err


def test_damage_is_acknowledged_once_and_the_evidence_named(
    config: Path, kiosk: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    refill(config)
    settings = Settings.load(config)
    key = settings.ledger.key_file.read_bytes()
    with closing(sqlite3.connect(settings.ledger.path)) as file, file:
        file.execute("UPDATE orders SET state = 'posted'")
    for _ in range(2):
        with pytest.raises(LedgerDamaged):
            Ledger.open(settings.ledger.path, now=Clock(), key=key)
    assert kiosk("ledger", "acknowledge-damage") == 0
    named = [Path(line) for line in capsys.readouterr().out.splitlines()]
    assert named
    assert all(path.exists() for path in named)
    Ledger.open(settings.ledger.path, now=Clock(), key=key).close()
    assert kiosk("ledger", "acknowledge-damage") == 0
    assert capsys.readouterr().out == ""


def test_a_running_terminals_ledger_can_be_looked_at(config: Path, kiosk: Command) -> None:
    settings = Settings.load(config)
    key = settings.ledger.key_file.read_bytes()
    with Ledger.open(settings.ledger.path, now=Clock(), key=key):
        assert kiosk("ledger", "verify") == 0
        assert kiosk("ledger", "acknowledge-damage") == 2
