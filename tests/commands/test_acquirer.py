"""``kiosk acquirer``: signs in, asks, closes the batch; pad and host are a simulated hall's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands.acquirer import EXIT_FAILED
from kiosk.commands.configuration import BAD_CONFIGURATION
from kiosk.domain.tender import Tender
from kiosk.equipment import ledger_of
from kiosk.ledger import NewAttempt
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings
from sim.announcement import Announcement
from sim.card_actions import AcquirerLine
from sim.client import HallClient
from sim.hall_process import HallProcess
from tests.ledger.given import new_order


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Announcement]:
    with HallProcess(tmp_path_factory.mktemp("hall")) as process:
        yield process.announcement


@pytest.fixture
def config(hall: Announcement, tmp_path: Path) -> Path:
    """The hall's configuration with a ledger of its own."""
    text = hall.kiosk_config.read_text(encoding="utf-8")
    for name in ("ledger.db", "ledger.key"):
        text = text.replace(str(hall.run_dir / name), str(tmp_path / name))
    path = tmp_path / "kiosk.toml"
    path.write_text(text, encoding="utf-8")
    return path


def without_cards(text: str) -> str:
    """The same terminal, without what card payments are made with."""
    sections = re.split(r"^(?=\[)", text, flags=re.MULTILINE)
    cards = ("[bank_card_reader]", "[pin_pad]", "[acquirer]")
    return "".join(section for section in sections if not section.startswith(cards))


def acquirer(config: Path, what: str) -> int:
    return main(["acquirer", "--config", str(config), what])


def test_it_says_that_the_acquirer_is_there(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert acquirer(config, "echo") == 0
    assert "is there" in capsys.readouterr().out


def test_a_batch_is_closed_and_the_next_one_begun(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert acquirer(config, "settle") == EXIT_FAILED
    assert "never signed in" in capsys.readouterr().err
    assert acquirer(config, "sign-in") == 0
    first = capsys.readouterr().out
    assert acquirer(config, "settle") == 0
    said = capsys.readouterr().out
    assert "0 purchases, 0.00: balanced" in said
    assert said.splitlines()[-1] > first.strip()


def test_a_batch_is_not_closed_while_a_purchase_has_no_outcome(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert acquirer(config, "sign-in") == 0
    ledger = ledger_of(Settings.load(config), SystemClock().now)
    number = ledger.mint_order_number("JN-03")
    ledger.create_order(replace(new_order(ledger, number), tender=Tender.BANK_CARD))
    ledger.begin_purchase(
        number,
        NewAttempt(
            ledger.next_trace(), ledger.batch() or 1, "12345678", "102440000000001",
            "622848*********0018", b"whatever reverses it",
        ),
    )  # fmt: skip
    ledger.close()
    assert acquirer(config, "settle") == EXIT_FAILED
    assert "waits to be reversed" in capsys.readouterr().err


def test_a_host_that_is_not_there_is_said_to_be_unreachable(
    config: Path, hall: Announcement, capsys: pytest.CaptureFixture[str]
) -> None:
    with HallClient(hall.control_url) as client:
        client.perform(AcquirerLine(line="cut"))
        assert acquirer(config, "echo") == EXIT_FAILED
        client.perform(AcquirerLine(line="up"))
    assert "unreachable" in capsys.readouterr().err


def test_a_terminal_without_cards_has_no_acquirer(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config.write_text(without_cards(config.read_text(encoding="utf-8")), encoding="utf-8")
    assert acquirer(config, "echo") == BAD_CONFIGURATION
    assert "takes no cards" in capsys.readouterr().err
