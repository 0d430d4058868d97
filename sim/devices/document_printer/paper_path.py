"""The paper of an A4 printer: a tray, a path where it jams, and the sheets that came out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum

FULL_TRAY = 250
LOW_SHEETS = 10
_LOOK_S = 0.03

Speak = Callable[[str], None]
"""Says a line to ippeveprinter."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed page in the output tray: page ``page`` of the ``of`` pages of a job. ``pdf`` are
    the bytes it was printed from and ``sha256`` their digest."""

    number: int
    job: str
    page: int
    of: int
    sha256: str
    pdf: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Work:
    """A job to be printed: its number and name in the printer's queue, and its document."""

    number: int
    name: str
    pages: int
    sha256: str
    pdf: bytes = field(repr=False)


class WorkEnd(Enum):
    """How the print command ends, as its exit status."""

    DONE = 0
    """All is out, or somebody has cancelled it."""
    ABORTED = 1


@dataclass(slots=True)
class PaperPath:
    """Prints page by page, ``seconds`` a page. Everything but that may be set at any moment."""

    seconds: float
    sheets_left: int
    cover_open: bool = False
    tray_out: bool = False
    jammed: bool = False
    paused: bool = False
    jam_at: int | None = None
    abort_at: int | None = None
    out: list[Sheet] = field(default_factory=list)

    @property
    def obstacles(self) -> frozenset[str]:
        """Why no page comes out now, in the printer-state-reasons ippeveprinter knows."""
        # Not media-empty: ippeveprinter then begins no job at all, not even to be told otherwise.
        found = {
            "cover-open": self.cover_open,
            "input-tray-missing": self.tray_out,
            "media-needed": self.sheets_left == 0,
            "media-jam": self.jammed,
            "paused": self.paused,
        }
        return frozenset(reason for reason, holds in found.items() if holds)

    @property
    def reasons(self) -> frozenset[str]:
        """The obstacles, and what is only to be reported."""
        low = 0 < self.sheets_left <= LOW_SHEETS
        return self.obstacles | ({"media-low"} if low else set())

    def clear_jam(self) -> None:
        """Somebody pulls the sheet out; the page on it is printed on the next."""
        self.jammed, self.jam_at = False, None

    async def run(
        self, work: Work, speak: Speak, told: Told, is_cancelled: Callable[[], Awaitable[bool]]
    ) -> WorkEnd:
        """Print a job and return when it has ended."""
        for page in range(1, work.pages + 1):
            await asyncio.sleep(self.seconds)
            if self.abort_at == page:
                self.abort_at = None
                return WorkEnd.ABORTED
            if self.jam_at == page:
                self.jammed, self.jam_at = True, None
            told.catch_up(self.reasons, speak)
            while self.obstacles:
                if await is_cancelled():
                    return WorkEnd.DONE
                await asyncio.sleep(_LOOK_S)
                told.catch_up(self.reasons, speak)
            if await is_cancelled():
                return WorkEnd.DONE
            self.sheets_left -= 1
            self.out.append(
                Sheet(len(self.out) + 1, work.name, page, work.pages, work.sha256, work.pdf)
            )
            speak(f"ATTR: job-impressions-completed={page}")
        told.catch_up(self.reasons, speak)
        return WorkEnd.DONE


@dataclass(slots=True)
class Told:
    """The reasons that ippeveprinter has been told of."""

    reasons: frozenset[str] = frozenset()

    def catch_up(self, reasons: frozenset[str], speak: Speak) -> None:
        """Tell it what has changed."""
        for reason in sorted(reasons - self.reasons):
            speak(f"STATE: +{reason}")
        for reason in sorted(self.reasons - reasons):
            speak(f"STATE: -{reason}")
        self.reasons = reasons
