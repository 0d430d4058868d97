"""The hall on a page: ``GET /hall`` shows every terminal as its reports say it is, and has it
restarted."""

from __future__ import annotations

import html
from collections.abc import Callable
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sim.backend.hall_sight import Happening, TerminalSight
from sim.backend.phone_page import NOT_FOUND, page, page_part

_NAME = "大厅自助终端"
_SAMPLE = "模拟 · 演示数据"
_ANEW_SECONDS = 15


def add_hall_page(
    app: FastAPI,
    look: Callable[[], tuple[TerminalSight, ...]],
    restart: Callable[[str], object],
) -> None:
    """Let the application show the hall; the page comes anew by itself. ``restart`` has the
    terminal of that number restarted, and raises KeyError where there is none."""
    part = page_part("terminal")

    @app.get("/hall")
    def hall() -> HTMLResponse:
        shown = "".join(
            part.substitute(
                number=html.escape(one.number),
                name=html.escape(one.name),
                hall=html.escape(one.hall_name),
                mood=one.sight.value,
                standing=html.escape(one.standing),
                since=html.escape(one.since or "—"),
                heard=html.escape(one.heard_at or "从未上报"),
                orders=html.escape(one.open_orders),
                supplies=html.escape(one.supplies or "不详"),
                printed=html.escape(one.printed or "不详"),
                version=html.escape(one.version or "不详"),
                causes=_causes(one),
                instruction=html.escape(one.instruction or "没有"),
                restart=_restart(one),
                happenings=_happenings(one.happenings),
            )
            for one in look()
        )
        answer = page("hall", _NAME, _SAMPLE, shown)
        answer.headers["Refresh"] = str(_ANEW_SECONDS)
        return answer

    @app.post("/hall/{terminal}/restart")
    def have_restarted(terminal: str) -> Response:
        try:
            restart(terminal)
        except KeyError:
            return Response(status_code=NOT_FOUND)
        return RedirectResponse("/hall", 303)


def _restart(one: TerminalSight) -> str:
    if not one.may_restart:
        return ""
    return (
        f'<form class="actions" method="post" action="/hall/{quote(one.number, safe="")}/restart">'
        '<button class="plain" type="submit">没有人办理时重启</button></form>'
    )


def _causes(one: TerminalSight) -> str:
    if not one.causes:
        return ""
    rows = "".join(f"<li>{html.escape(cause)}</li>" for cause in one.causes)
    return f'<ul class="causes">{rows}</ul>'


def _happenings(happenings: tuple[Happening, ...]) -> str:
    if not happenings:
        return ""
    rows = "".join(
        f"<li><span>{html.escape(one.event)}<small>{html.escape(one.facts)}</small></span>"
        f"<span>{html.escape(one.at)}</span></li>"
        for one in happenings
    )
    return (
        f'<details class="rows"><summary>最近发生　{len(happenings)} 条</summary>'
        f"<ol>{rows}</ol></details>"
    )
