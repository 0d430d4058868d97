"""The board of key, door and lights in memory."""

from __future__ import annotations

from kiosk.devices.api import AuxiliaryInputs, Glow, Light
from kiosk.domain.terminal import DeviceKind
from tests.runtime.fakes import FakeDevice


class FakeBoard(FakeDevice):
    """A board whose contacts say what the test has them say."""

    def __init__(self) -> None:
        super().__init__(DeviceKind.AUXILIARIES)
        self.says = AuxiliaryInputs()
        self.lit: set[Light] = set()

    @property
    def lights(self) -> frozenset[Light]:
        return frozenset(Light) - {Light.SCANNER}

    async def open(self) -> None:
        await super().open()
        self.lit.clear()

    async def inputs(self) -> AuxiliaryInputs:
        await self._asked("inputs")
        return self.says

    async def set_light(self, light: Light, glow: Glow) -> None:
        await self._asked(f"{light.value} {glow.value}")
        (self.lit.add if glow is Glow.CONTINUOUS else self.lit.discard)(light)
