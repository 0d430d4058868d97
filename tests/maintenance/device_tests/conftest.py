"""A technician at a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.settings import Settings
from tests.maintenance.device_tests.bench import Bench, opened
from tests.runtime.conftest import Room
from tests.runtime.conftest import clock as clock
from tests.runtime.conftest import log as log
from tests.runtime.conftest import log_path as log_path
from tests.runtime.conftest import room as room
from tests.runtime.conftest import workshop as workshop
from tests.support.configuration import GOOD, write


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.load(write(tmp_path / "kiosk.toml", GOOD))


@pytest.fixture
async def bench(room: Room, settings: Settings) -> Bench:
    return await opened(room, settings)
