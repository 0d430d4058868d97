"""Steps of scenarios about papers and documents; see ``sim.scenario``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Texts = tuple[str, ...]


class _Step(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Papers(_Step):
    """Wait for papers; 0 asserts that none has come out."""

    papers: Annotated[int, Field(ge=0)]
    text: Texts = ()
    absent: Texts = ()
    within: Annotated[float, Field(gt=0)] = 15.0


class Documents(_Step):
    """Wait for documents of the collection service; 0 asserts that it has made none."""

    documents: Annotated[int, Field(ge=0)]
    text: Texts = ()
    absent: Texts = ()
    within: Annotated[float, Field(gt=0)] = 30.0


class Pages(_Step):
    """Wait until so many pages are out of the A4 printer; 0 asserts that there is none."""

    pages: Annotated[int, Field(ge=0)]
    within: Annotated[float, Field(gt=0)] = 15.0


class Download(_Step):
    """A phone opens the link that the code on the screen says; ``text`` is in the document, or on
    the page."""

    download: Literal[True]
    text: Texts = ()
    absent: Texts = ()


PaperStep = Papers | Documents | Pages | Download
