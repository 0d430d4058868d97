"""Readers over a real pcscd with virtual readers: everything between the driver and the card."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from kiosk.devices.ports.pcsc_calls import LibPcsc
from sim.cards.inserted import CardFault, CardFaultKind
from sim.cards.pcscd import PcscdUnavailable, PrivatePcscd, _namespace
from sim.cards.smart_card import SmartCard
from sim.cards.social_card import SocialApplication
from sim.cards.vicc import VirtualSlot
from tests.devices.chip_bench import (
    DipBench,
    SocialBench,
    dip_bench,
    pcsc_wire,
    social_bench,
)
from tests.devices.conformance_bank_card_reader import (
    BankCardReaderConformance,
    UnpluggableBankCardReader,
)
from tests.devices.conformance_social_card import (
    ZHANG_SAN,
    SocialCardReaderConformance,
    said_by,
)
from tests.devices.invented_chips import ATR_T1, SELECT, SELECTED, TryOut, card_with


class TestBankCardsOverPcsc(BankCardReaderConformance, UnpluggableBankCardReader):
    @pytest.fixture
    async def bench(self, private_pcscd: PrivatePcscd) -> AsyncIterator[DipBench]:
        async with pcsc_wire(private_pcscd) as wire, dip_bench(wire) as bench:
            yield bench


class TestSocialSecurityCardsOverPcsc(SocialCardReaderConformance):
    @pytest.fixture
    async def bench(self, private_pcscd: PrivatePcscd) -> AsyncIterator[SocialBench]:
        async with pcsc_wire(private_pcscd, 1) as wire, social_bench(wire) as bench:
            yield bench


async def test_both_readers_serve_at_once(private_pcscd: PrivatePcscd) -> None:
    async with (
        pcsc_wire(private_pcscd, 0) as bank_wire,
        pcsc_wire(private_pcscd, 1) as social_wire,
        dip_bench(bank_wire) as bank,
        social_bench(social_wire) as social,
    ):
        await bank.reader.open()
        await social.reader.open()
        await bank.insert(card_with(TryOut()))
        await social.insert(ZHANG_SAN)
        card, read = await asyncio.gather(bank.reader.insert(), social.reader.read_card())
        assert read == said_by(ZHANG_SAN)
        assert (await card.exchange(SELECT)).data == SELECTED


async def test_a_card_that_speaks_t1_is_read_as_well(private_pcscd: PrivatePcscd) -> None:
    async with pcsc_wire(private_pcscd) as wire, social_bench(wire) as bench:
        await bench.reader.open()
        await bench.slot.insert(SmartCard((SocialApplication(ZHANG_SAN),), ATR_T1, t0=False))
        assert await bench.reader.read_card() == said_by(ZHANG_SAN)
        assert b"\xc0" not in {command[1:2] for command in bench.slot.seen}


async def test_a_bad_contact_is_put_right_by_a_reset(private_pcscd: PrivatePcscd) -> None:
    async with pcsc_wire(private_pcscd) as wire, social_bench(wire) as bench:
        await bench.reader.open()
        await bench.insert(ZHANG_SAN, CardFault(CardFaultKind.CUT, after=3, amount=1, times=1))
        assert await bench.reader.read_card() == said_by(ZHANG_SAN)


def test_it_has_its_own_readers_and_no_others(private_pcscd: PrivatePcscd) -> None:
    calls = LibPcsc()
    context = calls.establish()
    assert calls.readers(context) == private_pcscd.readers
    assert calls.channel(context, private_pcscd.readers[0]) is None
    calls.release(context)


@pytest.fixture
def another(tmp_path: Path) -> PrivatePcscd:
    try:
        return PrivatePcscd("Another", directory=tmp_path / "pcscd")
    except PcscdUnavailable as unavailable:
        pytest.skip(str(unavailable))


async def test_it_can_be_started_again_and_leaves_nothing_behind(
    another: PrivatePcscd, tmp_path: Path
) -> None:
    with another as daemon:
        assert daemon.readers == ("Another 00 00", "Another 00 01")
        daemon.stop()
        daemon.stop()
        daemon.start()
        slot = VirtualSlot(daemon.ports[1])
        await slot.insert(card_with(TryOut()))
        occupied = slot.occupied
        await slot.remove()
        assert (occupied, slot.occupied) == (True, False)
    assert os.listdir(tmp_path) == []


def test_it_ends_with_whoever_started_it(another: PrivatePcscd, tmp_path: Path) -> None:
    another.remove()
    script = (
        "import os, sys; from pathlib import Path; from sim.cards.pcscd import PrivatePcscd;"
        "daemon = PrivatePcscd(directory=Path(sys.argv[1])); daemon.start();"
        "print(*daemon.ports, flush=True); os.kill(os.getpid(), 9)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "orphan")],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    ports = [int(port) for port in said.stdout.split()]
    assert len(ports) == 2
    while any(_is_taken(port) for port in ports):
        time.sleep(0.005)


def _is_taken(port: int) -> bool:
    try:
        socket.create_server(("", port)).close()
    except OSError:
        return True
    return False


def test_why_it_cannot_run_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.cards.pcscd._DRIVER", tmp_path / "no-driver.so")
    _namespace.cache_clear()
    with pytest.raises(PcscdUnavailable, match=r"pcscd is not installed|vpcd is not installed"):
        PrivatePcscd()
    _namespace.cache_clear()
