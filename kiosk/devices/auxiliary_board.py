"""Key switch, contacts and lights behind a MODBUS RTU board on a serial line.

Contacts are discrete inputs, lights are coils. Not yet checked against a real board;
docs/hardware/auxiliaries.md says what rests on what.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.devices.api import AuxiliaryInputs, DeviceCause, DeviceError, Glow, Light
from kiosk.devices.codecs.modbus_rtu import Answer, Question, read_inputs, write_coil
from kiosk.devices.modbus_link import ModbusLink, ModbusTiming
from kiosk.devices.port_opening import disconnected, opened
from kiosk.devices.ports.byte_port import PortLost, PortOpener
from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, Remedy


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact at the input ``number``, which reads ``when`` while what its name says is so:
    the key turned, the door closed, nothing prised open."""

    number: int
    when: bool = True


@dataclass(frozen=True, slots=True)
class BoardWiring:
    """What is wired to where, counted from 0. ``unit`` is the board's address on the line.

    A contact that the cabinet lacks is None; one at least is there, for the board is asked by it
    whether it lives. ``lights`` are coils.
    """

    unit: int
    operator_switch: Contact | None
    cabinet_door: Contact | None
    tamper: Contact | None
    lights: Mapping[Light, int]

    @property
    def inputs(self) -> range:
        """The inputs from the first contact to the last. Raises ValueError when there is none."""
        contacts = (self.operator_switch, self.cabinet_door, self.tamper)
        numbers = [contact.number for contact in contacts if contact is not None]
        if not numbers:
            raise ValueError("a board has one contact at least")
        return range(min(numbers), max(numbers) + 1)


class AuxiliaryBoard:
    """Auxiliaries over any byte port. Raises ValueError for a wiring that cannot be."""

    def __init__(
        self, opener: PortOpener, wiring: BoardWiring, timing: ModbusTiming | None = None
    ) -> None:
        self._opener = opener
        self._wiring = wiring
        self._inputs = wiring.inputs
        self._question = read_inputs(wiring.unit, self._inputs.start, len(self._inputs))
        self._switches = {
            (light, glow): write_coil(wiring.unit, number, on=glow is Glow.CONTINUOUS)
            for light, number in wiring.lights.items()
            for glow in Glow
        }
        self._timing = timing or ModbusTiming()
        self._link: ModbusLink | None = None
        self._turn = asyncio.Lock()

    @property
    def kind(self) -> DeviceKind:
        """See Device."""
        return DeviceKind.AUXILIARIES

    @property
    def lights(self) -> frozenset[Light]:
        """See Auxiliaries."""
        return frozenset(self._wiring.lights)

    async def open(self) -> None:
        """See Device. Lights that a program left on when it died are put out, which also shows that
        the board has each of them."""
        await self.close()
        port = await opened(self._opener)
        self._link = ModbusLink(port, self._timing)
        try:
            await self.inputs()
            for light in self._wiring.lights:
                await self.set_light(light, Glow.OFF)
        except BaseException:
            await self.close()
            raise

    async def close(self) -> None:
        """See Device."""
        link, self._link = self._link, None
        if link is not None:
            await link.close()

    async def condition(self) -> Condition:
        """See Device. A board that answers is well; what its contacts say is another matter."""
        await self._ask(self._question)
        return ONLINE

    async def inputs(self) -> AuxiliaryInputs:
        """See Auxiliaries."""
        states = dict(zip(self._inputs, (await self._ask(self._question)).states, strict=True))
        wiring = self._wiring
        return AuxiliaryInputs(
            operator_switch=_says(states, wiring.operator_switch, usual=False),
            cabinet_closed=_says(states, wiring.cabinet_door, usual=True),
            untampered=_says(states, wiring.tamper, usual=True),
        )

    async def set_light(self, light: Light, glow: Glow) -> None:
        """See Auxiliaries."""
        if light in self._wiring.lights:
            await self._ask(self._switches[light, glow])

    async def _ask(self, question: Question) -> Answer:
        async with self._turn:
            link = self._link
            if link is None:
                raise DeviceError(DeviceCause.DISCONNECTED, Remedy.RESET)
            try:
                return await link.ask(question)
            except PortLost:
                if self._link is link:
                    await self.close()
                raise disconnected() from None


def _says(states: Mapping[int, bool], contact: Contact | None, *, usual: bool) -> bool:
    return usual if contact is None else states[contact.number] is contact.when
