"""What can be done with the pad from outside, as one line of JSON a wish and one an answer.

``{"do": "type", "keys": ["1", "2"], "pace": 0.1, "when_asked": true}`` is answered by ``{"ok":
true, …}`` with the pad's state, or by ``{"ok": false, "error": "…"}``. What was typed and what the
keys are is in no answer.
"""

from __future__ import annotations

import asyncio
import contextlib
import json

from sim.devices.pin_pad.faults import (
    NAMED_CODES,
    NAMED_FAULTS,
    FaultKind,
    PadFault,
    Role,
)
from sim.devices.pin_pad.pad import PinPad, Typing

Answer = dict[str, object]


class Control:
    """Obeys wishes for one pad."""

    def __init__(self, pad: PinPad) -> None:
        self._pad = pad

    async def serve(self, where: str) -> tuple[asyncio.Server, str]:
        """Listen at a path, or a TCP port of loopback (0 takes a free one); and where that is."""
        if not where.isdigit():
            return await asyncio.start_unix_server(self._talk, where), where
        server = await asyncio.start_server(self._talk, "127.0.0.1", int(where))
        return server, str(server.sockets[0].getsockname()[1])

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                writer.write(json.dumps(self.obey(line)).encode() + b"\n")
                await writer.drain()
        writer.close()

    def obey(self, line: bytes) -> Answer:
        """Do what a line asks, and say how the pad is now."""
        try:
            wish = json.loads(line)
            self._do(wish)
        except (ValueError, KeyError, TypeError) as error:
            return {"ok": False, "error": f"{type(error).__name__}: not understood"}
        return {"ok": True, **self._state()}

    def _do(self, wish: dict[str, object]) -> None:
        pad = self._pad
        match wish:
            case {"do": "state"}:
                pass
            case {"do": "reset"}:
                pad.start_anew()
            case {"do": "press", "key": str(key)}:
                pad.press(key)
            case {"do": "type", "keys": list(keys), "pace": float() | int() as pace, **rest}:
                typing = Typing(tuple(str(key) for key in keys), float(pace))
                pad.type(typing, when_asked=rest.get("when_asked") is True)
            case {"do": "give_up"}:
                pad.give_up()
            case {"do": "plug"}:
                pad.plug()
            case {"do": "unplug"}:
                pad.unplug()
            case {"do": "tamper"}:
                pad.tamper()
            case {"do": "removed", "to": bool(removed)}:
                pad.health.removed = removed
            case {"do": "battery_low", "to": bool(low)}:
                pad.health.battery_low = low
            case {"do": "names_figures", "to": bool(names)}:
                pad.keypad.names_figures = names
            case {"do": "double_enter"}:
                pad.keypad.doubles_enter = True
            case {"do": "clear_faults"}:
                pad.clear_faults()
            case {"do": "fault", **fault}:
                pad.inject(self._fault(fault))
            case _:
                raise ValueError("no such wish")

    def _fault(self, wish: dict[str, object]) -> PadFault:
        match wish:
            case {"name": str(name)} if name in NAMED_FAULTS:
                return NAMED_FAULTS[name]
            case {"name": str(name)} if name in NAMED_CODES:
                code, role = NAMED_CODES[name]
                number = self._pad.model.code_number(code)
                return PadFault(FaultKind.CODE, number, role)
            case {"kind": str(kind), "amount": int(amount), "on": on, "times": times}:
                return PadFault(
                    FaultKind(kind),
                    amount,
                    None if on is None else Role(on),
                    None if times is None else int(str(times)),
                )
            case _:
                raise ValueError("no such fault")

    def _state(self) -> Answer:
        pad = self._pad
        return {
            "mode": pad.keypad.mode.value,
            "figures": pad.keypad.count,
            "plugged": pad.plugged,
            "tampered": pad.health.tampered,
            "removed": pad.health.removed,
            "battery_low": pad.health.battery_low,
            "keys": list(pad.places),
            "beeps": pad.beeps,
            "told": [role.value for role in pad.roles],
        }
