"""The pad at its cable: commands answered, keys told, and what can go wrong with either."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from sim.devices.pin_pad.faults import FaultKind, PadFault, Role
from sim.devices.pin_pad.key_store import KeyStore
from sim.devices.pin_pad.keypad import Keypad, Mode
from sim.devices.pin_pad.model import Health, Inside, MasterKeys, PadModel
from sim.devices.serial_line import SerialLine

_NOISE = bytes.fromhex("00 FF 7F A5 E1 16")
_WRONG_SPEED_MASK = 0x5A


@dataclass(frozen=True, slots=True)
class Typing:
    """Keys to be pressed one after the other, ``pace`` seconds apart."""

    keys: tuple[str, ...] = field(repr=False)
    pace: float = 0.0


class PinPad:
    """The pad. Unplugged when made; to be used on a running event loop."""

    def __init__(
        self,
        line: SerialLine,
        make_model: Callable[[Inside], PadModel],
        masters: MasterKeys,
        *,
        speed: int = 9600,
    ) -> None:
        self._line = line
        self._make_model = make_model
        self._masters = masters
        self._speed = speed
        self._inside = Inside(KeyStore(), Keypad(self._began), Health(), _later, self._send)
        self._inside.start_anew(masters)
        self._model = make_model(self._inside)
        self._plugged = False
        self._faults: list[PadFault] = []
        self._waiting: deque[Typing] = deque()
        self._typing: set[asyncio.Task[None]] = set()
        self._roles: list[Role] = []

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._plugged

    @property
    def health(self) -> Health:
        """How it is; to be changed."""
        return self._inside.health

    @property
    def keypad(self) -> Keypad:
        """Its keys."""
        return self._inside.keypad

    @property
    def beeps(self) -> int:
        """How often it was told to sound."""
        return self._inside.beeps

    @property
    def places(self) -> tuple[str, ...]:
        """Where there are keys, and what they are for."""
        return self._inside.keys.places

    @property
    def roles(self) -> tuple[Role, ...]:
        """What it has been told so far, by what each command was for."""
        return tuple(self._roles)

    def start_anew(self) -> None:
        """As delivered and loaded with its master keys: nothing typed, no fault, cable in."""
        for task in self._typing:
            task.cancel()
        self._waiting.clear()
        self._faults.clear()
        self._roles.clear()
        self._inside.start_anew(self._masters)
        self._model = self._make_model(self._inside)
        self.plug()

    def plug(self) -> None:
        """Plug the cable in. May be done twice."""
        if not self._plugged:
            self._plugged = True
            self._line.connect(self._take)

    def unplug(self) -> None:
        """Pull the cable out: the device disappears, and with its power what was typed. Its keys
        stay, which is what the battery is for."""
        if self._plugged:
            self._plugged = False
            self._line.disconnect()
            self._inside.keypad.stop()
            self._model = self._make_model(self._inside)

    def tamper(self) -> None:
        """Somebody opens its casing."""
        self._inside.tamper()

    def inject(self, fault: PadFault) -> None:
        """Let it fail; faults strike in the order they were injected."""
        self._faults.append(fault)

    def clear_faults(self) -> None:
        """Let it work again."""
        self._faults.clear()

    @property
    def model(self) -> PadModel:
        """Its bytes."""
        return self._model

    def press(self, key: str) -> None:
        """Press a key now, whether it is asked for or not."""
        self._send(self._model.key_bytes(self._inside.keypad.press(key)))

    def type(self, typing: Typing, *, when_asked: bool) -> None:
        """Press keys, at once or as soon as something may be typed."""
        if when_asked and self._inside.keypad.mode is Mode.OFF:
            self._waiting.append(typing)
        else:
            self._keep_typing(typing)

    def give_up(self) -> None:
        """It has waited long enough for a key."""
        self._send(self._model.give_up())

    def _began(self) -> None:
        if self._waiting:
            # The answer to the command that let it begin goes out first.
            asyncio.get_running_loop().call_soon(self._keep_typing, self._waiting.popleft())

    def _keep_typing(self, typing: Typing) -> None:
        task = asyncio.get_running_loop().create_task(self._press_all(typing))
        self._typing.add(task)
        task.add_done_callback(self._typing.discard)

    async def _press_all(self, typing: Typing) -> None:
        for key in typing.keys:
            self.press(key)
            await asyncio.sleep(typing.pace)

    def _take(self, data: bytes) -> None:
        for command in self._model.feed(self._at_speed(data)):
            role = self._model.role(command)
            self._roles.append(role)
            self._answer(command, self._striking(role))

    def _striking(self, role: Role) -> PadFault | None:
        for place, fault in enumerate(self._faults):
            if fault.on in (None, role):
                if fault.times is not None:
                    del self._faults[place]
                    if fault.times > 1:
                        self._faults.insert(place, replace(fault, times=fault.times - 1))
                return fault
        return None

    def _answer(self, command: bytes, fault: PadFault | None) -> None:
        match fault:
            case None:
                self._send(self._model.answer(command))
            case PadFault(kind=FaultKind.SILENCE):
                pass
            case PadFault(kind=FaultKind.LOST_ANSWER):
                self._model.answer(command)
            case PadFault(kind=FaultKind.CODE, amount=code):
                self._send(self._model.refuse(code))
            case PadFault(kind=FaultKind.WRONG_CHECK_VALUE):
                self._send(self._model.answer(_another_key(command)))
            case PadFault(kind=FaultKind.LATE_KEY, amount=key):
                self._send(self._model.answer(command))
                self._send(bytes((key,)))
            case _:
                self._send(_spoilt(self._model.answer(command), fault))

    def _send(self, data: bytes) -> None:
        if self._plugged and data:
            self._line.send(self._at_speed(data))

    def _at_speed(self, data: bytes) -> bytes:
        if self._line.speed in (None, self._speed):
            return data
        return bytes(value ^ _WRONG_SPEED_MASK for value in data)


def _spoilt(answer: bytes, fault: PadFault) -> bytes:
    match fault.kind:
        case FaultKind.HALF:
            return answer[: fault.amount]
        case FaultKind.CHECKSUM:
            return answer[:-1] + bytes((answer[-1] ^ 0x01,))
        case FaultKind.KEY_INSIDE:
            middle = max(1, len(answer) * 2 // 5)
            return answer[:middle] + bytes((fault.amount,)) + answer[middle:]
        case FaultKind.GLUED:
            return answer * 2
        case FaultKind.NOISE:
            return _NOISE + answer
        case _:
            return answer


def _another_key(command: bytes) -> bytes:
    """The same command with another cryptogram: its last character changed."""
    return command[:-1] + (b"0" if command[-1:] != b"0" else b"1")


def _later(seconds: float, call: Callable[[], None]) -> Callable[[], None]:
    return asyncio.get_running_loop().call_later(seconds, call).cancel
