"""A terminal on disk, and a USB stick for what is taken from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.maintenance.bundling import Terminal, at


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return at(tmp_path / "terminal")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder
