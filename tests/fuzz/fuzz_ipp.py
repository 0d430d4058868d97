"""Printers that answer anything: every answer is read or refused, and none hangs the parser.

``python tests/fuzz/fuzz_ipp.py -atheris_runs=100000`` looks for one that does neither.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from contextlib import suppress
from pathlib import Path

if __name__ == "__main__":
    # Run as a script, it finds the tree it stands in, and watches what it tries.
    sys.path.insert(0, str(Path(__file__).parents[2]))
    if importlib.util.find_spec("atheris") is None:
        raise SystemExit("no atheris here; hypothesis tries the same in tests/devices")
    import atheris

    with atheris.instrument_imports(include=["kiosk.devices", "pyipp.parser"]):
        importlib.import_module("kiosk.devices.ports.ipp_port")

from kiosk.devices.codecs.ipp_jobs import job_of
from kiosk.devices.codecs.ipp_state import reading_of
from kiosk.devices.codecs.ipp_ticket import Paper, UnsuitablePrinter, ticket_for
from kiosk.devices.ports.ipp_port import IppNonsense, read_reply

_HEAD = b"\x02\x00\x00\x00\x00\x00\x00\x01"
_PAPER = Paper(tray="main")


def one_input(data: bytes) -> None:
    """As the driver reads an answer, whole or behind a head that is well."""
    for answer in (data, _HEAD + data):
        with suppress(IppNonsense):
            reply = read_reply(answer)
            for job in reply.jobs:
                job_of(job)
            reading_of(reply.printer, _PAPER.tray)
            with suppress(UnsuitablePrinter):
                ticket_for(reply.printer, _PAPER)


if __name__ == "__main__":
    import atheris

    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
