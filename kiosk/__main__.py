"""Command line of the terminal: ``kiosk run | demo | doctor | bundle | ledger | …``."""

from __future__ import annotations

import argparse
import sys


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns the exit status."""
    # Not above: where the program is started by its script, the workshop's child imports this
    # module once more, and would take half a second and 50 MB for what it never uses.
    from kiosk.commands import COMMANDS

    parser = argparse.ArgumentParser(prog="kiosk", description="社会保险费自助缴费终端")
    chosen = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(chosen)
    options = parser.parse_args(arguments)
    status: int = options.execute(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
