"""The simulated code scanner, told directly over a pseudo-terminal."""

from __future__ import annotations

import asyncio
import termios
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sim.devices.code_scanner import CodeScannerSimulator, Look, ScanFlaw
from tests.sim.terminal import LOOK, LOOK_NO_LONGER
from tests.sim.test_id_reader import Host

CODE = "134567890123456789"
LINE = b"134567890123456789\r"
NOISE = bytes.fromhex("00 FF 31 33 80 16 7F A5")


@pytest.fixture
async def simulator(tmp_path: Path) -> AsyncIterator[CodeScannerSimulator]:
    simulator = CodeScannerSimulator(tmp_path / "scanner")
    simulator.plug()
    yield simulator
    simulator.unplug()


def host_at(folder: Path, speed: int = termios.B9600) -> Host:
    host = Host(folder / "scanner")
    host.set_speed(speed)
    return host


@pytest.fixture
async def host(simulator: CodeScannerSimulator, tmp_path: Path) -> AsyncIterator[Host]:
    host = host_at(tmp_path)
    yield host
    host.close()


async def test_a_code_is_read_when_it_is_told_to_look(
    simulator: CodeScannerSimulator, host: Host
) -> None:
    simulator.show(CODE)
    assert simulator.showing
    await host.ask(LOOK, LINE)
    assert not simulator.showing


async def test_a_code_is_read_when_it_comes_while_it_looks(
    simulator: CodeScannerSimulator, host: Host
) -> None:
    host.say(LOOK)
    await simulator.has_obeyed(1)
    simulator.show(CODE)
    assert await host.hear(len(LINE)) == LINE


async def test_it_reads_one_code_each_time_it_is_told(
    simulator: CodeScannerSimulator, host: Host
) -> None:
    simulator.show(CODE, readings=None)
    await host.ask(LOOK, LINE)
    simulator.babble(b"!")
    assert await host.hear(1) == b"!"
    await host.ask(LOOK, LINE)
    assert simulator.showing
    simulator.hide()
    assert not simulator.showing


async def test_it_looks_no_longer_when_told_so(simulator: CodeScannerSimulator, host: Host) -> None:
    host.say(LOOK + LOOK_NO_LONGER)
    await simulator.has_obeyed(2)
    simulator.show(CODE)
    simulator.babble(b"!")
    assert await host.hear(1) == b"!"


async def test_it_gives_up_by_itself(tmp_path: Path) -> None:
    simulator = CodeScannerSimulator(tmp_path / "scanner", look_seconds=0.0)
    simulator.plug()
    host = host_at(tmp_path)
    host.say(LOOK)
    await simulator.has_obeyed(1)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    simulator.show(CODE)
    assert simulator.showing
    host.close()
    simulator.unplug()


async def test_what_is_no_command_is_passed_over(
    simulator: CodeScannerSimulator, host: Host
) -> None:
    simulator.show(CODE)
    await host.ask(b"\x16M\rREVINF.\x16" + LOOK[:1], b"")
    await host.ask(LOOK[1:], LINE)
    assert simulator.obeyed == (LOOK,)


@pytest.mark.parametrize(
    ("flaw", "sent", "stays"),
    [
        (ScanFlaw.NOISE, NOISE + LINE, True),
        (ScanFlaw.TRUNCATED, LINE[:9], True),
        (ScanFlaw.TWICE, LINE * 2, False),
    ],
)
async def test_a_flaw_strikes_once(
    simulator: CodeScannerSimulator, host: Host, flaw: ScanFlaw, sent: bytes, *, stays: bool
) -> None:
    simulator.spoil(flaw)
    simulator.show(CODE)
    await host.ask(LOOK, sent)
    assert simulator.showing is stays
    simulator.show(CODE)
    await host.ask(LOOK, LINE)


async def test_flaws_can_be_cleared(simulator: CodeScannerSimulator, host: Host) -> None:
    simulator.spoil(ScanFlaw.TRUNCATED)
    simulator.clear_flaws()
    simulator.show(CODE)
    await host.ask(LOOK, LINE)


async def test_at_another_speed_nothing_is_understood(
    simulator: CodeScannerSimulator, tmp_path: Path
) -> None:
    host = host_at(tmp_path, termios.B115200)
    host.say(LOOK)
    simulator.babble(b"1")
    assert await host.hear(1) != b"1"
    assert simulator.obeyed == ()
    host.close()


async def test_looking_always_it_sends_what_stays_again_and_again(tmp_path: Path) -> None:
    simulator = CodeScannerSimulator(
        tmp_path / "scanner", look=Look.ALWAYS, suffix=b"\r\n", reread_seconds=0.0
    )
    simulator.plug()
    host = host_at(tmp_path)
    assert simulator.looking
    simulator.show(CODE, readings=3)
    assert await host.hear(3 * 20) == b"134567890123456789\r\n" * 3
    assert not simulator.showing
    host.close()
    simulator.unplug()


async def test_without_power_it_forgets_that_it_was_to_look(
    simulator: CodeScannerSimulator, host: Host, tmp_path: Path
) -> None:
    host.say(LOOK)
    await simulator.has_obeyed(1)
    simulator.unplug()
    simulator.unplug()
    assert not (tmp_path / "scanner").exists()
    assert (simulator.plugged, simulator.looking) == (False, False)
    simulator.babble()
    simulator.plug()
    simulator.plug()
    simulator.show(CODE)
    assert (simulator.plugged, simulator.looking, simulator.showing) == (True, False, True)
