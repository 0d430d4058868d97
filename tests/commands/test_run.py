"""``kiosk run``: the whole program as a process, started and told to end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.commands import run
from kiosk.commands.run import EXIT_NOT_SWITCHED_OFF
from kiosk.equipment import control_socket_of
from kiosk.ledger import Ledger
from kiosk.runtime.control import ask
from kiosk.settings import Settings
from tests.commands.conftest import configured
from tests.ledger.given import Clock, created

_POLL_SECONDS = 0.05
_PATIENCE_SECONDS = 60.0


@contextmanager
def running(config: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "kiosk", "run", "--config", str(config)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for(config: Path, event: str) -> None:
    log = Settings.load(config).log.path
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        if log.exists() and event in events_in(log):
            return
        time.sleep(_POLL_SECONDS)
    pytest.fail(f"{event} was never logged")


def events_in(log: Path) -> list[str]:
    return [json.loads(line)["event"].upper() for line in log.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda one: one.name)
def test_a_terminal_that_is_told_to_end_lets_go_of_everything(
    config: Path, number: signal.Signals
) -> None:
    with running(config) as process:
        wait_for(config, "TERMINAL_STARTED")
        process.send_signal(number)
        printed, said = process.communicate(timeout=_PATIENCE_SECONDS)
        assert (process.returncode, printed) == (0, "")
        assert "Traceback" not in said
    settings = Settings.load(config)
    assert events_in(settings.log.path)[-1] == "TERMINAL_STOPPED"
    key = settings.ledger.key_file.read_bytes()
    with Ledger.open(settings.ledger.path, now=Clock(), key=key) as ledger:
        assert ledger.verify().sound


def test_a_second_terminal_on_the_same_ledger_breaks_down(config: Path, ledger: Ledger) -> None:
    with ledger, running(config) as process:
        _, said = process.communicate(timeout=_PATIENCE_SECONDS)
        assert process.returncode == 70
        assert "LedgerInUse" in said


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("timing", "nonsense", 1.0),
        ("receipt_printer", "profile", "typewriter"),
        ("service", "ca", "nothing.pem"),
    ],
)
def test_a_configuration_that_cannot_work_ends_with_a_status_no_restart_cures(
    config: Path, section: str, key: str, value: str | float
) -> None:
    with running(configured(config, **{section: {key: value}})) as process:
        _, said = process.communicate(timeout=_PATIENCE_SECONDS)
        assert process.returncode == 78, said
        assert "Misconfigured" in said


def test_a_damaged_ledger_keeps_the_terminal_standing_still(config: Path, ledger: Ledger) -> None:
    ledger.close()
    Settings.load(config).ledger.path.write_bytes(b"no ledger at all" * 500)
    with running(config) as process:
        wait_for(config, "LEDGER_REFUSED")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=_PATIENCE_SECONDS)
        assert process.returncode == 0
    assert "TERMINAL_STARTED" not in events_in(Settings.load(config).log.path)


def test_what_is_tried_again_is_not_told_past_the_event_log(config: Path, ledger: Ledger) -> None:
    created(ledger)
    ledger.close()
    with running(config) as process:
        wait_for(config, "ORDER_FOLLOW_UP_FAILED")
        process.send_signal(signal.SIGTERM)
        printed, said = process.communicate(timeout=_PATIENCE_SECONDS)
        assert (process.returncode, printed) == (0, "")
        assert "retry" not in said


@pytest.mark.parametrize(
    ("command", "switched_off"), [("shut_down", True), ("restart", False)], ids=str
)
def test_only_a_terminal_that_was_switched_off_switches_its_machine_off(
    config: Path, command: str, *, switched_off: bool
) -> None:
    mark = config.parent / "switched-off"
    written = config.read_text(encoding="utf-8")
    staff = config.parent / "staff.toml"
    maintenance = f'\n[maintenance]\nstaff = "{staff}"\npower_off = ["touch", "{mark}"]\n'
    config.write_text(written + maintenance, encoding="utf-8")
    with running(config) as process:
        wait_for(config, "TERMINAL_STARTED")
        ask_when_listening(config, command)
        printed, said = process.communicate(timeout=_PATIENCE_SECONDS)
        assert (process.returncode, printed) == (0, ""), said
    assert events_in(Settings.load(config).log.path)[-1] == "TERMINAL_STOPPED"
    assert mark.exists() is switched_off


def test_a_machine_that_cannot_be_switched_off_is_started_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run._switch_off(("/nowhere/poweroff",)) == EXIT_NOT_SWITCHED_OFF  # noqa: SLF001
    assert "/nowhere/poweroff: No such file" in capsys.readouterr().err
    assert run._switch_off(("false",)) == 1  # noqa: SLF001


def ask_when_listening(config: Path, command: str) -> None:
    socket = control_socket_of(Settings.load(config))
    end = time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        try:
            ask(socket, command)
        except OSError:
            time.sleep(_POLL_SECONDS)
        else:
            return
    pytest.fail("nobody listens")
