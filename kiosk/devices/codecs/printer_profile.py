"""What a model of receipt printer can do; models differ too much to be guessed at run time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kiosk.domain.columns import display_columns

# Python's GB 2312 has these two of row 1 as U+30FB and U+2015; they are sent as GB 18030 has them.
_MAPPED_OTHERWISE = "·—"


class Repertoire(Enum):
    """Which characters the printer's own font holds, by the name of Python's codec.

    ``GB18030_TWO_BYTE`` is a GB 18030 font without the four-byte planes, as most firmwares have it.
    """

    GB2312 = "gb2312"
    GBK = "gbk"
    GB18030_TWO_BYTE = "gb18030-2"
    GB18030 = "gb18030"

    def draws(self, character: str) -> bool:
        """Whether the printer has a glyph for one character."""
        if character.isascii():
            return character.isprintable()
        if self is Repertoire.GB2312 and character in _MAPPED_OTHERWISE:
            return True
        codec = "gb18030" if self is Repertoire.GB18030_TWO_BYTE else self.value
        try:
            length = len(character.encode(codec))
        except UnicodeEncodeError:
            return False
        # A cell of the Chinese font is two columns; what layouts count as one would not line up.
        return (length == 2 or self is Repertoire.GB18030) and display_columns(character) == 2


class StatusSet(Enum):
    """How the printer tells how it is."""

    REAL_TIME = "real_time"
    """DLE EOT 1–4, answered at once even while offline or with a full buffer."""

    PAPER_SENSOR = "paper_sensor"
    """ESC v only, answered in its turn: bit 2 paper out, bit 6 too hot. No cover, no cutter."""


class Barrier(Enum):
    """The last command of a job, whose answer says that everything before it was carried out."""

    PAPER_STATUS = "gs_r"
    """GS r 1, one byte."""

    PROCESS_ID = "gs_paren_h"
    """GS ( H function 48, answered with our own four characters."""

    PAPER_SENSOR = "esc_v"
    """ESC v, one byte."""


CUT_PARTIAL_AT_CUTTER = b"\x1dVB\x00"
"""GS V 66 0: feed to the cutter, then cut leaving one point."""

CUT_FULL = b"\x1dV\x00"
"""GS V 0: cut where the paper is."""

CLEAR_BY_RECOVERY = b"\x10\x05\x02"
"""DLE ENQ 2: recover from an error, dropping what is buffered."""

CLEAR_IN_REAL_TIME = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8: drop what is buffered in any state; answered with 37 25 00."""


_RASTER_OVERHEAD = 32


@dataclass(frozen=True, slots=True)
class PrinterProfile:
    """One model. ``dots`` is the printable width, 8 dots per millimetre, 12 dots per Latin column.

    ``setup`` is sent after ESC @ FS &. ``leading`` are blank dots under each line of text (None:
    the printer's own line spacing). ``cut`` ends the document. ``clear`` drops what is buffered and
    recovers from a cleared jam. ``window_bytes`` may be in the printer unconfirmed, and no piece is
    longer; keep it well under the receive buffer, for nothing else paces a printer without flow
    control.
    """

    name: str
    columns: int
    dots: int
    repertoire: Repertoire
    status_set: StatusSet
    barrier: Barrier
    automatic_status: bool
    prints_qr: bool
    cut: bytes = CUT_PARTIAL_AT_CUTTER
    clear: bytes = CLEAR_BY_RECOVERY
    setup: bytes = b""
    leading: int | None = 10
    window_bytes: int = 1024

    def __post_init__(self) -> None:
        if self.dots % 8 or self.columns * 12 != self.dots:
            raise ValueError("a column is 12 dots and a row of dots fills whole bytes")

    @property
    def raster_rows(self) -> int:
        """How many rows of dots one piece may hold."""
        return (self.window_bytes - _RASTER_OVERHEAD) // (self.dots // 8)

    @property
    def clear_is_answered(self) -> bool:
        """Whether the printer says that it has cleared its buffers."""
        return CLEAR_IN_REAL_TIME in self.clear

    def can_draw(self, character: str) -> bool:
        """Whether the printer has a glyph for one character; picklable when bound."""
        return self.repertoire.draws(character)


GENERIC_80 = PrinterProfile(
    name="generic-80",
    columns=48,
    dots=576,
    repertoire=Repertoire.GBK,
    status_set=StatusSet.REAL_TIME,
    barrier=Barrier.PAPER_STATUS,
    automatic_status=True,
    prints_qr=True,
)

GENERIC_58 = PrinterProfile(
    name="generic-58",
    columns=32,
    dots=384,
    repertoire=Repertoire.GBK,
    status_set=StatusSet.REAL_TIME,
    barrier=Barrier.PAPER_STATUS,
    automatic_status=True,
    prints_qr=True,
)

# GS P 203 203 makes ESC 3 and ESC J count dots; the default unit of these models is finer.
EPSON_80 = PrinterProfile(
    name="epson-80",
    columns=48,
    dots=576,
    repertoire=Repertoire.GB18030_TWO_BYTE,
    status_set=StatusSet.REAL_TIME,
    barrier=Barrier.PROCESS_ID,
    automatic_status=True,
    prints_qr=True,
    clear=CLEAR_BY_RECOVERY + CLEAR_IN_REAL_TIME,
    setup=b"\x1dP\xcb\xcb",
)

CSN_A2 = PrinterProfile(
    name="csn-a2",
    columns=32,
    dots=384,
    repertoire=Repertoire.GB18030_TWO_BYTE,
    status_set=StatusSet.PAPER_SENSOR,
    barrier=Barrier.PAPER_SENSOR,
    automatic_status=False,
    prints_qr=False,
    cut=b"\x1bd\x05",
    clear=b"",
    window_bytes=256,
)

PROFILES = {profile.name: profile for profile in (GENERIC_80, GENERIC_58, EPSON_80, CSN_A2)}
"""The models known by name in the configuration."""
