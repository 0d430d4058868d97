"""The page that a paper's QR code leads to: ``GET /check/<code>``, and ``/check`` to type one."""

from __future__ import annotations

import html
from collections.abc import Callable
from string import Template
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sim.backend.confirming import Confirmation, Mood, Row
from sim.backend.phone_page import NOT_FOUND, page, page_part

_NAME = "缴费凭证查验"
_SAMPLE = "样例 · 演示数据"
_NOTE = "样例　演示数据　不具有法律效力。姓名已作遮盖。有疑问请拨打 12366，或到办税服务厅咨询。"
_FEW_ROWS = 4


def add_check_pages(app: FastAPI, confirm: Callable[[str], Confirmation | None]) -> None:
    """Let the application answer for papers. What is not known is 404 and 不能确认; nothing on a
    page says whether a code was close to a real one."""
    verdict, form = page_part("check"), page_part("check_form")

    @app.get("/check")
    def ask(code: str = "") -> Response:
        if code.strip():
            return RedirectResponse(f"/check/{quote(code.strip(), safe='')}", 303)
        return _show(form.substitute(label="请输入凭证上的查验码", code=""))

    @app.get("/check/{code}")
    def show(code: str) -> HTMLResponse:
        found = confirm(code)
        return _unknown(verdict, form) if found is None else _known(verdict, found)


def _show(body: str, status: int = 200) -> HTMLResponse:
    return page("check", _NAME, _SAMPLE, body, status)


def _known(verdict: Template, found: Confirmation) -> HTMLResponse:
    heading = found.state or "可以确认"
    body = verdict.substitute(
        result="confirmed",
        mood=found.mood.value,
        heading=html.escape(heading),
        sentence=html.escape(found.sentence),
        facts=_facts(found) + _rows(found.rows),
        note=_NOTE,
    )
    return _show(body)


def _unknown(verdict: Template, form: Template) -> HTMLResponse:
    body = verdict.substitute(
        result="unknown",
        mood=Mood.BAD.value,
        heading="不能确认",
        sentence="没有查到这个查验码。它可能输错了，也可能不是税务机关开具的凭证。",
        facts=form.substitute(label="请再核对一次凭证上的查验码", code=""),
        note=_NOTE,
    )
    return _show(body, NOT_FOUND)


def _facts(found: Confirmation) -> str:
    pairs = "".join(
        f"<div><dt>{html.escape(label)}</dt><dd>{html.escape(value)}</dd></div>"
        for label, value in found.facts
    )
    return (
        f'<section class="facts"><h3>{html.escape(found.title)}</h3><dl>'
        f'<div><dt>金额</dt><dd class="total" id="amount">¥{html.escape(found.amount)}</dd></div>'
        f"{pairs}</dl></section>"
    )


def _rows(rows: tuple[Row, ...]) -> str:
    if not rows:
        return ""
    shown = "".join(
        f"<li><span>{html.escape(row.name)}<small>{html.escape(row.detail)}</small></span>"
        f"<span>{html.escape(row.amount)}</span></li>"
        for row in rows
    )
    opened = " open" if len(rows) <= _FEW_ROWS else ""
    return (
        f'<details class="rows"{opened}><summary>明细　共 {len(rows)} 行</summary>'
        f"<ol>{shown}</ol></details>"
    )
