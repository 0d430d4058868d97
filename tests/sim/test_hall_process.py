from __future__ import annotations

import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import httpx2
import psutil
import pytest

from kiosk.settings import Settings
from sim.announcement import Announcement
from sim.client import HallClient
from sim.hall_process import HallProcess
from tests.sim.terminal import Terminal


def started(room: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "sim", "hall", "--run-dir", str(room), *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_hall_says_where_it_is_in_one_line_and_ends_cleanly(
    tmp_path: Path, ending: signal.Signals
) -> None:
    with started(tmp_path) as process:
        assert process.stdout is not None
        announcement = Announcement.model_validate_json(process.stdout.readline())
        with HallClient(announcement.control_url) as hall:
            assert hall.state().orders == ()
        process.send_signal(ending)
        assert process.stdout.read() == ""
        assert process.wait(20) == 0
    with pytest.raises(httpx2.ConnectError), HallClient(announcement.control_url) as hall:
        hall.state()
    assert not announcement.id_card_reader.exists()


def test_a_hall_ends_with_whoever_started_it_when_asked_to(tmp_path: Path) -> None:
    announced = tmp_path / "hall.json"
    starter = (
        "import subprocess, sys, time\n"
        f"command = [sys.executable, '-m', 'sim', 'hall', '--run-dir', {str(tmp_path)!r}]\n"
        f"command += ['--with-parent', '--announce', {str(announced)!r}]\n"
        "print(subprocess.Popen(command).pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        hall = psutil.Process(int(parent.stdout.readline()))
        deadline = time.monotonic() + 30
        while not announced.exists():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        parent.kill()
    gone, alive = psutil.wait_procs([hall], timeout=20)
    assert alive == []
    assert len(gone) == 1


def test_the_kiosk_configuration_leads_to_everything_that_was_announced(tmp_path: Path) -> None:
    with HallProcess(tmp_path) as process:
        announced = process.announcement
        settings = Settings.load(announced.kiosk_config)
    assert settings.terminal.profile == "simulated-hall"
    assert settings.id_card_reader.port == str(announced.id_card_reader)
    assert settings.receipt_printer.transport == "tcp"
    assert settings.receipt_printer.port == announced.printer_port
    assert str(settings.service.url).rstrip("/") == announced.service_url
    assert settings.service.ca == announced.ca
    assert settings.service.certificate == announced.certificate
    assert settings.ledger.path.parent == tmp_path


def test_a_hall_is_what_its_configuration_says(tmp_path: Path) -> None:
    config = tmp_path / "sim.toml"
    config.write_text(
        """
        [terminal]
        number = "YT-77"
        name = "二号机"
        [screen]
        width_px = 1920
        height_px = 1080
        width_mm = 476.0
        [receipt_printer]
        paper_mm = 58
        transport = "serial"
        [clock]
        start = 2026-03-01T09:00:00+08:00
        [timing]
        order_poll = 0.2
        """,
        encoding="utf-8",
    )
    with HallProcess(tmp_path, config=config) as process:
        announced = process.announcement
        with HallClient(announced.control_url) as hall:
            now = hall.state().now
    written = tomllib.loads(announced.kiosk_config.read_text(encoding="utf-8"))
    assert written["terminal"] | {"profile": ""} == {
        "number": "YT-77",
        "name": "二号机",
        "hall_name": "市民服务大厅",
        "profile": "",
    }
    assert announced.certificate.name == "terminal-YT-77.pem"
    assert announced.qt_platform.startswith("vnc:size=1920x1080:mmsize=476x268:port=")
    assert written["receipt_printer"]["profile"] == "generic-58"
    assert written["receipt_printer"]["device"] == str(announced.printer_device)
    assert written["timing"] == {"order_poll": 0.2}
    assert now.isoformat().startswith("2026-03-01T09:00")


def test_an_unknown_word_in_the_configuration_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "sim.toml"
    config.write_text("[receipt_printer]\npaper_cm = 8\n", encoding="utf-8")
    with pytest.raises(RuntimeError, match="ended with"), HallProcess(tmp_path, config=config):
        pass


def test_the_configuration_in_the_repository_is_valid() -> None:
    from sim.settings import load_settings

    path = Path(__file__).parents[2] / "config" / "sim.toml"
    assert load_settings(path).control.port != 0


def test_everything_listens_on_loopback_only(tmp_path: Path) -> None:
    with started(tmp_path) as process:
        assert process.stdout is not None
        process.stdout.readline()
        listening = [
            connection.laddr.ip
            for connection in psutil.Process(process.pid).net_connections("tcp")
            if connection.status == psutil.CONN_LISTEN
        ]
        process.terminate()
        process.wait(20)
    assert len(listening) == 8
    assert set(listening) == {"127.0.0.1"}


def test_a_hall_that_is_reset_again_and_again_keeps_working(tmp_path: Path) -> None:
    with HallProcess(tmp_path) as process, HallClient(process.announcement.control_url) as hall:
        for _ in range(30):
            assert hall.reset().orders == ()
        with Terminal(process.announcement) as terminal:
            number = terminal.order()
            hall.pay("alipay")
            hall.wait_until(lambda _: terminal.state_of(number) == "posted")
