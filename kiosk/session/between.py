"""What the terminal does while nobody is served: waiting, out of service, changing hands."""

from __future__ import annotations

from dataclasses import replace

from kiosk.session.effects import (
    Effect,
    EndProgram,
    HandOver,
    Moment,
    Note,
    Show,
    StopTimer,
)
from kiosk.session.handover import ALL_PARTS, Direction, Wishes
from kiosk.session.health import Health, is_coming_up, obstacle
from kiosk.session.scenes import scene
from kiosk.session.terminal import (
    Attract,
    Closing,
    OutOfService,
    Pausing,
    Phase,
    Resuming,
    Starting,
    Terminal,
)

Step = tuple[Terminal, tuple[Effect, ...]]


def settle(terminal: Terminal, effects: tuple[Effect, ...] = ()) -> Step:
    """Take the phase that fits a terminal that serves nobody, after these effects."""
    if terminal.wishes.any:
        return _change_hands(terminal, Direction.PAUSE, effects)
    phase = OutOfService() if obstacle(terminal.health) else Attract()
    if phase == terminal.phase:
        return shown(terminal, effects)
    return _changed(terminal, phase, effects)


def shown(terminal: Terminal, effects: tuple[Effect, ...]) -> Step:
    """A new scene between citizens: no timer, no ring."""
    numbered = replace(terminal, scene=terminal.scene + 1, timer=terminal.timer + 1)
    return numbered, (*effects, StopTimer(None), Show(scene(numbered)))


def health_changed(before: Terminal, health: Health) -> Step:
    """A phase of its own only between citizens; a screen is drawn anew only if it says otherwise
    now, so that no touch is lost."""
    terminal = replace(before, health=health)
    if not isinstance(terminal.phase, Starting | OutOfService | Attract):
        return redrawn(before, terminal)
    coming_up = isinstance(terminal.phase, Starting) and is_coming_up(health)
    fitting = OutOfService() if obstacle(health) else Attract()
    if coming_up or fitting == terminal.phase:
        return (terminal, ()) if scene(terminal) == scene(before) else shown(terminal, ())
    return settle(terminal)


def redrawn(before: Terminal, after: Terminal) -> Step:
    """The same scene, shown again only if it says otherwise now."""
    now = scene(after)
    return after, () if now == scene(before) else (Show(now),)


def wished(before: Terminal, wishes: Wishes) -> Step:
    """Somebody wants the terminal; whoever has it now is not disturbed."""
    after = replace(before, wishes=wishes)
    if isinstance(after.phase, Starting | OutOfService | Attract):
        return settle(after)
    return redrawn(before, after)


def give_back(terminal: Terminal, effects: tuple[Effect, ...] = ()) -> Step:
    """Nobody wants the terminal any more: every part goes to work again."""
    return _change_hands(terminal, Direction.RESUME, effects)


def close(terminal: Terminal, effects: tuple[Effect, ...] = ()) -> Step:
    """End the program, with nothing under way."""
    ending = terminal.wishes.ending
    assert ending is not None  # noqa: S101
    closing, shows = _changed(terminal, Closing(ending), effects)
    return closing, (*shows, EndProgram(ending))


def awaits_fewer(terminal: Terminal, phase: Pausing | Resuming) -> Step:
    """One part less is waited for."""
    return shown(replace(terminal, phase=phase), ())


def _change_hands(terminal: Terminal, direction: Direction, effects: tuple[Effect, ...]) -> Step:
    numbered = replace(terminal, handover=terminal.handover + 1)
    pausing = direction is Direction.PAUSE
    phase = Pausing(ALL_PARTS) if pausing else Resuming(ALL_PARTS)
    changed, shows = _changed(numbered, phase, effects)
    return changed, (*shows, HandOver(changed.handover, direction))


def _changed(terminal: Terminal, phase: Phase, effects: tuple[Effect, ...]) -> Step:
    note = Note(Moment.PHASE_CHANGED, type(phase).__name__)
    return shown(replace(terminal, phase=phase), (*effects, note))
