"""The machine: from a state and an event to the next state and what is to be done.

Rules that hold everywhere live here, once: ways out, presence and timeout, faults, retry, wiping,
maintenance only between citizens. ``advance`` is total: no event raises, late ones change nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.session.answers import (
    Again,
    Answer,
    Begin,
    GoBack,
    GoHome,
    Leave,
    SlipWanted,
    StillHere,
)
from kiosk.session.effects import (
    Abort,
    Effect,
    Moment,
    Note,
    Perform,
    SetTimer,
    Show,
    StopTimer,
    Wipe,
)
from kiosk.session.events import (
    Answered,
    Done,
    Elapsed,
    Event,
    Failed,
    HealthChanged,
    MaintenanceOver,
    MaintenanceWanted,
    Progressed,
)
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.health import Health, is_coming_up, obstacle
from kiosk.session.notices import fault_notice, referral, with_slip
from kiosk.session.outcomes import Way
from kiosk.session.position import (
    Ended,
    Faulted,
    Halted,
    Ignored,
    Move,
    Moved,
    Position,
    Refused,
)
from kiosk.session.requests import SlipPrinted
from kiosk.session.scenes import WARNING_SECONDS, at_stake, ring, scene, way_back
from kiosk.session.terminal import (
    Attract,
    Maintenance,
    OutOfService,
    Phase,
    Starting,
    Terminal,
    Visit,
)
from kiosk.session.views import NoticeView

Step = tuple[Terminal, tuple[Effect, ...]]
_WAYS = {GoHome: Way.HOME, Leave: Way.LEAVE, GoBack: Way.BACK}


def advance(terminal: Terminal, event: Event) -> Step:
    """The terminal after an event, and the effects to carry out in order."""
    match event:
        case HealthChanged(health):
            return _health_changed(terminal, health)
        case MaintenanceWanted():
            return _settle_idle(replace(terminal, maintenance_wanted=True))
        case MaintenanceOver():
            return _maintenance_over(terminal)
        case Answered(number, answer):
            return _answered(terminal, answer) if number == terminal.scene else (terminal, ())
        case Done(ticket, reply):
            visit = _waiting_for(terminal, ticket)
            if visit is None:
                return terminal, ()
            if visit.printing_slip:
                return _slip_ended(terminal, visit, printed=isinstance(reply, SlipPrinted))
            return _heard(terminal, visit, visit.position.receive(reply, terminal.situation))
        case Failed(ticket, fault):
            visit = _waiting_for(terminal, ticket)
            if visit is None:
                return terminal, ()
            if visit.printing_slip:
                return _slip_ended(terminal, visit, printed=False)
            return _heard(terminal, visit, visit.position.fail(fault, terminal.situation))
        case Progressed(ticket, news):
            visit = _waiting_for(terminal, ticket)
            if visit is None or visit.printing_slip:
                return terminal, ()
            return _progressed(terminal, visit, news)
        case Elapsed(number):
            return _elapsed(terminal) if number == terminal.timer else (terminal, ())
        case _:
            assert_never(event)


def _waiting_for(terminal: Terminal, ticket: int) -> Visit | None:
    phase = terminal.phase
    return phase if isinstance(phase, Visit) and phase.ticket == ticket else None


# Between citizens ---------------------------------------------------------------------------------


def _idle_phase(terminal: Terminal) -> Phase:
    if terminal.maintenance_wanted:
        return Maintenance()
    return OutOfService() if obstacle(terminal.health) else Attract()


def _settle_idle(terminal: Terminal) -> Step:
    """Take the phase that fits, unless a citizen is being served."""
    if isinstance(terminal.phase, Visit):
        return terminal, ()
    phase = _idle_phase(terminal)
    if phase == terminal.phase:
        return _shown(terminal, ())
    return _shown(
        replace(terminal, phase=phase), (Note(Moment.PHASE_CHANGED, type(phase).__name__),)
    )


def _health_changed(before: Terminal, health: Health) -> Step:
    """A phase of its own only between citizens; a screen is drawn anew only if it says otherwise
    now, so that no touch is lost."""
    terminal = replace(before, health=health)
    if isinstance(terminal.phase, Visit):
        now = scene(terminal)
        return terminal, () if now == scene(before) else (Show(now),)
    coming_up = isinstance(terminal.phase, Starting) and is_coming_up(health)
    if coming_up or _idle_phase(terminal) == terminal.phase:
        return (terminal, ()) if scene(terminal) == scene(before) else _shown(terminal, ())
    return _settle_idle(terminal)


def _maintenance_over(terminal: Terminal) -> Step:
    over = replace(terminal, maintenance_wanted=False)
    return _settle_idle(over) if isinstance(terminal.phase, Maintenance) else (over, ())


def _shown(terminal: Terminal, effects: tuple[Effect, ...]) -> Step:
    """A new scene between citizens: no timer, no ring."""
    numbered = replace(terminal, scene=terminal.scene + 1, timer=terminal.timer + 1)
    return numbered, (*effects, StopTimer(None), Show(scene(numbered)))


# With a citizen -----------------------------------------------------------------------------------


def _answered(terminal: Terminal, answer: Answer) -> Step:
    phase = terminal.phase
    if isinstance(phase, Visit):
        return _visit_answered(terminal, phase, answer)
    if isinstance(phase, Attract) and isinstance(answer, Begin):
        return _start_visit(terminal)
    return terminal, ()


def _start_visit(terminal: Terminal) -> Step:
    move = terminal.start(terminal.situation)
    if not isinstance(move, Moved):
        return _shown(terminal, ())
    started, effects = _arrive(terminal, move.position)
    return started, (Note(Moment.VISIT_STARTED, move.position.trace), *effects)


def _visit_answered(terminal: Terminal, visit: Visit, answer: Answer) -> Step:
    if isinstance(answer, StillHere):
        return _present(terminal, visit)
    way = _WAYS.get(type(answer))
    if way is not None:
        return _way_out(terminal, visit, way)
    if visit.notice is not None:
        if not _offers(visit.notice, answer) or visit.printing_slip:
            return _unmoved(terminal)
        if isinstance(answer, SlipWanted):
            return _print_slip(terminal, visit, visit.notice)
        return _arrive(terminal, visit.position)
    return _move(terminal, visit, visit.position.respond(answer, terminal.situation))


def _unmoved(terminal: Terminal) -> Step:
    """Nothing comes of that answer; the screen waits for another one."""
    return terminal, (Show(scene(terminal)),)


def _offers(notice: NoticeView, answer: Answer) -> bool:
    return isinstance(answer, Again | SlipWanted) and any(
        button.answer == answer for button in notice.actions
    )


def _print_slip(terminal: Terminal, visit: Visit, notice: NoticeView) -> Step:
    """The notice on paper, for the window; whether it comes out changes nothing else."""
    ticketed = replace(terminal, ticket=terminal.ticket + 1)
    printing = replace(
        visit, ticket=ticketed.ticket, printing_slip=True, complaint=None, asking_presence=False
    )
    shown, effects = _rest(ticketed, printing, ())
    return shown, (*effects, Perform(ticketed.ticket, referral(notice)))


def _slip_ended(terminal: Terminal, visit: Visit, *, printed: bool) -> Step:
    notice = None if visit.notice is None else with_slip(visit.notice, printed=printed)
    return _rest(terminal, replace(visit, notice=notice, ticket=None, printing_slip=False), ())


def _way_out(terminal: Terminal, visit: Visit, way: Way) -> Step:
    if at_stake(visit) is not None:
        return _move(terminal, visit, visit.position.abandon(way, terminal.situation))
    if way is not Way.BACK:
        return _end(terminal, visit, way)
    back = way_back(visit)
    if back is None:
        return _unmoved(terminal)
    arrived, effects = _arrive(terminal, back)
    return arrived, (*_abort(visit), *effects)


def _abort(visit: Visit) -> tuple[Effect, ...]:
    return () if visit.ticket is None else (Abort(visit.ticket),)


def _heard(terminal: Terminal, visit: Visit, move: Move) -> Step:
    """The request under way has ended; a reply nobody can use is a fault of ours, not silence."""
    if isinstance(move, Ignored):
        move = visit.position.fail(Fault(FaultCode.INTERNAL), terminal.situation)
    return _move(terminal, replace(visit, ticket=None), move)


def _progressed(terminal: Terminal, visit: Visit, news: object) -> Step:
    """The same scene says more; whoever brought that about is there, so the time starts anew."""
    position = visit.position.hear(news)
    if position is None:
        return terminal, ()
    awake = replace(visit, position=position, asking_presence=False)
    heard = replace(terminal, phase=awake)
    if at_stake(awake) is not None:
        return heard, (Show(scene(heard)),)
    timed, timer = _restart_timer(heard, awake)
    return timed, (timer, Show(scene(timed)))


def _move(terminal: Terminal, visit: Visit, move: Move) -> Step:
    match move:
        case Moved(position):
            arrived, effects = _arrive(terminal, position)
            return arrived, (*_abort(visit), *effects)
        case Refused(why):
            return _rest(terminal, replace(visit, complaint=why, asking_presence=False), ())
        case Halted(notice):
            halted = replace(visit, notice=notice, ticket=None, complaint=None)
            note = Note(Moment.VISIT_HALTED, visit.position.trace)
            return _rest(terminal, halted, (*_abort(visit), note))
        case Faulted(fault):
            note = Note(Moment.VISIT_FAULT, visit.position.trace, fault.code.value)
            faulted = replace(visit, notice=fault_notice(fault), ticket=None, complaint=None)
            return _rest(terminal, faulted, (*_abort(visit), note))
        case Ended(way):
            return _end(terminal, visit, way)
        case Ignored():
            return _unmoved(terminal)
        case _:
            assert_never(move)


def _arrive(terminal: Terminal, position: Position) -> Step:
    """Rest at a new position: perform what it asks, show it, start its timer."""
    request = position.request(terminal.situation)
    if request is None:
        return _rest(terminal, Visit(position), ())
    ticketed = replace(terminal, ticket=terminal.ticket + 1)
    shown, effects = _rest(ticketed, Visit(position, ticket=ticketed.ticket), ())
    return shown, (*effects, Perform(ticketed.ticket, request))


def _rest(terminal: Terminal, visit: Visit, effects: tuple[Effect, ...]) -> Step:
    numbered = replace(terminal, phase=visit, scene=terminal.scene + 1)
    timed, timer = _restart_timer(numbered, visit)
    return timed, (*effects, timer, Show(scene(timed)))


def _restart_timer(terminal: Terminal, visit: Visit) -> tuple[Terminal, Effect]:
    numbered = replace(terminal, timer=terminal.timer + 1)
    if at_stake(visit) is not None:
        return numbered, StopTimer(ring(visit))
    patience = visit.position.patience
    if visit.asking_presence:
        return numbered, SetTimer(numbered.timer, WARNING_SECONDS, WARNING_SECONDS)
    warning = WARNING_SECONDS if patience.asks else 0
    return numbered, SetTimer(numbered.timer, patience.seconds - warning, patience.seconds)


def _present(terminal: Terminal, visit: Visit) -> Step:
    """Somebody is there: the time starts anew; the screen stays as it was typed."""
    if at_stake(visit) is not None:
        return terminal, ()
    awake = replace(visit, asking_presence=False)
    timed, timer = _restart_timer(replace(terminal, phase=awake), awake)
    return timed, ((timer, Show(scene(timed))) if visit.asking_presence else (timer,))


def _elapsed(terminal: Terminal) -> Step:
    visit = terminal.phase
    if not isinstance(visit, Visit) or at_stake(visit) is not None:
        return terminal, ()
    if visit.asking_presence or not visit.position.patience.asks:
        ended, effects = _end(terminal, visit, Way.LEAVE)
        return ended, (Note(Moment.VISIT_TIMED_OUT, visit.position.trace), *effects)
    asking = replace(visit, asking_presence=True)
    timed, timer = _restart_timer(replace(terminal, phase=asking), asking)
    return timed, (timer, Show(scene(timed)))


def _end(terminal: Terminal, visit: Visit, way: Way) -> Step:
    """The visit is over; nothing personal survives it."""
    left = replace(terminal, phase=Attract())
    parting: tuple[Effect, ...] = (
        *_abort(visit),
        Note(Moment.VISIT_ENDED, visit.position.trace, way.value),
        Wipe(),
    )
    phase = _idle_phase(left)
    if way is not Way.LEAVE and isinstance(phase, Attract):
        again, effects = _start_visit(left)
        return again, (*parting, *effects)
    idle, effects = _shown(replace(left, phase=phase), ())
    return idle, (*parting, *effects)
