"""Somebody is at the terminal: answers, replies, ways out, presence, and the end of a visit."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from kiosk.session.answers import (
    Again,
    Answer,
    GoBack,
    GoHome,
    Leave,
    SlipWanted,
    StillHere,
)
from kiosk.session.between import Step, close, give_back, settle, shown
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
from kiosk.session.faults import Fault, FaultCode
from kiosk.session.notices import fault_notice, referral, staff_fault_notice, with_slip
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
from kiosk.session.scenes import WARNING_SECONDS, at_stake, ring, scene, way_back
from kiosk.session.terminal import Attract, Terminal, Visit
from kiosk.session.views import NoticeView

_WAYS = {GoHome: Way.HOME, Leave: Way.LEAVE, GoBack: Way.BACK}


def begin_visit(terminal: Terminal) -> Step:
    """A citizen comes."""
    move = terminal.start(terminal.situation)
    if not isinstance(move, Moved):
        return shown(terminal, ())
    started, effects = _arrive(terminal, move.position, staff=False)
    return started, (Note(Moment.VISIT_STARTED, move.position.trace), *effects)


def begin_staff_visit(terminal: Terminal, earlier: tuple[Effect, ...] = ()) -> Step:
    """Every part is at rest, and whoever proves to be of the staff may go to work."""
    move = terminal.serve(terminal.situation)
    if not isinstance(move, Moved):
        return give_back(without_staff(terminal), earlier)
    came = Note(Moment.STAFF_CAME, move.position.trace)
    if not terminal.wishes.held:
        started, effects = _arrive(terminal, move.position, staff=True)
        return started, (*earlier, came, *effects)
    # The switch says that somebody is here; whoever has not logged in has nothing to log out of.
    waiting = Visit(move.position, staff=True, unhurried=move.position.awaits_answer)
    started, effects = _rest(terminal, waiting, ())
    return started, (*earlier, came, *effects)


def without_staff(terminal: Terminal) -> Terminal:
    """Staff want it no more, whatever the operator switch says."""
    wishes = replace(terminal.wishes, service=False, held=False)
    return replace(terminal, wishes=wishes)


def visit_answered(terminal: Terminal, visit: Visit, answer: Answer) -> Step:
    """Somebody touched something."""
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
        return _arrive(terminal, visit.position, staff=visit.staff)
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
    rested, effects = _rest(ticketed, printing, ())
    return rested, (*effects, Perform(ticketed.ticket, referral(notice)))


def slip_ended(terminal: Terminal, visit: Visit, *, printed: bool) -> Step:
    """The referral slip is out, or is not to be had."""
    notice = None if visit.notice is None else with_slip(visit.notice, printed=printed)
    return _rest(terminal, replace(visit, notice=notice, ticket=None, printing_slip=False), ())


def _way_out(terminal: Terminal, visit: Visit, way: Way) -> Step:
    if at_stake(visit) is not None:
        return _move(terminal, visit, visit.position.abandon(way, terminal.situation))
    if way is Way.HOME and visit.staff:
        return _unmoved(terminal)
    if way is not Way.BACK:
        return end(terminal, visit, way)
    back = way_back(visit)
    if back is None:
        return _unmoved(terminal)
    arrived, effects = _arrive(terminal, back, staff=visit.staff)
    return arrived, (*_abort(visit), *effects)


def _abort(visit: Visit) -> tuple[Effect, ...]:
    return () if visit.ticket is None else (Abort(visit.ticket),)


def heard(terminal: Terminal, visit: Visit, move: Move) -> Step:
    """The request under way has ended; a reply nobody can use is a fault of ours, not silence."""
    if isinstance(move, Ignored):
        move = visit.position.fail(Fault(FaultCode.INTERNAL), terminal.situation)
    return _move(terminal, replace(visit, ticket=None), move)


def progressed(terminal: Terminal, visit: Visit, news: object) -> Step:
    """The same scene says more; whoever brought that about is there, so the time starts anew."""
    position = visit.position.hear(news)
    if position is None:
        return terminal, ()
    awake = replace(visit, position=position, asking_presence=False)
    informed = replace(terminal, phase=awake)
    if at_stake(awake) is not None:
        return informed, (Show(scene(informed)),)
    timed, timer = _restart_timer(informed, awake)
    return timed, (timer, Show(scene(timed)))


def _move(terminal: Terminal, visit: Visit, move: Move) -> Step:
    match move:
        case Moved(position):
            arrived, effects = _arrive(terminal, position, staff=visit.staff)
            return arrived, (*_abort(visit), *effects)
        case Refused(why):
            return _rest(terminal, replace(visit, complaint=why, asking_presence=False), ())
        case Halted(notice):
            halted = replace(visit, notice=notice, ticket=None, complaint=None)
            note = Note(Moment.VISIT_HALTED, visit.position.trace)
            return _rest(terminal, halted, (*_abort(visit), note))
        case Faulted(fault):
            note = Note(Moment.VISIT_FAULT, visit.position.trace, fault.code.value)
            notice = (staff_fault_notice if visit.staff else fault_notice)(fault)
            faulted = replace(visit, notice=notice, ticket=None, complaint=None)
            return _rest(terminal, faulted, (*_abort(visit), note))
        case Ended(way):
            return end(terminal, visit, way)
        case Ignored():
            return _unmoved(terminal)
        case _:
            assert_never(move)


def _arrive(terminal: Terminal, position: Position, *, staff: bool) -> Step:
    """Rest at a new position: perform what it asks, show it, start its timer."""
    request = position.request(terminal.situation)
    if request is None:
        return _rest(terminal, Visit(position, staff=staff), ())
    ticketed = replace(terminal, ticket=terminal.ticket + 1)
    visit = Visit(position, ticket=ticketed.ticket, staff=staff)
    rested, effects = _rest(ticketed, visit, ())
    return rested, (*effects, Perform(ticketed.ticket, request))


def _rest(terminal: Terminal, visit: Visit, effects: tuple[Effect, ...]) -> Step:
    numbered = replace(terminal, phase=visit, scene=terminal.scene + 1)
    timed, timer = _restart_timer(numbered, visit)
    return timed, (*effects, timer, Show(scene(timed)))


def _restart_timer(terminal: Terminal, visit: Visit) -> tuple[Terminal, Effect]:
    numbered = replace(terminal, timer=terminal.timer + 1)
    if visit.unhurried or at_stake(visit) is not None:
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


def elapsed(terminal: Terminal, visit: Visit) -> Step:
    """The time for an answer is over: ask whether anybody is there, or end the visit."""
    if visit.unhurried or at_stake(visit) is not None:
        return terminal, ()
    if visit.asking_presence or not visit.position.patience.asks:
        ended, effects = end(terminal, visit, Way.LEAVE, idle=True)
        return ended, (Note(Moment.VISIT_TIMED_OUT, visit.position.trace), *effects)
    asking = replace(visit, asking_presence=True)
    timed, timer = _restart_timer(replace(terminal, phase=asking), asking)
    return timed, (timer, Show(scene(timed)))


def end(terminal: Terminal, visit: Visit, way: Way, *, idle: bool = False) -> Step:
    """The visit is over; nothing personal survives it. ``idle`` where nobody was there any more."""
    where = visit.position.trace
    left = replace(terminal, phase=Attract())
    if visit.staff:
        note = Note(Moment.STAFF_LEFT, where, "idle" if idle else way.value)
        return _staff_left(left, (*_abort(visit), note, Wipe()))
    parting = (*_abort(visit), Note(Moment.VISIT_ENDED, where, way.value), Wipe())
    settled, effects = settle(left, parting)
    if way is not Way.LEAVE and isinstance(settled.phase, Attract):
        again, effects = begin_visit(left)
        return again, (*parting, *effects)
    return settled, effects


def _staff_left(left: Terminal, parting: tuple[Effect, ...]) -> Step:
    """Every part is still at rest; with the operator switch on, the next of the staff may come."""
    wishes = left.wishes
    if wishes.ending is not None:
        return close(left, parting)
    if wishes.held:
        return begin_staff_visit(left, parting)
    return give_back(without_staff(left), parting)
