"""Documents on A4 in the ledger: received from the service, printed once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

_SHA256 = re.compile(r"[0-9a-f]{64}")
_NUMBER = re.compile(r"[0-9A-Za-z-]{0,40}")
_MOST_PAGES = 1000
_JOB_DIGITS = 16


class DocumentState(Enum):
    """Where a document stands."""

    RECEIVED = "received"
    """The service has issued it; nothing of it is on paper."""
    STARTED = "started"
    """The printer has it, or may have it; how that ended is not known yet."""
    PRINTED = "printed"
    """Every page is on paper."""
    DOUBTFUL = "doubtful"
    """Some of it is, or may be, on paper. It is never printed again; a 补打 is another document."""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A document as the service sent it: its 凭证号码 (empty for a list), 补打 第n次 (0 for the
    original), pages, and the SHA-256 of its bytes in hexadecimal, which names it. Raises
    ValueError."""

    number: str
    reprint: int
    pages: int
    sha256: str

    def __post_init__(self) -> None:
        if not (_SHA256.fullmatch(self.sha256) and _NUMBER.fullmatch(self.number)):
            raise ValueError("not the number or the digest of a document")
        if self.reprint < 0 or not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError("a document of no possible count")


@dataclass(frozen=True, slots=True)
class LedgerDocument:
    """A document and what became of it.

    ``attempts`` is how often a print was begun, ``counter`` what the printer's own page counter
    said then (None where it has none). ``sheets`` are on paper, None while or where nobody knows.
    ``cause`` is why the last print failed, empty for none.
    """

    terms: NewDocument
    state: DocumentState
    since: datetime
    attempts: int = 0
    counter: int | None = None
    sheets: int | None = 0
    cause: str = ""

    @property
    def job(self) -> str:
        """The name of its last job in the printer's queue: never used twice, by any ledger."""
        return job_name(self.terms.sha256, self.attempts)


def job_name(sha256: str, attempt: int) -> str:
    """How that try to print a document is called at the printer."""
    return f"{sha256[:_JOB_DIGITS]}-{attempt}"
