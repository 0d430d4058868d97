"""What the tasks of the maintenance menu are carried out with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk.maintenance.card_admission import CardAdmission
from kiosk.maintenance.duty import Duty
from kiosk.maintenance.readiness import Report, Sinces
from kiosk.runtime.workings import Workings
from kiosk.session.health import Health
from kiosk.settings import Settings


def would_start(_settings: Settings) -> str:
    """Nobody knows better than the settings themselves."""
    return ""


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The running terminal, who is on duty, and the settings. ``source`` is the file that they were
    read from, if any. ``reporter`` makes the readiness report, off the threads that serve citizens;
    ``sinces`` says since when things are as they are. ``rehearse`` says in Chinese why a terminal
    would not start with other settings, empty if it would; it blocks. ``cards`` lets staff in by
    their chip cards; None where no authority issues any."""

    workings: Workings
    duty: Duty
    settings: Settings
    source: Path | None
    reporter: Callable[[Health, Sinces], Report]
    sinces: Callable[[], Sinces]
    rehearse: Callable[[Settings], str] = would_start
    cards: CardAdmission | None = None
