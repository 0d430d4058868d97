"""The phases of the terminal, seen by asking the machine itself."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flows.visit import start_visit
from kiosk.session.advance import advance
from kiosk.session.answers import Begin, GoHome, Leave
from kiosk.session.events import (
    Answered,
    Elapsed,
    Event,
    HealthChanged,
    MaintenanceOver,
    MaintenanceWanted,
)
from kiosk.session.terminal import Attract, Maintenance, OutOfService, Starting, Terminal, Visit
from tests.support.samples import CUT_OFF, FACTS, WELL

PHASES = {
    "Starting": "devices, service and open orders are asked about",
    "OutOfService": "暂停服务: no citizen can be served; the screen says why",
    "Attract": "waiting for a citizen",
    "Visit": "a citizen is served; the only phase that knows anybody",
    "Maintenance": "a technician has the terminal",
}


def _grown(terminal: Terminal, *events: Event) -> Terminal:
    for event in events:
        terminal, _ = advance(terminal, event)
    return terminal


def _samples() -> dict[str, Terminal]:
    """A terminal in each phase, and visits that end differently."""
    starting = Terminal(FACTS, start_visit)
    attract = replace(starting, phase=Attract(), health=WELL)
    visit = _grown(attract, Answered(attract.scene, Begin()))
    return {
        "starting": starting,
        "attract": attract,
        "out of service": replace(starting, phase=OutOfService(), health=CUT_OFF),
        "maintenance": replace(starting, phase=Maintenance(), health=WELL, maintenance_wanted=True),
        "maintenance of a broken terminal": replace(
            starting, phase=Maintenance(), health=CUT_OFF, maintenance_wanted=True
        ),
        "visit": visit,
        "visit, technician waiting": _grown(visit, MaintenanceWanted()),
        "visit, service lost": _grown(visit, HealthChanged(CUT_OFF)),
    }


def _events(terminal: Terminal) -> tuple[tuple[str, tuple[Event, ...]], ...]:
    number = terminal.scene
    asking = _grown(terminal, Elapsed(terminal.timer))
    return (
        ("all is well", (HealthChanged(WELL),)),
        ("cannot serve", (HealthChanged(CUT_OFF),)),
        ("a technician asks", (MaintenanceWanted(),)),
        ("the technician is done", (MaintenanceOver(),)),
        ("touched", (Answered(number, Begin()),)),
        ("返回首页", (Answered(number, GoHome()),)),
        ("退出", (Answered(number, Leave()),)),
        ("nobody there", (Elapsed(terminal.timer), Elapsed(asking.timer))),
    )


def phases_page() -> str:
    """The section on phases, with its diagram."""
    edges: dict[tuple[str, str, str], dict[str, None]] = {}
    for name, terminal in _samples().items():
        _, _, circumstance = name.partition(", ")
        for label, events in _events(terminal):
            here, after = type(terminal.phase).__name__, _grown(terminal, *events)
            there = type(after.phase).__name__
            anew = isinstance(terminal.phase, Visit) and after.scene != terminal.scene
            if here != there or anew:
                edges.setdefault((here, there, circumstance), {})[label] = None
    rows = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in PHASES.items())
    arrows = "\n".join(
        f"    {here} --> {there}: {' / '.join(labels)}" + (f" ({why})" if why else "")
        for (here, there, why), labels in edges.items()
    )
    return f"""## The terminal itself

| Phase | Meaning |
|---|---|
{rows}

However a visit ends, everything personal is wiped before anything else is shown. A technician who
asks during a visit waits until it is over. Health never ends a visit: what is missing is told
where it is needed.

```mermaid
stateDiagram-v2
    [*] --> {type(Starting()).__name__}
{arrows}
```
"""
