"""A kiosk in a process that knows nothing of the hall: ``… -m tests.journeys.lean_kiosk TOML``.

Lines on its standard input are ``touch NAME``, ``pick TEXT`` and ``see VIEW TEXT``; each is
answered with ``done``, or with what is on the screen instead. So nothing of a card is in this
process but what the card itself brought there.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kiosk.app import Kiosk, make_application
from kiosk.observe import EventLog
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings
from sim.glass import Glass

_PATIENCE_S = 30.0


def obey(glass: Glass, line: str) -> str:
    """What came of one order."""
    order, _, what = line.strip().partition(" ")
    try:
        match order:
            case "touch":
                glass.touch(what)
            case "pick":
                glass.wait_until(lambda: glass.view == "options", _PATIENCE_S)
                glass.pick(what)
            case _:
                view, _, text = what.partition(" ")
                glass.wait_until(lambda: glass.shows(view, [text]), _PATIENCE_S)
    except (LookupError, TimeoutError) as failure:
        return f"{failure}: {glass.view}: {glass.words()}".replace("\n", " ")
    return "done"


def main() -> int:
    """Serve until the input ends."""
    settings = Settings.load(Path(sys.argv[1]))
    application = make_application(sys.argv[:1])
    log = EventLog.open(settings.log.path, now=SystemClock().now)
    kiosk = Kiosk(settings, SystemClock(), log)
    glass = Glass(kiosk)
    kiosk.start()
    for line in sys.stdin:
        sys.stdout.write(obey(glass, line) + "\n")
        sys.stdout.flush()
    kiosk.stop()
    log.close()
    application.processEvents()
    return 0


if __name__ == "__main__":
    # Qt's own threads may outlive the interpreter; everything of ours has been let go of.
    status = main()
    sys.stdout.flush()
    os._exit(status)
