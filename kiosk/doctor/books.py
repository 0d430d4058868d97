"""The ledger: can it be trusted, and is anything still open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kiosk.domain.order import OrderState
from kiosk.domain.terminal import Remedy
from kiosk.equipment import Misconfigured, ledger_key
from kiosk.ledger import AttemptState, LedgerError, LedgerReader
from kiosk.maintenance.readiness import Finding, Section, Verdict
from kiosk.maintenance.unanswered_day import unanswered_day
from kiosk.settings import Settings


def examine_ledger(settings: Settings) -> Iterator[Finding]:
    """Reads without changing anything; also while the terminal runs."""
    if not settings.ledger.path.exists():
        yield _found("账本", Verdict.FINE, "尚未建立，首次启动时建立")
        return
    try:
        with LedgerReader.look(settings.ledger.path, key=ledger_key(settings)) as reader:
            yield from examine_books(reader)
    except (LedgerError, Misconfigured) as error:
        what = "打不开，不能收款"
        yield _found("账本", Verdict.BROKEN, what, Remedy.MAINTENANCE, type(error).__name__)


def examine_books(reader: LedgerReader) -> Iterator[Finding]:
    """The chain, open orders and reversals that wait. Raises LedgerError."""
    report = reader.verify()
    unfinished = reader.open_orders()
    if report.sound:
        yield _found("账本", Verdict.FINE, f"{report.entries} 条记录，校验一致")
    else:
        what = f"校验不一致：{report}"
        yield _found("账本", Verdict.BROKEN, what, Remedy.MAINTENANCE, "chain")
    stuck = [order for order in unfinished if order.state is OrderState.NEEDS_PERSON]
    if stuck:
        what = f"{len(stuck)} 笔需要人工处理"
        yield _found("未完成订单", Verdict.BROKEN, what, Remedy.CLEAR, "needs_person")
    elif unfinished:
        what = f"{len(unfinished)} 笔等待结果，程序会自动查询"
        yield _found("未完成订单", Verdict.WARNING, what, Remedy.RESET, "open")
    else:
        yield _found("未完成订单", Verdict.FINE, "没有")
    yield from _about_end_of_day(reader)
    reversals = reader.tally().attempts.get(AttemptState.SENT.value, 0)
    if reversals:
        what = f"{reversals} 笔消费结果未知，程序会自动冲正"
        yield _found("待冲正", Verdict.WARNING, what, Remedy.RESET, "reversing")


def _about_end_of_day(reader: LedgerReader) -> Iterator[Finding]:
    day = unanswered_day(reader)
    if day is None:
        return
    told = "上次没有收到收单机构的回答"
    if day.batch_over:
        what = f"{told}，批次已经结束"
        found = _found("日终", Verdict.WARNING, what, Remedy.CLEAR, "day_unheard")
    else:
        found = _found("日终", Verdict.WARNING, told, Remedy.CLEAR, "day_unanswered")
    yield replace(found, since=day.at)


def _found(
    subject: str, verdict: Verdict, what: str, remedy: Remedy = Remedy.NONE, cause: str = ""
) -> Finding:
    return Finding(subject, verdict, what, remedy, cause, section=Section.LEDGER)
