"""Paper from the receipt printer, and what a phone is shown instead."""

from __future__ import annotations

from kiosk.flows.requests.history import PrintResolution, ReprintReceipt
from kiosk.flows.requests.receipt import (
    FindReceiptAddress,
    Printed,
    PrintReceipt,
    PrintSlip,
    ReceiptAddress,
)
from kiosk.runtime.failures import RequestFailed
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.requests import PrintReferral, SlipPrinted


def add_to(repertoire: Repertoire, means: Means) -> None:
    """Receipts and slips."""
    paper = means.paper

    async def print_receipt(request: PrintReceipt) -> Printed:
        return await paper.print_receipt(request.number)

    async def find_receipt_address(request: FindReceiptAddress) -> ReceiptAddress:
        url = await means.orders.check_address(request.number)
        if not url:
            raise RequestFailed(Fault(FaultCode.NOT_FOUND))
        return ReceiptAddress(url)

    async def print_slip(request: PrintSlip) -> Printed:
        return await paper.print_slip(request.number, request.heading, request.lines)

    async def print_referral(request: PrintReferral) -> SlipPrinted:
        return await paper.print_referral(request)

    async def reprint_receipt(request: ReprintReceipt) -> Printed:
        return await paper.reprint_receipt(request.citizen, request.record)

    async def print_resolution(request: PrintResolution) -> Printed:
        return await paper.print_resolution(request.citizen, request.record)

    repertoire.add(PrintReceipt, print_receipt)
    repertoire.add(FindReceiptAddress, find_receipt_address)
    repertoire.add(PrintSlip, print_slip)
    repertoire.add(PrintReferral, print_referral)
    repertoire.add(ReprintReceipt, reprint_receipt)
    repertoire.add(PrintResolution, print_resolution)
