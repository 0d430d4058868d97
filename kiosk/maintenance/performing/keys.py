"""The master key in the PIN pad: loaded and wiped under dual control."""

from __future__ import annotations

from datetime import datetime

from kiosk.devices.api import DeviceError
from kiosk.devices.pin_pad.driver import EncryptingPinPad, PadInUse
from kiosk.devices.pin_pad.key_ceremony import (
    CeremonyRefused,
    Refusal,
    load_master_key,
)
from kiosk.domain.staff import Role, Task
from kiosk.domain.terminal import DeviceKind
from kiosk.flows.requests.maintenance.keys import (
    AskKeys,
    KeyPlace,
    KeysChanged,
    KeysRefused,
    LeaveKeys,
    LoadKey,
    SecondLeft,
    TypeAtPad,
    WipeKey,
)
from kiosk.ledger import EntryKind
from kiosk.maintenance.readiness.conditions import CAUSES, USABLE, USELESS
from kiosk.maintenance.toolbox import Toolbox
from kiosk.runtime.news import Tell
from kiosk.runtime.performing.repertoire import Repertoire

_LOAD, _WIPE = "keys.load", "keys.wipe"
_TWO = 2
_REFUSALS = {
    Refusal.COMPONENT_MALFORMED: KeysRefused.MALFORMED,
    Refusal.INCOMPLETE: KeysRefused.MALFORMED,
    Refusal.CHECK_VALUE: KeysRefused.CHECK_VALUE,
}


def add_to(repertoire: Repertoire, toolbox: Toolbox) -> None:
    """What two key officers can ask for."""
    keys = _Keys(toolbox)
    repertoire.add(AskKeys, keys.ask)
    # Components typed at the pad take minutes; the pad itself ends that.
    repertoire.add(LoadKey, keys.load, patient=True, telling=True)
    repertoire.add(WipeKey, keys.wipe)
    repertoire.add(LeaveKeys, keys.leave)


