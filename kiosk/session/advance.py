"""The machine: from a state and an event to the next state and what is to be done.

Rules that hold everywhere live here and in ``visiting`` and ``between``, once: ways out, presence
and timeout, faults, retry, wiping, maintenance only between citizens. ``advance`` is total: no
event raises, late ones change nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.session.answers import Answer, Begin
from kiosk.session.between import (
    Step,
    awaits_fewer,
    close,
    give_back,
    health_changed,
    redrawn,
    settle,
    wished,
)
from kiosk.session.events import (
    Acknowledged,
    Answered,
    Done,
    Elapsed,
    EndingWanted,
    Event,
    Failed,
    HealthChanged,
    MaintenanceOver,
    MaintenanceWanted,
    Progressed,
)
from kiosk.session.handover import Part
from kiosk.session.outcomes import Way
from kiosk.session.requests import SlipPrinted
from kiosk.session.scenes import at_stake
from kiosk.session.terminal import Attract, Pausing, Resuming, Terminal, Visit
from kiosk.session.visiting import (
    begin_staff_visit,
    begin_visit,
    elapsed,
    end,
    heard,
    progressed,
    slip_ended,
    visit_answered,
    without_staff,
)


def advance(terminal: Terminal, event: Event) -> Step:
    """The terminal after an event, and the effects to carry out in order."""
    match event:
        case HealthChanged(health):
            return health_changed(terminal, health)
        case MaintenanceWanted(held, touched):
            if touched and isinstance(terminal.phase, Visit):
                return terminal, ()
            held = held or terminal.wishes.held
            return wished(terminal, replace(terminal.wishes, service=True, held=held))
        case EndingWanted(ending):
            return wished(terminal, replace(terminal.wishes, ending=ending))
        case MaintenanceOver():
            return _maintenance_over(terminal)
        case Acknowledged(number, part):
            return _acknowledged(terminal, part) if number == terminal.handover else (terminal, ())
        case Answered(number, answer):
            return _answered(terminal, answer) if number == terminal.scene else (terminal, ())
        case Done(ticket, reply):
            visit = _waiting_for(terminal, ticket)
            if visit is None:
                return terminal, ()
            if visit.printing_slip:
                return slip_ended(terminal, visit, printed=isinstance(reply, SlipPrinted))
            return heard(terminal, visit, visit.position.receive(reply, terminal.situation))
        case Failed(ticket, fault):
            visit = _waiting_for(terminal, ticket)
            if visit is None:
                return terminal, ()
            if visit.printing_slip:
                return slip_ended(terminal, visit, printed=False)
            return heard(terminal, visit, visit.position.fail(fault, terminal.situation))
        case Progressed(ticket, news):
            visit = _waiting_for(terminal, ticket)
            if visit is None or visit.printing_slip:
                return terminal, ()
            return progressed(terminal, visit, news)
        case Elapsed(number):
            phase = terminal.phase
            if number != terminal.timer or not isinstance(phase, Visit):
                return terminal, ()
            return elapsed(terminal, phase)
        case _:
            assert_never(event)


def _waiting_for(terminal: Terminal, ticket: int) -> Visit | None:
    phase = terminal.phase
    return phase if isinstance(phase, Visit) and phase.ticket == ticket else None


def _answered(terminal: Terminal, answer: Answer) -> Step:
    phase = terminal.phase
    if isinstance(phase, Visit):
        return visit_answered(terminal, phase, answer)
    if isinstance(phase, Attract) and isinstance(answer, Begin):
        return begin_visit(terminal)
    return terminal, ()


def _maintenance_over(before: Terminal) -> Step:
    terminal, phase = without_staff(before), before.phase
    if isinstance(phase, Visit) and phase.staff and at_stake(phase) is None:
        return end(terminal, phase, Way.LEAVE)
    if isinstance(phase, Pausing) and not terminal.wishes.any:
        return give_back(terminal)
    return redrawn(before, terminal)


def _acknowledged(terminal: Terminal, part: Part) -> Step:
    """Once nothing is waited for, the terminal has changed hands."""
    match terminal.phase:
        case Pausing(awaiting) if part in awaiting:
            if fewer := awaiting - {part}:
                return awaits_fewer(terminal, Pausing(fewer))
            return begin_staff_visit(terminal) if terminal.wishes.service else close(terminal)
        case Resuming(awaiting) if part in awaiting:
            if fewer := awaiting - {part}:
                return awaits_fewer(terminal, Resuming(fewer))
            return settle(terminal)
        case _:
            return terminal, ()


__all__ = ["Step", "advance"]
