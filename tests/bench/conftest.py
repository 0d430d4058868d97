"""Measurements run alone, by ``make bench``; an ordinary test run does not even collect them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.figures import Figures
from tests.screens.conftest import prepared

__all__ = ["prepared"]

_ORDER = (
    "start_up",
    "touching",
    "transitions",
    "loop",
    "session",
    "ledger",
    "receipt",
    "codecs",
)
_KEPT = Path("out/bench.json")
_FIGURES = pytest.StashKey[Figures]()


def pytest_ignore_collect(config: pytest.Config) -> bool | None:
    return None if config.getoption("benchmark_only") else True


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is noticed first comes first."""
    items.sort(key=lambda item: _ORDER.index(item.path.stem.removeprefix("test_")))


@pytest.fixture(scope="session")
def figures(request: pytest.FixtureRequest) -> Figures:
    """What this run has measured so far."""
    return request.config.stash.setdefault(_FIGURES, Figures())


@pytest.fixture(scope="session")
def ground() -> Path:
    """A folder on the disk that holds this repository, where a temporary one may be memory."""
    folder = Path("out/bench").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    measured = config.stash.get(_FIGURES, None)
    if measured is None or not measured.all:
        return
    measured.write(_KEPT)
    terminalreporter.section("measured")
    terminalreporter.write_line(measured.table())
    terminalreporter.write_line(f"\nkept in {_KEPT}")
