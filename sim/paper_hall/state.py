"""What can be seen of the A4 printer, as the control API tells it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SheetState(_Fact):
    """A printed page, the first is 1: page ``page`` of the ``of`` of a job, and the digest of the
    document it was printed from."""

    number: int
    job: str
    page: int
    of: int
    sha256: str


class DocumentPrinterState(_Fact):
    """The A4 printer; ``reasons`` are why it prints nothing now, in IPP's words, ``printing`` the
    job in the works. ``papers`` are all since the last reset, the oldest first."""

    connected: bool
    silent: bool
    sheets_left: int
    toner_percent: int
    reasons: tuple[str, ...]
    printing: str | None
    papers: tuple[SheetState, ...]
