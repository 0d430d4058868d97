"""One stream of bytes drawn as the papers that a receipt printer would make of it."""

from __future__ import annotations

from sim.devices.receipt_printer import Firmware, Paper, ReceiptPrinterSimulator
from sim.devices.serial_line import Received

_USUAL = Firmware()


class _Wire:
    """A cable whose other end is this very function; nobody listens to the printer."""

    speed = None

    def connect(self, received: Received) -> None:
        self.put_in = received

    def disconnect(self) -> None:
        pass

    def send(self, data: bytes) -> None:
        pass


class NotUnderstood(ValueError):
    """The printer did not know some commands of the stream; ``commands`` are those."""

    def __init__(self, commands: list[bytes]) -> None:
        super().__init__("commands not known: " + ", ".join(map(bytes.hex, commands)))
        self.commands = commands


def draw_paper(stream: bytes, profile: Firmware = _USUAL, *, paper_mm: int = 80) -> list[Paper]:
    """Every piece with something on it, oldest first; what is not cut at the end is torn off at the
    cutter, so that a stream without a feed leaves its last lines in the printer.

    Raises ``NotUnderstood`` rather than draw a paper that the stream did not mean.
    """
    wire = _Wire()
    # At once, and with room for all of it: no fault of the printer is wanted here.
    printer = ReceiptPrinterSimulator(
        [wire], paper_mm=paper_mm, firmware=profile, buffer_bytes=len(stream) + 1
    )
    printer.plug()
    wire.put_in(stream)
    if printer.unknown_commands:
        raise NotUnderstood(printer.unknown_commands)
    printer.tear_off()
    return printer.papers
