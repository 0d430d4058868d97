"""GS ( k: the QR code that a receipt printer keeps until it is told to print it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PIL import Image

from sim.devices.printer_images import qr_symbol

_LONGEST = 7089


class Order(Enum):
    """What a function of GS ( k comes to."""

    KEPT = "kept"
    """Something was set."""
    PRINT = "print"
    UNKNOWN = "unknown"
    """Nothing: no such function, or a value out of its range."""


@dataclass(slots=True)
class QrStore:
    """What functions 165 to 180 have set; ``module`` in dots, ``correction`` 0 to 3 for L, M, Q, H.

    The data stay when they are printed, and are gone with ESC @.
    """

    module: int = 3
    correction: int = 0
    data: bytes = b""

    def take(self, function: bytes) -> Order:
        """``function`` begins with cn (31 for QR) and fn. Model 1 and Micro QR are not drawn."""
        match function[:2], function[2:]:
            case b"1A", b"2\x00":
                return Order.KEPT
            case b"1C", values if len(values) == 1 and 1 <= values[0] <= 16:
                self.module = values[0]
                return Order.KEPT
            case b"1E", values if len(values) == 1 and 0x30 <= values[0] <= 0x33:
                self.correction = values[0] - 0x30
                return Order.KEPT
            case b"1P", values if values[:1] == b"0" and 1 <= len(values) - 1 <= _LONGEST:
                self.data = values[1:]
                return Order.KEPT
            case b"1Q", b"0":
                return Order.PRINT
            case _:
                return Order.UNKNOWN

    def symbol(self) -> Image.Image | None:
        """The code, or None where nothing is kept or no code holds it."""
        return qr_symbol(self.data, self.correction, self.module) if self.data else None
