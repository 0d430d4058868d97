"""Letting staff in."""

from __future__ import annotations

from kiosk.flows.requests.maintenance.admission import Admit
from kiosk.maintenance.toolbox import Toolbox
from kiosk.runtime.performing.repertoire import Repertoire


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """Logging in."""
    repertoire.add(Admit, toolbox.duty.admit)
