#!/usr/bin/env python3
"""Write docs/observability.md from the metrics, the reports and the limits of the log in the code;
with --check, only compare.

Exit status 1 when the file is not what would be written.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from string import Template

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generated import written_or_current  # noqa: E402 - as above

from kiosk.domain.terminal import ONLINE, DeviceKind  # noqa: E402 - found only now
from kiosk.equipment.observing import OUTBOX_NAME  # noqa: E402 - as above
from kiosk.flows.maintenance.tasks import MAINTENANCE  # noqa: E402 - as above
from kiosk.flows.visit import VISIT  # noqa: E402 - as above
from kiosk.ledger.outbox import MOST_WAITING  # noqa: E402 - as above
from kiosk.observe import Event  # noqa: E402 - as above
from kiosk.observe.events import CATALOGUE  # noqa: E402 - as above
from kiosk.observe.exposition import LOOPBACK  # noqa: E402 - as above
from kiosk.observe.glimpse import Glimpse, Standing, steps_of  # noqa: E402 - as above
from kiosk.observe.metrics import Metrics  # noqa: E402 - as above
from kiosk.observe.sinks import (  # noqa: E402 - as above
    BUDGET_BYTES,
    FILE_BYTES,
    KEPT_AT_LEAST,
    MOST_SPAN,
    RESERVE_BYTES,
)
from kiosk.observe.visit_record import How  # noqa: E402 - as above
from kiosk.runtime.instructions import PAUSE_S  # noqa: E402 - as above
from kiosk.runtime.reporting import REPORTED  # noqa: E402 - as above
from kiosk.runtime.timing import Timing  # noqa: E402 - as above
from kiosk.session.health import Health  # noqa: E402 - as above
from sim.backend.hall_sight import LOST_AFTER  # noqa: E402 - as above
from sim.backend.wire_reports import ReportedState  # noqa: E402 - as above

TARGET = ROOT / "docs" / "observability.md"
MIB = 1 << 20
# What a family is called by whoever asks for it is the name of its samples.
_SUFFIX = {"counter": "_total", "info": "_info"}


PAGE = Template("""\
# Seeing how terminals are

<!-- Made by scripts/generate_observability.py; do not edit. -->

Three ways: the log of a terminal, its metrics, and its reports to the collection service.
None of them names a person: the log writes declared fields of narrow kinds, labels come
from enumerations and flow tables, and reports are made of what the log may write.

## The log

One JSON object a line, in the file of `[log]`; what the lines mean is in
[events.md](events.md). Its predecessors are `.1` (the youngest), `.2` and so on.

* A file is full at $file MiB, or when its first line is $span days old, so that a quiet
  terminal's lines grow old too.
* A line is kept for $kept days at least (six months), however many there are. Older files
  stay while all together fit into $budget MiB.
* When the disk has no more than $reserve MiB left, what is written already wins over new
  lines, and the ledger over both: new lines are counted (`kiosk_log_lost{how="unwritten"}`)
  and citizens are served.

## Metrics

With `[metrics]` in the configuration, `http://$loopback:<port>/metrics` answers in
Prometheus' format. Other machines cannot reach it, and that cannot be configured. Counters
begin at 0 with each start of the program.

| metric | kind | labels | meaning |
|---|---|---|---|
$metrics

`how` of a visit is one of $hows: at a result; by 退出; by 返回首页; by waiting too long; behind a
notice that the service cannot go on for this citizen; behind one that something failed.
`step` is `flow/step` of [the flow tables](flows/README.md); what is in no table or
enumeration is `other`. With them come the library's `process_…` (memory, processor time,
open files).

## Reports to the collection service

`PUT /v1/terminal/reports/{series}/{sequence}` of [the contract](api/README.md), over the
same mutual TLS as everything else. Why they wait in a file of their own is in
[0021](decisions/0021-reports-wait-beside-the-ledger.md).

* A report is written to `$outbox` beside the ledger before it is sent, and is removed once
  confirmed: outages and power cuts cost none. They are sent in order, each until it is
  confirmed. The file is no evidence: a damaged one is put aside as `.broken` and another
  series begun.
