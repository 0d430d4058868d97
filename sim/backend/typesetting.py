"""Sets a document as PDF, each in a child process of its own.

The typesetter holds the interpreter for a good fraction of a second, which neither the servers nor
the devices of the hall may wait for; and whatever becomes of the child, the service goes on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "assets" / "certificates"
FONTS = Path("/usr/share/fonts/opentype/noto")
"""Where Debian's fonts-noto-cjk puts them; no other font is ever used."""

MAX_PDF_BYTES = 2 * 2**20 - 2**14
"""Of what a terminal takes, with room for a signature."""
_SECONDS = 60


class TypesettingFailed(Exception):
    """There is no document. Says nothing of the content, which is personal."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What a document is set from: a template of ``TEMPLATES`` by name, its content as JSON, and
    the print this is (``reprint`` 0 is the first). The same manuscript gives the same bytes."""

    template: str
    content: str = field(repr=False)
    terminal: str
    printed_at: datetime
    reprint: int = 0


def typeset(manuscript: Manuscript) -> bytes:
    """The document as PDF/A-2b, at most ``MAX_PDF_BYTES`` long. Raises TypesettingFailed."""
    order = json.dumps(asdict(manuscript), default=datetime.isoformat).encode()
    try:
        child = subprocess.run(
            [sys.executable, "-m", __name__],
            input=order,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        # Without the cause, which holds what the child was given.
        raise TypesettingFailed("the typesetter takes too long") from None
    if child.returncode != 0:
        raise TypesettingFailed(f"the typesetter ended with {child.returncode}")
    if len(child.stdout) > MAX_PDF_BYTES:
        raise TypesettingFailed(f"a document of {len(child.stdout)} bytes")
    return child.stdout


def _set(manuscript: Manuscript) -> bytes:
    """In the child. Raises typst.TypstError."""
    import typst

    return typst.compile(
        TEMPLATES / f"{manuscript.template}.typ",
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={
            "content": manuscript.content,
            "terminal": manuscript.terminal,
            "printed_at": f"{manuscript.printed_at:%Y-%m-%d %H:%M:%S}",
            "reprint": str(manuscript.reprint),
        },
        pdf_standards=["a-2b"],
        # Typst takes no fractions of a second.
        timestamp=manuscript.printed_at.replace(microsecond=0),
    )


def _main() -> None:
    order = json.load(sys.stdin.buffer)
    printed_at = datetime.fromisoformat(order.pop("printed_at"))
    sys.stdout.buffer.write(_set(Manuscript(printed_at=printed_at, **order)))


if __name__ == "__main__":
    _main()
