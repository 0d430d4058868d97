"""The board of key switch, contacts and lights as the settings describe it."""

from __future__ import annotations

from kiosk.devices.api import Auxiliaries, Light
from kiosk.devices.auxiliary_board import AuxiliaryBoard, BoardWiring, Contact
from kiosk.devices.ports.serial_port import serial_port
from kiosk.equipment.misconfigured import Misconfigured
from kiosk.runtime.clock import Clock
from kiosk.settings import AuxiliariesSettings, Settings


def auxiliaries_of(settings: Settings, _clock: Clock) -> Auxiliaries | None:
    """The board, not yet opened; None for a terminal without one. Raises Misconfigured for an
    impossible port."""
    board = settings.auxiliaries
    if board is None:
        return None
    if board.port.startswith("usb://"):
        raise Misconfigured("auxiliaries: name the serial device of the board's adapter")
    return AuxiliaryBoard(serial_port(board.port, speed=board.baud), _wiring(board))


def _wiring(board: AuxiliariesSettings) -> BoardWiring:
    lights = {
        Light.CONTACTLESS: board.contactless_light,
        Light.SOCIAL_CARD_READER: board.social_card_light,
        Light.CARD_READER: board.card_light,
        Light.PIN_PAD: board.pin_pad_light,
        Light.SCANNER: board.scanner_light,
        Light.RECEIPT_PRINTER: board.receipt_light,
        Light.DOCUMENT_PRINTER: board.document_light,
        Light.STATUS_GOOD: board.good_light,
        Light.STATUS_BAD: board.bad_light,
        Light.STATUS_SUPERVISOR: board.supervisor_light,
    }
    return BoardWiring(
        unit=board.unit,
        operator_switch=_contact(board.operator_switch_input, board.operator_switch_reads),
        cabinet_door=_contact(board.cabinet_door_input, board.cabinet_door_reads),
        tamper=_contact(board.tamper_input, board.tamper_reads),
        lights={light: coil for light, coil in lights.items() if coil is not None},
    )


def _contact(number: int | None, reads: int) -> Contact | None:
    return None if number is None else Contact(number, when=reads == 1)
