"""Since when things are as they are. Health says only how they are now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk.domain.terminal import DeviceKind
from kiosk.session.health import Health


@dataclass(frozen=True, slots=True)
class Sinces:
    """When each device, the collection service and the acquirer came to be as they are; nothing for
    what has not changed since the terminal began to watch."""

    devices: Mapping[DeviceKind, datetime] = field(default_factory=dict)
    service: datetime | None = None
    acquirer: datetime | None = None

    def after(self, before: Health, now: Health, at: datetime) -> Sinces:
        """The same once health has changed at that moment."""
        changed = {kind: at for kind in DeviceKind if before.condition(kind) != now.condition(kind)}
        return Sinces(
            {**self.devices, **changed},
            self.service if before.service is now.service else at,
            self.acquirer if before.acquirer is now.acquirer else at,
        )


NEVER_HEARD = Sinces()
"""Nothing has changed yet."""
