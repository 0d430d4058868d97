"""Orders, and the codes of wallets that are scanned to pay them."""

from __future__ import annotations

from kiosk.devices.api import DeviceError
from kiosk.domain.order import OrderStatus
from kiosk.domain.payment_code import PaymentCode, parse_payment_code
from kiosk.domain.terminal import DeviceKind
from kiosk.flows.requests.payment import (
    AwaitPosting,
    ChargeCode,
    CloseOrder,
    OpenOrder,
    ReadPaymentCode,
    WatchOrder,
)
from kiosk.runtime.failures import RequestFailed, device_fault
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.session.faults import Fault, FaultCode

# After the last answer about the QR code has come in, its order is closed anyway.
WATCH_GRACE_S = 2


def add_to(repertoire: Repertoire, means: Means) -> None:
    """Everything that moves money."""
    orders, documents = means.orders, means.documents

    async def open_order(request: OpenOrder) -> OrderStatus:
        return await orders.open(request.citizen, request.quote, request.tender, request.proxy)

    async def read_payment_code(_request: ReadPaymentCode) -> PaymentCode:
        return await _payment_code(means)

    async def charge_code(request: ChargeCode) -> OrderStatus:
        return await orders.charge_in_time(
            request.citizen, request.quote, request.code, request.proxy
        )

    async def watch_order(request: WatchOrder) -> OrderStatus:
        return await orders.watch(request.number, request.seconds + WATCH_GRACE_S)

    async def close_order(request: CloseOrder) -> OrderStatus:
        return await orders.close(request.number)

    async def await_posting(request: AwaitPosting) -> OrderStatus:
        try:
            return await orders.await_posting(request.number)
        finally:
            # Posted or still on its way: it may be on record by the time anybody asks.
            documents.credited()

    repertoire.add(OpenOrder, open_order)
    repertoire.add(ReadPaymentCode, read_payment_code, patient=True)
    repertoire.add(ChargeCode, charge_code)
    repertoire.add(WatchOrder, watch_order, patient=True)
    repertoire.add(CloseOrder, close_order)
    repertoire.add(AwaitPosting, await_posting)


async def _payment_code(means: Means) -> PaymentCode:
    scanner = means.scanner
    if scanner is None:
        raise RequestFailed(Fault(FaultCode.SCANNER_LOST))
    try:
        scanned = await scanner.device.read_code()
    except DeviceError as error:
        scanner.keeper.report(error)
        raise RequestFailed(device_fault(DeviceKind.CODE_SCANNER, error)) from error
    try:
        return parse_payment_code(scanned)
    except ValueError:
        # Whatever it was is nobody's business, and least of all the log's.
        raise RequestFailed(Fault(FaultCode.CODE_NOT_PAYMENT)) from None
