"""Key switch, contacts and lights of the cabinet, in the vocabulary of XFS4IoT Auxiliaries and
Lights."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from kiosk.devices.device import Device


class Light(Enum):
    """Guidance lights beside the devices and status lights of the cabinet; the value is the name
    in XFS4IoT."""

    CONTACTLESS = "contactless"
    """Where an identity card is laid."""
    SOCIAL_CARD_READER = "socialCardReader"
    """The maker's own name, which XFS4IoT allows: it knows but one slot for cards."""
    CARD_READER = "cardReader"
    PIN_PAD = "pinPad"
    SCANNER = "scanner"
    RECEIPT_PRINTER = "receiptPrinter"
    DOCUMENT_PRINTER = "documentPrinter"
    STATUS_GOOD = "statusGood"
    STATUS_BAD = "statusBad"
    STATUS_SUPERVISOR = "statusSupervisor"


class Glow(Enum):
    """How a light shines. Nothing flashes: on most boards a light is a relay, which every flash
    wears, and a flash that the terminal makes stops when the terminal does."""

    OFF = "off"
    CONTINUOUS = "continuous"


@dataclass(frozen=True, slots=True)
class AuxiliaryInputs:
    """What the contacts say at one moment; one that is not wired says what is usual.

    ``operator_switch`` while the key is turned to maintenance, ``cabinet_closed`` while the door is
    shut, ``untampered`` while nothing has been prised open.
    """

    operator_switch: bool = False
    cabinet_closed: bool = True
    untampered: bool = True


class Auxiliaries(Device, Protocol):
    """Key switch, contacts and lights, behind one board."""

    @property
    def lights(self) -> frozenset[Light]:
        """Those that this cabinet has. None shines once the board has been opened."""
        ...

    async def inputs(self) -> AuxiliaryInputs:
        """Ask what the contacts say now; they may bounce. Raises DeviceError."""
        ...

    async def set_light(self, light: Light, glow: Glow) -> None:
        """Have a light shine or not; one that this cabinet lacks is passed over. May be repeated.
        Raises DeviceError; the light is then as it was, or as it should be."""
        ...
