"""Two key officers load and wipe the master key of a real driver and a pad at the end of a wire."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from kiosk.devices.codecs.xz_command import XzAlgorithm
from kiosk.devices.pin_pad.component_loaders import (
    ComponentLoader,
    XzF35Components,
    Zt598Components,
)
from kiosk.domain.terminal import ONLINE, Condition, DeviceKind, DeviceStatus, Remedy
from kiosk.equipment.cards import acquirer_with
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
from kiosk.payments.acquirer.profile import AcquirerProfile
from kiosk.payments.emv.terminal import TerminalData
from kiosk.runtime.cards.counter import CardEquipment
from sim.devices.pin_pad.arithmetic import Family, check_value, xored
from sim.devices.pin_pad.process import PinPadProcess
from sim.devices.pin_pad.xz_f35 import PASSWORD_A, PASSWORD_B
from tests.devices.pin_pad_bench import Bench, open_bench, pad_process
from tests.maintenance.serviced import Serviced, in_room
from tests.runtime.cards.soft_pad import SoftPad
from tests.runtime.cards.soft_reader import SoftReader
from tests.runtime.conftest import Room

FIRST = bytes.fromhex("0F1E2D3C4B5A69788796A5B4C3D2E1F0")
SECOND = bytes.fromhex("A1B2C3D4E5F60718293A4B5C6D7E8F90")
HEX = (FIRST.hex(), SECOND.hex().upper())
BOTH = check_value(Family.DES, xored(FIRST, SECOND)).hex().upper()
HALF = check_value(Family.DES, FIRST).hex().upper()
GOOD = LoadKey(HEX, BOTH[:6])
NO_KEYS = ("--master-key", "none", "--sm4-master-key", "none")
_PROFILE = AcquirerProfile("127.0.0.1", 9, "12345678", "102440000000001", answer_seconds=0.1)


@pytest.fixture(scope="module", params=["zt598", "xz-f35"])
def process(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, PinPadProcess]]:
    model = str(request.param)
    with pad_process(model, tmp_path_factory.mktemp("pad"), *NO_KEYS) as process:
        yield model, process


@dataclass
class Pad:
    """A terminal whose pad has no key yet, and the hands at the pad."""

    terminal: Serviced
    bench: Bench
    process: PinPadProcess
    at_pad: bool

    async def both(self) -> None:
        await self.terminal.come("key-officer")
        await self.terminal.come("second-key-officer", second=True)

    async def load(self, request: LoadKey = GOOD) -> KeysChanged:
        """With the officers typing at the pad where that is asked of them."""
        if not self.at_pad:
            return await self.terminal.ask(request, KeysChanged)

        def type_there(news: object) -> None:
            self.terminal.told.append(news)
            place = len(self.terminal.told) - 1
            assert news == TypeAtPad(place + 1)
            self.process.type_pin((PASSWORD_A, PASSWORD_B)[place])
            self.process.type_pin(request.components[place].upper())

        wanted = LoadKey((), request.expected)
        reply = await self.terminal.performer.perform(wanted, type_there)
        assert isinstance(reply, KeysChanged)
        return reply

    def outcomes(self) -> list[str]:
        return [one.split(" ", 1)[1] for one in self.terminal.done()]


@pytest.fixture
async def pad(room: Room, tmp_path: Path, process: tuple[str, PinPadProcess]) -> AsyncIterator[Pad]:
    model, simulated = process
    loader: Callable[[], ComponentLoader] = Zt598Components
    if model == "xz-f35":
        loader = partial(XzF35Components, XzAlgorithm.DES)
    folder = tmp_path / "staff"
    await asyncio.to_thread(folder.mkdir)
    async with open_bench(simulated, model) as bench:
        cards = CardEquipment(
            SoftReader(),
            bench.pad,
            acquirer_with(_PROFILE, bench.pad, room.clock),
            TerminalData("12345678", "JN030001", "102440000000001"),
            _PROFILE,
            loader=loader,
        )
        yield Pad(in_room(room, folder, cards=cards), bench, simulated, model == "xz-f35")


async def test_two_officers_load_a_key_and_its_check_value_is_in_the_trail(pad: Pad) -> None:
    await pad.both()
    before = await pad.terminal.ask(AskKeys(), KeyPlace)
    assert (before.fitted, before.typed_at_pad, before.check_value) == (True, pad.at_pad, "")
    loaded = await pad.load()
    assert (loaded.check_value[:6], loaded.refused) == (BOTH[:6], None)
    assert loaded.shown[-1:] in ((BOTH[:6],), ())
    assert pad.process.state().keys
    assert pad.outcomes() == ["keys.load begun"] * 2 + [f"keys.load {BOTH[:6]} done"] * 2
    after = await pad.terminal.ask(AskKeys(), KeyPlace)
    assert (after.check_value, after.loaded_at) == (BOTH[:6], pad.terminal.trail()[-1].moment)
    said = repr((loaded, after, pad.terminal.trail(), pad.terminal.told, GOOD))
    for component in HEX:
        assert component.lower() not in said.lower()


async def test_a_key_of_another_letter_does_not_stay_and_none_is_said_to_be_there(
    pad: Pad,
) -> None:
    await pad.both()
    await pad.load()
    pad.terminal.told.clear()
    refused = await pad.load(LoadKey(HEX, "000000"))
    assert refused.refused is KeysRefused.CHECK_VALUE
    assert pad.process.state().keys == ()
    assert pad.outcomes()[-2:] == ["keys.load check_value"] * 2
    place = await pad.terminal.ask(AskKeys(), KeyPlace)
    assert (place.check_value, place.loaded_at) == ("", None)


async def test_two_officers_wipe_the_key(pad: Pad) -> None:
    await pad.both()
    await pad.load()
    assert await pad.terminal.ask(WipeKey(), KeysChanged) == KeysChanged()
    assert pad.process.state().keys == ()
    assert pad.outcomes()[-4:] == ["keys.wipe begun"] * 2 + ["keys.wipe done"] * 2
    assert (await pad.terminal.ask(AskKeys(), KeyPlace)).check_value == ""


async def test_what_the_pad_was_too_busy_for_leaves_its_key_where_it_is(pad: Pad) -> None:
    await pad.both()
    await pad.load()
    entering = await pad.bench.begin()
    changed = await pad.terminal.ask(WipeKey(), KeysChanged)
    assert changed.refused is KeysRefused.BUSY
    assert (await pad.terminal.ask(AskKeys(), KeyPlace)).check_value == BOTH[:6]
    entering.cancel()
    await asyncio.gather(entering, return_exceptions=True)
    assert pad.process.state().keys


async def test_while_a_reversal_waits_its_keys_are_left_alone(
    pad: Pad, monkeypatch: pytest.MonkeyPatch
) -> None:
    await pad.both()
    monkeypatch.setattr(pad.terminal.ledger, "at_risk", lambda: ((object(), b""),))
    for request in (GOOD, WipeKey()):
        changed = await pad.terminal.ask(request, KeysChanged)
        assert changed == KeysChanged(refused=KeysRefused.MONEY_OPEN)
    assert pad.terminal.done() == []


@pytest.mark.parametrize("second", ["", "key-officer", "technician", "cashier"])
async def test_one_officer_alone_does_neither(pad: Pad, room: Room, second: str) -> None:
    await pad.terminal.come("key-officer")
    if second:
        # A code of an authenticator is good once.
        await room.clock.advance(90)
        await pad.terminal.come(second, second=True)
    for request in (GOOD, WipeKey()):
        changed = await pad.terminal.ask(request, KeysChanged)
        assert changed == KeysChanged(refused=KeysRefused.NOT_TWO)
    assert pad.terminal.done() == []
    assert pad.process.state().keys == ()


async def test_once_the_second_has_left_it_takes_another_log_in(pad: Pad) -> None:
    await pad.both()
    await pad.terminal.ask(LeaveKeys(), SecondLeft)
    changed = await pad.terminal.ask(WipeKey(), KeysChanged)
    assert changed.refused is KeysRefused.NOT_TWO


async def test_while_a_pin_is_asked_nothing_is_done_with_keys(pad: Pad) -> None:
    await pad.both()
    entering = await pad.bench.begin()
    for request in (GOOD, WipeKey()):
        changed = await pad.terminal.ask(request, KeysChanged)
        assert changed.refused is KeysRefused.BUSY
    assert pad.outcomes()[-2:] == ["keys.wipe busy"] * 2
    entering.cancel()
    await asyncio.gather(entering, return_exceptions=True)


async def test_a_pad_that_is_gone_is_reported(pad: Pad, room: Room) -> None:
    await pad.both()
    await pad.bench.pad.close()
    for request, what in ((GOOD, "keys.load"), (WipeKey(), "keys.wipe")):
        changed = await pad.terminal.ask(request, KeysChanged)
        assert changed.refused is KeysRefused.PAD
        assert pad.outcomes()[-1] == f"{what} pad"
    keeper = pad.terminal.workings.keepers[-1]
    assert not keeper.condition.usable
    assert "INTERNAL_ERROR" not in room.logged()


async def test_zeros_are_no_component(pad: Pad) -> None:
    if pad.at_pad:
        pytest.skip("the pad itself sees to it")
    await pad.both()
    changed = await pad.load(LoadKey(("0" * 32, HEX[1]), BOTH[:6]))
    assert changed.refused is KeysRefused.MALFORMED
    assert pad.process.state().keys == ()
    short = await pad.load(LoadKey(HEX[:1], BOTH[:6]))
    assert short.refused is KeysRefused.MALFORMED


@pytest.mark.parametrize(
    ("condition", "how"),
    [
        (ONLINE, "可以使用"),
        (
            Condition(DeviceStatus.HARDWARE_ERROR, Remedy.MAINTENANCE, "tampered"),
            "被拆动过，密钥已失效",
        ),
        (Condition(DeviceStatus.HARDWARE_ERROR, Remedy.MAINTENANCE, "odd"), "不能用"),
    ],
)
async def test_it_is_said_how_the_pad_is(pad: Pad, condition: Condition, how: str) -> None:
    await pad.terminal.come("key-officer")
    pad.terminal.workings.board.device(DeviceKind.PIN_PAD, condition)
    assert (await pad.terminal.ask(AskKeys(), KeyPlace)).how == how


async def test_a_pad_whose_keys_come_otherwise_is_not_loaded_here(
    room: Room, tmp_path: Path
) -> None:
    soft = SoftPad()
    data = TerminalData("12345678", "JN030001", "102440000000001")
    acquirer = acquirer_with(_PROFILE, soft, room.clock)
    cards = CardEquipment(SoftReader(), soft, acquirer, data, _PROFILE)
    terminal = in_room(room, tmp_path, cards=cards)
    await terminal.come("key-officer")
    await terminal.come("second-key-officer", second=True)
    assert await terminal.ask(AskKeys(), KeyPlace) == KeyPlace(fitted=False)
    for request in (GOOD, WipeKey()):
        changed = await terminal.ask(request, KeysChanged)
        assert changed.refused is KeysRefused.NOT_TWO
