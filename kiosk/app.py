"""Composition root: the only module that knows every room."""

from __future__ import annotations

import asyncio
import math
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kiosk.doctor.examination import live_reporter
from kiosk.doctor.roll_gauge import RollGauge
from kiosk.equipment import (
    Observation,
    auxiliaries_of,
    cards_of,
    control_socket_of,
    document_authorities_of,
    document_printer_of,
    facts_of,
    hours_of,
    ledger_of,
    printer_of,
    printer_profile_of,
    reader_of,
    rehearsal_with,
    scanner_of,
    service_of,
    social_card_reader_of,
    timing_of,
)
from kiosk.flows.visit import start_visit
from kiosk.ledger import LedgerError, LedgerInUse
from kiosk.maintenance.staffing import MaintenanceStaffing
from kiosk.observe import Event as LogEvent
from kiosk.observe import EventLog
from kiosk.runtime.bridge import Bridge
from kiosk.runtime.clock import Clock
from kiosk.runtime.engine import Engine, Equipment
from kiosk.runtime.hall import Hall
from kiosk.runtime.standstill import stand_still
from kiosk.screens.theme import Panel
from kiosk.screens.theme.fonts import prepare_application
from kiosk.screens.window import KioskWindow
from kiosk.session.events import Event, MaintenanceWanted
from kiosk.session.handover import Ending
from kiosk.session.terminal import Terminal
from kiosk.settings import ScreenSettings, Settings

CLOCK_EVERY_MS = 1000
EXIT_BROKEN = 70


class Kiosk(QObject):
    """The program: window and bridge in the Qt thread, everything else in the hall's thread.

    ``broken`` is emitted if the hall's thread dies; the process should then end and be restarted.
    ``source`` is the file that the settings were read from, if any. Afterwards ``ending`` tells
    what staff, or somebody from outside, wanted to become of the machine; None if nobody did.
    """

    broken = Signal(object)
    _ending_wanted = Signal(object)

    def __init__(
        self, settings: Settings, clock: Clock, log: EventLog, *, source: Path | None = None
    ) -> None:
        super().__init__()
        self._settings = settings
        self._source = source
        self.ending: Ending | None = None
        self._ending_wanted.connect(self._end_as_wanted)
        self._clock = clock
        self._log = log
        self._engine: Engine | None = None
        self.bridge = Bridge(self._post)
        self.window = KioskWindow(panel_of(settings.screen), monotonic=clock.monotonic)
        self.bridge.scene_shown.connect(self.window.present)
        self.bridge.counted_down.connect(self.window.set_countdown)
        self.bridge.wiped.connect(self.window.wipe)
        self.window.answered.connect(self.bridge.answer)
        self.window.maintenance_wanted.connect(self._maintenance_wanted)
        self._tick = QTimer(self)
        self._tick.setInterval(CLOCK_EVERY_MS)
        self._tick.timeout.connect(self._show_clock)
        self._hall = Hall(self._live, self.broken.emit)

    def start(self) -> None:
        """Show the window and start working."""
        self._show_clock()
        self._tick.start()
        if self._settings.screen.full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()
        self._hall.start()

    def end(self) -> None:
        """Have the application quit; also before its event loop runs, which ``quit`` forgets."""
        QTimer.singleShot(0, QApplication.quit)

    def stop(self) -> bool:
        """Stop working; returns whether everything was let go of in time."""
        self._tick.stop()
        return self._hall.stop()

    def _maintenance_wanted(self) -> None:
        self._post(MaintenanceWanted(touched=True))

    def _end_as_wanted(self, ending: Ending) -> None:
        self.ending = ending
        self.end()

    def _show_clock(self) -> None:
        self.window.set_clock(f"{self._clock.now():%H:%M}")

    def _post(self, event: Event) -> None:
        if self._engine is not None:
            self._hall.call(self._engine.post, event)

    async def _live(self, ending: asyncio.Event) -> None:
        settings, facts = self._settings, facts_of(self._settings)
        try:
            ledger = await asyncio.to_thread(ledger_of, settings, self._clock.now)
        except LedgerInUse:
            raise
        except LedgerError as error:
            self._log.record(LogEvent.LEDGER_REFUSED, cause=type(error).__name__)
            await stand_still(Terminal(facts, start_visit), self.bridge, ending)
            return
        gauge = RollGauge(settings, self._clock)
        self._log.listen(gauge.heard)
        observation = Observation(settings, self._clock, self._log, gauge)
        engine = Engine(
            Equipment(
                reader=reader_of(settings, self._clock),
                printer=printer_of(settings, self._clock),
                printer_profile=printer_profile_of(settings.receipt_printer),
                service=service_of(settings),
                ledger=ledger,
                document_printer=document_printer_of(settings, self._clock),
                document_authorities=document_authorities_of(settings),
                scanner=scanner_of(settings, self._clock),
                social_card_reader=social_card_reader_of(settings, self._clock),
                cards=cards_of(settings, self._clock),
                auxiliaries=auxiliaries_of(settings, self._clock),
            ),
            facts=facts,
            start_visit=start_visit,
            clock=self._clock,
            timing=timing_of(settings),
            stage=self.bridge,
            log=self._log,
            staffing=self._staffing(),
            end=self._ending_wanted.emit,
            control=control_socket_of(settings),
            observation=observation,
            hours=hours_of(settings),
        )
        self._engine = engine
        try:
            await engine.run(ending)
        finally:
            observation.close()

    def _staffing(self) -> MaintenanceStaffing | None:
        maintenance = self._settings.maintenance
        if maintenance is None:
            return None
        reporter = live_reporter(self._settings, self._clock.now)
        return MaintenanceStaffing(
            maintenance.staff,
            self._settings,
            self._source,
            reporter,
            rehearsal_with(self._clock),
        )


def panel_of(screen: ScreenSettings) -> Panel:
    """The panel, its diagonal from its width (pixels are square)."""
    height_mm = screen.width_mm * screen.height_px / screen.width_px
    return Panel(screen.width_px, screen.height_px, math.hypot(screen.width_mm, height_mm))


def make_application(arguments: list[str]) -> QApplication:
    """The one QApplication, with style and typeface."""
    application = QApplication(arguments)
    prepare_application(application)
    return application
