"""What most tests of the ledger begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.ledger import Ledger
from tests.ledger.given import KEY, Clock, opened
from tests.support.begun_ledger import lay_begun_ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ledger(path: Path, clock: Clock) -> Iterator[Ledger]:
    lay_begun_ledger(path, at=Clock()(), key=KEY)
    with opened(path, clock) as ledger:
        yield ledger
