"""Testing the devices one by one. No reply and no news tells of a person: of a card only its kind,
of a code only its length, of keys never in which order they were pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from kiosk.domain.terminal import DeviceKind, Remedy
from kiosk.session.requests import Request


class DeviceTest(Enum):
    """What can be tested."""

    ID_CARD_READER = "id_card_reader"
    SOCIAL_CARD_READER = "social_card_reader"
    BANK_CARD_READER = "bank_card_reader"
    PIN_PAD = "pin_pad"
    CODE_SCANNER = "code_scanner"
    RECEIPT_PRINTER = "receipt_printer"
    DOCUMENT_PRINTER = "document_printer"
    LIGHTS = "lights"
    SENSORS = "sensors"
    TOUCH = "touch"
    COLOURS = "colours"
    VOICE = "voice"

    @property
    def label(self) -> str:
        """In Chinese, as on the list."""
        return _LABELS.get(self.value) or DeviceKind(self.value).label


_LABELS = {
    "lights": "指示灯",
    "sensors": "钥匙开关和柜门",
    "touch": "触摸屏",
    "colours": "屏幕颜色",
    "voice": "语音",
}


class DeviceTestOutcome(Enum):
    """How a test ended. What is given up says nothing of the device."""

    PASSED = "passed"
    FAILED = "failed"
    GIVEN_UP = "given_up"

    @property
    def label(self) -> str:
        """In Chinese."""
        return {"passed": "通过", "failed": "没有通过", "given_up": "没有做完"}[self.value]


@dataclass(frozen=True, slots=True)
class LastTest:
    """How a test ended the last time, and when."""

    outcome: DeviceTestOutcome
    at: datetime


@dataclass(frozen=True, slots=True)
class DeviceTestRow:
    """A test and how it ended last. ``missing`` says why there is nothing to test, or is empty."""

    test: DeviceTest
    missing: str = ""
    last: LastTest | None = None


@dataclass(frozen=True, slots=True)
class DeviceTests:
    """Every test, in the order of the list."""

    rows: tuple[DeviceTestRow, ...]


@dataclass(frozen=True, slots=True)
class AskDeviceTests(Request[DeviceTests]):
    """Tell what there is to test, and what came of it last."""


@dataclass(frozen=True, slots=True)
class DeviceTestBegun:
    """The audit trail says that it has begun, at this time."""

    at: datetime


@dataclass(frozen=True, slots=True)
class BeginDeviceTest(Request[DeviceTestBegun]):
    """Write down that a test begins: paper may come out of it."""

    test: DeviceTest


@dataclass(frozen=True, slots=True)
class DeviceTried:
    """What a device did. ``outcome`` is None where only people can tell. ``what`` says it in
    Chinese, ``remedy`` who can put it right, ``cause`` is a short code for the trail."""

    outcome: DeviceTestOutcome | None
    what: str
    remedy: Remedy = Remedy.NONE
    cause: str = ""


@dataclass(frozen=True, slots=True)
class TryDevice(Request[DeviceTried]):
    """Have a device do what it is for, in a time that is bounded for each. Given up, it lets go of
    the device as it was, and that is written down."""

    test: DeviceTest


@dataclass(frozen=True, slots=True)
class CardOut:
    """News: the card was read and can be taken."""


@dataclass(frozen=True, slots=True)
class PrinterWaits:
    """News: what the printer waits for, in Chinese; empty once it goes on."""

    why: str


@dataclass(frozen=True, slots=True)
class KeysPressed:
    """News: how many keys have worked, and the names of those that have not been pressed yet, in
    the order of the pad; none where the pad does not name its keys."""

    pressed: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LightShines:
    """News: which light shines now, the so-manieth of how many."""

    name: str
    place: int
    of: int


@dataclass(frozen=True, slots=True)
class ContactsSeen:
    """News: each contact of the cabinet by name, and what it says now."""

    contacts: tuple[tuple[str, str], ...]


DeviceTestNews: TypeAlias = CardOut | PrinterWaits | KeysPressed | LightShines | ContactsSeen


@dataclass(frozen=True, slots=True)
class DeviceTestRecorded:
    """The result is in the audit trail, at this time."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RecordDeviceTest(Request[DeviceTestRecorded]):
    """Write down how a test ended. ``found`` is a short code for the trail, or empty."""

    test: DeviceTest
    outcome: DeviceTestOutcome
    found: str = ""
