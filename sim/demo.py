"""``python -m sim demo``: scenarios played on the real kiosk, and everything they leave behind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.app import Kiosk, make_application
from kiosk.equipment import ledger_key
from kiosk.ledger import LedgerReader
from kiosk.observe import EventLog
from kiosk.settings import Settings
from sim.album import COMPLETED, Album, Played, Summary
from sim.citizen import Citizen, JourneyFailed, Taken
from sim.client import HallClient
from sim.exhibition import PAGE, exhibit
from sim.hall_process import HallProcess
from sim.kiosk_config import with_own_books
from sim.pace import HallKind, write_quick_hall
from sim.scenario import Scenario, find, names
from sim.terminal_clock import MovableClock

EXIT_FAILED = 1
_SMALL_PX = 540
_SIDE_BY_SIDE = 2


def run(wanted: Sequence[str], out: Path) -> int:
    """Play one scenario into ``out``; or several, each into a folder of its name, and the page of
    all that is there. Returns 0 when every step of each came true."""
    scenarios = [find(name) for name in wanted]
    if len(scenarios) == 1:
        return _status(play(scenarios, [Album(out)]))
    albums = [Album(out / one.name, width_px=_SMALL_PX) for one in scenarios]
    return _status(play(scenarios, albums))


def run_all(out: Path) -> int:
    """Play every scenario of the package, a few at a time, and write the page that shows them.

    Goes on past what fails; returns 0 only if nothing did.
    """
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    every = names()
    began = time.monotonic()
    shares = [every[first::_SIDE_BY_SIDE] for first in range(_SIDE_BY_SIDE)]
    # Each in a process of its own: only one kiosk can have the screen of a process.
    players = [subprocess.Popen(_command(share, out)) for share in shares]
    for player in players:
        player.wait()
    failed = exhibit(out, every, seconds=time.monotonic() - began)
    sys.stdout.write(f"{len(every) - len(failed)} of {len(every)} scenarios: {out / PAGE}\n")
    for name in failed:
        sys.stdout.write(f"failed: {name}\n")
    return EXIT_FAILED if failed else 0


def _command(share: Sequence[str], out: Path) -> list[str]:
    wanted = [word for name in share for word in ("--scenario", name)]
    return [sys.executable, "-m", "sim", "demo", *wanted, "--out", str(out)]


def _status(summaries: Sequence[Summary]) -> int:
    return 0 if all(summary.passed for summary in summaries) else EXIT_FAILED


def play(scenarios: Sequence[Scenario], albums: Sequence[Album]) -> list[Summary]:
    """Play scenarios one after another, with a kiosk of its own for each, in one hall of each kind
    they need; each leaves its pictures in its own album."""
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application(sys.argv[:1])
    summaries = []
    for kind in dict.fromkeys(scenario.hall for scenario in scenarios):
        chosen = [pair for pair in zip(scenarios, albums, strict=True) if pair[0].hall == kind]
        summaries += _play_in(kind, chosen, application)
    return summaries


def _play_in(
    kind: HallKind, chosen: Sequence[tuple[Scenario, Album]], application: QApplication
) -> list[Summary]:
    summaries = []
    with tempfile.TemporaryDirectory(prefix="demo-") as room:
        config = write_quick_hall(Path(room) / "sim.toml", kind)
        with (
            HallProcess(Path(room) / "hall", config=config) as process,
            HallClient(process.announcement.control_url) as hall,
        ):
            # libpcsclite looks there, once, when the first reader is opened.
            os.environ.update(process.announcement.cards.environment)
            for scenario, album in chosen:
                hall.reset()
                folder = Path(room) / scenario.name
                folder.mkdir()
                config = with_own_books(process.announcement.kiosk_config, folder)
                summaries.append(_journey(scenario, config, hall, album))
                application.processEvents()
    return summaries


def _journey(scenario: Scenario, config: Path, hall: HallClient, album: Album) -> Summary:
    settings = Settings.load(config)
    clock = MovableClock()
    log = EventLog.open(settings.log.path, now=clock.now)
    kiosk = Kiosk(settings, clock, log, source=config)
    citizen = Citizen(kiosk, hall, clock, album.keep_screen, keeps_every_screen=True)
    taken: tuple[Taken, ...] = ()
    reason = COMPLETED
    began = time.monotonic()
    kiosk.start()
    try:
        taken = citizen.play(scenario)
    except JourneyFailed as failure:
        reason, taken = str(failure), failure.taken
        album.keep_screen("failed", kiosk.window.grab())
        sys.stderr.write(f"{scenario.name}: {failure}\n")
    finally:
        seconds = round(time.monotonic() - began, 3)
        ended = kiosk.stop()
        kiosk.window.close()
        kiosk.window.deleteLater()
        log.close()
    with LedgerReader.look(settings.ledger.path, key=ledger_key(settings)) as reader:
        album.keep_ledger(reader)
    return album.finish(scenario, Played(reason, seconds, ended, taken), hall)
