"""The kiosk's one window: the frame around the screens, and the gate every answer passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QInputDevice, QPointerEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kiosk.screens.corner_walk import CornerWalk
from kiosk.screens.factory import screen_for
from kiosk.screens.screen import Screen
from kiosk.screens.theme import Look, Panel, Theme
from kiosk.screens.theme.sheet import style_sheet
from kiosk.screens.widgets.banner import Banner
from kiosk.screens.widgets.box import column
from kiosk.screens.widgets.footer import Footer, FooterProps
from kiosk.screens.widgets.header import Header
from kiosk.screens.widgets.overlay import HelpOverlay, PresenceOverlay
from kiosk.screens.widgets.step_bar import StepBar
from kiosk.session.answers import Answer, StillHere
from kiosk.session.views import Scene, Tone, View

_STILL_HERE_EVERY_S = 1.0
# How much of a look's enlargement a screen uses where all of it does not fit.
_LESS_ENLARGED = (0.8, 0.6, 0.45, 0.3, 0.15, 0.0)
_TOUCHES = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)


class KioskWindow(QWidget):
    """Shows scenes and emits ``answered(scene number, answer)``, one answer a scene.

    ``maintenance_wanted`` says that somebody walked the corners; the touches do what they always
    do besides. ``prepare_application`` must have been called. ``monotonic`` gives seconds, for
    the walk and to limit StillHere.
    """

    answered = Signal(int, object)
    maintenance_wanted = Signal()

    def __init__(
        self,
        panel: Panel,
        *,
        monotonic: Callable[[], float],
        look: Look = Look.STANDARD,
        motion: bool = True,
    ) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._corners = CornerWalk(panel, monotonic=monotonic)
        self._touched_at: float | None = None
        self._clock = ""
        self._scene: Scene | None = None
        self._view: View | None = None
        self._seconds: int | None = None
        self._settled = False
        self._cramped = False
        self._screen: Screen | None = None
        self._step_bar: StepBar | None = None
        self._banner: Banner | None = None
        self._presence: PresenceOverlay | None = None
        self._help: HelpOverlay | None = None
        self.setObjectName("kiosk")
        self.setProperty("role", "kiosk")
        self.setFixedSize(panel.width_px, panel.height_px)
        self._outer = column(self)
        self._theme = Theme(panel, look, motion)
        self._frame = QWidget()
        self._build_frame()

    @property
    def look(self) -> Look:
        """The look shown now."""
        return self._theme.look

    @property
    def scene(self) -> Scene | None:
        """The scene shown now; None before the first and after a wipe."""
        return self._scene

    # --- what the session asks for ---------------------------------------------------------------

    def present(self, scene: Scene) -> None:
        """Show a scene. A screen whose view has not changed is kept, with what was typed on it; one
        whose scene only says more goes on, and so does its ring."""
        before, self._scene = self._scene, scene
        self._settled = False
        if before is not None and self._goes_on(before, scene):
            return
        kept = before is not None and before.view == scene.view
        self._seconds = scene.countdown
        if not kept or self._screen is None:
            self._close_help(None)
            self._show_screen(scene.view)
        else:
            self._show_frame()
            self._refit()

    def _goes_on(self, before: Scene, now: Scene) -> bool:
        if self._screen is None or replace(before, view=now.view) != now:
            return False
        if before.view == now.view:
            return True
        if not self._screen.renew(now.view):
            return False
        self._view = now.view
        return True

    def set_countdown(self, seconds: int) -> None:
        """Another second has gone."""
        if self._scene is None or self._seconds is None:
            return
        self._seconds = seconds
        self._header.count(seconds)
        if self._presence is not None:
            self._presence.count(seconds)
        self._show_note()

    def set_clock(self, text: str) -> None:
        """The time of day as the header shows it."""
        self._clock = text
        self._header.set_clock(text)

    def wipe(self) -> None:
        """Forget everything personal at once, and go back to the standard look."""
        self._scene = self._view = self._seconds = None
        self._close_help(None)
        self._close_presence()
        self._drop_screen()
        if self._theme.look is not Look.STANDARD:
            self._dress(Look.STANDARD)
        self._drop_step_bar()
        self._drop_banner()
        self._header.hide()
        self._footer.hide()
        self.repaint()

    # --- frame -----------------------------------------------------------------------------------

    def _build_frame(self) -> None:
        application = QCoreApplication.instance()
        if isinstance(application, QApplication):
            application.setStyleSheet(style_sheet(self._theme))
        theme = self._theme
        self._frame = QWidget()
        face = column(self._frame)
        self._header = Header(theme)
        self._header.look_asked.connect(self._toggle_large_print)
        self._header.help_asked.connect(self._open_help)
        self._header.set_clock(self._clock)
        self._header.hide()
        self._footer = Footer(theme)
        self._footer.answered.connect(self._answer)
        self._footer.primary_touched.connect(self._press_primary)
        self._footer.hide()
        self._page: QVBoxLayout = column(gap=theme.px(theme.measures.gap))
        face.addWidget(self._header)
        face.addLayout(self._page, 1)
        face.addWidget(self._footer)
        self._outer.addWidget(self._frame)

    def _dress(self, look: Look) -> None:
        """Build everything anew in another look, keeping what was typed."""
        view = None
        if self._screen is not None and self._view is not None:
            view = self._screen.current(self._view)
        self._close_help(None)
        self._close_presence()
        self._drop_screen()
        self._drop_step_bar()
        self._drop_banner()
        self._frame.hide()
        self._outer.removeWidget(self._frame)
        self._frame.deleteLater()
        self._theme = Theme(self._theme.panel, look, self._theme.motion)
        self._build_frame()
        if view is not None:
            self._show_screen(view)

    def _show_frame(self) -> None:
        scene, screen = self._scene, self._screen
        if scene is None or screen is None:
            return
        theme = self._theme
        self._header.name(scene.terminal)
        self._header.begin_countdown(self._seconds)
        self._header.setVisible(not screen.bare)
        margin = 0 if screen.bare else theme.px(theme.measures.margin)
        along = 0 if screen.bare else theme.px(8 if theme.portrait else 5)
        self._page.setContentsMargins(margin, along, margin, 0 if screen.bare else theme.px(5))
        self._drop_step_bar()
        self._drop_banner()
        if scene.place is not None and not screen.bare and not self._cramped:
            self._step_bar = StepBar(theme, scene.course, scene.place)
            self._page.insertWidget(0, self._step_bar)
            self._step_bar.show()
        if scene.complaint is not None:
            self._banner = Banner(theme, Tone.DANGER, scene.complaint)
            self._banner.setObjectName("complaint")
            self._page.insertWidget(self._page.count() - 1, self._banner)
            self._banner.show()
        screen.complain(scene.complaint)
        self._show_footer()
        self._show_presence(scene)

    def _show_footer(self) -> None:
        scene, screen = self._scene, self._screen
        if scene is None or screen is None:
            return
        note = screen.note(self._seconds)
        self._footer.present(FooterProps(scene.ways, screen.primary, note))
        if screen.bare:
            self._footer.hide()

    def _show_note(self) -> None:
        if self._screen is None:
            return
        note = self._screen.note(self._seconds)
        if note is not None:
            self._footer.set_note(note)

    def _show_screen(self, view: View) -> None:
        if self._scene is None:
            return
        self._view = view
        self._cramped = False
        for theme in self._smaller_and_smaller():
            self._drop_screen()
            self._screen = screen_for(view, theme, self._scene.terminal)
            self._screen.answered.connect(self._answer)
            self._screen.changed.connect(self._show_footer)
            self._page.addWidget(self._screen, 1)
            # Shown now, because a layout counts nothing that is not yet shown.
            self._screen.show()
            self._show_frame()
            if self._fits():
                return
        # Where the words are and what to press matters more than which step this is.
        self._cramped = True
        self._drop_step_bar()

    def _smaller_and_smaller(self) -> Iterator[Theme]:
        """The theme, then with less and less of its enlargement, for what does not fit."""
        yield self._theme
        if self._theme.type_scale > 1:
            for enlarged in _LESS_ENLARGED:
                yield replace(self._theme, enlarged=enlarged)

    def _refit(self) -> None:
        """A complaint came to a screen that was full: draw it smaller, keeping what was typed."""
        screen, view = self._screen, self._view
        if screen is not None and view is not None and not self._cramped and not self._fits():
            self._show_screen(screen.current(view))

    def _fits(self) -> bool:
        face = self._frame.layout()
        return face is None or (
            face.totalMinimumSize().width() <= self.width()
            and face.totalMinimumHeightForWidth(self.width()) <= self.height()
        )

    def _drop_screen(self) -> None:
        screen, self._screen = self._screen, None
        if screen is not None:
            screen.hide()
            screen.forget()
            self._page.removeWidget(screen)
            screen.deleteLater()

    def _drop_step_bar(self) -> None:
        bar, self._step_bar = self._step_bar, None
        if bar is not None:
            bar.hide()
            self._page.removeWidget(bar)
            bar.deleteLater()

    def _drop_banner(self) -> None:
        banner, self._banner = self._banner, None
        if banner is not None:
            banner.hide()
            banner.label.clear()
            self._page.removeWidget(banner)
            banner.deleteLater()

    # --- overlays --------------------------------------------------------------------------------

    def _show_presence(self, scene: Scene) -> None:
        if not scene.asking_presence:
            self._close_presence()
            return
        if self._presence is None:
            self._close_help(None)
            self._presence = PresenceOverlay(self._theme, self)
            self._presence.answered.connect(self._answer)
            self._presence.begin(self._seconds or 0)
            self._presence.show()
            self._frame.setEnabled(False)
        self._presence.count(self._seconds or 0)
        self._presence.raise_()

    def _close_presence(self) -> None:
        presence, self._presence = self._presence, None
        if presence is not None:
            presence.hide()
            presence.deleteLater()
            self._frame.setEnabled(True)

    def _open_help(self, _value: object) -> None:
        if self._scene is None or self._help is not None:
            return
        self._help = HelpOverlay(self._theme, self._scene.terminal, self)
        for theme in self._smaller_and_smaller():
            if self._help.fits:
                break
            self._help.deleteLater()
            self._help = HelpOverlay(theme, self._scene.terminal, self)
        self._help.closed.connect(self._close_help)
        self._help.look_chosen.connect(self._choose_look)
        self._help.show()
        self._frame.setEnabled(False)

    def _close_help(self, _value: object) -> None:
        helping, self._help = self._help, None
        if helping is not None:
            helping.hide()
            helping.deleteLater()
            self._frame.setEnabled(True)

    def _choose_look(self, look: object) -> None:
        if isinstance(look, Look):
            self._dress(look)

    def _toggle_large_print(self, _value: object) -> None:
        large = self._theme.look is Look.LARGE_PRINT
        self._dress(Look.STANDARD if large else Look.LARGE_PRINT)

    # --- answers ---------------------------------------------------------------------------------

    def _press_primary(self, _value: object) -> None:
        if self._screen is not None and not self._settled:
            self._screen.press_primary()

    def _answer(self, answer: Answer) -> None:
        """Pass on the first answer to a scene; StillHere is not an answer to it."""
        if self._scene is None:
            return
        if not isinstance(answer, StillHere):
            if self._settled:
                return
            self._settled = True
        self.answered.emit(self._scene.number, answer)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Every touch passes the native window once, before it finds its widget.
        self.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and watched is self.windowHandle():
            self._noticed_touch()
            if isinstance(event, QPointerEvent):
                self._follow_corners(event)
        return super().eventFilter(watched, event)

    def _noticed_touch(self) -> None:
        # While presence is asked the dialogue answers: a touch on 退出 must not mean 我还在.
        if self._scene is None or self._presence is not None:
            return
        now = self._monotonic()
        if self._touched_at is None or now - self._touched_at >= _STILL_HERE_EVERY_S:
            self._touched_at = now
            self._answer(StillHere())

    def _follow_corners(self, event: QPointerEvent) -> None:
        # Qt repeats a touch as a press of a mouse: that one is of the touch screen, too.
        touch = event.type() == QEvent.Type.TouchBegin
        if touch is not (event.deviceType() == QInputDevice.DeviceType.TouchScreen):
            return
        at = event.point(0).position()
        if self._corners.touched(at.x(), at.y()):
            self.maintenance_wanted.emit()
