"""A master key in components: two people or nobody, and only the right key stays."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import pytest

from kiosk.devices.api import DeviceCause, DeviceError
from kiosk.devices.codecs.xz_command import XzAlgorithm
from kiosk.devices.pin_pad.component_loaders import (
    ComponentLoader,
    XzF35Components,
    Zt598Components,
    Zt598Sm4Components,
)
from kiosk.devices.pin_pad.driver import PadInUse
from kiosk.devices.pin_pad.key_ceremony import (
    CeremonyRefused,
    KeyCeremony,
    Refusal,
    load_master_key,
    wipe,
)
from sim.devices.pin_pad.arithmetic import Family, check_value, xored
from sim.devices.pin_pad.faults import FaultKind, PadFault, Role
from sim.devices.pin_pad.process import PinPadProcess
from sim.devices.pin_pad.xz_f35 import PASSWORD_A, PASSWORD_B
from tests.devices.pin_pad_bench import BRISK, PIN_KEY, Bench, fails, open_bench, pad_process

FIRST = bytes.fromhex("0F1E2D3C4B5A69788796A5B4C3D2E1F0")
SECOND = bytes.fromhex("A1B2C3D4E5F60718293A4B5C6D7E8F90")
THIRD = bytes.fromhex("13579BDF02468ACE8642FDB97531ECA0")
BOTH = xored(FIRST, SECOND)
ALL = xored(BOTH, THIRD)
NO_KEYS = ("--master-key", "none", "--sm4-master-key", "none")


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PinPadProcess]:
    with pad_process("zt598", tmp_path_factory.mktemp("zt598"), *NO_KEYS) as process:
        yield process


@pytest.fixture(scope="module")
def xz_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PinPadProcess]:
    with pad_process("xz-f35", tmp_path_factory.mktemp("xz"), *NO_KEYS) as process:
        yield process


@pytest.fixture
async def bench(process: PinPadProcess) -> AsyncIterator[Bench]:
    async with open_bench(process, "zt598") as bench:
        yield bench


@pytest.fixture
async def xz(xz_process: PinPadProcess) -> AsyncIterator[Bench]:
    async with open_bench(xz_process, "xz-f35") as bench:
        yield bench


@dataclass
class Desk:
    """The people around a ceremony. ``typed`` holds what they typed here, to see it wiped."""

    expects: bytes
    officers: list[str] = field(default_factory=lambda: ["7f3a", "c41d", "0b92"])
    components: list[bytes] = field(default_factory=lambda: [FIRST, SECOND, THIRD])
    process: PinPadProcess | None = None
    passwords: tuple[str, ...] = (PASSWORD_A, PASSWORD_B)
    shown: list[bytes | None] = field(default_factory=list)
    typed: list[bytearray] = field(default_factory=list)

    async def approval(self, number: int) -> str:
        return self.officers[number - 1]

    async def component(self, number: int) -> bytearray:
        self.typed.append(bytearray(self.components[number - 1]))
        return self.typed[-1]

    async def type_at_pad(self, number: int) -> None:
        assert self.process is not None
        self.process.type_pin(self.passwords[number - 1])
        self.process.type_pin(self.components[number - 1].hex().upper())

    async def show(self, number: int, check_value: bytes | None) -> None:
        assert number == len(self.shown) + 1
        self.shown.append(check_value)

    async def expected(self) -> bytes:
        return self.expects


def kcv(family: Family, key: bytes) -> bytes:
    return check_value(family, key)


async def test_two_officers_load_a_3des_key(bench: Bench) -> None:
    desk = Desk(kcv(Family.DES, BOTH)[:4])
    loaded = await load_master_key(bench.pad, Zt598Components(), desk)
    assert loaded == kcv(Family.DES, BOTH)
    assert desk.shown == [kcv(Family.DES, FIRST), kcv(Family.DES, BOTH)]
    assert bench.process.state().keys == ("des 01 master",)
    assert not any(any(typed) for typed in desk.typed)


async def test_three_officers_load_a_3des_key(bench: Bench) -> None:
    desk = Desk(kcv(Family.DES, ALL)[:3])
    loaded = await load_master_key(bench.pad, Zt598Components(), desk, officers=3)
    assert loaded == kcv(Family.DES, ALL)
    assert len(desk.typed) == 3


async def test_two_officers_load_an_sm4_key(bench: Bench) -> None:
    desk = Desk(kcv(Family.SM4, BOTH)[:4])
    loaded = await load_master_key(bench.pad, Zt598Sm4Components(), desk)
    assert loaded == kcv(Family.SM4, BOTH)
    assert desk.shown == [None, kcv(Family.SM4, BOTH)]
    assert bench.process.state().keys == ("sm4 01 master",)


@pytest.mark.parametrize(
    ("algorithm", "family"), [(XzAlgorithm.DES, Family.DES), (XzAlgorithm.SM4, Family.SM4)]
)
async def test_two_officers_type_a_key_at_the_pad(
    xz: Bench, algorithm: XzAlgorithm, family: Family
) -> None:
    desk = Desk(kcv(family, BOTH)[:4], process=xz.process)
    loaded = await load_master_key(xz.pad, XzF35Components(algorithm), desk)
    assert loaded == kcv(family, BOTH)
    assert desk.typed == []
    assert desk.shown == [None, None]


async def test_a_wrong_password_at_the_pad_ends_it(xz: Bench) -> None:
    desk = Desk(b"1234", process=xz.process, passwords=("111111", PASSWORD_B))
    loading = load_master_key(xz.pad, XzF35Components(XzAlgorithm.DES), desk)
    assert await fails(loading) is DeviceCause.UNAUTHORISED
    assert xz.process.state().keys == ()


async def test_an_officer_who_gives_up_at_the_pad_ends_it(xz: Bench) -> None:
    class Leaving(Desk):
        async def type_at_pad(self, number: int) -> None:
            xz.process.type_keys(("1", "CANCEL"))

    loading = load_master_key(xz.pad, XzF35Components(XzAlgorithm.DES), Leaving(b"1234"))
    assert await fails(loading) is DeviceCause.PIN_CANCELLED
    assert xz.process.state().mode == "off"


async def test_a_key_with_another_check_value_does_not_stay(bench: Bench) -> None:
    desk = Desk(b"\x00\x11\x22\x33")
    with pytest.raises(CeremonyRefused) as caught:
        await load_master_key(bench.pad, Zt598Components(), desk)
    assert caught.value.refusal is Refusal.CHECK_VALUE
    assert bench.process.state().keys == ()
    assert not any(any(typed) for typed in desk.typed)
    assert await fails(bench.pad.load_working_keys((PIN_KEY,))) is DeviceCause.KEY_MISSING


async def test_one_person_alone_loads_nothing(bench: Bench) -> None:
    desk = Desk(kcv(Family.DES, BOTH), officers=["7f3a", "7f3a"])
    with pytest.raises(CeremonyRefused) as caught:
        await load_master_key(bench.pad, Zt598Components(), desk)
    assert caught.value.refusal is Refusal.SAME_OFFICER
    assert "master" not in bench.process.state().told
    assert desk.typed == []


async def test_it_is_not_held_while_a_pin_is_asked(bench: Bench) -> None:
    entering = await bench.begin()
    with pytest.raises(PadInUse):
        await load_master_key(bench.pad, Zt598Components(), Desk(b"1234"))
    bench.process.type_pin("1234")
    assert await entering == 4


async def test_a_component_is_never_sent_twice(process: PinPadProcess) -> None:
    async with open_bench(process, "zt598", timing=BRISK) as bench:
        process.fault(PadFault(FaultKind.LOST_ANSWER, on=Role.MASTER))
        desk = Desk(kcv(Family.DES, BOTH))
        with pytest.raises(DeviceError) as caught:
            await load_master_key(bench.pad, Zt598Components(), desk)
        assert caught.value.cause is DeviceCause.SILENT
        assert process.state().told.count("master") == 1
        assert process.state().keys == ()
        assert not any(any(typed) for typed in desk.typed)


async def test_a_key_whose_check_value_is_not_to_be_had_does_not_stay(xz: Bench) -> None:
    class Late(Desk):
        async def expected(self) -> bytes:
            xz.process.tamper()
            return b"1234"

    desk = Late(b"", process=xz.process)
    loading = load_master_key(xz.pad, XzF35Components(XzAlgorithm.DES), desk)
    assert await fails(loading) is DeviceCause.TAMPERED
    assert xz.process.state().keys == ()


class Steps:
    """A ceremony taken step by step."""

    @pytest.fixture
    async def ceremony(self, bench: Bench) -> AsyncIterator[KeyCeremony]:
        async with bench.pad.lent() as wire:
            yield KeyCeremony(wire, Zt598Components())


class TestWhatIsRefused(Steps):
    async def test_an_approval_of_nobody(self, ceremony: KeyCeremony) -> None:
        with pytest.raises(CeremonyRefused):
            ceremony.approve("")

    async def test_the_same_officer_twice(self, ceremony: KeyCeremony) -> None:
        ceremony.approve("a")
        with pytest.raises(CeremonyRefused) as caught:
            ceremony.approve("a")
        assert caught.value.refusal is Refusal.SAME_OFFICER

    async def test_an_officer_too_many(self, ceremony: KeyCeremony) -> None:
        ceremony.approve("a")
        ceremony.approve("b")
        with pytest.raises(CeremonyRefused) as caught:
            ceremony.approve("c")
        assert caught.value.refusal is Refusal.NOBODY_MISSING

    @pytest.mark.parametrize("approved", [(), ("a",), ("b", "c")], ids=["none", "one", "others"])
    async def test_a_component_without_approvals(
        self, ceremony: KeyCeremony, approved: tuple[str, ...]
    ) -> None:
        for officer in approved:
            ceremony.approve(officer)
        component = bytearray(FIRST)
        with pytest.raises(CeremonyRefused) as caught:
            await ceremony.take("a", component)
        assert caught.value.refusal is Refusal.NOT_APPROVED
        assert not any(component)

    async def test_two_components_of_one_officer(self, ceremony: KeyCeremony) -> None:
        ceremony.approve("a")
        ceremony.approve("b")
        await ceremony.take("a", bytearray(FIRST))
        component = bytearray(SECOND)
        with pytest.raises(CeremonyRefused) as caught:
            await ceremony.take("a", component)
        assert caught.value.refusal is Refusal.SAME_OFFICER
        assert not any(component)

    @pytest.mark.parametrize("component", [b"", bytes(16), FIRST[:15], FIRST + b"\x01"])
    async def test_components_that_are_none(self, ceremony: KeyCeremony, component: bytes) -> None:
        ceremony.approve("a")
        ceremony.approve("b")
        with pytest.raises(CeremonyRefused) as caught:
            await ceremony.take("a", bytearray(component))
        assert caught.value.refusal is Refusal.COMPONENT_MALFORMED

    async def test_no_component_where_one_is_typed_here(self, ceremony: KeyCeremony) -> None:
        ceremony.approve("a")
        ceremony.approve("b")
        with pytest.raises(CeremonyRefused) as caught:
            await ceremony.take("a")
        assert caught.value.refusal is Refusal.COMPONENT_MALFORMED

    async def test_an_end_before_everybody_has_given(self, ceremony: KeyCeremony) -> None:
        ceremony.approve("a")
        ceremony.approve("b")
        await ceremony.take("a", bytearray(FIRST))
        with pytest.raises(CeremonyRefused) as caught:
            await ceremony.finish(kcv(Family.DES, FIRST))
        assert caught.value.refusal is Refusal.INCOMPLETE

    async def test_a_check_value_that_is_too_short(self, ceremony: KeyCeremony) -> None:
        ceremony.approve("a")
        ceremony.approve("b")
        await ceremony.take("a", bytearray(FIRST))
        await ceremony.take("b", bytearray(SECOND))
        with pytest.raises(CeremonyRefused) as caught:
            await ceremony.finish(kcv(Family.DES, BOTH)[:2])
        assert caught.value.refusal is Refusal.INCOMPLETE

    async def test_anything_after_its_end(self, ceremony: KeyCeremony) -> None:
        await ceremony.abandon()
        await ceremony.abandon()
        with pytest.raises(CeremonyRefused) as caught:
            ceremony.approve("a")
        assert caught.value.refusal is Refusal.OVER


async def test_the_number_of_components_is_the_pads(bench: Bench, xz: Bench) -> None:
    loaders: list[tuple[Bench, ComponentLoader, int]] = [
        (bench, Zt598Components(), 1),
        (bench, Zt598Components(), 4),
        (xz, XzF35Components(XzAlgorithm.DES), 3),
    ]
    for of, loader, officers in loaders:
        async with of.pad.lent() as wire:
            with pytest.raises(ValueError, match="components"):
                KeyCeremony(wire, loader, officers=officers)


def test_wiping_leaves_zeros() -> None:
    secret = bytearray(FIRST)
    wipe(secret)
    assert secret == bytes(16)


def test_a_refusal_names_nobody() -> None:
    assert "7f3a" not in repr(CeremonyRefused(Refusal.SAME_OFFICER))
