"""Paper goldens: the picture that a document's bytes make on a simulated printer, dot by dot.

``UPDATE_GOLDENS=1`` writes them anew; look at them before you commit.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from kiosk.devices.codecs.escpos_text import encode_document
from kiosk.devices.codecs.printer_profile import PrinterProfile, Repertoire
from kiosk.documents.rasterise import rasterise_document
from kiosk.domain.paper import PaperDocument
from sim.devices.receipt_printer import Firmware, Paper, ReceiptPrinterSimulator
from sim.devices.serial_line import Received

_FOLDER = Path(__file__).parents[1] / "goldens" / "paper"


class Wire:
    """A cable without another end: what is put in reaches the printer."""

    speed = None

    def connect(self, received: Received) -> None:
        self.put_in = received

    def disconnect(self) -> None:
        pass

    def send(self, data: bytes) -> None:
        pass


def printed(document: PaperDocument, profile: PrinterProfile) -> Paper:
    """The paper, through rasterising, encoding and the printer's own interpretation."""
    wire = Wire()
    printer = ReceiptPrinterSimulator(
        [wire],
        paper_mm={48: 80, 32: 58}[profile.columns],
        firmware=Firmware(codec="gbk" if profile.repertoire is Repertoire.GBK else "gb18030"),
    )
    printer.plug()
    drawable = rasterise_document(
        document, can_draw=profile.can_draw, dots=profile.dots, prints_qr=profile.prints_qr
    )
    wire.put_in(b"".join(encode_document(drawable, profile)))
    assert printer.unknown_commands == []
    assert printer.overrun == 0
    if not printer.papers:
        printer.tear_off()
    (paper,) = printer.papers
    assert paper.complete
    return paper


def check_golden(paper: Paper, name: str) -> None:
    """Compare with ``tests/goldens/paper/NAME.png``, every dot of it."""
    path = _FOLDER / f"{name}.png"
    if os.environ.get("UPDATE_GOLDENS"):
        path.write_bytes(paper.png)
        return
    if not path.exists():
        pytest.fail(f"no golden {path.name}; UPDATE_GOLDENS=1 makes it")
    with Image.open(path) as golden, Image.open(io.BytesIO(paper.png)) as picture:
        if golden.size != picture.size or golden.tobytes() != picture.tobytes():
            seen = path.with_suffix(".seen.png")
            seen.write_bytes(paper.png)
            pytest.fail(f"differs from {path.name}; see {seen.name} beside it")
