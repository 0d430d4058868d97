"""What every model of pad has: keys, a keypad, a state of health, and commands it carries out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from sim.devices.pin_pad.arithmetic import Family
from sim.devices.pin_pad.faults import Code, Role
from sim.devices.pin_pad.key_store import KeyStore, Use
from sim.devices.pin_pad.keypad import Keypad


@dataclass(slots=True)
class Health:
    """How the pad is. A pad that was opened has lost its keys for good."""

    tampered: bool = False
    removed: bool = False
    battery_low: bool = False


@dataclass(frozen=True, slots=True)
class MasterKeys:
    """What key officers have loaded long ago; None where they have not."""

    place: int = 1
    des: bytes | None = field(default=None, repr=False)
    sm4: bytes | None = field(default=None, repr=False)


@dataclass(slots=True)
class Inside:
    """What is inside the casing. ``schedule`` calls something after so many seconds; ``tell`` sends
    bytes that are no answer."""

    keys: KeyStore
    keypad: Keypad
    health: Health
    schedule: Callable[[float, Callable[[], None]], Callable[[], None]]
    tell: Callable[[bytes], None]
    beeps: int = 0

    def start_anew(self, masters: MasterKeys) -> None:
        """As delivered, with the master keys that officers have loaded."""
        self.keypad.stop()
        self.keypad.names_figures = self.keypad.doubles_enter = False
        self.health = Health()
        self.beeps = 0
        self.keys.erase_all()
        for family, value in ((Family.DES, masters.des), (Family.SM4, masters.sm4)):
            if value is not None:
                self.keys.store(family, masters.place, value, Use.MASTER)

    def tamper(self) -> None:
        """Somebody opens it: it forgets everything and says so from now on."""
        self.health.tampered = True
        self.keypad.stop()
        self.keys.erase_all()


class PadModel(Protocol):
    """One model: its bytes."""

    def feed(self, data: bytes) -> tuple[bytes, ...]:
        """Take in what the host sends; the commands it completes, without their frames."""
        ...

    def answer(self, command: bytes) -> bytes:
        """Carry a command out; the whole answer."""
        ...

    def refuse(self, code: Code | int) -> bytes:
        """The whole answer of a command that was not carried out."""
        ...

    def code_number(self, code: Code) -> int:
        """What the model calls a code."""
        ...

    def role(self, command: bytes) -> Role:
        """What a command is for."""
        ...

    def key_bytes(self, keys: tuple[str, ...]) -> bytes:
        """How keys are told; those the model has no byte for are not."""
        ...

    def give_up(self) -> bytes:
        """The pad has waited long enough for a key: the input ends, and this is told."""
        ...
