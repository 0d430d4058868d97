"""A terminal without cards, for whoever of the staff comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.maintenance.serviced import Serviced, in_room
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