class _Keys:
    def __init__(self, toolbox: Toolbox) -> None:
        self._duty = toolbox.duty
        self._workings = toolbox.workings
        cards = toolbox.workings.equipment.cards
        pad = None if cards is None else cards.pad
        self._pad = pad if isinstance(pad, EncryptingPinPad) else None
        self._loader = None if cards is None else cards.loader

    async def ask(self, _request: AskKeys) -> KeyPlace:
        self._duty.allowed(Task.KEYS)
        if self._pad is None or self._loader is None:
            return KeyPlace(fitted=False)
        condition = self._workings.board.health.condition(DeviceKind.PIN_PAD)
        how = CAUSES.get(condition.cause, USABLE if condition.usable else USELESS)
        check_value, at = await self._last()
        return KeyPlace(True, self._loader().typed_at_pad, how, check_value, at)

    async def _last(self) -> tuple[str, datetime | None]:
        """What was loaded last, as the audit trail has it; nothing once anything else was tried
        with the key of the pad."""
        books = self._workings.books
        nothing: tuple[str, datetime | None] = ("", None)
        kept, before = nothing, nothing
        for entry in await books(books.ledger.staff_trail):
            facts = entry.facts
            if entry.kind != EntryKind.STAFF_ACTED.value or facts["what"] not in (_LOAD, _WIPE):
                continue
            match facts["outcome"]:
                case "begun":
                    # It may cost the pad the key it has, however it ends. Two officers write it.
                    before, kept = (kept if kept != nothing else before), nothing
                case "done" if facts["what"] == _LOAD:
                    kept = before = (str(facts["after"]), entry.moment)
                case KeysRefused.BUSY.value:
                    kept = before
                case _:
                    kept = before = nothing
        return kept

    async def load(self, request: LoadKey, tell: Tell) -> KeysChanged:
        officers = self._officers()
        pad, loader = self._pad, self._loader
        if len(officers) < _TWO or pad is None or loader is None:
            return KeysChanged(refused=KeysRefused.NOT_TWO)
        if await self._money_is_open():
            return KeysChanged(refused=KeysRefused.MONEY_OPEN)
        await self._duty.did(Task.KEYS, _LOAD, outcome="begun")
        people = _Officers(officers, request, tell)
        self._sign_out()
        try:
            computed = await load_master_key(pad, loader(), people, officers=_TWO)
        except CeremonyRefused as refused:
            why = _REFUSALS.get(refused.refusal, KeysRefused.NOT_TWO)
            return await self._refused(_LOAD, why, people.shown)
        except PadInUse:
            return await self._refused(_LOAD, KeysRefused.BUSY, people.shown)
        except DeviceError as error:
            self._report(error)
            return await self._refused(_LOAD, KeysRefused.PAD, people.shown)
        check_value = computed.hex().upper()
        await self._duty.did(Task.KEYS, _LOAD, after=check_value[:6])
        return KeysChanged(check_value, shown=tuple(people.shown))

    async def wipe(self, _request: WipeKey) -> KeysChanged:
        pad, loader = self._pad, self._loader
        if len(self._officers()) < _TWO or pad is None or loader is None:
            return KeysChanged(refused=KeysRefused.NOT_TWO)
        if await self._money_is_open():
            return KeysChanged(refused=KeysRefused.MONEY_OPEN)
        await self._duty.did(Task.KEYS, _WIPE, outcome="begun")
        self._sign_out()
        try:
            async with pad.lent() as wire:
                await loader().discard(wire)
        except PadInUse:
            return await self._refused(_WIPE, KeysRefused.BUSY, [])
        except DeviceError as error:
            self._report(error)
            return await self._refused(_WIPE, KeysRefused.PAD, [])
        await self._duty.did(Task.KEYS, _WIPE)
        return KeysChanged()

    async def _money_is_open(self) -> bool:
        return bool(await self._workings.books(self._workings.books.ledger.at_risk))

    def _sign_out(self) -> None:
        """The acquirer's keys lie under the master key, and are of no use without it."""
        if self._workings.line is not None:
            self._workings.line.sign_in_anew()

    async def leave(self, _request: LeaveKeys) -> SecondLeft:
        self._duty.allowed(Task.KEYS)
        await self._duty.second_left()
        return SecondLeft()

    def _officers(self) -> tuple[str, ...]:
        self._duty.allowed(Task.KEYS)
        numbers = [one.number for one in self._duty.present if one.role is Role.KEY_OFFICER]
        return tuple(dict.fromkeys(numbers))

    async def _refused(self, what: str, why: KeysRefused, shown: list[str]) -> KeysChanged:
        await self._duty.did(Task.KEYS, what, outcome=why.value)
        return KeysChanged(refused=why, shown=tuple(shown))

    def _report(self, error: DeviceError) -> None:
        for keeper in self._workings.keepers:
            if keeper.device is self._pad:
                keeper.report(error)


class _Officers:
    """The people around a ceremony, as the maintenance screens have asked them."""

    def __init__(self, officers: tuple[str, ...], request: LoadKey, tell: Tell) -> None:
        self._officers = officers
        self._request = request
        self._tell = tell
        self.shown: list[str] = []

    async def approval(self, number: int) -> str:
        """See CeremonyDesk: both have logged in for nothing else."""
        return self._officers[number - 1]

    async def component(self, number: int) -> bytearray:
        """See CeremonyDesk."""
        if number > len(self._request.components):
            return bytearray()
        return bytearray.fromhex(self._request.components[number - 1])

    async def type_at_pad(self, number: int) -> None:
        """See CeremonyDesk."""
        self._tell(TypeAtPad(number))

    async def show(self, number: int, check_value: bytes | None) -> None:
        """See CeremonyDesk."""
        del number
        if check_value is not None:
            self.shown.append(check_value.hex().upper()[:6])

    async def expected(self) -> bytes:
        """See CeremonyDesk."""
        return bytes.fromhex(self._request.expected)
