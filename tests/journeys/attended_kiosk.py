"""``kiosk run`` itself, with a citizen at its screen who waits at the code before they pay.

``python -m tests.journeys.attended_kiosk KIOSK_TOML CONTROL_URL`` writes ``code`` once the code is
shown, pays at the next line of its standard input, takes the receipt and leaves; ``left`` says so.
How the program ends after that is its own business, and so is its status.
"""

from __future__ import annotations

import os
import sys
from itertools import dropwhile

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Slot
from PySide6.QtWidgets import QApplication

from kiosk import app
from kiosk.__main__ import main
from sim.citizen import Citizen, JourneyFailed
from sim.client import HallClient
from sim.scenario import DEFAULT, Expect, Scenario, Shot, find
from sim.terminal_clock import MovableClock
from tests.journeys.partway import only, up_to

AT_THE_CODE = "qr"


def from_the_code_on() -> Scenario:
    """Paying, the receipt, and leaving; what comes then is not waited for."""
    whole = find(DEFAULT)
    _, *rest = dropwhile(lambda step: step != Shot(shot=AT_THE_CODE), whole.steps)
    while isinstance(rest[-1], Shot | Expect):
        rest.pop()
    return only(*rest, person=whole.person)


class Attended(QObject):
    """Plays on the kiosk that the command makes."""

    def __init__(self, kiosk: app.Kiosk, hall: HallClient) -> None:
        super().__init__()
        self._citizen = Citizen(kiosk, hall, MovableClock(), lambda _name, _picture: None)
        self._word = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._word.setEnabled(False)
        self._word.activated.connect(self._pay)
        QTimer.singleShot(0, self._begin)

    @Slot()
    def _begin(self) -> None:
        self._play(up_to(AT_THE_CODE), "code")
        self._word.setEnabled(True)

    @Slot()
    def _pay(self) -> None:
        self._word.setEnabled(False)
        self._play(from_the_code_on(), "left")

    def _play(self, scenario: Scenario, then: str) -> None:
        try:
            self._citizen.play(scenario)
        except JourneyFailed as failure:
            then = f"{failure}".replace("\n", " ")
            QApplication.exit(1)
        sys.stdout.write(f"{then}\n")
        sys.stdout.flush()


def run(config: str, control_url: str) -> int:
    """The command's own status."""
    attended: list[Attended] = []
    with HallClient(control_url) as hall:

        class Kiosk(app.Kiosk):
            """The same, and somebody comes to it."""

            def start(self) -> None:
                super().start()
                attended.append(Attended(self, hall))

        app.Kiosk = Kiosk  # type: ignore[misc]  # the command looks the class up when it runs
        return main(["run", "--config", config])


if __name__ == "__main__":
    status = run(*sys.argv[1:])
    sys.stdout.flush()
    # Qt's own threads may outlive the interpreter; everything of ours has been let go of.
    os._exit(status)
