"""A hall in a process of its own, shared by the tests of one file and reset before each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.announcement import Announcement
from sim.client import HallClient
from sim.hall_process import HallProcess
from tests.sim.terminal import Terminal


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Announcement]:
    room = tmp_path_factory.mktemp("hall")
    config = room / "sim.toml"
    config.write_text("[id_card_reader]\nquick = true\n", encoding="utf-8")
    with HallProcess(room, config=config) as process:
        yield process.announcement


@pytest.fixture
def hall(running: Announcement) -> Iterator[HallClient]:
    with HallClient(running.control_url) as client:
        client.reset()
        yield client


@pytest.fixture
def terminal(running: Announcement) -> Iterator[Terminal]:
    with Terminal(running) as one:
        yield one


@pytest.fixture
def scenarios() -> Path:
    return Path(__file__).parents[2] / "sim" / "scenarios"
