"""The pad's own process: it holds the keys, it can be used by hand, and it goes with its parent."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sim.devices.pin_pad.faults import FAULT_NAMES
from sim.devices.pin_pad.process import PinPadProcess
from tests.devices.pin_pad_bench import pad_process

MASTER = "11111111111111112222222222222222"


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PinPadProcess]:
    with pad_process("zt598", tmp_path_factory.mktemp("pad")) as process:
        yield process


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.01)
    return False


def test_it_is_another_process_with_its_master_keys(process: PinPadProcess) -> None:
    process.reset()
    assert psutil.pid_exists(process.pid)
    assert process.state().keys == ("des 01 master", "sm4 01 master")


def test_its_device_comes_and_goes_with_the_cable(process: PinPadProcess) -> None:
    assert process.reset().plugged
    assert process.link.is_symlink()
    assert not process.unplug().plugged
    assert not process.link.exists()
    assert process.unplug() == process.state()
    assert process.plug().plugged
    assert process.link.exists()


def test_no_answer_tells_what_was_typed(process: PinPadProcess) -> None:
    process.reset()
    state = process.type_pin("739164")
    assert "739164" not in repr(state)
    assert MASTER not in repr(state)


@pytest.mark.parametrize("fault", FAULT_NAMES)
def test_every_fault_has_a_name(process: PinPadProcess, fault: str) -> None:
    process.reset()
    assert process.fault(fault).plugged
    assert process.clear_faults().plugged


def test_a_wish_it_does_not_understand_is_refused(process: PinPadProcess) -> None:
    process.reset()
    with pytest.raises(ValueError, match="not understood"):
        process.fault("no such fault")
    assert process.state().plugged


def test_it_ends_when_it_is_told_to(tmp_path: Path) -> None:
    with pad_process("xz-f35", tmp_path) as process:
        pid = process.pid
        assert process.state().mode == "off"
    assert gone(pid)
    assert not (tmp_path / "pin-pad").exists()
    with pytest.raises(RuntimeError):
        process.state()
    with pytest.raises(RuntimeError):
        _ = process.pid


def test_it_ends_when_its_parent_dies(tmp_path: Path) -> None:
    program = (
        "import sys, time, pathlib\n"
        "from sim.devices.pin_pad.process import PinPadProcess\n"
        f"pad = PinPadProcess('zt598', pathlib.Path({str(tmp_path / 'pad')!r})).__enter__()\n"
        "print(pad.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    assert gone(pid)


def test_it_may_be_spoken_to_over_a_unix_socket(tmp_path: Path) -> None:
    with pad_process("zt598", tmp_path, "--control", str(tmp_path / "control")) as process:
        with socket.socket(socket.AF_UNIX) as by_hand:
            by_hand.connect(str(tmp_path / "control"))
            by_hand.sendall(b'{"do": "press", "key": "1"}\nnonsense\n')
            lines = by_hand.makefile("rb")
            assert json.loads(lines.readline())["ok"] is True
            assert json.loads(lines.readline())["ok"] is False
            lines.close()
        assert process.state().figures == 0


def test_one_that_cannot_start_says_so(tmp_path: Path) -> None:
    taken = tmp_path / "pin-pad"
    taken.write_text("not a link")
    with pytest.raises(RuntimeError, match="did not start"):
        PinPadProcess("zt598", taken).__enter__()
