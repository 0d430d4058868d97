"""Command line of the terminal: ``kiosk run | doctor | ledger | demo``."""

from __future__ import annotations

import argparse
import sys

from kiosk.commands import demo, doctor, ledger, run

COMMANDS = (run, demo, doctor, ledger)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    parser = argparse.ArgumentParser(prog="kiosk", description="社会保险费自助缴费终端")
    chosen = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(chosen)
    options = parser.parse_args(arguments)
    status: int = options.execute(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
