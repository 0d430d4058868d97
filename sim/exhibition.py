"""One page on which every scenario can be looked at: screens, papers, documents, steps, result.

It needs nothing but the folders beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path

from kiosk.domain.money import Money
from sim.album import SUMMARY, DocumentSummary, Summary

PAGE = "index.html"

_STYLE = """
:root { --ink: #1c2733; --second: #5a6775; --line: #d8dfe6; --ground: #f3f6f9; --deep: #0b5cad;
  --ok: #1c7a3c; --bad: #b3261e; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); line-height: 1.55;
  font-family: "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei",
    sans-serif; }
header { padding: 24px 32px; background: #fff; border-bottom: 1px solid var(--line); }
h1 { margin: 0 0 4px; font-size: 26px; }
h2 { margin: 0; font-size: 20px; }
nav { display: flex; flex-wrap: wrap; gap: 6px 8px; margin-top: 16px; }
nav a { padding: 2px 10px; border: 1px solid var(--line); border-radius: 99px; background: #fff;
  color: var(--deep); text-decoration: none; font-size: 14px; }
nav a.bad { border-color: var(--bad); color: #fff; background: var(--bad); }
section { margin: 24px 32px; padding: 20px 24px; background: #fff; border: 1px solid var(--line);
  border-radius: 12px; }
section.bad { border: 2px solid var(--bad); }
.head { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; }
.ok { color: var(--ok); } .bad .result { color: var(--bad); }
.second, figcaption, summary { color: var(--second); font-size: 14px; }
.row { display: flex; flex-wrap: wrap; gap: 14px; padding: 12px 2px; align-items: flex-start; }
figure { margin: 0; flex: none; }
figure img { display: block; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
.screens img { height: 380px; } .papers img { max-height: 560px; width: 260px; object-fit: contain;
  object-position: top; } .documents img { height: 480px; }
ol { margin: 8px 0 0; columns: 3 320px; font-size: 13px; font-family: ui-monospace, monospace; }
table { border-collapse: collapse; font-size: 14px; } td { padding: 2px 16px 2px 0; }
"""


def exhibit(out: Path, names: Sequence[str], *, seconds: float) -> tuple[str, ...]:
    """Write the page of these scenarios; returns those that failed or were never played."""
    found = {name: _summary(out / name) for name in names}
    failed = tuple(name for name, one in found.items() if one is None or not one.passed)
    (out / PAGE).write_text("\n".join(_page(found, failed, seconds)) + "\n", encoding="utf-8")
    return failed


def _summary(folder: Path) -> Summary | None:
    try:
        return Summary.model_validate_json((folder / SUMMARY).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def _page(found: dict[str, Summary | None], failed: Sequence[str], seconds: float) -> Iterator[str]:
    yield '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>社保费自助缴费终端：全部场景</title><style>{_STYLE}</style></head><body>"
    yield "<header><h1>社保费自助缴费终端：全部场景</h1>"
    yield f'<div class="second">{len(found) - len(failed)} / {len(found)} 个场景通过，'
    yield f"用时 {seconds / 60:.1f} 分钟。人物均为虚构，金额为演示数据。</div><nav>"
    for name, summary in found.items():
        mark = ' class="bad"' if name in failed else ""
        title = name if summary is None else summary.title
        yield f'<a href="#{name}"{mark}>{escape(title)}</a>'
    yield "</nav></header>"
    for name, summary in found.items():
        yield from _never_played(name) if summary is None else _section(summary)
    yield "</body></html>"


def _never_played(name: str) -> Iterator[str]:
    yield f'<section class="bad" id="{name}"><div class="head"><h2>{name}</h2>'
    yield '<span class="result">没有演完</span></div></section>'


def _section(one: Summary) -> Iterator[str]:
    name = one.scenario
    yield f'<section id="{name}"{"" if one.passed else " class=bad"}><div class="head">'
    result = "通过" if one.passed else "未通过"
    yield f"<h2>{escape(one.title)}</h2><code>{name}</code>"
    yield f'<span class="result {"ok" if one.passed else ""}">{result}，{one.seconds:.1f} 秒</span>'
    yield f'</div><div class="second">{escape(one.about)}</div>'
    if not one.passed:
        yield f'<p class="result">{escape(one.exit_reason)}</p>'
    yield from _row("screens", ((f"screens/{file}", Path(file).stem) for file in one.screens), name)
    yield from _row(
        "papers",
        ((paper.picture, "小票打印机" if paper.complete else "没有打完") for paper in one.papers),
        name,
    )
    yield from _row(
        "documents",
        ((page, _called(document)) for document in one.documents for page in document.pages),
        name,
    )
    yield from _row(
        "documents",
        ((sheet.picture, f"A4 打印机，第 {sheet.page} 页共 {sheet.of} 页") for sheet in one.sheets),
        name,
    )
    yield from _table(
        (order.number, order.tender, order.period, _yuan(order.amount_fen), order.state)
        for order in one.orders
    )
    yield from _table(
        (f"凭证号 {it.trace:06d}", it.card_masked, _yuan(it.amount_fen), it.code, it.state)
        for it in one.purchases
    )
    yield f"<details><summary>{len(one.steps)} 步</summary><ol>"
    yield from (f"<li>{escape(taken.step)}　{taken.seconds:.2f} s</li>" for taken in one.steps)
    yield "</ol></details></section>"


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    lines = [f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>" for cells in rows]
    if lines:
        yield f"<table>{''.join(lines)}</table>"


def _yuan(fen: int) -> str:
    return f"{Money(fen).figures} 元"


def _called(document: DocumentSummary) -> str:
    counted = f"（补打 第{document.reprint}次）" if document.reprint else ""
    return document.title + counted


def _row(kind: str, pictures: Iterator[tuple[str, str]], folder: str) -> Iterator[str]:
    figures = [
        f'<figure><a href="{folder}/{file}"><img src="{folder}/{file}" loading="lazy" '
        f'alt="{escape(caption)}"></a><figcaption>{escape(caption)}</figcaption></figure>'
        for file, caption in pictures
    ]
    if figures:
        yield f'<div class="row {kind}">{"".join(figures)}</div>'
