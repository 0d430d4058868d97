"""A hall whose chip cards are in a real pcscd of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.settings import Settings
from sim import card_actions
from sim.announcement import Announcement
from sim.cards.pcscd import PcscdUnavailable, PrivatePcscd
from sim.client import HallClient, HallRefused
from sim.hall_process import HallProcess

CONFIG = """
[social_card_reader]
via = "pcsc"
[bank_card_reader]
via = "pcsc"
"""
LOOK = """
import json
from smartcard.System import readers
print(json.dumps([str(reader) for reader in readers()]))
"""


@pytest.fixture
def announced(tmp_path: Path) -> Iterator[Announcement]:
    try:
        PrivatePcscd().remove()
    except PcscdUnavailable as unavailable:
        pytest.skip(str(unavailable))
    config = tmp_path / "sim.toml"
    config.write_text(CONFIG, encoding="utf-8")
    with HallProcess(tmp_path / "hall", config=config) as process:
        yield process.announcement


def test_a_kiosk_sees_the_readers_of_the_hall_and_no_others(announced: Announcement) -> None:
    settings = Settings.load(announced.kiosk_config)
    assert settings.social_card_reader is not None
    assert settings.bank_card_reader is not None
    ports = {settings.social_card_reader.port, settings.bank_card_reader.port}
    looked = subprocess.run(
        [sys.executable, "-c", LOOK],
        env=os.environ | announced.cards.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert {f"pcsc://name={reader}" for reader in json.loads(looked.stdout)} == ports

    with HallClient(announced.control_url) as hall:
        bank = hall.perform(card_actions.BankCardInserted(card="li-si-debit")).cards.bank
        assert bank is not None
        assert (bank.card, bank.place) == ("li-si-debit", "inside")
        with pytest.raises(HallRefused, match="has no cable"):
            hall.perform(card_actions.BankReaderCable(state="unplugged"))
        cards = hall.reset().cards
        assert cards.bank is not None
        assert cards.bank.card is None
