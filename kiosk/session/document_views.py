"""Views of documents: looked at, printed, fetched by a phone."""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.domain.text import Text
from kiosk.session.view_elements import Button


@dataclass(frozen=True, slots=True)
class PreviewView:
    """A document as it will be printed, one PNG a page: turned and enlarged on the screen itself.

    ``confirm`` prints it; ``unavailable`` says why that cannot be done now, else None. ``others``
    are further things to do with it. ``page`` (0 is the first) and ``zoom`` (steps enlarged) are
    where it was looked at last.
    """

    title: Text
    hint: Text
    pages: tuple[bytes, ...] = field(repr=False)
    confirm: Button
    unavailable: Text | None
    others: tuple[Button, ...]
    page: int = 0
    zoom: int = 0


@dataclass(frozen=True, slots=True)
class PrintingView:
    """A document of ``pages`` pages is being printed and ``out`` of them are. ``trouble`` is what
    the printer waits for, None while it goes on; nothing need be pressed either way."""

    title: Text
    hint: Text
    pages: int
    out: int
    trouble: Text | None = None


@dataclass(frozen=True, slots=True)
class LinkView:
    """Fetch a document on the phone: a QR code that leads to ``payload`` and is good for
    ``valid_seconds`` from now, or None where what it leads to stays."""

    title: Text
    hint: Text
    payload: str = field(repr=False)
    valid_seconds: int | None
    caution: Text
    finish: Button
