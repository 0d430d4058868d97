"""The one place where what went wrong outside becomes what the session knows as a fault."""

from __future__ import annotations

from typing import assert_never

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.devices.api import DeviceCause, DeviceError, Effect
from kiosk.domain.event_number import event_number
from kiosk.domain.terminal import DeviceKind
from kiosk.session.faults import Fault, FaultCode


class RequestFailed(Exception):
    """A request could not be fulfilled."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code.value)
        self.fault = fault


_CARD = {
    DeviceCause.CARD_REMOVED: FaultCode.CARD_REMOVED,
    DeviceCause.CARD_UNREADABLE: FaultCode.CARD_UNREADABLE,
    DeviceCause.CARD_NOT_GENUINE: FaultCode.CARD_NOT_GENUINE,
    DeviceCause.CARD_CONTRADICTS_ITSELF: FaultCode.CARD_NOT_GENUINE,
    DeviceCause.CARD_WRONG_KIND: FaultCode.CARD_WRONG_KIND,
    DeviceCause.CARD_PROTECTED: FaultCode.CARD_PROTECTED,
}
_SOCIAL_CARD = _CARD | {
    DeviceCause.CARD_REMOVED: FaultCode.SOCIAL_CARD_REMOVED,
    DeviceCause.CARD_UNREADABLE: FaultCode.SOCIAL_CARD_UNREADABLE,
    DeviceCause.CARD_CONTRADICTS_ITSELF: FaultCode.SOCIAL_CARD_UNREADABLE,
    DeviceCause.CARD_MUTE: FaultCode.SOCIAL_CARD_UNREADABLE,
    DeviceCause.CARD_WRONG_KIND: FaultCode.SOCIAL_CARD_WRONG_KIND,
    DeviceCause.CARD_BLOCKED: FaultCode.CARD_BLOCKED,
}
_BANK_CARD = {
    DeviceCause.CARD_REMOVED: FaultCode.BANK_CARD_REMOVED,
    DeviceCause.CARD_UNREADABLE: FaultCode.BANK_CARD_UNREADABLE,
    DeviceCause.CARD_MUTE: FaultCode.BANK_CARD_MUTE,
    DeviceCause.CARD_WRONG_KIND: FaultCode.BANK_CARD_WRONG_KIND,
    DeviceCause.CARD_BLOCKED: FaultCode.BANK_CARD_BLOCKED,
}
_PIN = {
    DeviceCause.PIN_CANCELLED: FaultCode.PIN_CANCELLED,
    DeviceCause.PIN_TIMEOUT: FaultCode.PIN_TIMEOUT,
    DeviceCause.PIN_MISSING: FaultCode.PIN_TIMEOUT,
}
_PRINTER = {
    DeviceCause.PAPER_OUT: FaultCode.PAPER_OUT,
    DeviceCause.COVER_OPEN: FaultCode.COVER_OPEN,
    DeviceCause.DISCONNECTED: FaultCode.PRINTER_LOST,
    DeviceCause.SILENT: FaultCode.PRINTER_LOST,
}
_DOCUMENT_PRINTER = {
    DeviceCause.PAPER_OUT: FaultCode.DOCUMENT_PAPER_OUT,
    DeviceCause.TRAY_MISSING: FaultCode.DOCUMENT_PAPER_OUT,
    DeviceCause.COVER_OPEN: FaultCode.DOCUMENT_PRINTER_OPEN,
    DeviceCause.PAPER_JAM: FaultCode.DOCUMENT_PRINTER_JAMMED,
    DeviceCause.TONER_EMPTY: FaultCode.DOCUMENT_TONER_EMPTY,
    DeviceCause.JOB_CANCELLED: FaultCode.DOCUMENT_PRINT_CANCELLED,
}
_SERVICE = {
    ServiceErrorKind.UNREACHABLE: FaultCode.NETWORK_LOST,
    ServiceErrorKind.TIMEOUT: FaultCode.SERVICE_SLOW,
    ServiceErrorKind.UNAVAILABLE: FaultCode.SERVICE_DOWN,
    ServiceErrorKind.MALFORMED: FaultCode.SERVICE_WRONG,
    ServiceErrorKind.UNSOUND: FaultCode.DOCUMENT_UNSOUND,
    ServiceErrorKind.REFUSED: FaultCode.SERVICE_REFUSED,
}
_REFUSALS = {
    code.value: code
    for code in (
        FaultCode.NO_NATURAL_PERSON,
        FaultCode.NAME_MISMATCH,
        FaultCode.SEVERAL_PERSONAL_NUMBERS,
        FaultCode.NO_ENROLMENT,
        FaultCode.ENROLMENT_SUSPENDED,
        FaultCode.ALREADY_PAID,
        FaultCode.DEDUCTION_IN_PROGRESS,
        FaultCode.NOT_IN_WINDOW,
        FaultCode.OVER_AGE,
        FaultCode.DOUBLE_COVER,
        FaultCode.NOTHING_DUE,
        FaultCode.TIER_NOT_ENTITLED,
        FaultCode.BASE_IN_USE,
        FaultCode.PAYEE_NOT_CONFIRMED,
        FaultCode.PAYEE_ATTEMPTS_USED,
        FaultCode.NOT_AUTHORISED,
        FaultCode.ALREADY_CERTIFIED,
        FaultCode.CERTIFICATE_TOO_LONG,
        FaultCode.CODE_REFUSED,
        FaultCode.ORDER_OPEN,
        FaultCode.BASE_OUT_OF_BOUNDS,
        FaultCode.PERIOD_NOT_PAYABLE,
        FaultCode.QUOTE_EXPIRED,
        FaultCode.AMOUNT_CHANGED,
        FaultCode.TENDER_UNAVAILABLE,
        FaultCode.VISIT_EXPIRED,
        FaultCode.NOT_FOUND,
    )
}


def device_fault(kind: DeviceKind, error: DeviceError, reference: str = "") -> Fault:
    """The fault of a device's error."""
    match kind:
        case DeviceKind.ID_CARD_READER:
            code = _CARD.get(error.cause, FaultCode.READER_LOST)
        case DeviceKind.SOCIAL_CARD_READER:
            code = _SOCIAL_CARD.get(error.cause, FaultCode.READER_LOST)
        case DeviceKind.BANK_CARD_READER:
            code = _BANK_CARD.get(error.cause, FaultCode.BANK_CARD_READER_LOST)
        case DeviceKind.PIN_PAD:
            code = _PIN.get(error.cause, FaultCode.PIN_PAD_LOST)
        case DeviceKind.RECEIPT_PRINTER:
            code = _PRINTER.get(error.cause, FaultCode.PRINTER_FAULT)
        case DeviceKind.CODE_SCANNER:
            code = FaultCode.SCANNER_LOST
        case DeviceKind.DOCUMENT_PRINTER:
            code = _document_fault(error)
        case DeviceKind.AUXILIARIES:
            # No request of a citizen needs it; whoever tries it out has the condition to look at.
            code = FaultCode.INTERNAL
        case _:
            assert_never(kind)
    return Fault(code, reference)


def _document_fault(error: DeviceError) -> FaultCode:
    """A document of which something may be on paper is never simply printed once more."""
    if error.effect is not Effect.NOTHING:
        return FaultCode.DOCUMENT_PRINT_DOUBTFUL
    return _DOCUMENT_PRINTER.get(error.cause, FaultCode.DOCUMENT_PRINTER_LOST)


def service_fault(error: ServiceError) -> Fault:
    """The fault of a service's error; a refusal with a code we know speaks for itself."""
    refused = error.kind is ServiceErrorKind.REFUSED and error.code in _REFUSALS
    code = _REFUSALS[error.code] if refused else _SERVICE[error.kind]
    return Fault(code, event_number(error.event_id))
