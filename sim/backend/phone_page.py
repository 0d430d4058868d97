"""The frame of every page that phones are shown."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

from fastapi.responses import HTMLResponse

NOT_FOUND = 404
PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}

_OWN_ALONE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; "
    "form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
"""No page has scripts, or anything from elsewhere, or is shown within another."""
_PAGES = Path(__file__).parent / "wallet_pages"


def page(look: str, name: str, sample: str, body: str, status: int = 200) -> HTMLResponse:
    """A whole page of HTML: ``look`` is its colours, ``sample`` says that nothing of it is real."""
    content = page_part("layout").substitute(look=look, wallet=name, sample=sample, body=body)
    return HTMLResponse(content, status, PRIVATE | _OWN_ALONE)


@cache
def page_part(name: str) -> Template:
    """A part of pages by the name of its file."""
    return Template((_PAGES / f"{name}.html").read_text(encoding="utf-8"))


@cache
def stylesheet() -> str:
    """The style of all of them."""
    return (_PAGES / "wallet.css").read_text(encoding="utf-8")
