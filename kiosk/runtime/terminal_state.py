"""How the terminal is, as it is reported to the service: the machine, never whom it serves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from kiosk.domain.terminal import Condition, DeviceKind
from kiosk.observe import Event
from kiosk.observe.glimpse import Glimpse, Standing
from kiosk.runtime.instructions import Dealt
from kiosk.session.health import UNKNOWN_HEALTH, AcquirerStatus, obstacle

_PAPER_KINDS = {
    Event.RECEIPT_PRINTED: "receipts",
    Event.RECEIPT_REPRINTED: "receipts",
    Event.SLIP_PRINTED: "slips",
    Event.REFERRAL_PRINTED: "slips",
    Event.DOCUMENT_PRINTED: "documents",
}
COUNTED = frozenset({*_PAPER_KINDS, Event.DOCUMENT_NOT_PRINTED})
"""Events that change how much was printed."""


@dataclass(frozen=True, slots=True)
class Supply:
    """Paper or toner. ``name`` is a short code; ``left_percent`` None where nobody knows."""

    name: str
    left_percent: int | None


@dataclass(frozen=True, slots=True)
class Printed:
    """Papers that came out since the start."""

    receipts: int = 0
    slips: int = 0
    documents: int = 0
    sheets: int = 0

    def with_one(self, event: Event, facts: Mapping[str, object]) -> Printed:
        """After one more event of ``COUNTED``."""
        sheets = facts.get("sheets", 0)
        added = {"sheets": self.sheets + (sheets if isinstance(sheets, int) else 0)}
        kind = _PAPER_KINDS.get(event)
        if kind is not None:
            added[kind] = getattr(self, kind) + 1
        return replace(self, **added)


@dataclass(frozen=True, slots=True)
class DeviceSince:
    """How a device is, and since when."""

    condition: Condition
    since: datetime


@dataclass(frozen=True, slots=True)
class TerminalState:
    """Everything a hall wants to see of a terminal. ``obstacle`` is why no citizen can be served,
    empty where one can; ``open_orders`` None where the ledger cannot tell; ``instruction`` is what
    became of the last one that the service gave."""

    version: str
    started_at: datetime
    since: datetime
    standing: Standing = Standing.STARTING
    obstacle: str = ""
    devices: Mapping[DeviceKind, DeviceSince] = field(default_factory=dict)
    acquirer: AcquirerStatus = UNKNOWN_HEALTH.acquirer
    open_orders: int | None = None
    printed: Printed = Printed()
    supplies: tuple[Supply, ...] = ()
    instruction: Dealt | None = None

    def seen(self, glimpse: Glimpse, at: datetime) -> TerminalState:
        """As an onlooker sees it at a moment."""
        health = glimpse.health
        why = obstacle(health)
        named = "" if why is None else why.name.lower()
        moved = (glimpse.standing, named) != (self.standing, self.obstacle)
        devices = dict(self.devices)
        for kind in DeviceKind:
            condition, before = health.condition(kind), devices.get(kind)
            if health.fitted(kind) and (before is None or before.condition != condition):
                devices[kind] = DeviceSince(condition, at)
        return replace(
            self,
            since=at if moved else self.since,
            standing=glimpse.standing,
            obstacle=named,
            devices=devices,
            acquirer=health.acquirer,
        )

    def told(self) -> dict[str, object]:
        """As the service is told."""
        return {
            "version": self.version,
            "started_at": self.started_at.isoformat(),
            "standing": self.standing.value,
            "obstacle": self.obstacle,
            "since": self.since.isoformat(),
            "devices": [
                {
                    "device": kind.value,
                    "status": device.condition.status.value,
                    "remedy": device.condition.remedy.value,
                    "cause": device.condition.cause,
                    "since": device.since.isoformat(),
                }
                for kind, device in self.devices.items()
            ],
            "acquirer": self.acquirer.value,
            "open_orders": self.open_orders,
            "printed": {
                "receipts": self.printed.receipts,
                "slips": self.printed.slips,
                "documents": self.printed.documents,
                "sheets": self.printed.sheets,
            },
            "supplies": [
                {"supply": supply.name, "left_percent": supply.left_percent}
                for supply in self.supplies
            ],
            "instruction": None if self.instruction is None else self.instruction.told(),
        }
