"""What is said about how much was used, and how long the paper will last."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.domain.terminal import Remedy
from kiosk.maintenance.counters import Usage
from kiosk.maintenance.readiness.finding import Finding, Section, Verdict

FEW_PAPERS = 20
"""From so few receipts left on, staff are told to bring a new roll."""

_SECTION = Section.COUNTERS


def about_usage(total: Usage, *, since_roll: Usage | None, papers: int | None) -> Iterator[Finding]:
    """``since_roll`` is what was used since a new roll was put in, None where nobody has said so;
    ``papers`` is how many receipts the roll will still give, None where that is not known."""
    yield _roll(total, since_roll, papers)
    yield Finding("切刀", Verdict.FINE, f"累计 {total.cuts} 次", section=_SECTION)
    yield Finding("读卡", Verdict.FINE, f"累计 {total.card_reads} 次", section=_SECTION)
    yield Finding("刷卡消费", Verdict.FINE, f"累计 {total.card_payments} 次", section=_SECTION)
    yield Finding("A4 纸", Verdict.FINE, f"累计 {total.pages} 页", section=_SECTION)


def _roll(total: Usage, since_roll: Usage | None, papers: int | None) -> Finding:
    told = f"累计 {total.cuts} 张，约 {total.paper_m:.1f} 米"
    if since_roll is None:
        what = f"{told}；没有加纸记录，不知道还剩多少"
        return Finding("小票纸", Verdict.FINE, what, section=_SECTION)
    told = f"{told}；加纸后 {since_roll.cuts} 张"
    if papers is None:
        return Finding("小票纸", Verdict.FINE, told, section=_SECTION)
    what = f"{told}，约还能打印 {papers} 张"
    if papers >= FEW_PAPERS:
        return Finding("小票纸", Verdict.FINE, what, section=_SECTION)
    remedy, cause = Remedy.CLEAR, "roll_nearly_used"
    return Finding("小票纸", Verdict.WARNING, what, remedy, cause, section=_SECTION)
