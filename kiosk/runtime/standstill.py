"""A terminal that cannot keep its books: it says so and does nothing else."""

from __future__ import annotations

import asyncio

from kiosk.runtime.stage import Stage
from kiosk.session.advance import advance
from kiosk.session.effects import Show
from kiosk.session.events import HealthChanged
from kiosk.session.health import Health
from kiosk.session.terminal import Terminal


async def stand_still(terminal: Terminal, stage: Stage, ending: asyncio.Event) -> None:
    """Show 暂停服务 until told to end."""
    _, effects = advance(terminal, HealthChanged(Health(ledger_sound=False)))
    for effect in effects:
        if isinstance(effect, Show):
            stage.show(effect.scene)
    await ending.wait()
