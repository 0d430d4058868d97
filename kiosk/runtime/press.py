"""The receipt printer at work: asked first, given only what it can draw, believed when it errs."""

from __future__ import annotations

import asyncio
from functools import partial

from kiosk.devices.api import DeviceCause, DeviceError, ReceiptPrinter
from kiosk.devices.codecs.printer_profile import PrinterProfile
from kiosk.documents.rasterise import rasterise_document
from kiosk.domain.paper import PaperDocument
from kiosk.domain.terminal import DeviceKind
from kiosk.runtime.failures import RequestFailed, device_fault
from kiosk.runtime.supervision import Supervisor
from kiosk.runtime.workshop import Workshop

_CAUSES = {cause.value: cause for cause in DeviceCause}
_UNNAMED = DeviceCause.PRINTER_ERROR


class Press:
    """The printer, its supervisor and the child process that draws for it."""

    def __init__(
        self,
        *,
        printer: ReceiptPrinter,
        profile: PrinterProfile,
        supervisor: Supervisor,
        workshop: Workshop,
    ) -> None:
        self._printer = printer
        self._profile = profile
        self._supervisor = supervisor
        self._workshop = workshop
        self._turn = asyncio.Lock()
        self._for_citizens = asyncio.Event()
        self._for_citizens.set()

    async def rest(self) -> None:
        """Return once no paper is coming out. What nobody waits for is not begun any more."""
        self._for_citizens.clear()
        async with self._turn:
            pass

    def resume(self) -> None:
        """Print by itself again."""
        self._for_citizens.set()

    async def free(self) -> None:
        """Return once it is not for staff: a receipt of a citizen is none of theirs."""
        await self._for_citizens.wait()

    @property
    def columns(self) -> int:
        """Latin columns of a line."""
        return self._printer.columns

    async def make_sure(self) -> None:
        """Raise RequestFailed for a printer known not to print, before anything is counted."""
        try:
            condition = (await self._printer.reading()).condition
        except DeviceError as error:
            raise self.failed(error) from error
        if not condition.usable:
            unusable = DeviceError(_CAUSES.get(condition.cause, _UNNAMED), condition.remedy)
            raise RequestFailed(device_fault(DeviceKind.RECEIPT_PRINTER, unusable))

    async def drawn(self, document: PaperDocument) -> PaperDocument:
        """The document with everything drawn that the printer has no glyphs for."""
        return await self._workshop.do(
            partial(
                rasterise_document,
                document,
                can_draw=self._profile.repertoire.draws,
                dots=self._profile.dots,
                prints_qr=self._profile.prints_qr,
            )
        )

    async def print_uncounted(self, document: PaperDocument) -> None:
        """Print what nobody counts. Raises RequestFailed."""
        await self.make_sure()
        drawn = await self.drawn(document)
        try:
            await self.print(drawn)
        except DeviceError as error:
            raise self.failed(error) from error

    async def print(self, document: PaperDocument) -> None:
        """Print a document that was drawn; returns when the paper is out. Raises DeviceError."""
        async with self._turn:
            await self._printer.print_document(document)

    def failed(self, error: DeviceError) -> RequestFailed:
        """What to tell the citizen; the supervisor is told too."""
        self._supervisor.report(error)
        return RequestFailed(device_fault(DeviceKind.RECEIPT_PRINTER, error))
