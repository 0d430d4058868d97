"""What a Creator card reader refuses, and whose trouble that is."""

from __future__ import annotations

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs.crt_command import Refusal
from kiosk.domain.terminal import Remedy

STUCK = frozenset({Refusal.JAM, Refusal.CONTACTS_NOT_REACHED, Refusal.CONTACTS_NOT_RELEASED})
"""The card is where the motor cannot move it."""
GONE = frozenset(
    {
        Refusal.CARD_MOVED,
        Refusal.REMOVED_ON_ITS_WAY,
        Refusal.MOVED_BY_HAND,
        Refusal.STACKER_EMPTY,
    }
)
"""Somebody has pulled at the card: it is out, or between two places."""
MUTE = frozenset(
    {
        Refusal.CHIP_SHORT_CIRCUIT,
        Refusal.CHIP_NOT_ACTIVATED,
        Refusal.CHIP_SILENT,
        Refusal.CHIP_PROTOCOL,
        Refusal.CHIP_NOT_POWERED,
        Refusal.CHIP_TRANSMISSION,
        Refusal.CHIP_OVERTIME,
    }
)
"""The chip does not speak, or no longer."""
NOT_KEPT = GONE | {Refusal.BIN_FULL, Refusal.BIN_COUNTER_OVERFLOW, Refusal.UNSUPPORTED}
"""Why a card cannot be kept; nothing is wrong with the reader for that."""

_BROKEN = frozenset({Refusal.SENSOR, Refusal.CONTACT_MAGNET, Refusal.MOTOR})
_WRONG_CARD = frozenset({Refusal.CARD_TOO_LONG, Refusal.CARD_TOO_SHORT, Refusal.CHIP_NOT_EMV})
_CHIP = MUTE | {Refusal.CHIP_UNSUPPORTED, Refusal.CHIP_KNOWS_NOT}


def card_error(cause: DeviceCause) -> DeviceError:
    """An error of the card alone; the reader stays usable."""
    return DeviceError(cause, Remedy.NONE)


def device_error(refusal: Refusal) -> DeviceError:
    """The error that a refusal is where nothing better is known of it."""
    if refusal in STUCK:
        return DeviceError(DeviceCause.CARD_JAMMED, Remedy.CLEAR)
    if refusal in GONE:
        return card_error(DeviceCause.CARD_REMOVED)
    if refusal in _WRONG_CARD:
        return card_error(DeviceCause.CARD_WRONG_KIND)
    if refusal in _CHIP:
        return card_error(DeviceCause.CARD_UNREADABLE)
    if refusal in _BROKEN:
        return DeviceError(DeviceCause.SELF_TEST, Remedy.MAINTENANCE)
    if refusal is Refusal.NOT_INITIALISED:
        return DeviceError(DeviceCause.PROTOCOL, Remedy.RESET)
    return DeviceError(DeviceCause.PROTOCOL, Remedy.MAINTENANCE)
