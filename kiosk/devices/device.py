"""What every device is asked, and how it says that it cannot."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from kiosk.domain.terminal import Condition, DeviceKind, Remedy


class DeviceCause(Enum):
    """Why a device command did not complete."""

    DISCONNECTED = "disconnected"
    SILENT = "silent"
    PROTOCOL = "protocol"
    SELF_TEST = "self_test"
    UNAUTHORISED = "unauthorised"
    CONFIGURATION = "configuration"
    CARD_REMOVED = "card_removed"
    CARD_UNREADABLE = "card_unreadable"
    CARD_NOT_GENUINE = "card_not_genuine"
    CARD_WRONG_KIND = "card_wrong_kind"
    CARD_CONTRADICTS_ITSELF = "card_contradicts_itself"
    CARD_PROTECTED = "card_protected"
    CARD_MUTE = "card_mute"
    CARD_BLOCKED = "card_blocked"
    CARD_JAMMED = "card_jammed"
    PIN_CANCELLED = "pin_cancelled"
    PIN_TIMEOUT = "pin_timeout"
    PIN_MISSING = "pin_missing"
    KEY_MISSING = "key_missing"
    KEY_REFUSED = "key_refused"
    KEY_MISUSED = "key_misused"
    TAMPERED = "tampered"
    BATTERY_LOW = "battery_low"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OVERHEATED = "overheated"
    PRINTER_ERROR = "printer_error"
    PAPER_JAM = "paper_jam"
    TRAY_MISSING = "tray_missing"
    TONER_EMPTY = "toner_empty"
    PAUSED = "paused"
    JOB_REFUSED = "job_refused"
    JOB_CANCELLED = "job_cancelled"
    JOB_ABORTED = "job_aborted"


class Effect(Enum):
    """How much of a command happened before it failed."""

    NOTHING = "nothing"
    PARTLY = "partly"
    UNKNOWN = "unknown"


class DeviceError(Exception):
    """A device command failed. Carries no personal data."""

    def __init__(self, cause: DeviceCause, remedy: Remedy, effect: Effect = Effect.NOTHING) -> None:
        super().__init__(cause.value)
        self.cause = cause
        self.remedy = remedy
        self.effect = effect


class Device(Protocol):
    """Any device: opened, asked how it is, closed. All commands are cancellable."""

    @property
    def kind(self) -> DeviceKind:
        """Which device this is."""
        ...

    async def open(self) -> None:
        """Connect and make ready. Raises DeviceError."""
        ...

    async def close(self) -> None:
        """Disconnect; never raises, may be called twice."""
        ...

    async def condition(self) -> Condition:
        """Ask the device itself. Raises DeviceError when it does not answer sensibly."""
        ...
