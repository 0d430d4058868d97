"""A terminal, with cards and without, for whoever of the staff comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.maintenance.serviced import Serviced, at_counter, in_room
from tests.runtime.cards import bench
from tests.runtime.cards.bench import Bank, Counter
from tests.runtime.conftest import Room
from tests.runtime.conftest import clock as clock
from tests.runtime.conftest import log as log
from tests.runtime.conftest import log_path as log_path
from tests.runtime.conftest import room as room
from tests.runtime.conftest import workshop as workshop
from tests.runtime.fake_document_printer import FakeDocumentPrinter


@pytest.fixture
async def page_printer() -> FakeDocumentPrinter:
    printer = FakeDocumentPrinter()
    await printer.open()
    return printer


@pytest.fixture
def terminal(room: Room, page_printer: FakeDocumentPrinter, tmp_path: Path) -> Serviced:
    folder = tmp_path / "staff"
    folder.mkdir()
    return in_room(room, folder, printer=page_printer)


@pytest.fixture
async def bank() -> AsyncIterator[Bank]:
    async with bench.bank() as opened:
        yield opened


@pytest.fixture
async def counter(bank: Bank, tmp_path: Path) -> AsyncIterator[Counter]:
    folder = tmp_path / "counter"
    await asyncio.to_thread(folder.mkdir)
    async with bench.counter(bank, folder) as opened:
        await opened.quiet()
        yield opened


@pytest.fixture
async def at_the_bank(counter: Counter, room: Room, tmp_path: Path) -> AsyncIterator[Serviced]:
    """A terminal that takes cards, whose line is at rest for staff."""
    folder = tmp_path / "staff"
    await asyncio.to_thread(folder.mkdir)
    await counter.line.line.rest()
    yield at_counter(counter, room, folder)
    counter.line.line.resume()
