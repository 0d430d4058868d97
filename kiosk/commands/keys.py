"""``kiosk keys``: give the PIN pad its master key, two key officers together."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import Callable

from kiosk.commands.configuration import BAD_CONFIGURATION, add_config, settings_or_complaint
from kiosk.devices.api import DeviceError
from kiosk.devices.pin_pad.key_ceremony import CeremonyRefused, Refusal, load_master_key
from kiosk.equipment import Misconfigured, component_loader_of, pad_of
from kiosk.ledger import ledger_in_use
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings

EXIT_REFUSED = 1
_REFUSALS = {
    Refusal.SAME_OFFICER: "同一个人不能代表两位密钥员。",
    Refusal.NOT_APPROVED: "两位密钥员都同意后才能装入。",
    Refusal.COMPONENT_MALFORMED: "密钥分量应为 32 位十六进制，且不能全为零。",
    Refusal.NOBODY_MISSING: "人数已够。",
    Refusal.INCOMPLETE: "分量没有齐，或校验值太短（至少 6 位十六进制）。",
    Refusal.CHECK_VALUE: "校验值不符，密钥已清除，请重新装入。",
    Refusal.OVER: "这次装入已经结束。",
}


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "keys", help="load the PIN pad's master key, two key officers together"
    )
    add_config(parser)
    parser.add_argument("what", choices=("load",), help="load a master key in components")
    parser.add_argument("--officers", type=int, default=2, choices=(2, 3), help="and components")
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Returns 0 once the key is in the pad and its check value is the expected one."""
    settings = settings_or_complaint(options.config)
    if not isinstance(settings, Settings):
        sys.stderr.write(settings + "\n")
        return BAD_CONFIGURATION
    if ledger_in_use(settings.ledger.path):
        sys.stderr.write("终端正在运行，请先停止它，再装入密钥。\n")
        return EXIT_REFUSED
    try:
        computed = asyncio.run(_load(settings, options.officers))
    except Misconfigured as error:
        sys.stderr.write(f"{error}\n")
        return BAD_CONFIGURATION
    except CeremonyRefused as refused:
        sys.stderr.write(_REFUSALS[refused.refusal] + "\n")
        return EXIT_REFUSED
    except DeviceError as error:
        sys.stderr.write(f"密码键盘：{error}\n")
        return EXIT_REFUSED
    sys.stdout.write(f"主密钥已装入，校验值 {computed.hex().upper()}\n")
    return 0


class TerminalDesk:
    """The officers at the technician's terminal; what they type secretly is not shown."""

    def __init__(
        self,
        ask: Callable[[str], str] = input,
        ask_secretly: Callable[[str], str] = getpass.getpass,
    ) -> None:
        self._ask = ask
        self._ask_secretly = ask_secretly

    async def approval(self, number: int) -> str:
        """See CeremonyDesk."""
        return self._ask(f"密钥员 {number}，请输入工号，表示同意装入主密钥：").strip().casefold()

    async def component(self, number: int) -> bytearray:
        """See CeremonyDesk. What is no hexadecimal number is an empty component."""
        typed = self._ask_secretly(f"密钥员 {number}，请输入密钥分量（32 位十六进制）：")
        try:
            return bytearray.fromhex(typed)
        except ValueError:
            return bytearray()

    async def type_at_pad(self, number: int) -> None:
        """See CeremonyDesk."""
        sys.stdout.write(f"密钥员 {number}，请在密码键盘上输入口令和密钥分量。\n")

    async def show(self, number: int, check_value: bytes | None) -> None:
        """See CeremonyDesk."""
        shown = "不显示" if check_value is None else check_value.hex().upper()
        sys.stdout.write(f"分量 {number} 已装入，校验值 {shown}\n")

    async def expected(self) -> bytes:
        """See CeremonyDesk."""
        typed = self._ask("请输入密钥信封上的校验值（至少 6 位十六进制）：").strip()
        try:
            return bytes.fromhex(typed)
        except ValueError:
            return b""


async def _load(settings: Settings, officers: int) -> bytes:
    pad = pad_of(settings, SystemClock())
    if pad is None:
        raise Misconfigured("this terminal has no PIN pad: there is no [pin_pad]")
    try:
        await pad.open()
        loader = component_loader_of(settings)
        return await load_master_key(pad, loader, TerminalDesk(), officers=officers)
    finally:
        await pad.close()
