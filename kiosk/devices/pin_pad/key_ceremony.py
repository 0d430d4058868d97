"""Giving a pad its master key (终端主密钥, TMK) in components, under dual control.

Two or three key officers each hold one component on paper; nobody knows more than one. Everyone
must approve before the first is taken, and nobody counts twice. Only check values are ever shown.
The key is kept when its check value is the one the acquirer gave, and erased otherwise.

Officers are named by opaque identifiers, which is all that is known of them here; that they are who
they say is for the maintenance menu to see to.
"""

from __future__ import annotations

import hmac
from enum import Enum
from typing import Protocol

from kiosk.devices.pin_pad.component_loaders import ComponentLoader
from kiosk.devices.pin_pad.driver import EncryptingPinPad, PadWire

COMPONENT_BYTES = 16
SHORTEST_CHECK_VALUE = 3


class Refusal(Enum):
    """Why a ceremony does not go on."""

    SAME_OFFICER = "same_officer"
    """Somebody approved, or gave a component, a second time."""
    NOT_APPROVED = "not_approved"
    """Not everybody has approved yet, or somebody who has not wants to give a component."""
    COMPONENT_MALFORMED = "component_malformed"
    NOBODY_MISSING = "nobody_missing"
    """As many officers as there are components have approved already."""
    INCOMPLETE = "incomplete"
    CHECK_VALUE = "check_value"
    """The key is not the one the acquirer meant. It has been erased."""
    OVER = "over"


class CeremonyRefused(Exception):
    """The ceremony does not go on like that. Carries no key and no officer."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class KeyCeremony:
    """One loading of one master key: approvals, components, check. Used once.

    ``officers`` is how many there are, each with one component: two, or three where the pad takes
    so many.
    """

    def __init__(self, wire: PadWire, loader: ComponentLoader, *, officers: int = 2) -> None:
        if not 2 <= officers <= loader.most_components:
            raise ValueError("this pad does not take a master key in so many components")
        self._wire = wire
        self._loader = loader
        self._officers = officers
        self._approved: list[str] = []
        self._gave: list[str] = []
        self._over = False

    def approve(self, officer: str) -> None:
        """One officer agrees that a master key is loaded now. Raises CeremonyRefused."""
        self._go_on()
        if not officer:
            raise CeremonyRefused(Refusal.NOT_APPROVED)
        if officer in self._approved:
            raise CeremonyRefused(Refusal.SAME_OFFICER)
        if len(self._approved) == self._officers:
            raise CeremonyRefused(Refusal.NOBODY_MISSING)
        self._approved.append(officer)

    async def take(self, officer: str, component: bytearray | None = None) -> bytes | None:
        """Take one officer's component, and return the check value of what the pad has so far;
        None where the pad does not say.

        ``component`` is overwritten with zeros whatever happens; None where it is typed at the pad
        itself. Raises CeremonyRefused and DeviceError; after the latter the ceremony is over and
        what was loaded is erased.
        """
        try:
            self._go_on()
            if len(self._approved) < self._officers or officer not in self._approved:
                raise CeremonyRefused(Refusal.NOT_APPROVED)
            if officer in self._gave:
                raise CeremonyRefused(Refusal.SAME_OFFICER)
            if self._loader.typed_at_pad is not (component is None) or not _possible(component):
                raise CeremonyRefused(Refusal.COMPONENT_MALFORMED)
            place = len(self._gave)
            last = place + 1 == self._officers
            try:
                shown = await self._loader.take(self._wire, place, component, last=last)
            except BaseException:
                await self.abandon()
                raise
            self._gave.append(officer)
            return shown
        finally:
            if component is not None:
                wipe(component)

    async def finish(self, expected: bytes) -> bytes:
        """Keep the key if its check value begins with ``expected`` (three bytes at least), and
        return the whole check value. Raises CeremonyRefused and DeviceError; then it is erased."""
        self._go_on()
        if len(self._gave) < self._officers or len(expected) < SHORTEST_CHECK_VALUE:
            raise CeremonyRefused(Refusal.INCOMPLETE)
        try:
            computed = await self._loader.check_value(self._wire)
        except BaseException:
            await self.abandon()
            raise
        if not hmac.compare_digest(computed[: len(expected)], expected):
            await self.abandon()
            raise CeremonyRefused(Refusal.CHECK_VALUE)
        self._over = True
        return computed

    async def abandon(self) -> None:
        """End it and have the pad forget what it was given; nothing when it is over already. Raises
        DeviceError when the pad does not confirm: then its key is of no use and must be erased."""
        if self._over:
            return
        self._over = True
        await self._loader.discard(self._wire)

    def _go_on(self) -> None:
        if self._over:
            raise CeremonyRefused(Refusal.OVER)


class CeremonyDesk(Protocol):
    """The people around a ceremony, as the command line or the maintenance menu reaches them."""

    async def approval(self, number: int) -> str:
        """Have officer ``number`` (1 …) prove who they are; an opaque identifier of theirs."""
        ...

    async def component(self, number: int) -> bytearray:
        """The 16 bytes of the component of officer ``number``, typed here; it will be wiped. Not
        called where components are typed at the pad."""
        ...

    async def type_at_pad(self, number: int) -> None:
        """Tell officer ``number`` to type the own password and component at the pad now."""
        ...

    async def show(self, number: int, check_value: bytes | None) -> None:
        """Show the check value after component ``number``."""
        ...

    async def expected(self) -> bytes:
        """The check value of the whole key, from the acquirer's letter: three bytes at least."""
        ...


async def load_master_key(
    pad: EncryptingPinPad, loader: ComponentLoader, desk: CeremonyDesk, *, officers: int = 2
) -> bytes:
    """The whole ceremony at an opened pad; the check value of the key it has then.

    Raises CeremonyRefused, PadInUse while a PIN is asked, and DeviceError. Whatever ends it early,
    the pad does not keep a part of a key.
    """
    async with pad.lent() as wire:
        ceremony = KeyCeremony(wire, loader, officers=officers)
        try:
            who: list[str] = []
            for number in range(1, officers + 1):
                officer = await desk.approval(number)
                ceremony.approve(officer)
                who.append(officer)
            for number, officer in enumerate(who, start=1):
                if loader.typed_at_pad:
                    await desk.type_at_pad(number)
                    shown = await ceremony.take(officer)
                else:
                    shown = await ceremony.take(officer, await desk.component(number))
                await desk.show(number, shown)
            return await ceremony.finish(await desk.expected())
        except BaseException:
            await ceremony.abandon()
            raise


def wipe(secret: bytearray) -> None:
    """Overwrite with zeros. Copies that libraries and the kernel made on the way are out of reach
    (docs/hardware/pin-pad.md)."""
    for place in range(len(secret)):
        secret[place] = 0


def _possible(component: bytearray | None) -> bool:
    """A component of zeros would leave the key to the other officer alone."""
    return component is None or (len(component) == COMPONENT_BYTES and any(component))
