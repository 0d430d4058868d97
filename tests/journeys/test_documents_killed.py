"""kill -9 in the middle of a print: the restarted terminal finds out what is on paper."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.ledger import DocumentState
from kiosk.settings import Settings
from sim.announcement import Announcement
from sim.client import HallClient
from tests.journeys.conftest import started
from tests.journeys.killing import command_for, config_in, run
from tests.journeys.paper import Books, expect_one_of_each, needs_a4_printer, sheets_of

pytestmark = needs_a4_printer
_WAITS = """
name = "waits"
title = "等纸"
person = "dou-shi"
steps = [
    { part = "two-pages" },
    { world = "a4.sheets", left = 1 },
    { touch = "Confirmed" },
    { pages = 2, within = 100 },
]
"""


def test_a_terminal_killed_while_the_printer_waits_for_paper(
    qapp: QApplication, hall_process: Announcement, hall: HallClient, tmp_path: Path
) -> None:
    """One page is out. The restarted terminal takes the job back and knows of that page."""
    config = config_in(tmp_path, hall_process)
    script = tmp_path / "waits.toml"
    script.write_text(_WAITS, encoding="utf-8")
    with subprocess.Popen(command_for(config, hall_process, str(script), 0, "before")) as kiosk:
        hall.wait_until(
            lambda state: (
                state.document_printer is not None and len(state.document_printer.papers) == 1
            ),
            within_seconds=60.0,
        )
        kiosk.kill()

    (document,) = _recovered(qapp, hall, Settings.load(config)).documents

    assert (document.state, document.sheets) == (DocumentState.DOUBTFUL, 1)
    assert len(sheets_of(hall)) == 1


def test_a_terminal_killed_when_it_writes_down_that_all_is_printed(
    qapp: QApplication, hall_process: Announcement, hall: HallClient, tmp_path: Path
) -> None:
    """Write 3 of a document: received, begun, printed."""
    config = config_in(tmp_path, hall_process)

    killed = run(config, hall_process, "certificate-contribution-detail", 3, "before")

    assert killed == -signal.SIGKILL
    books = _recovered(qapp, hall, Settings.load(config))
    assert [one.state for one in books.documents] == [DocumentState.PRINTED]
    assert books.on_paper == len(sheets_of(hall)) == 2


def _recovered(qapp: QApplication, hall: HallClient, settings: Settings) -> Books:
    """What is in the books once the restarted terminal has asked about what it had begun."""
    with started(qapp, hall, settings) as journey:
        journey.citizen.wait_until(
            lambda: all(
                one.state is not DocumentState.STARTED for one in Books.of(settings).documents
            ),
            60.0,
        )
    books = Books.of(settings)
    expect_one_of_each(hall, books)
    return books
