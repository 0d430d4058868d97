"""``kiosk maintenance``: have a running terminal serviced, restarted or switched off, once no
citizen is served."""

from __future__ import annotations

import argparse
import sys
import time

from kiosk.commands.configuration import BAD_CONFIGURATION, add_config, settings_or_complaint
from kiosk.equipment import control_socket_of
from kiosk.runtime.control import ask
from kiosk.settings import Settings

EXIT_NOT_RUNNING = 1
EXIT_NOT_YET = 2
_COMMANDS = {
    "on": "maintain",
    "off": "give_back",
    "restart": "restart",
    "shut-down": "shut_down",
    "status": "status",
}
_EVERY_S = 0.5


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "maintenance",
        help="have the running terminal serviced, restarted or switched off; a citizen who is "
        "served is not disturbed",
    )
    add_config(parser)
    parser.add_argument("what", choices=tuple(_COMMANDS), help="status tells the phase it is in")
    parser.add_argument(
        "--wait",
        type=float,
        default=0.0,
        metavar="SECONDS",
        help="wait so long for a restart or switching off to begin",
    )
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Returns 0 once the terminal has heard, EXIT_NOT_RUNNING where none runs, and EXIT_NOT_YET
    where a citizen was still served after the time to wait."""
    settings = settings_or_complaint(options.config)
    if not isinstance(settings, Settings):
        sys.stderr.write(settings + "\n")
        return BAD_CONFIGURATION
    socket = control_socket_of(settings)
    try:
        phase = ask(socket, _COMMANDS[options.what])
    except (OSError, ValueError):
        sys.stderr.write("the terminal is not running\n")
        return EXIT_NOT_RUNNING
    sys.stdout.write(f"{phase}\n")
    end = time.monotonic() + options.wait
    while options.wait and options.what in {"restart", "shut-down"}:
        try:
            phase = ask(socket, "status")
        except (OSError, ValueError):
            return 0
        if time.monotonic() >= end:
            sys.stderr.write(f"not yet: {phase}\n")
            return EXIT_NOT_YET
        time.sleep(_EVERY_S)
    return 0
