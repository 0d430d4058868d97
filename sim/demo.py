"""``python -m sim demo``: a scenario played on the real kiosk, and everything it leaves behind."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PySide6.QtGui import QPixmap

from kiosk.app import Kiosk, make_application
from kiosk.equipment import ledger_key
from kiosk.ledger import LedgerReader
from kiosk.observe import EventLog
from kiosk.settings import Settings
from sim.citizen import Citizen, JourneyFailed, Taken
from sim.client import HallClient
from sim.hall_process import HallProcess
from sim.scenario import Scenario, find
from sim.state import HallState
from sim.terminal_clock import MovableClock

EXIT_FAILED = 1


@dataclass(slots=True)
class Album:
    """Pictures of the screen, numbered in the order they were taken."""

    folder: Path
    names: list[str] = field(default_factory=list)

    def keep(self, name: str, picture: QPixmap) -> None:
        """Write one picture."""
        file = f"{len(self.names) + 1:02d}-{name}.png"
        picture.save(str(self.folder / file))
        self.names.append(file)


def play(scenario: Scenario, out: Path) -> int:
    """Play a scenario in a hall of its own; leaves screens, papers, ledger and summary in ``out``.

    Returns 0 when every step came true.
    """
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    shutil.rmtree(out, ignore_errors=True)
    (out / "screens").mkdir(parents=True)
    application = make_application(sys.argv[:1])
    with (
        tempfile.TemporaryDirectory(prefix="demo-") as room,
        HallProcess(Path(room)) as process,
        HallClient(process.announcement.control_url) as hall,
    ):
        settings = Settings.load(process.announcement.kiosk_config)
        status = _journey(scenario, settings, hall, out)
    application.processEvents()
    return status


def _journey(scenario: Scenario, settings: Settings, hall: HallClient, out: Path) -> int:
    clock = MovableClock()
    log = EventLog.open(settings.log.path, now=clock.now)
    album = Album(out / "screens")
    kiosk = Kiosk(settings, clock, log)
    citizen = Citizen(kiosk, hall, clock, album.keep)
    taken: tuple[Taken, ...] = ()
    reason = "completed"
    began = time.monotonic()
    kiosk.start()
    try:
        taken = citizen.play(scenario)
    except JourneyFailed as failure:
        reason = str(failure)
        album.keep("failed", kiosk.window.grab())
        sys.stderr.write(f"{scenario.name}: {failure}\n")
    finally:
        seconds = round(time.monotonic() - began, 3)
        ended = kiosk.stop()
        kiosk.window.close()
        log.close()
    state = hall.state()
    _keep_papers(hall, state, out)
    _keep_ledger(settings, out)
    summary = {
        "scenario": scenario.name,
        "title": scenario.title,
        "exit_reason": reason,
        "seconds": seconds,
        "clean_stop": ended,
        "orders": [
            {
                "number": order.number,
                "state": order.state.value,
                "tender": order.tender,
                "amount_fen": order.amount_fen,
                "period": order.period,
            }
            for order in state.orders
        ],
        "papers": [{"complete": paper.complete} for paper in state.printer.papers],
        "screens": album.names,
        "steps": [asdict(step) for step in taken],
    }
    _write(out / "summary.json", summary)
    return 0 if reason == "completed" and ended else EXIT_FAILED


def _keep_papers(hall: HallClient, state: HallState, out: Path) -> None:
    """The last paper is the receipt; earlier ones are kept beside it."""
    papers = state.printer.papers
    for paper in papers:
        name = "receipt" if paper is papers[-1] else f"paper-{paper.number}"
        (out / f"{name}.png").write_bytes(hall.paper_picture(paper.number))
        (out / f"{name}.txt").write_text(hall.paper_text(paper.number), encoding="utf-8")


def _keep_ledger(settings: Settings, out: Path) -> None:
    with LedgerReader.look(settings.ledger.path, key=ledger_key(settings)) as reader:
        _write(out / "ledger.json", reader.export())


def _write(path: Path, content: object) -> None:
    text = json.dumps(content, ensure_ascii=False, indent=2)
    path.write_text(text + "\n", encoding="utf-8")


def run(name: str, out: Path) -> int:
    """Play the scenario of that name or file."""
    return play(find(name), out)
