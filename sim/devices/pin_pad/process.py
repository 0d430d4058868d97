"""Starts the process of a PIN pad and plays the hands on it."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from sim.devices.pin_pad.faults import PadFault

_ANSWER_SECONDS = 10.0
_END_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class PadState:
    """How a pad is. ``mode`` is off, pin, plain or secret; ``figures`` how many have been typed,
    never which; ``keys`` such as ``des 30 pin``; ``told`` the roles of the commands it got."""

    mode: str
    figures: int
    plugged: bool
    tampered: bool
    removed: bool
    battery_low: bool
    keys: tuple[str, ...]
    beeps: int
    told: tuple[str, ...]


class PinPadProcess:
    """``python -m sim.devices.pin_pad`` as a context: entered when its device is there.

    ``model`` is zt598 or xz-f35, ``link`` where its serial device appears. ``options`` are further
    words of the command line. Every call is answered within a few milliseconds, and none waits for
    keys to be pressed, so it may be used on an event loop.
    """

    def __init__(self, model: str, link: Path, options: Sequence[str] = ()) -> None:
        self._model = model
        self._link = link
        self._options = tuple(options)
        self._process: subprocess.Popen[bytes] | None = None
        self._talk: socket.socket | None = None
        self._rest = b""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "sim.devices.pin_pad", "--with-parent"]
        command += ["--model", self._model, "--link", str(self._link), *self._options]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        try:
            self._talk = _connected(_announced(self._process))
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    @property
    def link(self) -> Path:
        """Its serial device, while it is plugged in."""
        return self._link

    @property
    def pid(self) -> int:
        """Its process. Raises RuntimeError when it was not started."""
        if self._process is None:
            raise RuntimeError("the pad was not started")
        return self._process.pid

    def end(self) -> None:
        """End the process. May be done twice."""
        talk, self._talk = self._talk, None
        if talk is not None:
            talk.close()
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(_END_SECONDS)
            return
        process.kill()
        process.wait()

    def state(self) -> PadState:
        """How it is now."""
        return self._wish(do="state")

    def reset(self) -> PadState:
        """As delivered, with its master keys; faults and typing are over, the cable is in."""
        return self._wish(do="reset")

    def press(self, key: str) -> PadState:
        """Press one key now: ``7``, ``ENTER``, ``CLEAR``, ``CANCEL``, ``F3``."""
        return self._wish(do="press", key=key)

    def type_pin(
        self, figures: str, *, pace: float = 0.0, enter: bool = True, when_asked: bool = True
    ) -> PadState:
        """Type figures and ENTER, ``pace`` seconds between two keys; with ``when_asked`` as soon as
        the pad is told to take a PIN, which may be now. Returns before they are typed."""
        return self.type_keys((*figures, *(("ENTER",) if enter else ())), pace, when_asked)

    def type_keys(
        self, keys: Sequence[str], pace: float = 0.0, when_asked: bool = True
    ) -> PadState:
        """Press keys by their names, as ``type_pin``."""
        return self._wish(do="type", keys=list(keys), pace=pace, when_asked=when_asked)

    def give_up(self) -> PadState:
        """It has waited long enough for a key, and says so."""
        return self._wish(do="give_up")

    def plug(self) -> PadState:
        """Plug the cable in. May be done twice."""
        return self._wish(do="plug")

    def unplug(self) -> PadState:
        """Pull the cable out. May be done twice."""
        return self._wish(do="unplug")

    def tamper(self) -> PadState:
        """Somebody opens its casing: its keys are gone."""
        return self._wish(do="tamper")

    def set_removed(self, removed: bool) -> PadState:
        """It is taken out of the cabinet, or put back."""
        return self._wish(do="removed", to=removed)

    def set_battery_low(self, low: bool) -> PadState:
        """The battery that keeps its keys runs down, or is changed."""
        return self._wish(do="battery_low", to=low)

    def name_figures(self, names: bool) -> PadState:
        """Let it name the figures of a PIN, as only a forged pad does."""
        return self._wish(do="names_figures", to=names)

    def double_enter(self) -> PadState:
        """Let the next ENTER be pressed twice at once."""
        return self._wish(do="double_enter")

    def fault(self, fault: str | PadFault) -> PadState:
        """Let it fail: a name of ``faults.NAMED_FAULTS`` or ``NAMED_CODES``, or a fault. Raises
        ValueError when there is no such name."""
        if isinstance(fault, str):
            return self._wish(do="fault", name=fault)
        on = None if fault.on is None else fault.on.value
        return self._wish(
            do="fault", kind=fault.kind.value, amount=fault.amount, on=on, times=fault.times
        )

    def clear_faults(self) -> PadState:
        """Let it work again."""
        return self._wish(do="clear_faults")

    def _wish(self, **wish: object) -> PadState:
        if self._talk is None:
            raise RuntimeError("the pad was not started")
        self._talk.sendall(json.dumps(wish).encode() + b"\n")
        while b"\n" not in self._rest:
            chunk = self._talk.recv(65536)
            if not chunk:
                raise RuntimeError("the pad's process has ended")
            self._rest += chunk
        line, self._rest = self._rest.split(b"\n", 1)
        answer = json.loads(line)
        if not answer.pop("ok"):
            raise ValueError(answer["error"])
        keys, told = tuple(answer.pop("keys")), tuple(answer.pop("told"))
        return PadState(**answer, keys=keys, told=told)


def _announced(process: subprocess.Popen[bytes]) -> str:
    """Where its control is, once it says so. Raises RuntimeError when it ends instead."""
    line = process.stdout.readline() if process.stdout is not None else b""
    if not line:
        raise RuntimeError("the pad did not start")
    return str(json.loads(line)["control"])


def _connected(where: str) -> socket.socket:
    if where.isdigit():
        return socket.create_connection(("127.0.0.1", int(where)), _ANSWER_SECONDS)
    talk = socket.socket(socket.AF_UNIX)
    talk.settimeout(_ANSWER_SECONDS)
    talk.connect(where)
    return talk
