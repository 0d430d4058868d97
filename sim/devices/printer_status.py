"""The status bytes of a simulated receipt printer, made from what its sensors see."""

from __future__ import annotations

from sim.devices.printer_mechanism import PaperLevel, PrinterMechanism


def real_time_byte(printer: PrinterMechanism, which: int) -> int:
    """Reply to DLE EOT 1 to 4."""
    value = 0x12
    end = printer.paper is PaperLevel.END
    error = printer.cutter_error or printer.broken or printer.overheated
    if which == 1:
        value |= 0x00 if printer.ready else 0x08
    elif which == 2:
        value |= 0x04 * printer.cover_open | 0x20 * end | 0x40 * error
    elif which == 3:
        value |= 0x08 * printer.cutter_error | 0x20 * printer.broken | 0x40 * printer.overheated
    else:
        near = printer.paper is not PaperLevel.ENOUGH
        value |= 0x0C * near | 0x60 * end
    return value


def automatic_frame(printer: PrinterMechanism) -> bytes:
    """The four bytes of ASB."""
    near = printer.paper is not PaperLevel.ENOUGH
    end = printer.paper is PaperLevel.END
    return bytes(
        (
            0x10 | 0x08 * (not printer.ready) | 0x20 * printer.cover_open,
            0x08 * printer.cutter_error | 0x20 * printer.broken | 0x40 * printer.overheated,
            0x03 * near | 0x0C * end,
            0x0F,
        )
    )


def told_by(frame: bytes, wanted: int) -> bytes:
    """What of an ASB frame makes the printer speak up by itself, as GS a has asked: 02 offline and
    cover, 04 errors, 08 paper."""
    return bytes(
        (
            frame[0] if wanted & 0x02 else 0,
            frame[1] if wanted & 0x04 else 0,
            frame[2] if wanted & 0x08 else 0,
        )
    )


def identity(codec: str, which: int) -> bytes:
    """Reply to GS I: 1 to 3 in a byte, 65 to 69 in words; nothing to any other."""
    numbers = {1: 0x20, 2: 0x03, 3: 0x01}
    if (number := numbers.get(which % 0x30)) is not None and which < 0x40:
        return bytes((number,))
    words = {65: "1.00", 66: "SIM", 67: "SIM-80", 68: "S0000001", 69: codec.upper()}
    return f"_{words[which]}\0".encode() if which in words else b""


def paper_byte(printer: PrinterMechanism) -> int:
    """Reply to GS r 1."""
    near = printer.paper is not PaperLevel.ENOUGH
    end = printer.paper is PaperLevel.END
    return 0x03 * near | 0x0C * end


def sensor_byte(printer: PrinterMechanism) -> int:
    """Reply to ESC v of a CSN-A2."""
    end = printer.paper is PaperLevel.END
    return 0x01 * printer.ready | 0x04 * end | 0x40 * printer.overheated
