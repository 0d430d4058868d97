"""``kiosk bundle``: everything that helps whoever is asked for help, and nothing about citizens."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from kiosk.commands.configuration import BAD_CONFIGURATION, add_config, settings_or_complaint
from kiosk.doctor.examination import examine, report_of
from kiosk.equipment import Misconfigured, ledger_key
from kiosk.maintenance.bundle import Sources, write_bundle
from kiosk.maintenance.placing import NotPlaced
from kiosk.maintenance.readiness import Finding
from kiosk.maintenance.usb_sticks import stick_to_write_to, usb_sticks
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings

EXIT_NOT_WRITTEN = 73
"""EX_CANTCREAT of sysexits."""


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "bundle", help="log, versions, settings and report in one zip, without personal data"
    )
    add_config(parser)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "--out", type=Path, metavar="FILE_OR_FOLDER", help="where to put it; never half of it"
    )
    where.add_argument("--usb", action="store_true", help="onto the USB stick that is plugged in")
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Examine and write; returns 0 when the bundle is where it should be."""
    settings = settings_or_complaint(options.config)
    if not isinstance(settings, Settings):
        sys.stderr.write(settings + "\n")
        return BAD_CONFIGURATION
    try:
        out = stick_to_write_to(usb_sticks()).folder if options.usb else options.out
        clock = SystemClock()
        findings = asyncio.run(_examined(settings, clock))
        report = report_of(settings, clock.now(), findings)
        bundle = write_bundle(Sources(settings, _key(settings), report), out)
    except NotPlaced as error:
        sys.stderr.write(f"{error}\n")
        return EXIT_NOT_WRITTEN
    left_out = bundle.lines_left_out
    sys.stdout.write(f"已保存：{bundle.path}（{bundle.size // 1024 + 1} KiB）\n")
    if left_out:
        sys.stdout.write(f"日志里有 {left_out} 行不是本程序写的格式，没有放进去。\n")
    return 0


async def _examined(settings: Settings, clock: SystemClock) -> tuple[Finding, ...]:
    return tuple([finding async for finding in examine(settings, clock)])


def _key(settings: Settings) -> bytes | None:
    try:
        return ledger_key(settings)
    except Misconfigured:
        return None
