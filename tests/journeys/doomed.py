"""A kiosk that is killed at one of its ledger writes, in the middle of a scenario.

``python -m tests.journeys.doomed KIOSK_TOML CONTROL_URL SCENARIO WRITE before|after`` plays the
scenario and sends itself SIGKILL at that write: before it is committed, or right after. Write 0 is
never reached: the scenario is played to its end.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Connection, Engine, event

from kiosk.app import Kiosk, make_application
from kiosk.observe import EventLog
from kiosk.settings import Settings
from sim.citizen import Citizen, JourneyFailed
from sim.client import HallClient
from sim.scenario import find
from sim.terminal_clock import MovableClock


class Doom:
    """Counts the commits of a ledger and dies at the chosen one."""

    def __init__(self, ledger: Path, write: int, moment: str) -> None:
        self._ledger = ledger
        self._write = write
        self._moment = moment
        self._seen = 0

    def wait_for_it(self) -> None:
        """From now on."""
        event.listen(Engine, "commit", self._committing)

    def _committing(self, connection: Connection) -> None:
        # Reports to the service are written beside it, in a file of their own.
        of_main = "SELECT file FROM pragma_database_list WHERE name = 'main'"
        file = connection.exec_driver_sql(of_main).scalar_one()
        if file != str(self._ledger):
            return
        self._seen += 1
        if self._seen != self._write:
            return
        if self._moment == "after":
            # SQLAlchemy tells of a commit just before it; so make it, and then die.
            connection.connection.driver_connection.execute("COMMIT")  # type: ignore[union-attr]  # the DBAPI's own connection
        os.kill(os.getpid(), signal.SIGKILL)


def main() -> int:
    """Play, and die on the way."""
    config, control_url, scenario, write, moment = sys.argv[1:]
    settings = Settings.load(Path(config))
    application = make_application(sys.argv[:1])
    clock = MovableClock()
    log = EventLog.open(settings.log.path, now=clock.now)
    kiosk = Kiosk(settings, clock, log)
    with HallClient(control_url) as hall:
        citizen = Citizen(kiosk, hall, clock, lambda _name, _picture: None)
        kiosk.start()
        try:
            citizen.wait_until(lambda: citizen.view == "attract")
            Doom(settings.ledger.path.resolve(), int(write), moment).wait_for_it()
            citizen.play(find(scenario))
        except JourneyFailed as failure:
            sys.stderr.write(f"{failure}\n")
            return 1
        finally:
            kiosk.stop()
            log.close()
    application.processEvents()
    return 0


if __name__ == "__main__":
    # Qt's own threads may outlive the interpreter; everything of ours has been let go of.
    status = main()
    sys.stdout.flush()
    os._exit(status)
