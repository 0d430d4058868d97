"""After a payment by bank card, the kiosk has nothing of the card and nothing of its PIN.

The kiosk runs in a process of its own, in the environment that its unit gives it; its memory, its
log, its ledger and every file it has written are searched.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from kiosk.commands.forgetting import FORGETFUL, is_forgetful
from sim.acquirer.keys import MASTER_KEYS
from sim.actions import Action
from sim.announcement import Announcement
from sim.cards.cast import find_card
from sim.cards.pcscd import PcscdUnavailable, PrivatePcscd
from sim.client import HallClient
from sim.hall_process import HallProcess
from sim.pace import write_quick_hall

ROOT = Path(__file__).parents[2]
CARD = find_card("li-si-debit")
READERS = ("social", "bank")
_ENDS_WITHIN_S = 30
UNIT = ROOT / "config" / "systemd" / "kiosk.service"
_ACTION: TypeAdapter[Action] = TypeAdapter(Action)
_MAPPING = re.compile(r"([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \S+\s*(.*)")


def environment_of_the_unit() -> dict[str, str]:
    found = re.findall(r"^Environment=(\w+)=(.*)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: value for name, value in found if name in FORGETFUL}


def traces() -> dict[str, bytes]:
    """Every form in which the card or its PIN could be left behind."""
    account, pin = CARD.account, CARD.pin or ""
    field = f"{len(pin):02d}{pin}".ljust(16, "F")
    masked = int(field, 16) ^ int(account[-13:-1], 16)
    odd = len(account) % 2 == 1
    return {
        "account": account.encode(),
        "account in UTF-16": account.encode("utf-16-le"),
        "account packed, filled in front": bytes.fromhex("0" * odd + account),
        "account packed, filled with F": bytes.fromhex(account + "F" * odd),
        "account packed, filled with 0": bytes.fromhex(account + "0" * odd),
        "track 2": bytes.fromhex(CARD.track_2 + "F" * (len(CARD.track_2) % 2)),
        "clear PIN field": bytes.fromhex(field),
        "clear PIN block": masked.to_bytes(8, "big"),
        "clear PIN block in hexadecimal": f"{masked:016X}".encode(),
        **{f"master key {suite.name}": key for suite, key in MASTER_KEYS.items()},
    }


@dataclass
class LeanKiosk:
    """The kiosk of that process, told what to do line by line."""

    process: subprocess.Popen[str]

    def does(self, *orders: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        for order in orders:
            self.process.stdin.write(order + "\n")
            self.process.stdin.flush()
            assert self.process.stdout.readline().strip() == "done", order

    def memory(self) -> Iterator[tuple[str, bytes]]:
        """Everything it could write to, region by region."""
        maps = Path(f"/proc/{self.process.pid}/maps").read_text(encoding="ascii")
        with Path(f"/proc/{self.process.pid}/mem").open("rb") as memory:
            for start, end, rights, name in _MAPPING.findall(maps):
                if rights.startswith("rw") and not name.startswith("[v"):
                    memory.seek(int(start, 16))
                    yield name or "anonymous", memory.read(int(end, 16) - int(start, 16))


@pytest.fixture(params=["socket", "pcsc"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Announcement]:
    """A hall with chip cards at a plain socket, and one with them in a real pcscd of its own."""
    config = write_quick_hall(tmp_path / "sim.toml")
    if request.param == "pcsc":
        try:
            PrivatePcscd().remove()
        except PcscdUnavailable as unavailable:
            pytest.skip(str(unavailable))
        with config.open("a", encoding="utf-8") as file:
            file.writelines(f'\n[{reader}_card_reader]\nvia = "pcsc"\n' for reader in READERS)
    with HallProcess(tmp_path / "hall", config=config) as process:
        yield process.announcement


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    return folder


@pytest.fixture
def lean(hall: Announcement, temporary: Path) -> Iterator[LeanKiosk]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.lean_kiosk", str(hall.kiosk_config)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={
            **os.environ,
            **environment_of_the_unit(),
            **hall.cards.environment,
            "TMPDIR": str(temporary),
        },
    ) as process:
        assert process.stdin is not None
        try:
            yield LeanKiosk(process)
            # At the end of its input it ends.
            process.stdin.close()
            process.wait(_ENDS_WITHIN_S)
        finally:
            process.kill()


def pays_by_card(lean: LeanKiosk, hall: HallClient) -> None:
    def act(**what: str) -> None:
        hall.perform(_ACTION.validate_python(what))

    act(world="service.window", insurance="resident_medical", state="open")
    lean.does("see attract ", "touch Begin", "touch GroupChosen.RESIDENT", "touch ModuleChosen.PAY")
    lean.does("see card ")
    act(world="reader.card", person="shen-yang")
    lean.does("see tiles 您要缴哪一项", "touch InsuranceChosen.RESIDENT_MEDICAL")
    lean.does("see options 年度", "pick 年度", "see options 档次", "pick 居民医保", "see review ")
    lean.does("touch Confirmed", "see tender ", "touch TenderChosen.BANK_CARD", "see card 银行卡")
    act(world="bank.insert", card=CARD.key)
    lean.does("see pin 请在下方密码键盘输入银行卡密码")
    # One figure after the other, as a finger does it.
    for count, figure in enumerate(CARD.pin or "", start=1):
        act(world="pad.press", keys=figure)
        lean.does(f"see pin 已输 {count} 位")
    act(world="pad.press", keys="enter")
    lean.does("see card 请取走银行卡")
    act(world="bank.remove")
    lean.does("see success 请取走", "touch Finished", "see attract ")


def test_the_unit_gives_the_kiosk_an_environment_in_which_it_forgets() -> None:
    assert is_forgetful(environment_of_the_unit())
    assert not is_forgetful({})
    assert not is_forgetful({**FORGETFUL, "MALLOC_PERTURB_": "0"})
    assert "LimitCORE=0\n" in UNIT.read_text(encoding="utf-8")


@pytest.mark.skipif(os.geteuid() != 0, reason="another process's memory is read as root")
def test_nothing_of_card_or_pin_is_left_when_the_citizen_has_gone(
    lean: LeanKiosk, hall: Announcement, temporary: Path
) -> None:
    assert tempfile.gettempdir() != str(temporary)
    with HallClient(hall.control_url) as client:
        pays_by_card(lean, client)
        (order,) = client.state().orders
    assert order.state.value == "posted"
    left = [
        (region, trace)
        for region, content in lean.memory()
        for trace, form in traces().items()
        if form in content
    ]
    own = [file for file in hall.run_dir.iterdir() if file.name.startswith(("ledger", "kiosk"))]
    for file in (*own, *temporary.rglob("*")):
        if file.is_file():
            content = file.read_bytes()
            left += [(file.name, trace) for trace, form in traces().items() if form in content]
    assert left == []
