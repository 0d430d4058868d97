"""``python -m sim hall``: the hall around the kiosk, in one process of its own."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import errno
import os
import signal
import sys
import tempfile
from pathlib import Path

from sim.announcement import Announcement
from sim.cards.pcscd import PcscdUnavailable
from sim.hall import Hall
from sim.scenario import DEFAULT
from sim.settings import HallSettings, load_settings

_PARENT_SECONDS = 1.0


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    options = _parser().parse_args(arguments)
    if options.command == "demo":
        # The demo brings Qt and the kiosk along, which a hall does without.
        from sim.demo import run, run_all

        if options.all:
            return run_all(options.out)
        return run(options.scenario or [DEFAULT], options.out)
    try:
        return _run(options)
    except PcscdUnavailable as reason:
        sys.stderr.write(f'{reason}: set via = "socket" in the hall\'s configuration\n')
        return 1
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        sys.stderr.write("a port of the hall is taken; is another hall running?\n")
        return 1


def _run(options: argparse.Namespace) -> int:
    settings = load_settings(options.config)
    if options.run_dir is not None:
        options.run_dir.mkdir(parents=True, exist_ok=True)
        return asyncio.run(_hall(settings, options.run_dir.resolve(), options))
    with tempfile.TemporaryDirectory(prefix="hall-") as run_dir:
        return asyncio.run(_hall(settings, Path(run_dir), options))


async def _hall(settings: HallSettings, run_dir: Path, options: argparse.Namespace) -> int:
    parent = os.getppid()
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    async with Hall(settings, run_dir) as hall:
        _announce(hall.announcement, options.announce)
        while not ended.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), _PARENT_SECONDS)
            if options.with_parent and os.getppid() != parent:
                break
    return 0


def _announce(announcement: Announcement, where: str) -> None:
    line = announcement.model_dump_json() + "\n"
    if where == "-":
        sys.stdout.write(line)
        sys.stdout.flush()
        return
    # Whoever waits for the file must never see half of it.
    partial = Path(f"{where}.partial")
    partial.write_text(line, encoding="utf-8")
    partial.replace(where)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sim", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    hall = commands.add_parser("hall", help="start the simulated hall and wait for SIGTERM")
    hall.add_argument("--config", type=Path, help="sim.toml; without it every port is a free one")
    hall.add_argument(
        "--run-dir", type=Path, help="where files are kept; otherwise a temporary one"
    )
    hall.add_argument(
        "--announce",
        default="-",
        metavar="FILE",
        help="where the addresses go; - is standard output",
    )
    hall.add_argument(
        "--with-parent", action="store_true", help="end when the process that started it has ended"
    )
    demo = commands.add_parser("demo", help="play scenarios on the real kiosk and keep all of it")
    demo.add_argument(
        "--scenario",
        action="append",
        metavar="NAME",
        help=f"a name of sim/scenarios, or a file; more than once for several; {DEFAULT} if none",
    )
    demo.add_argument("--all", action="store_true", help="every scenario, and a page of them all")
    demo.add_argument("--out", type=Path, default=Path("out/demo"), help="folder, made anew")
    return parser


if __name__ == "__main__":
    sys.exit(main())
