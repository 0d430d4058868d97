"""Paper from the receipt printer."""

from __future__ import annotations

from kiosk.flows.requests.history import PrintResolution, ReprintReceipt
from kiosk.flows.requests.receipt import Printed, PrintReceipt, PrintSlip
from kiosk.runtime.performing.means import Means
from kiosk.runtime.performing.repertoire import Repertoire
from kiosk.session.requests import PrintReferral, SlipPrinted


def add_to(repertoire: Repertoire, means: Means) -> None:
    """Receipts and slips."""
    paper = means.paper

    async def print_receipt(request: PrintReceipt) -> Printed:
        return await paper.print_receipt(request.number)

    async def print_slip(request: PrintSlip) -> Printed:
        return await paper.print_slip(request.number, request.heading, request.lines)

    async def print_referral(request: PrintReferral) -> SlipPrinted:
        return await paper.print_referral(request)

    async def reprint_receipt(request: ReprintReceipt) -> Printed:
        return await paper.reprint_receipt(request.citizen, request.record)

    async def print_resolution(request: PrintResolution) -> Printed:
        return await paper.print_resolution(request.citizen, request.record)

    repertoire.add(PrintReceipt, print_receipt)
    repertoire.add(PrintSlip, print_slip)
    repertoire.add(PrintReferral, print_referral)
    repertoire.add(ReprintReceipt, reprint_receipt)
    repertoire.add(PrintResolution, print_resolution)
