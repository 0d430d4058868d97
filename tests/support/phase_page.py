"""The phases of the terminal, seen by asking the machine itself."""

from __future__ import annotations

from dataclasses import replace

from kiosk.flows.maintenance.tasks import start_staff_visit
from kiosk.flows.visit import start_visit
from kiosk.session.advance import advance
from kiosk.session.answers import Begin, GoHome, Leave
from kiosk.session.events import (
    Acknowledged,
    Answered,
    Elapsed,
    EndingWanted,
    Event,
    HealthChanged,
    MaintenanceOver,
    MaintenanceWanted,
)
from kiosk.session.handover import Ending, Part
from kiosk.session.terminal import Attract, OutOfService, Starting, Terminal, Visit
from tests.support.samples import CUT_OFF, FACTS, WELL

PHASES = {
    "Starting": "devices, service and open orders are asked about",
    "OutOfService": "暂停服务: no citizen can be served; the screen says why",
    "Attract": "waiting for a citizen",
    "Visit": "a citizen is served; the only phase that knows anybody",
    "Pausing": "citizens wait: every part of the terminal comes to rest",
    "Maintenance": "staff are at work, as citizens are: one visit, with a menu of its own",
    "Resuming": "staff have left: every part goes to work again",
    "Closing": "nothing is under way, and the program ends",
}


def _grown(terminal: Terminal, *events: Event) -> Terminal:
    for event in events:
        terminal, _ = advance(terminal, event)
    return terminal


def _at_rest(terminal: Terminal) -> Terminal:
    return _grown(terminal, *(Acknowledged(terminal.handover, part) for part in Part))


def _samples() -> dict[str, Terminal]:
    """A terminal in each phase, and visits that end differently."""
    starting = Terminal(FACTS, start_visit, serve=start_staff_visit)
    attract = replace(starting, phase=Attract(), health=WELL)
    visit = _grown(attract, Answered(attract.scene, Begin()))
    broken = replace(starting, phase=OutOfService(), health=CUT_OFF)
    pausing = _grown(attract, MaintenanceWanted())
    serviced = _at_rest(pausing)
    held = _at_rest(_grown(attract, MaintenanceWanted(held=True)))
    return {
        "starting": starting,
        "attract": attract,
        "out of service": broken,
        "pausing": pausing,
        "pausing, to end": _grown(attract, EndingWanted(Ending.RESTART)),
        "maintenance": serviced,
        "maintenance, switch on": held,
        "maintenance, restart waiting": _grown(serviced, EndingWanted(Ending.RESTART)),
        "resuming": _grown(serviced, Answered(serviced.scene, Leave())),
        "resuming, cannot serve": _grown(
            serviced, HealthChanged(CUT_OFF), Answered(serviced.scene, Leave())
        ),
        "visit": visit,
        "visit, somebody waiting": _grown(visit, MaintenanceWanted()),
        "visit, service lost": _grown(visit, HealthChanged(CUT_OFF)),
    }


def _events(terminal: Terminal) -> tuple[tuple[str, tuple[Event, ...]], ...]:
    number = terminal.scene
    asking = _grown(terminal, Elapsed(terminal.timer))
    return (
        ("all is well", (HealthChanged(WELL),)),
        ("cannot serve", (HealthChanged(CUT_OFF),)),
        ("staff want it", (MaintenanceWanted(),)),
        ("staff want it no more", (MaintenanceOver(),)),
        ("it is to end", (EndingWanted(Ending.RESTART),)),
        ("every part acknowledges", tuple(Acknowledged(terminal.handover, one) for one in Part)),
        ("touched", (Answered(number, Begin()),)),
        ("返回首页", (Answered(number, GoHome()),)),
        ("退出", (Answered(number, Leave()),)),
        ("nobody there", (Elapsed(terminal.timer), Elapsed(asking.timer))),
    )


def _phase(terminal: Terminal) -> str:
    phase = terminal.phase
    return "Maintenance" if isinstance(phase, Visit) and phase.staff else type(phase).__name__


def phases_page() -> str:
    """The section on phases, with its diagram."""
    edges: dict[tuple[str, str, str], dict[str, None]] = {}
    for name, terminal in _samples().items():
        _, _, circumstance = name.partition(", ")
        for label, events in _events(terminal):
            here, after = _phase(terminal), _grown(terminal, *events)
            there = _phase(after)
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

However a visit ends, everything personal is wiped before anything else is shown. Staff who ask
during a visit wait until it is over, and then until every part has acknowledged; a restart waits
like them, and for them. Health never ends a visit: what is missing is told
where it is needed.

```mermaid
stateDiagram-v2
    [*] --> {type(Starting()).__name__}
{arrows}
```
"""
