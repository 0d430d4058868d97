"""What the tasks of the maintenance menu are carried out with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk.maintenance.duty import Duty
from kiosk.runtime.workings import Workings
from kiosk.settings import Settings


@dataclass(frozen=True, slots=True)
class Toolbox:
    """The running terminal, who is on duty, and the settings. ``source`` is the file that they were
    read from, if any."""

    workings: Workings
    duty: Duty
    settings: Settings
    source: Path | None
