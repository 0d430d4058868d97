"""``kiosk keys``: a master key goes into the pad when two officers agree, and not otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.commands import keys
from kiosk.commands.configuration import BAD_CONFIGURATION
from kiosk.equipment import ledger_of
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings
from sim.acquirer.ciphers import Suite, check_value, xor
from sim.announcement import Announcement
from sim.hall_process import HallProcess
from tests.commands.test_acquirer import without_cards

FIRST, SECOND = bytes(range(1, 17)), bytes(range(101, 117))
BOTH = (FIRST.hex(), SECOND.hex())
CHECK = check_value(Suite.TRIPLE_DES, xor(FIRST, SECOND)).hex().upper()


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Announcement]:
    with HallProcess(tmp_path_factory.mktemp("hall")) as process:
        yield process.announcement


class Officers:
    """Two people at the technician's terminal."""

    def __init__(self, *said: str, components: tuple[str, ...] = BOTH) -> None:
        self._said = list(said)
        self._components = list(components)

    def say(self, _question: str) -> str:
        return self._said.pop(0)

    def whisper(self, _question: str) -> str:
        return self._components.pop(0)


def load(monkeypatch: pytest.MonkeyPatch, config: Path, officers: Officers) -> int:
    own = keys.TerminalDesk
    monkeypatch.setattr(keys, "TerminalDesk", lambda: own(officers.say, officers.whisper))
    return main(["keys", "--config", str(config), "load"])


def test_two_officers_load_a_key_and_see_nothing_but_check_values(
    monkeypatch: pytest.MonkeyPatch, hall: Announcement, capsys: pytest.CaptureFixture[str]
) -> None:
    officers = Officers("1001", "1002", CHECK)
    assert load(monkeypatch, hall.kiosk_config, officers) == 0
    shown = capsys.readouterr().out
    assert CHECK[:6] in shown
    assert FIRST.hex() not in shown.lower()
    assert SECOND.hex() not in shown.lower()


@pytest.mark.parametrize(
    ("officers", "why"),
    [
        (Officers("1001", "1001"), "同一个人"),
        (Officers("1001", "1002", "000000"), "校验值不符"),
        (Officers("1001", "1002", components=("no hex", "")), "32 位十六进制"),
    ],
)
def test_whatever_is_not_as_it_should_be_leaves_no_key(
    monkeypatch: pytest.MonkeyPatch,
    hall: Announcement,
    capsys: pytest.CaptureFixture[str],
    officers: Officers,
    why: str,
) -> None:
    assert load(monkeypatch, hall.kiosk_config, officers) == keys.EXIT_REFUSED
    assert why in capsys.readouterr().err


def test_while_the_terminal_runs_no_key_is_loaded(
    monkeypatch: pytest.MonkeyPatch, hall: Announcement, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = ledger_of(Settings.load(hall.kiosk_config), SystemClock().now)
    try:
        assert load(monkeypatch, hall.kiosk_config, Officers()) == keys.EXIT_REFUSED
    finally:
        ledger.close()
    assert "正在运行" in capsys.readouterr().err


def test_a_terminal_without_a_pad_takes_no_key(
    monkeypatch: pytest.MonkeyPatch, hall: Announcement, tmp_path: Path
) -> None:
    config = tmp_path / "kiosk.toml"
    text = without_cards(hall.kiosk_config.read_text(encoding="utf-8"))
    config.write_text(text, encoding="utf-8")
    assert load(monkeypatch, config, Officers()) == BAD_CONFIGURATION
