"""``kiosk demo``: a scripted journey in a simulated hall."""

from __future__ import annotations

import argparse
import importlib.util
import subprocess
import sys

NO_SIMULATOR = 69


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("demo", help="play a scripted journey in a simulated hall")
    parser.add_argument("--scenario", default="flexible-pension-alipay", metavar="NAME")
    parser.add_argument("--all", action="store_true", help="every journey, and a page of them all")
    parser.add_argument("--out", default="out/demo", metavar="FOLDER")
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Hand over to the simulator, which is a program of its own and absent from real terminals."""
    # A terminal may have the package but never what the simulator needs beside the kiosk.
    if any(importlib.util.find_spec(name) is None for name in ("sim", "fastapi")):
        sys.stderr.write("there is no simulator here: the demo runs in the development tree only\n")
        return NO_SIMULATOR
    wanted = ("--all",) if options.all else ("--scenario", options.scenario)
    command = (sys.executable, "-m", "sim", "demo", *wanted, "--out", options.out)
    return subprocess.run(command, check=False).returncode
