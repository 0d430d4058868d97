"""What went wrong outside, as the session knows it."""

from __future__ import annotations

import pytest

from kiosk.backend.errors import ServiceError, ServiceErrorKind
from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.domain.event_number import event_number
from kiosk.domain.terminal import DeviceKind, Remedy
from kiosk.runtime.failures import device_fault, service_fault
from kiosk.session.fault_texts import FAULT_TEXTS
from kiosk.session.faults import Fault, FaultCode

_EVENT_ID = "7d1c-42"


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("over_age", FaultCode.OVER_AGE),
        ("double_cover", FaultCode.DOUBLE_COVER),
        ("nothing_due", FaultCode.NOTHING_DUE),
        ("tier_not_entitled", FaultCode.TIER_NOT_ENTITLED),
        ("base_in_use", FaultCode.BASE_IN_USE),
        ("payee_not_confirmed", FaultCode.PAYEE_NOT_CONFIRMED),
        ("payee_attempts_used", FaultCode.PAYEE_ATTEMPTS_USED),
        ("not_authorised", FaultCode.NOT_AUTHORISED),
        ("already_certified", FaultCode.ALREADY_CERTIFIED),
        ("certificate_too_long", FaultCode.CERTIFICATE_TOO_LONG),
        ("code_refused", FaultCode.CODE_REFUSED),
        ("not_found", FaultCode.NOT_FOUND),
        # Words of ours that the service has no business to use.
        ("code_not_payment", FaultCode.SERVICE_REFUSED),
        ("document_unsound", FaultCode.SERVICE_REFUSED),
        ("scanner_lost", FaultCode.SERVICE_REFUSED),
    ],
)
def test_a_refusal_of_the_service_has_its_fault(code: str, fault: FaultCode) -> None:
    error = ServiceError(ServiceErrorKind.REFUSED, code=code, event_id=_EVENT_ID)
    assert service_fault(error) == Fault(fault, event_number(_EVENT_ID))


@pytest.mark.parametrize("kind", ServiceErrorKind)
def test_every_way_in_which_the_service_fails_has_a_fault(kind: ServiceErrorKind) -> None:
    assert service_fault(ServiceError(kind)).code in FAULT_TEXTS


def test_an_unsound_document_has_its_own_fault() -> None:
    error = ServiceError(ServiceErrorKind.UNSOUND, cause="checksum")
    assert service_fault(error).code is FaultCode.DOCUMENT_UNSOUND


@pytest.mark.parametrize("kind", DeviceKind)
@pytest.mark.parametrize("cause", DeviceCause)
def test_every_trouble_of_every_device_has_a_fault(kind: DeviceKind, cause: DeviceCause) -> None:
    fault = device_fault(kind, DeviceError(cause, Remedy.MAINTENANCE), _EVENT_ID)
    assert fault.code in FAULT_TEXTS
    assert fault.reference == _EVENT_ID


@pytest.mark.parametrize(
    ("kind", "lost"),
    [
        (DeviceKind.ID_CARD_READER, FaultCode.READER_LOST),
        (DeviceKind.SOCIAL_CARD_READER, FaultCode.READER_LOST),
        (DeviceKind.RECEIPT_PRINTER, FaultCode.PRINTER_LOST),
        (DeviceKind.CODE_SCANNER, FaultCode.SCANNER_LOST),
        (DeviceKind.DOCUMENT_PRINTER, FaultCode.DOCUMENT_PRINTER_LOST),
    ],
)
def test_a_device_that_is_gone_is_named(kind: DeviceKind, lost: FaultCode) -> None:
    error = DeviceError(DeviceCause.DISCONNECTED, Remedy.MAINTENANCE)
    assert device_fault(kind, error).code is lost


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (DeviceKind.ID_CARD_READER, FaultCode.CARD_REMOVED),
        (DeviceKind.SOCIAL_CARD_READER, FaultCode.SOCIAL_CARD_REMOVED),
        (DeviceKind.BANK_CARD_READER, FaultCode.BANK_CARD_REMOVED),
    ],
)
def test_a_card_taken_away_is_named_whichever_it_was(kind: DeviceKind, code: FaultCode) -> None:
    error = DeviceError(DeviceCause.CARD_REMOVED, Remedy.CLEAR)
    assert device_fault(kind, error).code is code
