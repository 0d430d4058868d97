"""The terminal, started cold as ``kiosk run`` starts it. A program of its own.

Prints lines of JSON: when by the monotonic clock the first frame and the attract screen were
painted, and the memory then; once a line comes on standard input, the memory after so many
journeys' worth of screens.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from kiosk.commands.configuration import settings_or_complaint
from kiosk.runtime.clock import SystemClock
from kiosk.settings import Settings

JOURNEYS = 20


def tell(what: str) -> None:
    """One line: what has come to be, when, and how much memory is taken."""
    # Imported here, so that what it costs is not counted as the kiosk's.
    at = time.monotonic()
    import psutil

    own = psutil.Process()
    told = {
        "what": what,
        "at": at,
        "resident": own.memory_info().rss,
        "children": sum(child.memory_info().rss for child in own.children(recursive=True)),
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Start, tell, wait, show the journeys, end."""
    settings = settings_or_complaint(Path(sys.argv[1]))
    assert isinstance(settings, Settings)
    from PySide6.QtCore import QEvent, QObject, QTimer

    from kiosk.app import Kiosk, make_application
    from kiosk.observe import EventLog
    from kiosk.session.views import AttractView, Scene

    clock = SystemClock()
    log = EventLog.open(settings.log.path, now=clock.now)
    application = make_application(sys.argv[:1])
    kiosk = Kiosk(settings, clock, log)

    class Watch(QObject):
        """Sees the window being painted."""

        painted = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() is QEvent.Type.Paint and not self.painted:
                self.painted = True
                QTimer.singleShot(0, self.first_frame)
            return super().eventFilter(watched, event)

        def first_frame(self) -> None:
            """Something is on the glass."""
            tell("first frame")

        def shown(self, scene: Scene) -> None:
            """The window has a scene; it is ready once a citizen can touch it."""
            if isinstance(scene.view, AttractView):
                kiosk.window.repaint()
                tell("attract")
                QTimer.singleShot(0, self.go_on)

        def go_on(self) -> None:
            """Wait to be told, then show the screens of many journeys."""
            kiosk.bridge.scene_shown.disconnect(self.shown)
            if sys.stdin.readline():
                from tests.bench.journeys import show_journeys

                show_journeys(kiosk.window, 1)
                tell("one journey")
                show_journeys(kiosk.window, JOURNEYS - 1)
                tell("journeys")
            application.quit()

    watch = Watch()
    kiosk.window.installEventFilter(watch)
    kiosk.bridge.scene_shown.connect(watch.shown)
    kiosk.start()
    status = application.exec()
    kiosk.stop()
    log.close()
    return status


if __name__ == "__main__":
    sys.exit(main())
