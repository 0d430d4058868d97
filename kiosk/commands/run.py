"""``kiosk run``: the terminal itself."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
from types import FrameType

from stamina.instrumentation import set_on_retry_hooks

from kiosk.commands.configuration import BAD_CONFIGURATION, add_config, settings_or_complaint
from kiosk.commands.forgetting import dump_no_core, is_forgetful
from kiosk.equipment import Misconfigured
from kiosk.observe import Event, EventLog, scrub
from kiosk.runtime.clock import SystemClock
from kiosk.session.handover import Ending
from kiosk.settings import Settings

EXIT_NOT_SWITCHED_OFF = 71


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    parser = commands.add_parser("run", help="serve citizens until told to stop (SIGTERM)")
    add_config(parser)
    parser.set_defaults(execute=execute)


def execute(options: argparse.Namespace) -> int:
    """Run the terminal; returns the exit status."""
    settings = settings_or_complaint(options.config)
    if not isinstance(settings, Settings):
        sys.stderr.write(settings + "\n")
        return BAD_CONFIGURATION
    # Qt is loaded only by the command that shows something.
    from kiosk.app import EXIT_BROKEN, Kiosk, make_application

    # Unasked, the library writes every retry to the standard output, past the event log.
    set_on_retry_hooks(())
    clock = SystemClock()
    log = EventLog.open(settings.log.path, now=clock.now)
    dump_no_core()
    if settings.acquirer is not None and not is_forgetful(os.environ):
        log.record(Event.MEMORY_NOT_OVERWRITTEN)
    application = make_application(sys.argv[:1])
    kiosk = Kiosk(settings, clock, log, source=options.config)
    failures: list[BaseException] = []

    def end(_number: int, _frame: FrameType | None) -> None:
        kiosk.end()

    def break_down(error: BaseException) -> None:
        log.record(Event.INTERNAL_ERROR, request="hall", error=type(error).__name__)
        failures.append(error)
        application.exit(BAD_CONFIGURATION if isinstance(error, Misconfigured) else EXIT_BROKEN)

    kiosk.broken.connect(break_down)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    kiosk.start()
    status = application.exec()
    kiosk.stop()
    log.close()
    if failures:
        sys.stderr.write(scrub(f"the terminal broke down: {failures[0]!r}") + "\n")
    if kiosk.ending is Ending.SHUT_DOWN and settings.maintenance is not None:
        return _switch_off(settings.maintenance.power_off)
    return status


def _switch_off(command: tuple[str, ...]) -> int:
    """Everything is let go of by now; what is not switched off is started again."""
    try:
        return subprocess.run(command, check=False).returncode
    except OSError as error:
        sys.stderr.write(f"{command[0]}: {error.strerror}\n")
        return EXIT_NOT_SWITCHED_OFF
