"""A terminal on disk to run commands on; nothing is connected to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import trustme

from kiosk.__main__ import main
from kiosk.equipment import ledger_of
from kiosk.ledger import Ledger
from kiosk.settings import Settings
from tests.ledger.given import Clock
from tests.support.configuration import Section, changed, write

Command = Callable[..., int]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A good configuration whose devices and service are not there."""
    folder = tmp_path / "certificates"
    folder.mkdir()
    authority = trustme.CA()
    leaf = authority.issue_cert(common_name="JN-03")
    authority.cert_pem.write_to_path(folder / "ca.pem")
    leaf.cert_chain_pems[0].write_to_path(folder / "terminal.pem")
    leaf.private_key_pem.write_to_path(folder / "terminal.key")
    (folder / "terminal.key").chmod(0o600)
    return configured(tmp_path / "kiosk.toml")


def configured(path: Path, **changes: Section) -> Path:
    absent: dict[str, Section] = {
        "terminal": {"profile": "simulated-hall"},
        "screen": {"full_screen": False},
        "id_card_reader": {"port": str(path.parent / "no-reader")},
        "receipt_printer": {"device": str(path.parent / "no-printer")},
        "service": {"url": "https://127.0.0.1:9/"},
    }
    return write(path, changed({**absent, **changes}))


@pytest.fixture
def kiosk(config: Path) -> Command:
    """Run a command on that terminal; returns its exit status."""

    def run(command: str, *arguments: str) -> int:
        return main([command, "--config", str(config), *arguments])

    return run


@pytest.fixture
def ledger(config: Path) -> Ledger:
    return ledger_of(Settings.load(config), Clock())
