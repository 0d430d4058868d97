"""How each request of staff is carried out, one file for each task of the menu."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.maintenance.performing import (
    admission,
    connections,
    consumables,
    device_tests,
    keys,
    logs,
    money,
    overview,
    power,
    settings,
)
from kiosk.maintenance.toolbox import Toolbox
from kiosk.runtime.performing.repertoire import Repertoire

SUBJECTS: tuple[Callable[[Repertoire, Toolbox], None], ...] = (
    admission.add_to,
    overview.add_to,
    consumables.add_to,
    device_tests.add_to,
    connections.add_to,
    keys.add_to,
    settings.add_to,
    money.add_to,
    logs.add_to,
    power.add_to,
)
