"""What people do at the A4 printer, and what goes wrong with it, as typed data.

Part of the vocabulary of ``sim.actions``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Page = Annotated[int, Field(ge=1)]


class _PaperAction(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class A4Sheets(_PaperAction):
    """So many sheets are in the tray; a job that waits for paper goes on."""

    world: Literal["a4.sheets"] = "a4.sheets"
    left: Annotated[int, Field(ge=0)]


class A4Jam(_PaperAction):
    """That page of the next document, or of this one, gets stuck."""

    world: Literal["a4.jam"] = "a4.jam"
    page: Page


class A4JamCleared(_PaperAction):
    """The sheet that is stuck is pulled out, and the same page is printed on another."""

    world: Literal["a4.jam_cleared"] = "a4.jam_cleared"


class A4Cover(_PaperAction):
    """The cover of the printer."""

    world: Literal["a4.cover"] = "a4.cover"
    state: Literal["open", "closed"]


class A4Tray(_PaperAction):
    """The paper tray."""

    world: Literal["a4.tray"] = "a4.tray"
    state: Literal["out", "in"]


class A4Toner(_PaperAction):
    """How much toner is left; below ten per cent the printer complains, with none it is empty."""

    world: Literal["a4.toner"] = "a4.toner"
    percent: Annotated[int, Field(ge=0, le=100)]


class A4Pause(_PaperAction):
    """Somebody pauses the printer, or lets it go on."""

    world: Literal["a4.pause"] = "a4.pause"
    state: Literal["paused", "running"]


class A4Power(_PaperAction):
    """The printer's switch: off, it stops in the middle of a page; on again, it knows no job."""

    world: Literal["a4.power"] = "a4.power"
    state: Literal["off", "on"]


class A4Voice(_PaperAction):
    """Whether the printer answers; while it does not, nothing comes out."""

    world: Literal["a4.silent"] = "a4.silent"
    state: Literal["silent", "answering"]


class A4Abort(_PaperAction):
    """The printer gives up the next document, or this one, before that page."""

    world: Literal["a4.abort"] = "a4.abort"
    page: Page


class A4Cancel(_PaperAction):
    """Somebody presses the button at the printer that cancels what is printed."""

    world: Literal["a4.cancel"] = "a4.cancel"


PaperAction = (
    A4Sheets
    | A4Jam
    | A4JamCleared
    | A4Cover
    | A4Tray
    | A4Toner
    | A4Pause
    | A4Power
    | A4Voice
    | A4Abort
    | A4Cancel
)
