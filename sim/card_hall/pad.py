"""Hands on the PIN pad, and what becomes of it."""

from __future__ import annotations

from typing import assert_never

from sim import card_actions
from sim.card_actions import PadAction
from sim.card_hall.state import PinPadState
from sim.card_hall.stays import known_card
from sim.devices.pin_pad.process import PinPadProcess
from sim.impossible import Impossible

_PACE_SECONDS = 0.05


def play_pad(pad: PinPadProcess, action: PadAction) -> None:
    """Press keys, or let it fail. Keys that it does not wait for do nothing. Raises Impossible."""
    match action:
        case card_actions.PadPressed():
            pad.type_keys(action.pressed, _PACE_SECONDS, when_asked=False)
        case card_actions.PinTyped():
            pin = known_card(action.card).pin
            if pin is None:
                raise Impossible("that card has no PIN")
            pad.type_pin(pin, pace=_PACE_SECONDS, when_asked=False)
        case card_actions.PadFaultAdded():
            _fail(pad, action.fault)
        case card_actions.PadMended():
            mend(pad)
        case card_actions.PadCable(state="unplugged"):
            pad.unplug()
        case card_actions.PadCable():
            pad.plug()
        case _:
            assert_never(action)


def mend(pad: PinPadProcess) -> None:
    """Let it work again, and wait for nobody's PIN. Its working keys stay, but for a pad that was
    opened: its place takes another one, which has master keys only."""
    pad.clear_faults()
    pad.set_removed(False)
    pad.set_battery_low(False)
    state = pad.plug()
    if state.tampered:
        pad.reset()
    elif state.mode == "pin":
        pad.press("CANCEL")


def see_pad(pad: PinPadProcess) -> PinPadState:
    """How it looks from outside."""
    state = pad.state()
    return PinPadState(
        connected=state.plugged,
        listening=state.mode == "pin",
        figures=state.figures,
        tampered=state.tampered,
    )


def _fail(pad: PinPadProcess, fault: str) -> None:
    match fault:
        case "tampered":
            pad.tamper()
        case "removed":
            pad.set_removed(True)
        case "battery_low":
            pad.set_battery_low(True)
        case "gives_up":
            pad.give_up()
        case _:
            try:
                pad.fault(fault)
            except ValueError:
                raise Impossible(f"a PIN pad does not fail by {fault}") from None