* At most $waiting wait. Beyond that superseded states are given up, the oldest first, then
  the oldest events, which are counted in `lost` of every later report. The newest state
  never is.
* A state is reported when it changes, and again when nothing has changed for $heartbeat
  seconds. While the service cannot be reached it is tried at growing intervals, from $first
  to $longest seconds.

A state says:

| field | meaning |
|---|---|
$state

These events are reported, with the fields that the log has of them:

$events

## What the service may want

The answer to a report may say that the terminal is to restart
([0026](decisions/0026-restart-from-afar.md)). It does so once nobody is served and no money is
open, each number once, and the state tells what became of it: `taken`, `done` or `refused`.
Anything else it refuses. After one instruction the next is not looked at for $pause minutes.

## The hall on a page

The simulated service shows its terminals at `/hall` of the address that phones use: what
each is doing, why it does not serve and since when, what is left of paper, when it was last
heard, orders that are open. One that has said nothing for $lost seconds is 失联. A button has
one restarted (没有人办理时重启), and the page says what became of that.
""")


def document() -> str:
    """The page as it would be written now."""
    timing = Timing()
    return PAGE.substitute(
        file=FILE_BYTES // MIB,
        span=MOST_SPAN.days,
        kept=KEPT_AT_LEAST.days,
        budget=BUDGET_BYTES // MIB,
        reserve=RESERVE_BYTES // MIB,
        loopback=LOOPBACK,
        metrics="\n".join(_metrics()),
        hows=", ".join(f"`{how.value}`" for how in How),
        outbox=OUTBOX_NAME,
        waiting=MOST_WAITING,
        heartbeat=f"{timing.report_heartbeat:.0f}",
        first=f"{timing.report_retry_first:.0f}",
        longest=f"{timing.report_retry_longest:.0f}",
        state="\n".join(_state()),
        events="\n".join(_events()),
        pause=f"{PAUSE_S / 60:.0f}",
        lost=f"{LOST_AFTER.total_seconds():.0f}",
    )


def _state() -> Iterator[str]:
    for name, field in ReportedState.model_fields.items():
        yield f"| `{name}` | {_MEANINGS.get(name) or field.description} |"


def _events() -> Iterator[str]:
    for event in REPORTED:
        fields = ", ".join(f"`{name}`" for name in CATALOGUE[event].fields)
        yield f"* `{event.value}`" + (f" with {fields}" if fields else "")


_MEANINGS = {
    "started_at": "When the program started",
    "printed": "`receipts`, `slips` (说明单), `documents` and their A4 `sheets` since then",
    "supplies": "What is left of paper and toner, in percent",
}


def _metrics() -> Iterator[str]:
    """Each family once, with the labels its samples have."""
    for family in sorted(_all_used().registry.collect(), key=lambda family: family.name):
        if not family.name.startswith("kiosk"):
            continue
        kept = [one for one in family.samples if not one.name.endswith("_created")]
        labels = sorted({name for one in kept for name in one.labels if name != "le"})
        named = ", ".join(f"`{label}`" for label in labels)
        name = family.name + _SUFFIX.get(family.type, "")
        yield f"| `{name}` | {family.type} | {named} | {family.documentation} |"


def _all_used() -> Metrics:
    """Metrics of which each has at least one sample."""
    metrics = Metrics(
        {**steps_of(VISIT), **steps_of(MAINTENANCE)},
        version="",
        monotonic=lambda: 0.0,
        lost=lambda: {"unwritten": 0},
    )
    health = Health(devices=tuple((kind, ONLINE) for kind in DeviceKind))
    for step in ("visit/home", "visit/module"):
        metrics.glimpsed(Glimpse(Standing.SERVING, health, step))
    for event in Event:
        metrics.heard(event, {"state": "posted", "where": "visit/home"})
    return metrics


if __name__ == "__main__":
    sys.exit(written_or_current(TARGET, document(), __doc__))
